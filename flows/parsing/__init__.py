"""Parses archived pages in worker processes and stages them.

To stage is to write results as Parquet files that wait to be loaded.  fallback/ hands pages of which the parsers are
unsure to a program of the user's; cluster/ parses on other machines.
"""
