"""Reads pages from files: HTML and text, WARC and other crawls, tables, archives, mailboxes."""
