"""Lines that are true of the article and no part of its text: dates, reading times, bylines, sections.

Claims them on the labels as META or BYLINE and gives what they say.  Only short lines are looked at, and away from
the head of the page only those that hold nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.dates.read_date import read_date
from parsers.segments import META
from parsers.text.text_sheet import TextSheet

_LONGEST = 110
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Dates:
    """The publication time that the page prints."""

    published_at: str | None = None
    published_raw: str | None = None


def claim_metadata(sheet: TextSheet, head_ends: int) -> Dates:
    """Claim metadata lines; head_ends is the first segment that is certainly body."""
    first = Dates()
    for segment in sheet.segments:
        if not sheet.free(segment.index) or len(segment.text) > _LONGEST or segment.level == 1:
            continue
        date = _date(sheet, segment.index, segment.index < head_ends)
        if date or _by_rule(sheet, segment.index):
            sheet.labels.claim(segment.index, META, reason="metadata")
        if date and not first.published_at and segment.index < head_ends:
            first = Dates(date, segment.text)
    return first


def _date(sheet: TextSheet, index: int, in_head: bool) -> str | None:
    """The date of a line that holds little else."""
    text = sheet.segments[index].text
    if not any(c.isdigit() for c in text):
        return None
    words = _LETTERS.findall(text)
    if len(words) > (8 if in_head else 4) or sum(map(len, words)) > (60 if in_head else 24):
        return None
    zone = sheet.publisher.timezone if sheet.publisher else None
    return read_date(
        text, language=sheet.language, timezone=zone, not_after=sheet.context.fetched_at, rules=sheet.context.rules
    )


def _by_rule(sheet: TextSheet, index: int) -> bool:
    text = sheet.segments[index].text
    return any(
        rule.data.get("label") == "meta" and rule.speaks(sheet.language) and rule.pattern.search(text)
        for rule in sheet.context.rules.family("text").rules
    )
