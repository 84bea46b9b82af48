"""Rewrites the mark-up of a page as other content systems would have it; its words stay as they are.

What an article says does not depend on its outlet's mark-up, so the parsers should give the same of a page and of its
rewritings.  Tests and `tests.bench.rewritten` ask whether they do (metamorphic testing: T. Y. Chen and others, 1998).
Each way changes a tree in place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Final

import lxml.html
from lxml.etree import _Element

#: Attributes by which systems name the parts of a page.
_NAMES: Final = ("class", "id", "itemprop", "itemtype", "itemscope", "role", "rel", "property")
#: Elements whose `rel` or `property` is a fact of the page, and no name of a part.
_DECLARING: Final = ("meta", "link", "html")
#: What a page of before HTML 5 has instead of an element.
_OLDER: Final = {
    **dict.fromkeys(("article", "main", "section", "header", "footer", "aside", "nav", "figure", "figcaption"), "div"),
    **dict.fromkeys(("time", "picture"), "span"),
}


def without_names(root: _Element) -> None:
    """No part has a name: neither classes nor ids, roles, microdata or data of scripts."""
    for element in _elements(root):
        if element.tag not in _DECLARING:
            for name in list(element.attrib):
                if name in _NAMES or (name.startswith("data-") and name != "data-src"):
                    del element.attrib[name]


def with_hashed_names(root: _Element) -> None:
    """Classes and ids are hashes, as CSS modules and obfuscators write them."""
    for element in _elements(root):
        for name in ("class", "id"):
            if element.get(name):
                hashed = (hashlib.sha256(one.encode()).hexdigest()[:6] for one in element.get(name, "").split())
                element.set(name, " ".join("x" + one for one in hashed))


def without_declarations(root: _Element) -> None:
    """Nothing is declared: no `meta`, no `link`, no JSON-LD."""
    for element in _elements(root):
        declares = element.tag == "link" or (element.tag == "script" and "ld+json" in element.get("type", ""))
        if declares or (element.tag == "meta" and not element.get("charset") and not element.get("http-equiv")):
            element.drop_tree()  # type: ignore[attr-defined]


def before_html5(root: _Element) -> None:
    """No element that HTML 5 brought."""
    for element in _elements(root):
        element.tag = _OLDER.get(str(element.tag), element.tag)


def paragraphs_as_boxes(root: _Element) -> None:
    """Each paragraph is a `div`."""
    for element in _elements(root):
        if element.tag == "p":
            element.tag = "div"


def paragraphs_by_breaks(root: _Element) -> None:
    """Paragraphs are parted by two line breaks."""
    for element in _elements(root):
        if element.tag == "p":
            element.tag = "span"
            first, second = root.makeelement("br"), root.makeelement("br")
            element.tail, second.tail = None, element.tail
            element.addnext(first)
            first.addnext(second)


def subheads_in_bold(root: _Element) -> None:
    """Each subhead is a paragraph in bold type."""
    for element in _elements(root):
        if re.fullmatch("h[2-6]", str(element.tag)):
            bold = root.makeelement("strong")
            bold.text, element.text = element.text, None
            bold.extend(list(element))
            element.append(bold)
            element.tag = "p"


def in_tables(root: _Element) -> None:
    """Every larger part is the cell of a table, as before there was CSS."""
    for element in _elements(root):
        if element.tag in ("article", "main", "section"):
            table, row, cell = (root.makeelement(tag) for tag in ("table", "tr", "td"))
            cell.text, element.text = element.text, None
            cell.extend(list(element))
            row.append(cell)
            table.append(row)
            element.append(table)
            element.tag = "div"


def as_around_2000(root: _Element) -> None:
    """All at once: tables, no names, no declarations, none of HTML 5."""
    for way in (in_tables, without_names, without_declarations, before_html5):
        way(root)


WAYS: Final[dict[str, Callable[[_Element], None]]] = {
    way.__name__.replace("_", " "): way
    for way in (
        without_names,
        with_hashed_names,
        without_declarations,
        before_html5,
        paragraphs_as_boxes,
        paragraphs_by_breaks,
        subheads_in_bold,
        in_tables,
        as_around_2000,
    )
}


def rewritten(page: str, way: str) -> bytes:
    """A page in another system's mark-up, as UTF-8.  `way`: one of WAYS."""
    # lxml drops what stands behind the end of a document, of which some pages have several.
    page = re.sub(r"</(?:html|body)\s*>", "", page, flags=re.IGNORECASE)
    root = lxml.html.document_fromstring(page.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    WAYS[way](root)
    return b"<!doctype html>" + lxml.html.tostring(root, encoding="utf-8")


def _elements(root: _Element) -> Iterator[_Element]:
    """All elements of the tree, as it is before the first of them is changed; no comments."""
    yield from [element for element in root.iter() if isinstance(element.tag, str)]
