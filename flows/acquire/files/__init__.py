"""Pages from files: HTML, text and WARC, one format a file."""
