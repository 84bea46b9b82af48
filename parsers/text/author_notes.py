"""Cuts notes below a text about the people who wrote it: "Ada Lund is a reporter at the Hartsea Post."

Takes the TextSheet (`sheet`: segments and labels of a text); labels such notes at its end as junk.  Their words are in
config/rules/author_notes.toml, as for HTML pages.
"""

from __future__ import annotations

import re

from parsers.rules import Family
from parsers.segments import JUNK
from parsers.text.text_sheet import TextSheet

#: Segments at the end in which notes are looked for, characters of the longest one, and paragraphs that stay above.
_LAST, _LONGEST, _ABOVE = 6, 600, 2


def cut_author_notes(sheet: TextSheet) -> None:
    """Label as junk the notes about authors among the last segments without a label."""
    family = sheet.context.rules.family("author_notes")
    notes = [_pattern(family, rule_id) for rule_id in ("author", "contact", "the_author")]
    goes_on = _pattern(family, "goes_on")
    free = [s for s in sheet.segments if sheet.free(s.index)]
    told = []
    for segment in reversed(free[_ABOVE:][-_LAST:]):
        told.append(segment)
        if len(segment.text) > _LONGEST:
            return
        if any(note.match(segment.text) for note in notes):
            for member in told:
                sheet.labels.claim(member.index, JUNK, reason="author_box", rule="author")
            told = []
        elif sheet.shapes[segment.index].prose and not goes_on.match(segment.text):
            return


def _pattern(family: Family, rule_id: str) -> re.Pattern[str]:
    """The pattern of the rule with this id; one that matches nothing when there is none."""
    return next((rule.pattern for rule in family.rules if rule.id == rule_id), re.compile(r"(?!)"))
