"""One field of an article per file; see the README of the field readers in each docstring."""
