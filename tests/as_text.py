"""Renders an HTML page as plain text, as tools that dump pages do: the visible text, without metadata.

Follows the default rendering of browsers: each block is on lines of its own, with blank lines where the default style
sheet has margins; list items have a bullet; white space is collapsed; a <br> ends its line.  Menus, buttons and footers
are included.
https://html.spec.whatwg.org/multipage/rendering.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lxml import html

from parsers.decoding.decode import decode
from parsers.model import Rejection

#: Elements whose text browsers do not show.
_UNSEEN: Final = frozenset({"head", "script", "style", "noscript", "template", "title", "iframe", "svg", "datalist"})
#: Blocks with a margin above and below, and all blocks.
_APART: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "figure", "pre"})
_BLOCKS: Final = _APART.union(
    ("address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog", "div", "dt", "fieldset"),
    ("figcaption", "footer", "form", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav"),
    ("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
)
#: Pieces that end a line, and a paragraph.
_LINE, _PARAGRAPH = "\n", "\n\n"
_BULLET = "•"


def as_text(body: bytes, charset: str | None = None) -> str:
    """The text of a page; body and charset as for `parse_page`."""
    decoded = decode(body, charset=charset)
    assert not isinstance(decoded, Rejection)
    root = html.document_fromstring(decoded.text.replace("\x00", ""))
    lines: list[str] = [""]
    for piece in _pieces(root):
        if piece not in (_LINE, _PARAGRAPH):
            lines[-1] += piece
            continue
        if lines[-1].strip() == _BULLET:
            continue
        if lines[-1].strip():
            lines.append("")
        if piece == _PARAGRAPH and len(lines) > 1 and lines[-2]:
            lines.append("")
    return "\n".join(" ".join(line.split()) for line in lines).strip() + "\n"


def _pieces(element: Any) -> Iterator[str]:
    """The text of an element in reading order, with the breaks around its blocks."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or _is_hidden(element):
        return
    edge = (_PARAGRAPH if element.tag in _APART else _LINE) if element.tag in _BLOCKS else ""
    if edge:
        yield edge
    if element.tag == "li":
        yield f"{_BULLET} "
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield _break(child) if child.tag == "br" else ""
        yield child.tail or ""
    if edge:
        yield edge


def _break(element: Any) -> str:
    """The break for a <br>: two in a row end a paragraph, as authors of old pages use them."""
    following = element.getnext()
    twice = following is not None and following.tag == "br" and not (element.tail or "").strip()
    return _PARAGRAPH if twice else _LINE


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or element.get("type") == "hidden"
