"""Tests of alarms: what is found, when it is told, and how it is sent, to real servers on loopback."""
