"""Bylines in the last lines of the text: a name with its mail address or its job, as papers in Korea and Japan sign.

Takes the segments at the end of the body; gives those that hold nothing but a reporter ("Ann Lister ann@paper.example",
"김해린 기자").  Lines that begin with "By" are read in `printed_lines`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from parsers.html.fields.bylines.byline_parts import Byline, is_foreign
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.late_patterns import LatePattern
from parsers.people.byline_names import is_person, read_names
from parsers.people.name_shapes import CASELESS
from parsers.rules import FAMILIES_KEPT, Family, any_of

# All limits and the confidence (0 to 1) below were chosen by hand.

#: Segments before and after the last one of the body; characters of the longest line.
_BEFORE, _AFTER, _LONGEST = 2, 3, 80
_CONFIDENCE = 0.5
_MAIL = LatePattern(r"[(\[<（]?\s*(?<![^\s(\[<（/=])[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,30}){1,4}\s*[)\]>）]?")
#: A town or an outlet before the name: "서울=김해린 기자".
_PLACE = LatePattern(r"^[\s(\[【（]*[^\s=]{1,12}\s?=\s*")
_AROUND = " \t()[]【】（）<>/|·,-=▶■◆※"


def last_bylines(sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Yield the lines at the end of the body that only name a reporter, the last one first."""
    last = sheet.layout.last
    for segment in reversed(sheet.labels.segments[max(last - _BEFORE, sheet.headline + 1, 0) : last + 1 + _AFTER]):
        if len(segment.text) > _LONGEST or segment.level or segment.hint in ("figcaption", "quote"):
            continue
        names = _signature(segment.text, sheet)
        if names and not is_foreign(segment.node, sheet):
            yield Candidate(Byline(segment.text, names), "text", "last line", _CONFIDENCE, (segment.index,))


@lru_cache(maxsize=FAMILIES_KEPT)
def _job(bylines: Family) -> re.Pattern[str]:
    """Jobs that stand beside a name in scripts without capitals, and only there."""
    return re.compile(any_of(bylines.all_words("beside_name")) or "(?!)")


def _signature(text: str, sheet: Sheet) -> tuple[str, ...]:
    """The names of a line that holds nothing besides them but a mail address or a job; else none."""
    rest, job = _MAIL.sub(" ", text), _job(sheet.context.rules.family("bylines"))
    mailed = rest != text
    if not mailed and not job.search(rest):
        return ()
    bare = _PLACE.sub("", rest).strip(_AROUND)
    names = read_names(bare, sheet.words, led=True)
    if not names or not all(is_person(name, sheet.words) for name in names):
        return ()
    for name in names:
        bare = bare.replace(name, "", 1)
    # What is left of it: the job, where it is one of those that only names have beside them.
    left = job.sub("", bare).strip(_AROUND)
    return tuple(names) if not left and (mailed or CASELESS.search(names[0])) else ()
