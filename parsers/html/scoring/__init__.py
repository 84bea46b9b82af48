"""Scores each segment by how likely it is body text, and decides whether the page is an article at all."""
