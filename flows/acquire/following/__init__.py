"""Follows sources: reads their feeds and sitemaps and requests the pages that are new or changed."""
