"""Which segments the fields take off the desk, so that no line of the head ends up in the body.

Headline: the heading and its repeats near the top.  Byline, kicker, standfirst: the segments that print them.  META:
lines near the headline that say a date or a reading time and little else.
"""

from __future__ import annotations

from typing import Any

from parsers.fields.candidate import Candidate
from parsers.fields.compare import key
from parsers.fields.heads import HeadWords
from parsers.fields.sheet import Sheet
from parsers.segments import HEADLINE, META


def claim(sheet: Sheet, candidate: Candidate[Any] | None, label: str) -> None:
    """Claim the segments of a chosen candidate."""
    for index in candidate.segments if candidate else ():
        sheet.desk.claim(index, label, rule=candidate.rule if candidate else None)


def claim_headline(sheet: Sheet, text: str) -> None:
    """Claim the heading and every segment near the top that repeats the headline."""
    whole = key(sheet.desk.segments[sheet.headline].text)
    said = {key(text), whole}
    sheet.desk.claim(sheet.headline, HEADLINE, rule="headline")
    stop = max(sheet.headline + 12, sheet.layout.first + 3)
    for segment in sheet.desk.segments[:stop]:
        if key(segment.text) in said:
            sheet.desk.claim(segment.index, HEADLINE, rule="repeat")


def claim_meta(sheet: Sheet, *times: Candidate[Any] | None) -> None:
    """Claim the lines around the headline that hold nothing but a date or a reading time."""
    for candidate in times:
        for index in candidate.segments if candidate else ():
            if is_furniture(sheet.desk.segments[index].text, sheet.heads):
                sheet.desk.claim(index, META, rule="date")
    for segment in sheet.desk.segments[max(sheet.headline - 6, 0) : sheet.headline + 20]:
        if len(segment.text) < 80 and sheet.heads.reading_time.match(segment.text):
            sheet.desk.claim(segment.index, META, rule="reading_time")


def is_furniture(text: str, heads: HeadWords) -> bool:
    """Whether a line that holds a date holds little else."""
    left = "".join(ch for ch in heads.date_furniture.sub("", text) if ch.isalpha())
    return len(text) <= 160 and len(left) <= 30
