"""Finds the page that `copydesk explain` is asked about, and prints its explanation, made by flows.explain, as text."""
