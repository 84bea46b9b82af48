"""Boxes: the block elements of a page as columns, with what their tags, classes and roles say.

Only boxes that show something, text or a picture, have a row: half of a page's elements are empty, and reading
attributes is dear.  Filled in by the walk, in document order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from parsers.html.markup import tag_facts


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
    #: Bits of its own tag and class words, and those with all its ancestors' (`parsers.html.markup.tag_facts`).
    own: list[int] = field(default_factory=list)
    bits: list[int] = field(default_factory=list)
    #: What a segment in it needs to know: bits of its tag and its ancestors' tags alone, the level of the heading that
    #: it stands in, and the number of lists around it.
    inside: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, nodes: Sequence[etree._Element], rows: list[int], first: int) -> None:
        """Rows for elements that stand each in the one before it; rows are those of the boxes around, and get theirs.

        first is the number of segments before them.  Their names come later, for all boxes at once.
        """
        inside, row = self.inside, len(self.tag)
        parent, depth = (rows[-1] if rows else 0), len(rows)
        around = inside[parent] if row else _PLAIN
        for node in nodes:
            tag, depth = node.tag, depth + 1
            if facts := _FACTS.get(tag):
                around = (around[0] | facts[0], facts[1] or around[1], around[2] + facts[2])
            inside.append(around)
            self.node.append(node)
            self.tag.append(tag)
            self.parent.append(parent)
            self.depth.append(depth)
            self.first.append(first)
            rows.append(row)
            parent, row = row, row + 1
        self.end.extend([first] * len(nodes))

    def describe(self) -> None:
        """Fill in names, own and bits of all rows."""
        names, own, bits, tag_bits = self.names, self.own, self.bits, tag_facts.BLOCKS.get
        for node, tag, parent in zip(self.node, self.tag, self.parent):
            called, said = "", tag_bits(tag, 0)
            for name, value in node.items():
                if name in _NAMING:
                    called = f"{called} {value!s}"
                elif name in _TELLING:
                    said |= _told(name, str(value))
            # Classes of the page as a whole ("has-sidebar", "single-post") say nothing about its parts.
            if called and tag not in _WHOLE:
                said |= tag_facts.class_bits(called)
            names.append(called)
            own.append(said)
            bits.append(said | bits[parent] if bits else said)


def _told(name: str, value: str) -> int:
    """The bits that an attribute sets which is no name."""
    if name == "role":
        return tag_facts.role_bits(value)
    return tag_facts.HIDDEN if name == "hidden" or "display:none" in value.replace(" ", "") else 0


_WHOLE: Final = ("html", "body")
_NAMING: Final = frozenset(("class", "id", "itemprop"))
_TELLING: Final = frozenset(("role", "hidden", "style"))
#: Bits, heading level and lists that a tag adds, for tags that add any.
_FACTS: Final = {
    tag: (bits, tag_facts.HEADING_LEVEL.get(tag, 0), int(tag in ("ul", "ol")))
    for tag, bits in tag_facts.BLOCKS.items()
    if bits
}
_PLAIN: Final = (0, 0, 0)
