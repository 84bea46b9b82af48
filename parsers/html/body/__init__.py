"""Decides which segments are the body of an HTML article, which are cut, and which belong to another article."""
