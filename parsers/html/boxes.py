"""Boxes: the block elements of a page as columns, with what their tags, classes and roles say.

The walk fills in where each box stands; `describe` adds names and bits afterwards, for the boxes that hold something to
see: half of a page's elements are empty, and reading attributes is dear.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from parsers.html import tags


@dataclass(slots=True)
class Boxes:
    """One row for each block element, in document order; row 0 is the root."""

    node: list[etree._Element] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    #: Row of the box around it; 0 for the root itself.
    parent: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    #: Segments inside it: the first, and one past the last.
    first: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    #: Class, id and itemprop as written; these and the bits only for boxes that show something.
    names: list[str] = field(default_factory=list)
    #: Bits of its own tag and class words, and those together with all its ancestors' (`parsers.html.tags`).
    own: list[int] = field(default_factory=list)
    bits: list[int] = field(default_factory=list)


_NAMING: Final = frozenset(("class", "id", "itemprop"))


def describe(boxes: Boxes, spots: Iterable[int]) -> None:
    """Fill in names, own and bits; spots are the rows that hold pictures or embeds."""
    shown = [first < end for first, end in zip(boxes.first, boxes.end)]
    for row in spots:
        while shown and not shown[row]:
            shown[row] = True
            row = boxes.parent[row]
    known: dict[str, int] = {}
    for row, tag in enumerate(boxes.tag):
        names, own = _own(boxes.node[row], tag, known) if shown[row] else ("", 0)
        boxes.names.append(names)
        boxes.own.append(own)
        boxes.bits.append(own | boxes.bits[boxes.parent[row]] if row else own)


def _own(node: etree._Element, tag: str, known: dict[str, int]) -> tuple[str, int]:
    """Names and bits of one element; known holds the bits of names seen before on the page."""
    bits, names = tags.BLOCKS[tag], ""
    for name, value in node.items():
        if name in _NAMING:
            names = " ".join((names, str(value)))
        elif name == "role":
            bits |= tags.role_bits(str(value))
        elif name == "hidden" or (name == "style" and "display:none" in str(value).replace(" ", "")):
            bits |= tags.HIDDEN
    # Classes of the page as a whole ("has-sidebar", "single-post") say nothing about its parts.
    if not names or tag in ("html", "body"):
        return names, bits
    if names not in known:
        known[names] = tags.class_bits(names)
    return names, bits | known[names]
