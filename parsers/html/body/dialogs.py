"""Cuts dialogs that no class name tells, by their words and by where they stand: on cookies, and on republishing.

A dialog on cookies explains purposes and lists cookies at length; one on republishing tells other papers on which terms
they may print the story.  It stands outside the box that holds the article; an article about cookies stands in it.
`draft` is the page's Draft, `found` its Walk (its segments and the boxes that enclose them).  Dialogs with a class name
are cut in `parsers.html.body.side_boxes`.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import Final

from parsers.html.body.draft import Draft
from parsers.html.body.regions import cut, holds_headline, home, inside_box, lies_in, mass
from parsers.html.markup.box_names import CONSENT_WORDS, holds_word
from parsers.html.markup.walked import Walk
from parsers.lines.consent_walls import is_about_consent
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules
from parsers.segments import HEADLINE, Segment

# All limits below were chosen by hand.

#: The least number of lines about its subject in a dialog; the letters of an article that must remain.
_LINES: Final = 2
_ARTICLE: Final = 150
#: The least share (0 to 1) of a dialog's text that is about consent by its words; the rest names cookies and firms.
_ABOUT: Final = 0.5
#: The most dialogs of a page; for each the whole body is looked through.
_MOST: Final = 20
#: The rule in junk.toml for terms of republishing.
_TERMS: Final = "republish_terms"
#: Characters of the longest paragraph about consent; longer text may be a whole page in one piece, notice and all.
_LONGEST: Final = 2_500


def cut_dialogs(draft: Draft, found: Walk) -> None:
    """Label the text of boxes beside the article that are about consent or republishing, whatever their names."""
    labels, body = draft.labels, draft.body()
    top = next((segment.index for segment in found.segments if labels.of[segment.index] == HEADLINE), -1)
    start = next((segment.index for segment in body if segment.index > top), None)
    if start is None:
        return
    lines = Counter(_without(found, segment.index, start) for segment in body)
    # Paragraphs that stand side by side with the first one are boxes of their own.
    boxes = (row for row, number in lines.items() if row and number >= _LINES)
    told = ((row, _subject(draft, found, row)) for row in boxes)
    for row, reason in islice(((row, reason) for row, reason in told if reason), _MOST):
        if _is_beside(draft, found, row):
            cut(draft, inside_box(draft, found, row), reason, "dialog")


def _subject(draft: Draft, found: Walk, row: int) -> str | None:
    """Return the reason for which a box is a dialog, by what its lines are about; None if it is none."""
    rules = draft.context.rules
    about = _about_consent(inside_box(draft, found, row), rules)
    if len(about) >= _LINES and any(holds_word(s.text, CONSENT_WORDS, rules) for s in about):
        return None if holds_headline(draft, found, row) else "consent"
    # The headline may be in it once more, for papers to copy.
    lines = found.segments[found.boxes.first[row] : found.boxes.end[row]]
    terms = _terms(rules.family("junk"))
    says = terms is not None and sum(terms.pattern.match(line.text) is not None for line in lines) >= _LINES
    return str(terms.data["reason"]) if terms is not None and says else None


@lru_cache(maxsize=FAMILIES_KEPT)
def _terms(junk: Family) -> Rule | None:
    """Return the rule for terms of republishing; None where a user took it away."""
    return next((rule for rule in junk.rules if rule.id == _TERMS), None)


def _about_consent(told: list[Segment], rules: Rules) -> list[Segment]:
    """Return those of the segments `told` that are about consent; an empty list when they are the smaller part."""
    about: list[Segment] = []
    others = (1 - _ABOUT) * sum(len(segment.text) for segment in told)
    # The longest ones first: in an article, two or three of them tell.
    for segment in sorted(told, key=lambda s: -len(s.text)):
        if len(segment.text) <= _LONGEST and is_about_consent(segment.text, rules):
            about.append(segment)
        else:
            others -= len(segment.text)
            if others < 0:
                return []
    return about


def _is_beside(draft: Draft, found: Walk, row: int) -> bool:
    """Whether a box stands beside the article: outside the box that holds most of the rest of the body."""
    rest = [s for s in draft.body() if not found.boxes.first[row] <= s.index < found.boxes.end[row]]
    return mass(rest) >= _ARTICLE and not lies_in(found, row, home(found, rest))


def _without(found: Walk, index: int, start: int) -> int:
    """Return the largest box around a segment that does not hold the start of the article; 0 if there is none.

    `index`: that of the segment; `start`: that of the article's first segment.
    """
    boxes, row = found.boxes, found.box[index]
    if boxes.first[row] <= start < boxes.end[row]:
        return 0
    while row and not boxes.first[boxes.parent[row]] <= start < boxes.end[boxes.parent[row]]:
        row = boxes.parent[row]
    return row
