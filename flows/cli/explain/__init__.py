"""Why a line is where it is: one page, every piece of its text with the label it ended with and the reason.

find.py gets the page (file, archive or article number), account.py reads it, text_output.py and html_output.py show it.
"""
