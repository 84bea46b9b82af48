"""Segments, into which the HTML and the text parser divide a page, and their labels.

A Segment is a piece of text that a person sees as one, such as a paragraph or a heading, with facts about its position
and mark-up.  Labels holds at most one label for each segment, so that no text is used twice; to claim a segment is to
label it first.  Nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from parsers.folding import key

# Labels.  Those in BLOCK_LABELS are also values of Block.kind.
HEADLINE = "headline"
KICKER = "kicker"
STANDFIRST = "standfirst"
BYLINE = "byline"
META = "meta"  # facts about the article that are not part of its text: date, section, reading time
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

#: A segment of an HTML page with a higher score (a probability from 0 to 1 by `parsers.html.scoring.body_scores`) is
#: more likely body text than not.
BODY: Final = 0.5

#: Labels of segments that become blocks of the body.
BLOCK_LABELS = frozenset({PARAGRAPH, SUBHEAD, QUOTE, LIST_ITEM, TABLE, PREFORMATTED, CORRECTION, LIVE_POST})


@dataclass(slots=True)
class Segment:
    """One piece of text with facts about its position and mark-up.  Its label is in Labels."""

    #: The text as printed, but with white space collapsed.
    text: str
    #: Position in reading order, from 0.
    index: int
    #: In a text "line 12" or "lines 12-14"; empty in HTML, where the XPath is made only when needed.
    locator: str = ""
    #: Heading level 1 to 6 (an h2, a Markdown "##"), else 0.
    level: int = 0
    #: For a list item, how deep its list is nested, from 1; else 0.
    list_depth: int = 0
    #: The share (0 to 1) of its characters that are link text.
    link_share: float = 0.0
    #: What the mark-up says for certain: "quote", "table", "preformatted", "figcaption", "subhead"..., or "".
    hint: str = ""
    #: Numbers of blank lines before and after it (text only).
    blank_before: int = 0
    blank_after: int = 0
    #: Number of its first line in the source, from 1 (text only).
    line: int = 0
    #: Data of the parser that made the segment (a node of the HTML tree, facts about lines of text); only that parser
    #: may use it.
    node: Any = None


class Labels:
    """The labels of a page's segments: what each is, such as headline, paragraph or JUNK.  The first label is final."""

    __slots__ = ("_keys", "of", "reasons", "rules", "segments")

    def __init__(self, segments: list[Segment]) -> None:
        self.segments = segments
        #: The label of each segment by its index; None as long as it has no label.
        self.of: list[str | None] = [None] * len(segments)
        #: For each segment that is cut, e.g. as JUNK, a code of parsers.reasons.
        self.reasons: list[str | None] = [None] * len(segments)
        #: For each segment, the id of the rule that decided its label; shown by `copydesk explain`.
        self.rules: list[str | None] = [None] * len(segments)
        self._keys: dict[int, str] = {}

    def key_of(self, segment: Segment) -> str:
        """The `parsers.folding.key` of a segment's text; it is computed once and kept."""
        made = self._keys.get(segment.index)
        if made is None:
            made = self._keys[segment.index] = key(segment.text)
        return made

    def claim(self, index: int, label: str, *, reason: str | None = None, rule: str | None = None) -> bool:
        """Label the segment with this index; False if it has a label already, which then stays.

        `reason`: why it is cut (a code of parsers.reasons).  `rule`: the id of the rule that decided.
        """
        if self.of[index] is not None:
            return False
        self.of[index], self.reasons[index], self.rules[index] = label, reason, rule
        return True

    def keep(self, index: int) -> None:
        """Remove the reason of the segment with this index, so that it is not listed as cut.

        Used when the segment's text is in a field of the article.
        """
        self.reasons[index] = None

    def cut(self, index: int, reason: str) -> None:
        """Give the segment with this index a reason, so that it is listed as cut; its label stays.

        Used for a byline or credit that becomes no field.  `reason`: a code of parsers.reasons.
        """
        self.reasons[index] = reason

    def free(self) -> list[Segment]:
        """The segments without a label, in reading order."""
        return [s for s in self.segments if self.of[s.index] is None]

    def labelled(self, *labels: str) -> list[Segment]:
        """The segments that have one of these labels, in reading order."""
        return [s for s in self.segments if self.of[s.index] in labels]
