"""Bytes to text, and why in that charset."""
