"""Builds the tree of a page with lxml, or with beautifulsoup4 for the few pages that lxml cannot read.

Takes the page in UTF-8 and returns the root element, without comments and processing instructions, or a Rejection.
lxml silently drops what is nested deeper than its limit, so such pages are rejected instead of being read in part.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from parsers.model import Rejection

#: The error that libxml2 reports when more than 2,048 elements are open; it drops what comes after.
_TOO_DEEP = etree.ErrorTypes.ERR_RESOURCE_LIMIT

#: Bytes; when lxml finds no element in a page longer than this, beautifulsoup4 is tried.  Chosen by hand.
_ENOUGH_TEXT = 200

#: Bytes in which a page's `html` tag stands.
_START: Final = 1000
#: Matches the end tags of a document.
_ENDS: Final = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)

#: Elements of a head (https://html.spec.whatwg.org/multipage/dom.html#metadata-content), and those of HTML 4.
_IN_HEAD = frozenset(
    (
        "base",
        "basefont",
        "bgsound",
        "isindex",
        "link",
        "meta",
        "noscript",
        "object",
        "script",
        "style",
        "template",
        "title",
    )
)


def build(page: bytes) -> etree._Element | Rejection:
    """Build the tree of a page given in UTF-8, and return its root element.

    Returns a Rejection instead when the tags are nested too deep (too_deep) or no mark-up can be read (empty).
    """
    # UTF-8, whatever charset the page declares: parsers.decoding.decode has already converted it.
    # collect_ids=False: no code looks elements up by id, and lxml's table of ids takes a tenth of the parsing time.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    page = _without_early_end(page)
    root = _lxml(page, parser)
    last = parser.error_log.last_error
    if last is not None and last.type == _TOO_DEEP:
        return Rejection("too_deep", "Its tags are nested more than 2,000 deep.")
    if root is None or (len(page) > _ENOUGH_TEXT and len(root) == 0):
        root = _rescued(page, parser)
    if root is None:
        return Rejection("empty", "No mark-up could be read in the page.")
    _empty_head(root)
    return root


def _without_early_end(page: bytes) -> bytes:
    """Leave out the end tags of `html` and `body` of a page that goes on behind them.

    Some systems print each part of a page as a whole document: a header that ends with "</html>", then the article.
    HTML5 goes on with the body there (https://html.spec.whatwg.org/#the-after-after-body-insertion-mode); lxml stops.
    """
    # To look for it once takes a hundredth of the time for a page.
    end = page.find(b"</HTML>" if b"<HTML" in page[:_START] else b"</html>")
    return _ENDS.sub(b"", page) if end >= 0 and page.find(b"<", end + 1) >= 0 else page


def _empty_head(root: etree._Element) -> None:
    """Move elements out of the head that do not belong there, such as `article`, to the start of the body.

    A page may leave out the tags of head and body.  HTML5 then begins the body at an `article` or `main`; lxml knows
    only HTML 4 and puts these elements, with all their text, into the head.
    """
    head = root.find("head")
    misplaced = [element for element in head if element.tag not in _IN_HEAD] if head is not None else []
    if not misplaced:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    for place, element in enumerate(misplaced):
        body.insert(place, element)


def _lxml(data: bytes, parser: etree.HTMLParser) -> etree._Element | None:
    """Return the root element that lxml finds, or None when it cannot parse the page."""
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _rescued(page: bytes, parser: etree.HTMLParser) -> etree._Element | None:
    """Return the root element after beautifulsoup4, with Python's tolerant parser, has cleaned the mark-up for lxml."""
    # Imported here because hardly any page needs it and it would slow the start of every command.
    from bs4 import BeautifulSoup

    try:
        soup = BeautifulSoup(page.decode("utf-8", "replace"), "html.parser")
    except (RecursionError, ValueError, AssertionError):
        return None
    return _lxml(str(soup).encode("utf-8", "replace"), parser) if soup.find(True) is not None else None
