"""One walk over the tree: segments in reading order, and where pictures and embeds stand among them.

A segment is a run of text that a browser shows as one block: text of inline elements is joined, block elements and
double line breaks end it, white space is collapsed.  Every visible text node is visited once.  Each block element also
becomes a Box, so that readers get a segment's surroundings from columns of numbers.
"""

from __future__ import annotations

from itertools import chain
from typing import Any, Final

from lxml import etree

from parsers.folding import unbroken
from parsers.html.markup import tag_facts
from parsers.html.markup.table_rows import join_row
from parsers.html.markup.walked import Spot, Walk
from parsers.segments import Segment


def walk(root: etree._Element) -> Walk:
    """Walk a page's tree once."""
    walker = _Walker(root)
    walker.run()
    return walker.found


_INLINE, _BLOCK, _BREAK, _LINK, _BOLD, _PICTURE, _NOSCRIPT, _SKIP, _EMBED, _UNSEEN = range(10)
_ACTIONS: Final[dict[str, int]] = {
    **dict.fromkeys(tag_facts.BLOCKS, _BLOCK),
    **dict.fromkeys(tag_facts.SKIPPED, _SKIP),
    **dict.fromkeys(tag_facts.PICTURES, _PICTURE),
    **dict.fromkeys(tag_facts.EMBEDS, _EMBED),
    "br": _BREAK,
    "a": _LINK,
    "b": _BOLD,
    "strong": _BOLD,
    "noscript": _NOSCRIPT,
}

#: Characters that show nothing.
_INVISIBLE = " \u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"


class _Walker:
    """The state of one walk."""

    __slots__ = ("bold", "bolds", "broke", "found", "linked", "linkend", "links", "mute", "open", "parts", "rows")

    def __init__(self, root: etree._Element) -> None:
        self.found = Walk(root)
        self.parts: list[str] = []
        #: Link and bold characters of the running segment, and how many such elements are open.
        self.linked = self.bold = self.links = self.bolds = 0
        #: Open noscript elements: their text is not shown.
        self.mute = 0
        #: The last thing was a line break.
        self.broke = False
        #: The last thing was the end of a link.
        self.linkend = False
        #: The block elements that are open, and the rows of those that have shown something.
        self.open: list[etree._Element] = [] if root.tag in tag_facts.BLOCKS else [root]
        self.rows: list[int] = []

    def run(self) -> None:
        """The one loop over the tree; what is done for every element stands in it, all else is called."""
        action_of, parts, blocks, rows, add = _ACTIONS.get, self.parts, self.open, self.rows, self.add
        # The innermost open element and what it is to the walk, and those around it.
        inner: Any = None
        kind = _INLINE
        nodes: list[Any] = []
        kinds: list[int] = []
        # Elements as they begin cost a quarter of events for their begin and end: where one stands says what has ended.
        # One that stands nowhere ends the page.
        for node in chain(self.found.root.iter("*"), (etree.Element("end"),)):
            above = node.getparent()
            while inner is not above:
                ended, action = inner, kind
                inner, kind = nodes.pop(), kinds.pop()
                if action == _BLOCK:
                    if parts:
                        self.flush()
                    blocks.pop()
                    if len(rows) > len(blocks):
                        self.close()
                elif action == _LINK:
                    self.links -= 1
                    self.linkend = bool(parts)
                elif action == _UNSEEN:
                    continue
                elif action:
                    self.end(action)
                if text := ended.tail:
                    # White space between blocks is most of a page's text nodes; nothing else is asked of it.
                    if not text.isspace():
                        add(text)
                    elif parts:
                        parts.append(text)
            nodes.append(inner)
            kinds.append(kind)
            inner, kind = node, action_of(node.tag, _INLINE) if kind < _SKIP else _UNSEEN
            if kind == _BLOCK:
                if parts:
                    self.flush()
                blocks.append(node)
            elif kind >= _SKIP:
                if kind == _EMBED:
                    self.spot(self.found.embeds, node)
                continue
            elif kind:
                self.start(kind, node)
            if text := node.text:
                if not text.isspace():
                    add(text)
                elif parts:
                    parts.append(text)
        self.flush()
        self.found.boxes.describe()

    def start(self, action: int, node: etree._Element) -> None:
        if action == _LINK:
            self.links += 1
            # Links side by side are two entries, which styles set apart: "<a>World</a><a>Science</a>".
            if self.linkend:
                self.parts.append(" ")
        elif action == _BOLD:
            self.bolds += 1
        elif action == _BREAK:
            self.line_break()
        elif action == _NOSCRIPT:
            self.mute += 1
        else:
            self.spot(self.found.pictures, node)

    def end(self, action: int) -> None:
        if action == _BOLD:
            self.bolds -= 1
        elif action == _NOSCRIPT:
            self.mute -= 1

    def add(self, text: str) -> None:
        """Text that is not only white space."""
        if self.mute:
            return
        parts = self.parts
        # "Ann Lister" and "Published" in two elements side by side: styles set them apart, the text has to.
        if parts and text[0].isupper() and (parts[-1][-1:].islower() or parts[-1][-1:] == ":"):
            parts.append(" ")
        parts.append(text)
        self.broke = self.linkend = False
        if self.links:
            self.linked += len(text.strip())
        if self.bolds:
            self.bold += len(text.strip())

    def line_break(self) -> None:
        """One break is white space, two end the segment."""
        if self.broke and not self.found.boxes.inside[self.row()][0] & tag_facts.PRE:
            self.flush()
        elif self.parts:
            self.parts.append("\n")
            self.broke = True

    def spot(self, spots: list[Spot], node: etree._Element) -> None:
        pending = bool("".join(self.parts).strip())
        spots.append(Spot(node, len(self.found.segments) + pending, self.row(), self.mute > 0))

    def row(self) -> int:
        """Row of the innermost open box.  Boxes are made when they show something: half of a page's never do."""
        rows, blocks = self.rows, self.open
        if len(rows) < len(blocks):
            self.found.boxes.add(blocks[len(rows) :], rows, len(self.found.segments))
        return rows[-1]

    def close(self) -> None:
        """The innermost open box that has a row ends."""
        row, boxes = self.rows.pop(), self.found.boxes
        boxes.end[row] = len(self.found.segments)
        if boxes.tag[row] == "tr":
            join_row(self.found, row)

    def flush(self) -> None:
        """End the running segment."""
        raw = "".join(self.parts)
        if not raw.isascii():
            raw = unbroken(raw)
        self.parts.clear()
        linked, bold = self.linked, self.bold
        self.linked = self.bold = 0
        self.broke = self.linkend = False
        text = " ".join(raw.split())
        if not text or (text[0] in _INVISIBLE and not text.strip(_INVISIBLE)):
            return
        found, row = self.found, self.row()
        boxes = found.boxes
        marks, level, lists = boxes.inside[row]
        hint = ""
        if marks & _HINTED:
            hint = _hint(marks)
            if marks & tag_facts.PRE:
                text = raw.strip("\n\r")
        share = min(1.0, linked / len(text)) if linked else 0.0
        index = len(found.segments)
        found.segments.append(Segment(text, index, "", level, lists, share, hint, 0, 0, 0, boxes.node[row]))
        found.box.append(row)
        found.linked.append(linked)
        found.bold.append(bold)


def _hint(bits: int) -> str:
    for bit, hint in _HINTS:
        if bits & bit:
            return hint
    return ""


_HINTS: Final = (
    (tag_facts.FIGCAPTION, "figcaption"),
    (tag_facts.PRE, "preformatted"),
    (tag_facts.HEADING, "subhead"),
    (tag_facts.QUOTE, "quote"),
    (tag_facts.BUTTON, "button"),
)
_HINTED: Final = tag_facts.FIGCAPTION | tag_facts.PRE | tag_facts.HEADING | tag_facts.QUOTE | tag_facts.BUTTON
