"""The archive: every fetched or imported body kept for good in WARC files, and an index that is made of them."""
