"""Reads from web servers: single pages, crawls and other files, and CC-NEWS (Common Crawl's news crawl)."""
