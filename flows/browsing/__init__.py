"""Shows the published stories in a browser, on this machine only and read-only.

guard.py lets in who has the token, answers.py asks the published file, app.py has a page for each address, and serve.py
runs it.  The templates are in pages/.
"""
