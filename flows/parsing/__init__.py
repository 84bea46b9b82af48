"""Archived pages to staged batches: what there is to parse, the worker processes, and the Parquet files."""
