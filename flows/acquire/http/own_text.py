"""The text of a page outside its links, forms and frame; a page with hardly any of it leads on, or asks to log in.

The frame is what all pages of a site have: header, navigation, footer.  Takes a fetched page, gives its tree of
elements and that text.  Decides nothing; the parsers read articles.
"""

from __future__ import annotations

from typing import Any, Final

from lxml import html
from lxml.etree import LxmlError

from flows.archive.captures import Capture
from parsers import Rejection
from parsers.decoding.decode import decode

#: Elements whose text is not the page's own: it is not shown, or it is the same on all pages of the site.
_NOT_OWN: Final = {
    *("head", "title", "script", "style", "noscript", "template", "svg", "iframe"),
    *("nav", "header", "footer", "button", "select", "option", "label", "a"),
}


def page_of(page: Capture) -> Any:
    """Parse a fetched page into its tree of lxml elements; None when it cannot be read."""
    decoded = decode(page.body or b"", charset=page.charset)
    if isinstance(decoded, Rejection):
        return None
    try:
        return html.document_fromstring(decoded.encoded(), parser=html.HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError, AssertionError):
        return None


def text_of_its_own(tree: Any) -> str:
    """The text of a tree outside of links, forms, headers, footers and the like, white space as single blanks."""
    parts: list[str] = []
    _collect(tree, parts)
    return " ".join(" ".join(parts).split())


def _collect(tree: Any, parts: list[str]) -> None:
    """Add to `parts` the texts of an element and of all elements below it; leaves out links, forms and the like."""
    walk = [(tree, False)]
    while walk:
        element, left = walk.pop()
        if left:
            parts.append(element.tail or "")
            continue
        walk.append((element, True))
        if isinstance(element.tag, str) and element.tag not in _NOT_OWN:
            parts.append(element.text or "")
            walk.extend((child, False) for child in reversed(element))
