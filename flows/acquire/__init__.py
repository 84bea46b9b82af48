"""Acquires pages: HTTP with robots.txt, feeds, sitemaps, files, WARC."""
