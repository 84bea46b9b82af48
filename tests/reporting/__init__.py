"""Tests of the report as a page: its numbers, its plots, and how it looks in a real browser."""
