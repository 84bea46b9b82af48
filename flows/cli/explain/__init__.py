"""Explains one page: every line of it with its label and the reason.

find.py finds the page (file, archive or article number), account.py parses it, text_output.py and html_output.py show
the result.
"""
