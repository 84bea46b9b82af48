"""Finds what a reparse would change: reads pages again, and compares them with the published file.  Changes nothing."""
