"""Parses archived pages in worker processes and stages them as Parquet files."""
