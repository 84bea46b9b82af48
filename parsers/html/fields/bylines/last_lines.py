"""Finds bylines that are a name with its mail address or job, in the first or last lines of an article.

Papers in Korea and Japan sign so.  Takes the segments at the end of the body and below the headline; gives those that
are nothing but a reporter ("Ann Lister ann@paper.example", "김해린 기자").  Lines that begin with "By" are read in
`printed_lines`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from parsers.html.fields.bylines.byline_parts import Byline, is_foreign
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.pieces import spaced
from parsers.html.fields.sheet import Sheet
from parsers.late_patterns import LatePattern
from parsers.people.byline_names import read_names
from parsers.people.name_kinds import is_agency, is_person
from parsers.people.name_shapes import CASELESS
from parsers.rules import FAMILIES_KEPT, Family, any_of
from parsers.segments import Segment

# All limits and the confidence (0 to 1) below were chosen by hand.

#: Segments before and after the last one of the body; characters of the longest line.
_BEFORE, _AFTER, _LONGEST = 2, 3, 80
#: Segments below the headline in which such a line stands.
_HEAD = 8
_CONFIDENCE, _IN_HEAD = 0.5, 0.55
#: Characters of an outlet before a name in scripts without capitals, and of such a name.
_OUTLET, _NAME = 12, range(2, 5)
_MAIL = LatePattern(r"[(\[<（]?\s*(?<![^\s(\[<（/=])[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,30}){1,4}\s*[)\]>）]?")
#: A name with its agency in brackets: "Anna Nowak (PAP)".
_WIRED = re.compile(r"(?P<name>[^()]{4,40}?)\s?\((?P<agency>[^()]{2,20})\)\.?")
#: A town or an outlet before the name: "서울=김해린 기자".
_PLACE = LatePattern(r"^[\s(\[【（]*[^\s=]{1,12}\s?=\s*")
#: From the first number of a line to the last, with the word for minutes that is written with it.
_NUMBERS = LatePattern(r"\d.*\d[^\W\d_]?")
#: Where somebody reports from, behind the name: "記者張三／台北報導".
_REPORTED = LatePattern(r"\s*[／/]\s?[^／/\s]{1,8}(?:報導|报道|報道|特稿)$")
#: Between a job and a name.
_PARTED = LatePattern(r"[・\u3000 ]")
_AROUND = " \t()[]【】（）<>/|·,、，-=▶■◆※"


def last_bylines(sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Yield the lines that only name a reporter: first those below the headline, then those at the end, backwards."""
    segments, last, start = sheet.labels.segments, sheet.layout.last, sheet.headline + 1
    ending = segments[max(last - _BEFORE, start, 0) : last + 1 + _AFTER]
    head = segments[start : min(start + _HEAD, max(last - _BEFORE, start))] if start else []
    for confidence, lines in ((_IN_HEAD, head), (_CONFIDENCE, reversed(ending))):
        for segment in sheet.own(list(lines)):
            if len(segment.text) > _LONGEST or segment.level or segment.hint in ("figcaption", "quote"):
                continue
            texts = (segment.text, *_around_time(segment, sheet))
            names = next((found for text in texts if (found := signed_names(text, sheet))), ())
            if names and not is_foreign(segment.node, sheet):
                yield Candidate(Byline(segment.text, names), "text", "last line", confidence, (segment.index,))


def _around_time(segment: Segment, sheet: Sheet) -> tuple[str, ...]:
    """Return what stands behind the time in a line with one, and before it: "입력 2024.05.03 14:05 김해린 기자"."""
    if not sheet.dated(segment):
        return ()
    text = _MAIL.sub(" ", spaced(segment))
    numbers = _NUMBERS.search(text)
    if numbers is None:
        return ()
    before, _, label = text[: numbers.start()].strip(_AROUND).rpartition(" ")
    labelled = sheet.heads.dates.published.match(label)
    return text[numbers.end() :], before if labelled else f"{before} {label}"


@lru_cache(maxsize=FAMILIES_KEPT)
def _job(bylines: Family) -> re.Pattern[str]:
    """Return a pattern for jobs and desks that are written beside a name, in scripts without capitals ("기자").

    `bylines`: the rules in config/rules/bylines.toml.
    """
    return re.compile(any_of([*bylines.all_words("beside_name"), *bylines.all_words("desk_before")]) or "(?!)")


def signed_names(text: str, sheet: Sheet) -> tuple[str, ...]:
    """Return the names in a line that is only names with a mail address, a job or an agency; () for any other line."""
    if (wired := _WIRED.fullmatch(text)) and is_agency(wired["agency"], sheet.words):
        names = read_names(wired["name"], sheet.words, led=True)
        english = (sheet.language or "en").startswith("en")  # there it is the credit of a picture
        return tuple(names) if not english and len(names) == 1 and is_person(names[0], sheet.words) else ()
    rest, job = _MAIL.sub(" ", _REPORTED.sub("", text)), _job(sheet.context.rules.family("bylines"))
    mailed = rest != text
    if not mailed and not job.search(rest):
        return ()
    bare = _PLACE.sub("", rest).strip(_AROUND)
    bare = _without_outlet(bare, job, sheet)
    if (sheet.language or "").startswith("ja"):
        bare = _without_job(bare, job)
    names = read_names(bare, sheet.words, led=True)
    if not names or not all(is_person(name, sheet.words) for name in names):
        return ()
    for name in names:
        bare = bare.replace(name, "", 1)
    # Nothing but the job may be left, one of those that are only written beside names.
    left = job.sub("", bare).strip(_AROUND)
    return tuple(names) if not left and (mailed or CASELESS.search(names[0])) else ()


def _without_job(line: str, job: re.Pattern[str]) -> str:
    """Remove the job or desk that a dot or blank parts from a Japanese name: "編集委員・山田花子"."""
    parted = _PARTED.search(line)
    return line[parted.end() :] if parted and job.search(line, 0, parted.start()) else line


def _without_outlet(line: str, job: re.Pattern[str], sheet: Sheet) -> str:
    """Remove the outlet's name before the reporter's from a line: "하버타임스 김해린 기자" gives "김해린 기자".

    Only for languages of which the rules list surnames; any other line is returned unchanged.  `job`: the pattern for
    jobs.
    """
    outlet, _, rest = line.partition(" ")
    name = job.sub("", rest).strip(_AROUND)
    known = sheet.words.people.surnames.get((sheet.language or "").split("-")[0], ())
    return rest if known and len(outlet) <= _OUTLET and len(name) in _NAME and name.startswith(known) else line
