"""Cuts boxes set apart inside an article: facts about a person or matter, and summaries that a program wrote.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them); segments that score as body get labels.  A box of facts is known by its class name, a summary by a short
line that names what wrote it.  With more than a small share of the text, a box is the article itself.  A box is given
by its index in `Boxes` (`row`).
"""

from __future__ import annotations

from typing import Final

from parsers.html.body.draft import Draft
from parsers.html.body.regions import cut, holds_headline, in_reach, inside_box, mass, size
from parsers.html.markup.box_names import FACTS, holds_word
from parsers.html.markup.walked import Walk
from parsers.segments import Segment

# All limits below were chosen by hand.

#: The share of the body's characters that such a box may hold.
_FACTS: Final = 1 / 3
_SUMMARY: Final = 1 / 4
#: The most segments of a box with a summary.
_LINES: Final = 40
#: Characters of the longest line that says who wrote a summary.
_NOTE: Final = 160
#: The lists of words in config/rules/boxes.toml, both of which a note has.
_NOTE_WORDS: Final = ("summary_told", "summary_wrote")


def cut_fact_boxes(draft: Draft, found: Walk) -> None:
    """Label the text of boxes of facts, and of summaries by a program, as junk."""
    facts, notes = [row for row, bits in draft.named if bits & FACTS], _notes(draft, found)
    # Counted once: a page may have thousands of such boxes.
    whole = mass(draft.body()) if facts or notes else 0
    for row in facts:
        whole -= _cut(draft, found, row, _FACTS * whole, "fact_box")
    for note in notes:
        row = found.box[note.index]
        while row and size(found, row) <= _LINES and all(s is note for s in inside_box(draft, found, row)):
            row = found.boxes.parent[row]
        if size(found, row) <= _LINES:
            whole -= _cut(draft, found, row, _SUMMARY * whole, "ai_summary")


def _notes(draft: Draft, found: Walk) -> list[Segment]:
    """Return the short lines near the article that say that a program wrote a summary."""
    rules = draft.context.rules
    lines = [s for s in in_reach(draft, found) if len(s.text) <= _NOTE and not (s.level or s.list_depth)]
    # Hardly any page has such words, which is told of all lines at once.
    for name in _NOTE_WORDS:
        if lines and holds_word("\n".join(s.text for s in lines), name, rules):
            lines = [s for s in lines if holds_word(s.text, name, rules)]
        else:
            return []
    return lines


def _cut(draft: Draft, found: Walk, row: int, most: float, rule: str) -> int:
    """Label the text of a box, unless it holds the headline or more than `most` letters; return the letters cut."""
    told = inside_box(draft, found, row)
    letters = mass(told)
    if not row or holds_headline(draft, found, row) or letters > most:
        return 0
    cut(draft, told, "side_note", rule)
    return letters
