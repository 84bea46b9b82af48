"""Dates as pages print and declare them, in some forty languages."""
