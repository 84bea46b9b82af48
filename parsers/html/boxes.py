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
    #: Bits of its tag and those of its ancestors' alone; the level of the heading and the lists that it stands in.
    marks: list[int] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    #: The bits of names seen before on the page.
    known: dict[str, int] = field(default_factory=dict)

    def add(self, node: etree._Element, parent: int, depth: int, first: int) -> int:
        """A new row for an element in the box of row parent, which is ignored for the root."""
        row, tag = len(self.tag), str(node.tag)
        bits, marks, level, lists = self.bits, self.marks, self.level, self.lists
        mark = tags.BLOCKS.get(tag, 0)
        names, own = self.describe(node, tag, mark)
        self.node.append(node)
        self.tag.append(tag)
        self.parent.append(parent)
        self.depth.append(depth)
        self.first.append(first)
        self.end.append(first)
        self.names.append(names)
        self.own.append(own)
        bits.append(own | bits[parent] if row else own)
        marks.append(mark | marks[parent] if row else mark)
        level.append(_HEADINGS.get(tag) or (level[parent] if row else 0))
        lists.append((lists[parent] if row else 0) + (tag in _LISTS))
        return row

    def describe(self, node: etree._Element, tag: str, bits: int) -> tuple[str, int]:
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
        if not names or tag in ("html", "body"):
            return names, bits
        said = self.known.get(names)
        if said is None:
            said = self.known[names] = tags.class_bits(names)
        return names, bits | said


_NAMING: Final = frozenset(("class", "id", "itemprop"))
_HEADINGS: Final = tags.HEADING_LEVEL
_LISTS: Final = frozenset(("ul", "ol"))
