"""Decodes the bytes of a page to text, and says in which charset and on what evidence."""
