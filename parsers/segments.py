"""Segments: what both front doors, HTML and text, make of a page, and the labels they end with.

A Segment is one run of text that a reader would see as one piece, in reading order, with what is known of
where it stood.  Readers label segments on a Desk; each segment ends with exactly one label, so text can
be neither emitted twice nor lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

# Labels.  BLOCK_LABELS carry over to Block.kind as they are.
HEADLINE = "headline"
KICKER = "kicker"
STANDFIRST = "standfirst"
BYLINE = "byline"
META = "meta"  # date, section, reading time: true of the article, no part of its text
CAPTION = "caption"
CREDIT = "credit"
CORRESPONDENT = "correspondent"
JUNK = "junk"
PARAGRAPH = "paragraph"
SUBHEAD = "subhead"
QUOTE = "quote"
LIST_ITEM = "list_item"
TABLE = "table"
PREFORMATTED = "preformatted"
CORRECTION = "correction"
LIVE_POST = "live_post"

#: Segments of an HTML page that score more are body, as far as scores can say (`parsers.html.scoring.body_scores`).
BODY: Final = 0.5

BLOCK_LABELS = frozenset({PARAGRAPH, SUBHEAD, QUOTE, LIST_ITEM, TABLE, PREFORMATTED, CORRECTION, LIVE_POST})


@dataclass(slots=True)
class Segment:
    """One piece of text with the evidence of its surroundings.  Facts only; labels stand in Labels."""

    #: White space collapsed, otherwise as printed.
    text: str
    #: Position in reading order, from 0.
    index: int
    #: "line 12" or "lines 12-14" in text; HTML fills it from the tree when it is asked for.
    locator: str = ""
    #: Heading level 1 to 6 (an h2, a Markdown "##"), else 0.
    level: int = 0
    #: Nesting depth of the list it is an item of, from 1, else 0.
    list_depth: int = 0
    #: Share of its characters that are link text, 0 to 1.
    link_share: float = 0.0
    #: What the front door saw for certain from the mark-up: "quote", "table", "preformatted",
    #: "figcaption", "subhead"... or "".
    hint: str = ""
    #: Blank lines before and after it (text mode).
    blank_before: int = 0
    blank_after: int = 0
    #: First line of it in the source, from 1 (text mode).
    line: int = 0
    #: Front-door specific facts (an html.tree node, text line shapes); labels must not depend on it
    #: outside the front door that made it.
    node: Any = None


class Labels:
    """The labels of one page's segments.  The first reader to claim a segment keeps it."""

    __slots__ = ("of", "reasons", "rules", "segments")

    def __init__(self, segments: list[Segment]) -> None:
        self.segments = segments
        #: The label of each segment, at its index; None: nobody has claimed it.
        self.of: list[str | None] = [None] * len(segments)
        #: For JUNK (and anything cut) the code of parsers.reasons.
        self.reasons: list[str | None] = [None] * len(segments)
        #: Id of the rule that decided, for explain.
        self.rules: list[str | None] = [None] * len(segments)

    def claim(self, index: int, label: str, *, reason: str | None = None, rule: str | None = None) -> bool:
        """Label a segment; False, and nothing changed, when it has a label already."""
        if self.of[index] is not None:
            return False
        self.of[index], self.reasons[index], self.rules[index] = label, reason, rule
        return True

    def free(self) -> list[Segment]:
        """The segments that nobody claimed yet, in reading order."""
        return [s for s in self.segments if self.of[s.index] is None]

    def labelled(self, *labels: str) -> list[Segment]:
        """The segments with one of these labels, in reading order."""
        return [s for s in self.segments if self.of[s.index] in labels]
