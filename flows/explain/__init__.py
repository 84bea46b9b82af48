"""Explains one page: each line of it with its label and the reason.

account.py parses the page, html_output.py writes the result as an HTML page.
"""
