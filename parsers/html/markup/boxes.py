"""Boxes: a page's block elements as a table with one column per attribute (tag, parent, class bits, ...).

A box is a block element; other modules give it as `row`, its index in each column.  A bit is a flag of
`parsers.html.markup.tag_facts`, such as NAV.  Only elements that show text or a picture get a row, because half of a
page's elements are empty and reading their attributes is slow.  `parsers.html.markup.walk` fills the table in, in
document order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from parsers.html.markup import tag_facts
from parsers.html.markup.misused_tags import holds_article, holds_page, holds_story, indents_page


@dataclass(slots=True)
class Boxes:
    """A table of block elements: one row per element in document order, row 0 the root; each attribute is a column."""

    node: list[etree._Element] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    #: Row of the enclosing box; 0 for the root itself.
    parent: list[int] = field(default_factory=list)
    #: Number of boxes from the root to this one, itself included.
    depth: list[int] = field(default_factory=list)
    #: Indices of the box's segments: the first, and one past the last.
    first: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    #: Values of class, id and itemprop as written, each after a blank.
    names: list[str] = field(default_factory=list)
    #: Bits of the box's own tag, class words and role (`parsers.html.markup.tag_facts`).
    own: list[int] = field(default_factory=list)
    #: The same bits, joined with those of all its ancestors.
    bits: list[int] = field(default_factory=list)
    #: Facts for the segments in the box: the bits of its tag and its ancestors' tags (no class words), the level of
    #: the enclosing heading (0: none), and the number of enclosing lists.
    inside: list[tuple[int, int, int]] = field(default_factory=list)
    #: Whether a box is a row of a table by its role (`parsers.html.markup.aria_tables`).
    has_rows: bool = False

    def add(self, nodes: Sequence[etree._Element], rows: list[int], first: int) -> None:
        """Add the elements `nodes` to the table; they are nested in one another, outermost first.

        `rows`: the rows of the boxes that enclose them, outermost first; the new rows are added at its end.  `first`:
        the index that the page's next segment will have, which is then the first segment in these boxes.
        """
        row, depth, parent = len(self.tag), len(rows), rows[-1] if rows else 0
        around = self.inside[parent] if row else _PLAIN
        for node in nodes:
            tag, depth, own = node.tag, depth + 1, 0
            if facts := _FACTS.get(tag):
                own, level, lists = facts
                if (level and holds_story(node, tag)) or (tag in _MISUSED and _MISUSED[tag](node)):
                    tag, own = _PLAIN_TAG, 0
                else:
                    around = (around[0] | own, level or around[1], around[2] + lists)
            self.node.append(node)
            self.tag.append(tag)
            self.parent.append(parent)
            self.depth.append(depth)
            self.first.append(first)
            self.end.append(first)
            self.own.append(own)
            self.inside.append(around)
            rows.append(row)
            parent, row = row, row + 1

    def read_attributes(self) -> None:
        """Fill in what the attributes of the boxes tell, when all boxes are in the table: names and bits."""
        nodes: list[Any] = self.node
        names, bits = self.names, self.bits
        for row, (node, tag, own, parent) in enumerate(zip(nodes, self.tag, self.own, self.parent)):
            called = ""
            for name, value in node.items():
                if name in _NAMING:
                    called = f"{called} {value}"
                elif name in _TELLING:
                    own |= _told(name, value)
                    self.has_rows = self.has_rows or value == "row"
            # Classes of html and body describe the whole page ("has-sidebar", "single-post"), not its parts.
            if called and tag not in _WHOLE:
                own |= tag_facts.class_bits(called)
            names.append(called)
            self.own[row] = own
            bits.append(own | bits[parent] if row else own)


def _told(name: str, value: str) -> int:
    """Return the bits that an attribute sets: HIDDEN for style="display:none", NAV for role="navigation"."""
    if name == "role":
        return tag_facts.role_bits(value)
    return tag_facts.HIDDEN if name == "hidden" or "display:none" in value.replace(" ", "") else 0


#: Elements that hold the whole page.
_WHOLE: Final = frozenset(("html", "body"))
#: Attributes in which sites name their elements.
_NAMING: Final = frozenset(("class", "id", "itemprop"))
#: Other attributes that set bits.
_TELLING: Final = frozenset(("role", "hidden", "style"))
#: For each tag that sets bits: the bits, its heading level (0: no heading), and 1 for a list, else 0.
_FACTS: Final = {
    tag: (bits, tag_facts.HEADING_LEVEL.get(tag, 0), int(tag in ("ul", "ol")))
    for tag, bits in tag_facts.BLOCKS.items()
    if bits
}
#: Elements that are none of their kind when this function says True of them: they hold the article or the page.
_MISUSED: Final = {"footer": holds_article, "button": holds_page, "blockquote": indents_page}
#: The tag that such an element gets in the table, or a heading that holds a whole story.
_PLAIN_TAG: Final = "div"
#: What the root inherits: no bits, no heading, no lists.
_PLAIN: Final = (0, 0, 0)
