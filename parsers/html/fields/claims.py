"""Labels the segments that print a field, so that no line of the article's head ends up in the body.

HEADLINE: the heading and its repeats near the top.  BYLINE, KICKER, STANDFIRST: the segments that print them.  META:
lines near the headline that are a date or a reading time.  Takes the Sheet (the page as field readers see it) and
labels its segments; a segment keeps the first label that it gets.
"""

from __future__ import annotations

from typing import Any

from parsers.dates.date_lines import LONGEST, DateWords, is_furniture, is_reading_time, says_little_else
from parsers.folding import key
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.whose_times import is_signed_caption
from parsers.segments import HEADLINE, META, Segment

# All limits below were chosen by hand.

#: Characters by which a repeat of the headline may be shorter or longer: quotation marks, dashes, blanks.
_SPARE = 12
#: Segments below the headline, and below the beginning of the body, in which it is repeated.
_BELOW_HEADLINE, _INTO_BODY = 12, 3
#: Segments above and below the headline in which a date or a reading time is the article's.
_META_ABOVE, _META_BELOW = 6, 20
#: The most letters besides the date in a caption that is only a date.
_MOST_LETTERS = 6


def claim(sheet: Sheet, candidate: Candidate[Any] | None, label: str) -> None:
    """Give `label` to the segments that print a chosen candidate; do nothing if `candidate` is None."""
    for index in candidate.segments if candidate else ():
        sheet.labels.claim(index, label, rule=candidate.rule if candidate else None)


def claim_headline(sheet: Sheet, text: str) -> None:
    """Label the heading as headline, and every segment near the top that repeats it.

    `text`: the chosen headline, which may be only a part of the heading.
    """
    printed = sheet.labels.segments[sheet.headline].text
    said = {key(text), key(printed)}
    shortest, longest = min(len(text), len(printed)) - _SPARE, max(len(text), len(printed)) + _SPARE
    sheet.labels.claim(sheet.headline, HEADLINE, rule="headline")
    stop = max(sheet.headline + _BELOW_HEADLINE, sheet.layout.first + _INTO_BODY)
    for segment in sheet.labels.segments[:stop]:
        if shortest < len(segment.text) < longest and sheet.labels.key_of(segment) in said:
            sheet.labels.claim(segment.index, HEADLINE, rule="repeat")


def claim_meta(sheet: Sheet) -> None:
    """Label as META the lines just above and below the headline that are nothing but a date or a reading time."""
    dates = sheet.heads.dates
    start, stop = max(sheet.headline - _META_ABOVE, 0), sheet.headline + _META_BELOW
    for segment in sheet.labels.segments[start:stop]:
        if len(segment.text) > LONGEST or sheet.labels.of[segment.index] is not None:
            continue
        if is_reading_time(segment.text, dates):
            sheet.labels.claim(segment.index, META, rule="reading_time")
        elif _is_date_line(segment, sheet):
            sheet.labels.claim(segment.index, META, rule="date")


def _is_date_line(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line is about a date, and not a caption that has its day and credit in it."""
    if not (sheet.may_be_dated(segment) and _says_little_else(segment, sheet.heads.dates) and sheet.dated(segment)):
        return False
    return not is_signed_caption(segment.text, sheet)


def _says_little_else(segment: Segment, dates: DateWords) -> bool:
    """Whether a line with a date says little besides it ("Updated 3 May 2024, 15:47"), so that it becomes META.

    A picture's caption, which may end with a date, must have hardly anything but the date.
    """
    if segment.hint == "figcaption":
        return is_furniture(segment.text, dates, most=_MOST_LETTERS)
    return says_little_else(segment.text, dates)
