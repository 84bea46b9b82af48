"""One walk over the tree: segments in reading order, and where pictures and embeds stand among them.

A segment is a run of text that a browser shows as one block: text of inline elements is joined, block elements and
double line breaks end it, white space is collapsed.  Every visible text node is visited once.  Each block element also
becomes a Box, so that readers get a segment's surroundings from columns of numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from parsers.html import tags
from parsers.html.boxes import Boxes, describe
from parsers.html.locate import Locator
from parsers.html.rows import join_row
from parsers.segments import Segment


@dataclass(frozen=True, slots=True)
class Spot:
    """A picture or embed and where it stands."""

    node: etree._Element
    #: Index of the segment that follows it.
    before: int
    #: Row of the box that holds it.
    box: int
    #: It stands inside a noscript element: most likely a copy for browsers without scripts.
    noscript: bool = False

    def moved(self, before: int) -> Spot:
        """The same thing at another place among the segments."""
        return replace(self, before=before)


@dataclass(slots=True)
class Walk:
    """What the walk found.  The lists after segments have one entry for each of them."""

    root: etree._Element
    segments: list[Segment] = field(default_factory=list)
    #: Row of the box that a segment stands in.
    box: list[int] = field(default_factory=list)
    #: Characters of it that are link text, and that are bold.
    linked: list[int] = field(default_factory=list)
    bold: list[int] = field(default_factory=list)
    boxes: Boxes = field(default_factory=Boxes)
    pictures: list[Spot] = field(default_factory=list)
    embeds: list[Spot] = field(default_factory=list)
    locator: Locator = field(default_factory=Locator)

    def locate(self, segment: Segment) -> str:
        """The path of the element that a segment stands in ("/html/body/article/p[3]")."""
        return self.locator.path(segment.node)


def walk(root: etree._Element) -> Walk:
    """Walk a page's tree once."""
    walker = _Walker(root)
    walker.run()
    found = walker.found
    describe(found.boxes, [spot.box for spot in (*found.pictures, *found.embeds)])
    return found


_BLOCK, _BREAK, _LINK, _BOLD, _PICTURE, _NOSCRIPT, _SKIP, _EMBED = range(8)
_ACTIONS: Final[dict[str, int]] = {
    **dict.fromkeys(tags.BLOCKS, _BLOCK),
    **dict.fromkeys(tags.SKIPPED, _SKIP),
    **dict.fromkeys(tags.PICTURES, _PICTURE),
    **dict.fromkeys(tags.EMBEDS, _EMBED),
    "br": _BREAK,
    "a": _LINK,
    "b": _BOLD,
    "strong": _BOLD,
    "noscript": _NOSCRIPT,
}

#: Characters that show nothing.
_INVISIBLE = " \u200b\u200c\u200d\u2060\ufeff\u00ad"

_HEADINGS = tags.HEADING_LEVEL
_LISTS = frozenset(("ul", "ol"))


class _Walker:
    """The state of one walk."""

    __slots__ = ("around", "bold", "bolds", "broke", "found", "here", "linked", "links", "mute", "parts")

    def __init__(self, root: etree._Element) -> None:
        self.found = Walk(root)
        self.parts: list[str] = []
        #: Link and bold characters of the running segment, and how many such elements are open.
        self.linked = self.bold = self.links = self.bolds = 0
        #: Open noscript elements: their text is not shown.
        self.mute = 0
        #: The last thing was a line break.
        self.broke = False
        #: The innermost open box (row, bits, heading level, list depth), and those around it.
        self.here = (0, 0, 0, 0)
        self.around: list[tuple[int, int, int, int]] = []

    def run(self) -> None:
        events = etree.iterwalk(self.found.root, events=("start", "end"))
        actions, parts, add = _ACTIONS, self.parts, self.add
        for event, node in events:
            action = actions.get(node.tag)
            if event == "start":
                if action is not None:
                    if action >= _SKIP:
                        events.skip_subtree()
                        if action == _EMBED:
                            self.spot(self.found.embeds, node)
                        continue
                    self.start(action, node)
                text = node.text
            else:
                if action is not None:
                    self.end(action, node)
                text = node.tail
            # White space between blocks is most of a page's text nodes; it is dropped before anything else is asked.
            if text and (parts or not text.isspace()):
                add(text)
        self.flush()

    def start(self, action: int, node: etree._Element) -> None:
        if action == _BLOCK:
            if self.parts:
                self.flush()
            self.push(node, str(node.tag))
        elif action == _LINK:
            self.links += 1
        elif action == _BOLD:
            self.bolds += 1
        elif action == _BREAK:
            self.line_break()
        elif action == _NOSCRIPT:
            self.mute += 1
        else:
            self.spot(self.found.pictures, node)

    def end(self, action: int, node: etree._Element) -> None:
        if action == _BLOCK:
            if self.parts:
                self.flush()
            found, row = self.found, self.here[0]
            self.here = self.around.pop()
            found.boxes.end[row] = len(found.segments)
            if node.tag == "tr":
                join_row(found, row)
        elif action == _LINK:
            self.links -= 1
        elif action == _BOLD:
            self.bolds -= 1
        elif action == _NOSCRIPT:
            self.mute -= 1

    def add(self, text: str) -> None:
        if self.mute:
            return
        self.parts.append(text)
        if text.isspace():
            return
        self.broke = False
        if self.links:
            self.linked += len(text.strip())
        if self.bolds:
            self.bold += len(text.strip())

    def line_break(self) -> None:
        """One break is white space, two end the segment."""
        if self.broke and not self.here[1] & tags.PRE:
            self.flush()
        elif self.parts:
            self.parts.append("\n")
            self.broke = True

    def spot(self, spots: list[Spot], node: etree._Element) -> None:
        pending = any(not part.isspace() for part in self.parts)
        spots.append(Spot(node, len(self.found.segments) + pending, self.here[0], self.mute > 0))

    def push(self, node: etree._Element, tag: str) -> None:
        parent, bits, level, lists = self.here
        self.around.append(self.here)
        boxes, segments = self.found.boxes, len(self.found.segments)
        if tag in _HEADINGS:
            level = _HEADINGS[tag]
        elif tag in _LISTS:
            lists += 1
        self.here = (len(boxes.tag), bits | tags.BLOCKS[tag], level, lists)
        boxes.node.append(node)
        boxes.tag.append(tag)
        boxes.parent.append(parent)
        boxes.depth.append(len(self.around))
        boxes.first.append(segments)
        boxes.end.append(segments)

    def flush(self) -> None:
        """End the running segment."""
        row, bits, level, lists = self.here
        raw = "".join(self.parts)
        self.parts.clear()
        text = raw.strip("\n\r") if bits & tags.PRE else " ".join(raw.split())
        linked, bold = self.linked, self.bold
        self.linked = self.bold = 0
        self.broke = False
        if not text or (text[0] in _INVISIBLE and not text.strip(_INVISIBLE)):
            return
        found = self.found
        share = min(1.0, linked / len(text)) if linked else 0.0
        hint = _hint(bits) if bits & _HINTED else ""
        node = found.boxes.node[row] if found.boxes.node else found.root
        found.segments.append(Segment(text, len(found.segments), "", level, lists, share, hint, node=node))
        found.box.append(row)
        found.linked.append(linked)
        found.bold.append(bold)


def _hint(bits: int) -> str:
    for bit, hint in _HINTS:
        if bits & bit:
            return hint
    return ""


_HINTS: Final = (
    (tags.FIGCAPTION, "figcaption"),
    (tags.PRE, "preformatted"),
    (tags.HEADING, "subhead"),
    (tags.QUOTE, "quote"),
    (tags.BUTTON, "button"),
)
_HINTED: Final = tags.FIGCAPTION | tags.PRE | tags.HEADING | tags.QUOTE | tags.BUTTON
