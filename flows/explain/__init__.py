"""Explains one page: every line of it with its label and the reason.

account.py parses the page, html_output.py writes the result as a page of its own.
"""
