"""Following an outlet: its feeds and sitemaps, and which of their pages are due."""
