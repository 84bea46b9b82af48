"""Readers of an HTML article's fields, one file for each field; `read_fields` runs them all."""
