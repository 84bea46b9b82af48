"""Parses archived pages in worker processes and stages them, that is, writes them as Parquet files to be loaded.

fallback/ hands pages of which the parsers are unsure to a program of the user's; cluster/ parses on other machines.
"""
