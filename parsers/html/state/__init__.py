"""Reads an article whose text is only in the page's state: data that a framework puts into the page for its scripts.

Templates and the articleBody of JSON-LD count as state, too.  `read_state.py` is the entry.  `scripts.py` and
`templates.py` get the data out of the page as ScriptData (`container.py`); `apollo.py`, `flight.py` and `nuxt.py`
resolve the references of three systems in it.  `find_text.py` looks for the text in the data, `identity.py` tells
whether it belongs to the page's article, `elements.py` turns it into mark-up.
"""
