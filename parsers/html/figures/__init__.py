"""Reads the pictures of an HTML article, with their captions and credits."""
