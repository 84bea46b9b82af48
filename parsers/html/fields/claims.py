"""Which segments the fields take away, so that no line of the head ends up in the body.

Headline: the heading and its repeats near the top.  Byline, kicker, standfirst: the segments that print them.  META:
lines near the headline that say a date or a reading time and little else.
"""

from __future__ import annotations

import re
from typing import Any

from parsers.folding import key
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.heads import HeadWords
from parsers.html.fields.sheet import Sheet
from parsers.segments import HEADLINE, META, Segment

_DIGIT = re.compile(r"\d")


def claim(sheet: Sheet, candidate: Candidate[Any] | None, label: str) -> None:
    """Claim the segments of a chosen candidate."""
    for index in candidate.segments if candidate else ():
        sheet.labels.claim(index, label, rule=candidate.rule if candidate else None)


def claim_headline(sheet: Sheet, text: str) -> None:
    """Claim the heading and every segment near the top that repeats the headline."""
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
    for segment in sheet.labels.segments[max(sheet.headline - 6, 0) : sheet.headline + 20]:
        text = segment.text
        if len(text) > 160 or sheet.labels.of[segment.index] is not None:
            continue
        if len(text) < 80 and _DIGIT.search(text) and sheet.heads.reading_time.match(text):
            sheet.labels.claim(segment.index, META, rule="reading_time")
        elif sheet.may_be_dated(segment) and _says_little_else(segment, sheet.heads) and sheet.dated(segment):
            sheet.labels.claim(segment.index, META, rule="date")


def _says_little_else(segment: Segment, heads: HeadWords) -> bool:
    """Whether a line is about a date; the day in a caption is the picture's, unless it stands there alone.

    A line that begins with a label may go on with an office or a notice, but is no sentence.
    """
    text = segment.text
    if segment.hint == "figcaption":
        return is_furniture(text, heads, most=6)
    labelled = not text.endswith((".", "。")) and _begins_with_label(text, heads)
    return is_furniture(text, heads, most=60 if labelled else 30)


def _begins_with_label(text: str, heads: HeadWords) -> bool:
    """Whether a line begins with what its date tells: "Published ...", "Last updated: ..."."""
    changed = heads.modified.search(text, 0, 20)
    return heads.published.match(text) is not None or (changed is not None and changed.start() <= 5)


def is_furniture(text: str, heads: HeadWords, *, most: int = 30) -> bool:
    """Whether a line that holds a date holds little else."""
    # Most lines with a date are short enough as they are, and what is left is never more.
    return _letters(text) <= most or _letters(heads.date_furniture.sub("", text)) <= most


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
