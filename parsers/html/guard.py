"""Refuses mark-up that would hold the tree builder for minutes, before it is given to it.

lxml cannot be interrupted by a budget in Python, and the time it takes for one tag grows with the square of the
number of its attributes (10,000: 0.1 s; 200,000: 110 s).  So such pages are found by looking at the text alone.  Takes
the decoded page; returns a Rejection or None.  Depth is lxml's own check (`parsers.html.tree`).
"""

from __future__ import annotations

import re

from parsers.model import Rejection

#: Tags in one page; the longest live blogs have some 40,000, and 200,000 take five seconds.
MAX_TAGS = 200_000

#: Attributes of one tag; real ones have up to a hundred.
MAX_ATTRIBUTES = 10_000

#: A page below this size cannot hold enough attributes to matter.
_SMALL = 60_000

#: Two characters are the least that an attribute takes.
_LONG = 2 * MAX_ATTRIBUTES

#: From this size on every tag is looked at: ">" inside quoted values could hide the length of one.
_LARGE = 500_000

#: A tag with its attributes as the HTML standard splits them (quotes count only after "="), without backtracking.
_TAG = re.compile(r"""<[a-zA-Z][^\s/>]*+(?:[\s/]++|[^\s/>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']++|))*+""")
_OPENED = re.compile("<[a-zA-Z]")
_ATTRIBUTE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']++)|(?P<name>[^\s/>=]++)""")


def refuse(text: str) -> Rejection | None:
    """time_budget or too_many_attributes, when the page is not to be parsed."""
    if len(text) < _SMALL:
        return None
    tags = text.count("<")
    if tags > MAX_TAGS:
        return Rejection("time_budget", f"The page has {tags:,} tags; the limit is {MAX_TAGS:,}.")
    if len(text) < _LARGE and not _long_tag(text):
        return None
    for tag in _TAG.finditer(text):
        if tag.end() - tag.start() > _LONG:
            attributes = sum(found["name"] is not None for found in _ATTRIBUTE.finditer(tag[0]))
            if attributes > MAX_ATTRIBUTES:
                return Rejection("too_many_attributes", f"One tag has about {attributes:,} attributes.")
    return None


def _long_tag(text: str) -> bool:
    """Whether a tag is open for so many characters that it could have too many attributes."""
    here = 0
    while here + _LONG < len(text):
        # The last ">" of each stretch is enough to know, so this costs next to nothing.
        found = text.rfind(">", here, here + _LONG)
        if found >= 0:
            here = found + 1
            continue
        end = text.find(">", here + _LONG)
        end = len(text) if end < 0 else end
        opened = _OPENED.search(text, here, end)
        if opened and end - opened.start() > _LONG:
            return True
        here = end
    return False
