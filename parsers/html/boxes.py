"""Boxes: the block elements of a page as columns, with what their tags, classes and roles say.

Only boxes that show something, text or a picture, have a row: half of a page's elements are empty, and reading
attributes is dear.  Filled in by the walk, in document order.
"""

from __future__ import annotations

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
    #: Class, id and itemprop as written.
    names: list[str] = field(default_factory=list)
    #: Bits of its own tag and class words, and those together with all its ancestors' (`parsers.html.tags`).
    own: list[int] = field(default_factory=list)
    bits: list[int] = field(default_factory=list)
    #: What a segment in it needs to know: bits of its tag and its ancestors' tags alone, the level of the heading that
    #: it stands in, and the number of lists around it.
    inside: list[tuple[int, int, int]] = field(default_factory=list)
    #: The bits of names seen before on the page.
    known: dict[str, int] = field(default_factory=dict)

    def add(self, node: etree._Element, parent: int, depth: int, first: int) -> int:
        """A new row for an element in the box of row parent, which is ignored for the root."""
        row, tag = len(self.tag), node.tag
        marks, level, lists = self.inside[parent] if row else (0, 0, 0)
        own = tags.BLOCKS.get(tag, 0)
        if tag in _HEADINGS:
            level = _HEADINGS[tag]
        elif tag in _LISTS:
            lists += 1
        self.inside.append((marks | own, level, lists))
        names, own = self.describe(node, own)
        self.node.append(node)
        self.tag.append(tag)
        self.parent.append(parent)
        self.depth.append(depth)
        self.first.append(first)
        self.end.append(first)
        self.names.append(names)
        self.own.append(own)
        self.bits.append(own | self.bits[parent] if row else own)
        return row

    def describe(self, node: etree._Element, bits: int) -> tuple[str, int]:
        """Names of an element, and its own bits; bits are those of its tag."""
        names = ""
        for name, value in node.items():
            if name in _NAMING:
                names = f"{names} {value!s}"
            elif name == "role":
                bits |= tags.role_bits(str(value))
            elif name == "hidden" or (name == "style" and "display:none" in str(value).replace(" ", "")):
                bits |= tags.HIDDEN
        # Classes of the page as a whole ("has-sidebar", "single-post") say nothing about its parts.
        if not names or node.tag in ("html", "body"):
            return names, bits
        said = self.known.get(names)
        if said is None:
            said = self.known[names] = tags.class_bits(names)
        return names, bits | said


_NAMING: Final = frozenset(("class", "id", "itemprop"))
_HEADINGS: Final = tags.HEADING_LEVEL
_LISTS: Final = frozenset(("ul", "ol"))
