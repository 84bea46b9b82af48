"""Refuses mark-up that would hold the tree builder for minutes, before it is given to it.

lxml cannot be interrupted by a budget in Python, and the time it takes for one tag grows with the square of the
number of its attributes (10,000: 0.1 s; 200,000: 110 s).  So such pages are found by looking at the text alone.  Takes
the decoded page; returns a Rejection or None.  Depth is lxml's own check (`parsers.html.markup.tree`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from parsers.model import Rejection

#: Tags in one page; the longest live blogs have some 40,000, and 200,000 take five seconds.
MAX_TAGS = 200_000

#: Attributes of one tag; real ones have up to a hundred.
MAX_ATTRIBUTES = 10_000

#: A page below this size cannot hold enough attributes to matter.
_SMALL = 60_000

#: Two characters are the least that an attribute takes.
_LONG = 2 * MAX_ATTRIBUTES

#: A tag that is too long covers this many windows of this size from end to end, wherever it begins.
_RUN = 2
_WINDOW = _LONG // (_RUN + 1)

#: A tag with its attributes as the HTML standard splits them (quotes count only after "="), without backtracking.
_TAG = re.compile(rb"""<[a-zA-Z][^\s/>]*+(?:[\s/]++|[^\s/>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']++|))*+""")
_OPENED = re.compile(b"<[a-zA-Z]")
#: Nobody puts more white space between "=" and a value; where it is more, it is taken for the beginning of one.
_BLANKS = 20
#: What stands directly before a value: a "=" or white space.
_BEFORE_VALUE = b"= \t\n\r\f\v"
_ATTRIBUTE = re.compile(rb"""=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']++)|(?P<name>[^\s/>=]++)""")


def refuse_size(page: bytes) -> Rejection | None:
    """time_budget or too_many_attributes, when the page, in UTF-8, is not to be parsed."""
    if len(page) < _SMALL:
        return None
    # So many tags need three characters each.  bytes.count takes eight times as long.
    tags = np.count_nonzero(np.frombuffer(page, np.uint8) == ord("<")) if len(page) >= 3 * MAX_TAGS else 0
    if tags > MAX_TAGS:
        return Rejection("time_budget", f"The page has {tags:,} tags; the limit is {MAX_TAGS:,}.")
    for start, end in _stretches(page):
        for tag in _TAG.finditer(page, start, end):
            if tag.end() - tag.start() > _LONG:
                attributes = sum(found["name"] is not None for found in _ATTRIBUTE.finditer(tag[0]))
                if attributes > MAX_ATTRIBUTES:
                    return Rejection("too_many_attributes", f"One tag has about {attributes:,} attributes.")
    return None


def _stretches(page: bytes) -> Iterator[tuple[int, int]]:
    """Where a tag may be long enough; looks at the last ">" of each window and little more.

    In a tag that covers a window the last ">" stands in a quoted value.  Where the window has none, either the ">"
    before it does, or the tag begins behind that one.
    """
    hidden = opened = False
    before = double = single = -1
    # Behind the last ">" that ends a tag for certain; windows since then that may be all tag.
    outside = run = 0
    for start in range(0, len(page) - _WINDOW + 1, _WINDOW):
        found = page.rfind(b">", start, start + _WINDOW)
        if found >= 0:
            # Looked for only behind the last ">", so that no page makes this more than one pass.
            double = max(double, page.rfind(b'"', before + 1, found))
            single = max(single, page.rfind(b"'", before + 1, found))
            hidden, opened = _opens_value(page, double) or _opens_value(page, single), False
            before = found
        else:
            opened = opened or _opens_tag(page, max(before, start - _WINDOW, 0), start + 1)
        if hidden or (opened and found < 0):
            run += 1
            continue
        if run >= _RUN:
            yield outside, start + _WINDOW
        outside, run = max(outside, found + 1), 0
    if run >= _RUN:
        yield outside, len(page)


def _opens_tag(page: bytes, start: int, end: int) -> bool:
    """Whether a tag begins in a stretch; data in scripts, the most of what has no ">", mostly has no "<" either."""
    first = page.find(b"<", start, end)
    return first >= 0 and _OPENED.search(page, first, end) is not None


def _opens_value(page: bytes, quote: int) -> bool:
    """Whether a quotation mark can begin an attribute's value: only white space, if anything, parts it from a "="."""
    if quote > 0 and page[quote - 1] not in _BEFORE_VALUE:
        return False
    front = page[max(0, quote - _BLANKS) : max(0, quote)].rstrip()
    return front.endswith(b"=") or (not front and quote > 0)
