"""Parses archived pages in worker processes, with fallback/ for unsure ones, and stages them as Parquet files."""
