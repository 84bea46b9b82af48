"""A page to a tree: lxml, and beautifulsoup4 for the few pages that lxml makes nothing of.

Takes the page in UTF-8 and returns the root element, comments and processing instructions left out, or a Rejection.
Pages nested deeper than lxml's own limit are cut off there by it, so they are refused, not read in part.
"""

from __future__ import annotations

from lxml import etree

from parsers.model import Rejection

#: libxml2's own limit: it drops what comes after the 2,048th open element.
_TOO_DEEP = etree.ErrorTypes.ERR_RESOURCE_LIMIT

#: More text than this without a single element in the tree calls for another parser.
_ENOUGH_TEXT = 200


def build(page: bytes) -> etree._Element | Rejection:
    """The root of the tree of a page in UTF-8; too_deep or empty when there is none."""
    # Always UTF-8, whatever the page says of itself: the charset was decided in parsers.decoding.decode.
    # Ids are looked up by nobody, and keeping a table of them costs a tenth of the parse.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    root = _lxml(page, parser)
    last = parser.error_log.last_error
    if last is not None and last.type == _TOO_DEEP:
        return Rejection("too_deep", "Its tags are nested more than 2,000 deep.")
    if root is None or (len(page) > _ENOUGH_TEXT and len(root) == 0):
        root = _rescued(page, parser)
    return root if root is not None else Rejection("empty", "No mark-up could be read in the page.")


def _lxml(data: bytes, parser: etree.HTMLParser) -> etree._Element | None:
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _rescued(page: bytes, parser: etree.HTMLParser) -> etree._Element | None:
    """What Python's own tolerant parser makes of it, given to lxml as clean mark-up."""
    # Imported here: hardly any page needs it, and every short command would wait for it.
    from bs4 import BeautifulSoup

    try:
        soup = BeautifulSoup(page.decode("utf-8", "replace"), "html.parser")
    except (RecursionError, ValueError, AssertionError):
        return None
    return _lxml(str(soup).encode("utf-8", "replace"), parser) if soup.find(True) is not None else None
