"""Finds the time of publication that stands only in the data of a page's scripts: `"publishDate":"2024-05-03T15:47Z"`.

Takes the Sheet (the page as field readers see it); gives one candidate, or none.  The data layers of statistics
services have such names, and so has the state of pages that scripts build; but also that of videos and other stories.
So only names that can mean nothing but publication are read (config/rules/heads.toml, "script-published"), and only
where all of them give the same day.  Used when the page neither declares nor prints a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.times import Time, read_time

# The limits below were chosen by hand.

#: A part of all such names, by which they are found, and the most of them that are looked at on one page.
_PART, _MOST = re.compile("pub", re.IGNORECASE), 2000
#: Characters before and behind that part in which the name begins and the value ends.
_BEFORE, _BEHIND = 40, 100
#: A name and its value: a day with the year first, seconds since 1970, or a day with a month's name.  Numbers with the
#: year last are left out, since the language of the page does not tell the order of scripts.  In strings that hold
#: JSON, quotation marks are escaped.
_FIELD = re.compile(
    r"""(?<![\w.:-])(?P<name>[a-z_$][\w.:-]{0,40})\\*["']?\]?\s*[:=]\s*\\*["']?"""
    r"""(?P<value>(?:19|20)\d\d-\d\d-\d\d[^"'\\,;<>{}]{0,30}|(?:19|20)\d{6}(?:T\d{4,6}Z?)?(?=\\*["'])|1\d{9}(?:\d{3})?(?!\d)"""
    r"""|[a-z]{3,9},? [^"'\\<>{}]{4,30}(?:19|20)\d\d[^"'\\<>{}]{0,20})""",
    re.IGNORECASE,
)
_NO_LETTER = re.compile(r"[\W_]+")
#: Confidence, below that of the address: without declarations, 43 of 44 such days of benchmark pages are right.
_CONFIDENCE = 0.35


def script_times(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield the time of publication in the page's scripts; nothing if they give none, or several days."""
    found = list(_times(sheet))
    if len({time.value.day for time in found}) == 1:
        yield next((time for time in found if time.value.has_hour), found[0])


def _times(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield the times in scripts under names that mean publication; structured data (JSON-LD) has its own reader."""
    if sheet.meta.root is None:
        return
    for script in sheet.meta.root.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or ""):
            continue
        for part in islice(_PART.finditer(text), _MOST):
            around = text[max(part.start() - _BEFORE, 0) : part.end() + _BEHIND]
            for field in _FIELD.finditer(around):
                if sheet.heads.meta.in_scripts(_NO_LETTER.sub("", field["name"]).lower()):
                    yield from read_time(sheet, field["value"], "state", field["name"], _CONFIDENCE)
