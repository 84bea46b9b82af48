"""The archive: every fetched or imported page in WARC files, and an index built from them."""
