"""Finds the feeds and sitemaps of an outlet, and tests whether these and its stories can be read; stores nothing."""
