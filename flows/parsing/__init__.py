"""From archived pages to staged batches: the worklist, the worker processes, and the Parquet files."""
