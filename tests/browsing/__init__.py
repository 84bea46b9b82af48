"""Tests of the stories in a browser: what is shown, and who is let in."""
