"""Polite HTTP requests: robots.txt, pauses, limits, redirects, private addresses."""
