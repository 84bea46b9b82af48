"""What the walk over a page's tree found: segments in reading order, their boxes, and where pictures and embeds stand.

Values that every reader of HTML takes; `walk` makes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

from parsers.html.markup.boxes import Boxes
from parsers.html.markup.xpaths import Locator
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
