"""Reads the dates that pages print or declare, in some forty languages."""
