"""Reads an article whose text stands only in the page's own state: data for scripts, templates, JSON-LD.

read_state.py is the entry.  scripts.py and templates.py get the data out of the page; apollo.py, flight.py and nuxt.py
resolve the references of three systems, in the form of container.py.  find_text.py looks for the text in the data,
identity.py says whose it is, elements.py turns it into mark-up.
"""
