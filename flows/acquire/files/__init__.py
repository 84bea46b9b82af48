"""Reads pages from files: HTML, text and WARC."""
