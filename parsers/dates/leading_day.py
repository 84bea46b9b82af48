"""Finds the date with which a first paragraph begins: "4.3.2026 - The board ...", "HARBOUR TOWN, March 4, 2026 - ...".

Takes the paragraph and the words of config/rules/heads.toml; gives its start if that may be such a date, or None.
Dates are read in `parsers.dates.read_date`.
"""

from __future__ import annotations

import re

from parsers.dates.date_lines import DateWords

#: Characters before the text of a paragraph in which the day stands; no day is shorter than six.
_LONGEST, _SHORTEST = 60, 6
#: What divides the day from the text: dashes and bars between blanks, a closing bracket, a colon.
_END = re.compile(r"\s+(?:[-–—|]+|//)\s|[—)]\s(?!\s*[-–—|])|[:]\s|(?<=\d{4})\.\s(?=[^\W\d_])")
#: A day that is followed by the text itself, as where only a line break stood between.
_BARE = re.compile(
    r"\d[^:]{5,22}?(?<!\d)(?:19|20)\d\d(?=\s[^\W\d_])|[^\W\d_]{3,9}\.? \d\d?, (?:19|20)\d\d(?=\s[^\W\d_])"
)
#: What stands in brackets after a day: an agency.
_IN_BRACKETS = re.compile(r"\s*\([^\d()]*\)?$")
#: The place in front of a day, with what ends it.
_PLACE = re.compile(r"^[^\W\d_][^\d,(/]{1,30}[,(/]\s*")
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")


def leading_day(text: str, words: DateWords) -> str | None:
    """The start of a paragraph, up to a dash or colon, if it is a date with at most a place before it; else None.

    "4.3.2026 - The board met." gives "4.3.2026"; "On 4 March 2026 - a Wednesday - ..." is a sentence and gives None.
    """
    end = _END.search(text, _SHORTEST, _LONGEST)
    if end is None:
        bare = _BARE.match(text)
        return bare[0] if bare and text[bare.end() + 1].isupper() else None
    lead = _IN_BRACKETS.sub("", text[: end.start()].strip(" ("))
    without_place = _PLACE.sub("", lead)
    day = without_place if _DIGIT.search(without_place) else lead
    named = _WORD.findall(words.furniture.sub(" ", day))
    begins_with_number = day[:1].isdecimal() and len(named) <= _FEW
    return lead if _DIGIT.search(day) and (begins_with_number or len(named) <= 1) else None


#: Words beside the numbers of a day that begins with one: a month, and the prepositions around it ("4 de marzo de").
_FEW = 3
