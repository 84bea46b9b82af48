"""One field of an HTML article a file; `read_fields` asks them all."""
