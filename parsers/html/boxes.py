"""Boxes: the block elements of a page as columns, with what their tags, classes and roles say.

Only boxes that show something, text or a picture, have a row: half of a page's elements are empty, and reading
attributes is dear.  Filled in by the walk, in document order.
"""

from __future__ import annotations

from collections.abc import Sequence
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

    def add(self, nodes: Sequence[etree._Element], rows: list[int], first: int) -> None:
        """Rows for elements that stand each in the one before it; rows are those of the boxes around, and get theirs.

        first is the number of segments before them.
        """
        tag_column, bits, inside = self.tag, self.bits, self.inside
        parent = rows[-1] if rows else -1
        for node in nodes:
            row, tag = len(tag_column), node.tag
            own, level, lists = _FACTS.get(tag, _PLAIN)
            around = inside[parent] if row else _PLAIN
            if own or lists:
                around = (around[0] | own, level or around[1], around[2] + lists)
            inside.append(around)
            names, own = _describe(node, own)
            self.node.append(node)
            tag_column.append(tag)
            self.names.append(names)
            self.own.append(own)
            bits.append(own | bits[parent] if row else own)
            self.parent.append(parent if row else 0)
            rows.append(row)
            self.depth.append(len(rows))
            self.first.append(first)
            self.end.append(first)
            parent = row


def _describe(node: etree._Element, bits: int) -> tuple[str, int]:
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
    return names, bits | tags.class_bits(names)


_NAMING: Final = frozenset(("class", "id", "itemprop"))
#: Bits, heading level and lists that a tag adds.
_FACTS: Final = {
    tag: (bits, tags.HEADING_LEVEL.get(tag, 0), int(tag in ("ul", "ol"))) for tag, bits in tags.BLOCKS.items()
}
_PLAIN: Final = (0, 0, 0)
