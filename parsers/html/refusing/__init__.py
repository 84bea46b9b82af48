"""Decides whether a page is refused, and for what it is: a consent form, an error page, a list of teasers, a shop."""
