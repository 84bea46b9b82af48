"""Rejects pages whose mark-up would keep lxml busy for minutes, before lxml sees them.

A running lxml parse cannot be interrupted from Python, and its time for one tag grows with the square of the number of
attributes (10,000: 0.1 s; 200,000: 110 s).  So such pages are recognised by their text alone.  Takes the page in UTF-8;
returns a Rejection or None.  Nesting that is too deep is found by lxml itself (`parsers.html.markup.tree`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from parsers.model import Rejection

#: The most tags that a page may have.  The longest live blogs have some 40,000; 200,000 take lxml five seconds.
MAX_TAGS = 200_000

#: The most attributes that one tag may have; tags on real pages have up to a hundred.
MAX_ATTRIBUTES = 10_000

#: Bytes of the shortest tag: "<b>".
_SHORTEST_TAG = 3

#: Bytes; a smaller page cannot hold enough attributes to matter.
_SMALL = 60_000

#: Bytes that MAX_ATTRIBUTES take at least: two each, a letter and a blank.
_LONG = 2 * MAX_ATTRIBUTES

#: The page is searched in windows of _WINDOW bytes.  A tag of _LONG bytes fills at least _RUN windows in a row
#: completely, wherever it begins.
_RUN = 2
_WINDOW = _LONG // (_RUN + 1)

#: A tag with its attributes as the HTML standard splits them (quotes count only after "="), without backtracking.
_TAG = re.compile(rb"""<[a-zA-Z][^\s/>]*+(?:[\s/]++|[^\s/>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']++|))*+""")
#: The beginning of a tag.
_OPENED = re.compile(b"<[a-zA-Z]")
#: The most bytes of white space expected between "=" and a quoted value.  A quotation mark after more white space than
#: that is taken for the beginning of a value, to be safe.
_BLANKS = 20
#: Bytes that may stand directly before a value's quotation mark: "=" and white space.
_BEFORE_VALUE = b"= \t\n\r\f\v"
#: Bytes of which one stands between two attributes.
_BETWEEN = b" \t\n\r\f\v/>="
_ATTRIBUTE = re.compile(rb"""=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']++)|(?P<name>[^\s/>=]++)""")


def refuse_size(page: bytes) -> Rejection | None:
    """Check the size of the mark-up of `page`, which is in UTF-8.

    Return None when the page may be parsed, else a Rejection: time_budget (more than MAX_TAGS tags) or
    too_many_attributes (a tag with more than MAX_ATTRIBUTES).
    """
    if len(page) < _SMALL:
        return None
    # A tag takes at least three bytes, so a shorter page needs no count.  bytes.count takes eight times as long.
    tags = np.count_nonzero(np.frombuffer(page, np.uint8) == ord("<")) if len(page) >= _SHORTEST_TAG * MAX_TAGS else 0
    if tags > MAX_TAGS:
        return Rejection("time_budget", f"The page has {tags:,} tags; the limit is {MAX_TAGS:,}.")
    for start, end in _stretches(page):
        # Mostly data in a script or in one long value, which hold fewer such bytes.
        if end - start - len(page[start:end].translate(None, _BETWEEN)) < MAX_ATTRIBUTES:
            continue
        for tag in _TAG.finditer(page, start, end):
            if tag.end() - tag.start() > _LONG:
                attributes = sum(found["name"] is not None for found in _ATTRIBUTE.finditer(tag[0]))
                if attributes > MAX_ATTRIBUTES:
                    return Rejection("too_many_attributes", f"One tag has about {attributes:,} attributes.")
    return None


def _stretches(page: bytes) -> Iterator[tuple[int, int]]:
    """Yield the parts of a page, as byte offsets (start, end), that may contain a tag of more than _LONG bytes.

    Goes through the page in windows of fixed size, and looks in each at little more than the last ">".  If one tag
    fills a whole window, any ">" in the window is inside a quoted value.  A window without ">" may belong to a long tag
    in two cases: the last ">" before the window is inside a quoted value, or a tag begins after that ">".
    """
    hidden = opened = False
    before = double = single = -1
    # outside: the place after the last ">" that certainly ends a tag; run: windows since then that may be all one tag.
    outside = run = 0
    for start in range(0, len(page) - _WINDOW + 1, _WINDOW):
        found = page.rfind(b">", start, start + _WINDOW)
        if found >= 0:
            # Searched only from the last ">" on, so that no page is gone through more than once.
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
    """Whether a tag ("<" and a letter) begins between the byte offsets `start` and `end`."""
    # Most long stretches without ">" are data in scripts, which mostly have no "<" either: find answers those fast.
    first = page.find(b"<", start, end)
    return first >= 0 and _OPENED.search(page, first, end) is not None


def _opens_value(page: bytes, quote: int) -> bool:
    """Whether the quotation mark at the offset `quote` may open an attribute's value: "=" is before it."""
    if quote > 0 and page[quote - 1] not in _BEFORE_VALUE:
        return False
    front = page[max(0, quote - _BLANKS) : max(0, quote)].rstrip()
    return front.endswith(b"=") or (not front and quote > 0)
