"""Reads tables that are built of other elements and say so by their roles (`<div role=table>`) as HTML has them.

The roles are those of ARIA (https://www.w3.org/TR/wai-aria-1.2/#table): a table or grid has rows, a row has cells.
Takes the tree of a page and changes the tags of such elements.  A grid with buttons or fields in it is a part of a
form, such as a calendar, and is left as it is.
"""

from __future__ import annotations

from itertools import islice
from typing import Final

from lxml import etree

from parsers.html.markup.xpaths import Locator

#: The element of HTML as which a role is read.
_READ_AS: Final = {
    **dict.fromkeys(("table", "grid"), "table"),
    "rowgroup": "tbody",
    "row": "tr",
    **dict.fromkeys(("cell", "gridcell", "rowheader"), "td"),
    "columnheader": "th",
}
_FIELDS: Final = ("button", "input", "select", "table")
#: The most elements in such a table.  Chosen by hand.
_MOST: Final = 5_000


def name_aria_tables(root: etree._Element, locator: Locator) -> bool:
    """Give tables that are such only by their roles the tags of HTML, in place; say whether there are any.

    `locator` is told the XPath of each element before its tag changes, so that paths are those of the page as served.
    """
    found: dict[etree._Element, str] = {}
    for table in root.iter("*"):
        if table.tag != "table" and _READ_AS.get(table.get("role") or "") == "table":
            parts = list(islice(table.iter("*"), _MOST))
            if len(parts) < _MOST and not any(part.tag in _FIELDS for part in parts):
                told = ((part, part.get("role") or "") for part in parts)
                found.update((part, _READ_AS[role]) for part, role in told if role in _READ_AS)
    # Each parent once: thousands of tables may be the children of one.
    for parent in dict.fromkeys(part.getparent() for part in found):
        for child in parent if parent is not None else ():
            locator.path(child)
    for part, tag in found.items():
        part.tag = tag
    return bool(found)
