"""Shows the published stories in a browser, on this machine only and read-only.

token_check.py lets in who has the token, page_queries.py asks the published file, app.py has a page for each address,
and serve_pages.py runs it.  The templates are in pages/.
"""
