"""Pages from the outside: HTTP, robots, feeds, sitemaps, files, WARC."""
