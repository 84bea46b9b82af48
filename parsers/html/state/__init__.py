"""Reads an article whose text stands only in the page's own state: data for scripts, templates, JSON-LD."""
