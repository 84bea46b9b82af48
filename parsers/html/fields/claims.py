"""Labels the segments that print a field, so that no line of the article's head ends up in the body.

Headline: the heading and its repeats near the top.  Byline, kicker, standfirst: the segments that print them.  META:
lines near the headline that hold a date or a reading time and little else.  Takes the Sheet and labels its segments.
"""

from __future__ import annotations

from typing import Any

from parsers.dates.date_lines import LONGEST, DateWords, is_furniture, is_reading_time, says_little_else
from parsers.folding import key
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.segments import HEADLINE, META, Segment


def claim(sheet: Sheet, candidate: Candidate[Any] | None, label: str) -> None:
    """Label the segments that print a chosen candidate; None labels nothing."""
    for index in candidate.segments if candidate else ():
        sheet.labels.claim(index, label, rule=candidate.rule if candidate else None)


def claim_headline(sheet: Sheet, text: str) -> None:
    """Label the heading as headline, and every segment near the top that repeats it; text is the chosen headline."""
    printed = sheet.labels.segments[sheet.headline].text
    said = {key(text), key(printed)}
    shortest, longest = min(len(text), len(printed)) - 12, max(len(text), len(printed)) + 12
    sheet.labels.claim(sheet.headline, HEADLINE, rule="headline")
    stop = max(sheet.headline + 12, sheet.layout.first + 3)
    for segment in sheet.labels.segments[:stop]:
        if shortest < len(segment.text) < longest and key(segment.text) in said:
            sheet.labels.claim(segment.index, HEADLINE, rule="repeat")


def claim_meta(sheet: Sheet) -> None:
    """Claim the lines around the headline that hold nothing but a date or a reading time."""
    dates = sheet.heads.dates
    for segment in sheet.labels.segments[max(sheet.headline - 6, 0) : sheet.headline + 20]:
        if len(segment.text) > LONGEST or sheet.labels.of[segment.index] is not None:
            continue
        if is_reading_time(segment.text, dates):
            sheet.labels.claim(segment.index, META, rule="reading_time")
        elif sheet.may_be_dated(segment) and _says_little_else(segment, dates) and sheet.dated(segment):
            sheet.labels.claim(segment.index, META, rule="date")


def _says_little_else(segment: Segment, dates: DateWords) -> bool:
    """Whether a line is about a date; the day in a caption is the picture's, unless it stands there alone."""
    if segment.hint == "figcaption":
        return is_furniture(segment.text, dates, most=6)
    return says_little_else(segment.text, dates)
