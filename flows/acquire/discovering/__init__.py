"""Finds the feeds and sitemaps of an outlet, and tries feeds, sitemaps and stories; stores nothing."""
