"""One walk over the tree: segments in reading order, and where pictures and embeds stand among them.

A segment is a run of text that a browser shows as one block: text of inline elements is joined, block elements and
double line breaks end it, white space is collapsed.  Every visible text node is visited once.  Each block element also
becomes a box, a row in `Boxes`, so that readers get a segment's surroundings from columns of numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from parsers.html import tags
from parsers.html.locate import Locator
from parsers.html.rows import join_row
from parsers.segments import Segment


@dataclass(slots=True)
class Boxes:
    """One row for each block element, in document order; row 0 is the root."""

    parent: list[int] = field(default_factory=list)
    node: list[etree._Element] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    #: Bits of its own tag and class words, and those together with all its ancestors' (`parsers.html.tags`).
    own: list[int] = field(default_factory=list)
    bits: list[int] = field(default_factory=list)
    #: Segments inside it: first index, and one past the last.
    first: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)


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
    return walker.found


_INLINE, _BLOCK, _SKIP, _BREAK, _LINK, _BOLD, _PICTURE, _EMBED, _NOSCRIPT = range(9)
#: What they hold is not visited.
_CLOSED: Final = (_SKIP, _EMBED)
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
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


class _Walker:
    """The state of one walk."""

    __slots__ = ("bold", "bolds", "broke", "classes", "found", "linked", "links", "mute", "open", "parts")

    def __init__(self, root: etree._Element) -> None:
        self.found = Walk(root)
        self.parts: list[str] = []
        #: Link and bold characters of the running segment, and how many such elements are open.
        self.linked = self.bold = self.links = self.bolds = 0
        #: Open noscript elements: their text is not shown.
        self.mute = 0
        #: The last thing was a line break.
        self.broke = False
        #: Open boxes: (row, bits, heading level, list depth).
        self.open: list[tuple[int, int, int, int]] = [(-1, 0, 0, 0)]
        self.classes: dict[str, int] = {}

    def run(self) -> None:
        events = etree.iterwalk(self.found.root, events=("start", "end"))
        add, actions = self.add, _ACTIONS
        for event, node in events:
            tag = node.tag
            action = actions.get(tag, _INLINE)
            if event == "start":
                if action:
                    self.start(action, node, tag)
                    if action in _CLOSED:
                        events.skip_subtree()
                        continue
                text = node.text
            else:
                if action:
                    self.end(action, tag)
                text = node.tail
            if text:
                add(text)
        self.flush()

    def start(self, action: int, node: etree._Element, tag: str) -> None:
        if action == _BLOCK:
            self.flush()
            self.push(node, tag)
        elif action == _LINK:
            self.links += 1
        elif action == _BOLD:
            self.bolds += 1
        elif action == _BREAK:
            self.line_break()
        elif action == _NOSCRIPT:
            self.mute += 1
        elif action != _SKIP:
            spots = self.found.pictures if action == _PICTURE else self.found.embeds
            pending = any(not part.isspace() for part in self.parts)
            spots.append(Spot(node, len(self.found.segments) + pending, self.open[-1][0], self.mute > 0))

    def end(self, action: int, tag: str) -> None:
        if action == _BLOCK:
            self.flush()
            row = self.open.pop()[0]
            self.found.boxes.end[row] = len(self.found.segments)
            if tag == "tr":
                join_row(self.found, row)
        elif action == _LINK:
            self.links -= 1
        elif action == _BOLD:
            self.bolds -= 1
        elif action == _NOSCRIPT:
            self.mute -= 1

    def add(self, text: str) -> None:
        if self.mute:
            return
        if text.isspace():
            if self.parts:
                self.parts.append(text)
            return
        self.parts.append(text)
        self.broke = False
        if self.links:
            self.linked += len(text.strip())
        if self.bolds or self.open[-1][1] & tags.HEADING:
            self.bold += len(text.strip())

    def line_break(self) -> None:
        """One break is white space, two end the segment."""
        if self.broke and not self.open[-1][1] & tags.PRE:
            self.flush()
        elif self.parts:
            self.parts.append("\n")
            self.broke = True

    def push(self, node: etree._Element, tag: str) -> None:
        parent, bits, level, lists = self.open[-1]
        # Classes of the page as a whole ("has-sidebar", "single-post") say nothing about its parts.
        own = 0 if tag in ("html", "body") else tags.BLOCKS[tag] | self.own_bits(node)
        level = tags.HEADING_LEVEL.get(tag, level)
        lists += tag in ("ul", "ol")
        boxes, here = self.found.boxes, len(self.found.segments)
        self.open.append((len(boxes.tag), bits | own, level, lists))
        boxes.parent.append(parent)
        boxes.node.append(node)
        boxes.tag.append(tag)
        boxes.depth.append(len(self.open) - 2)
        boxes.own.append(own)
        boxes.bits.append(bits | own)
        boxes.first.append(here)
        boxes.end.append(here)

    def own_bits(self, node: etree._Element) -> int:
        get = node.get
        names = f"{get('class', '')} {get('id', '')} {get('itemprop', '')}"
        bits = self.classes.get(names)
        if bits is None:
            bits = self.classes[names] = tags.class_bits(names)
        role, style = get("role"), get("style")
        if role is not None:
            bits |= tags.role_bits(role)
        if get("hidden") is not None or (style is not None and "display:none" in style.replace(" ", "")):
            bits |= tags.HIDDEN
        return bits

    def flush(self) -> None:
        """End the running segment."""
        parts = self.parts
        if not parts:
            return
        row, bits, level, lists = self.open[-1]
        raw = "".join(parts)
        text = raw.strip("\n\r") if bits & tags.PRE else " ".join(raw.split())
        linked, bold = self.linked, self.bold
        parts.clear()
        self.linked = self.bold = 0
        self.broke = False
        if not text.strip(_INVISIBLE) or text.isspace():
            return
        found = self.found
        node = found.boxes.node[row] if row >= 0 else found.root
        share = min(1.0, linked / len(text))
        found.segments.append(Segment(text, len(found.segments), "", level, lists, share, _hint(bits), node=node))
        found.box.append(max(row, 0))
        found.linked.append(linked)
        found.bold.append(bold)


def _hint(bits: int) -> str:
    if not bits & _HINTED:
        return ""
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
