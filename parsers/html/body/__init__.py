"""The body of an HTML article: which segments are kept, cut, or the start of another article."""
