"""Finds the page that `copydesk explain` is asked about, and prints its explanation as text; flows.explain makes it."""
