"""Tells names from the times that stand in the same line: "Ann Lister3 hours ago", "3 May 2024 By Ann Lister".

Takes a line near the headline and the Sheet (the page as field readers see it); gives the line without its times, or
where the names begin behind one.  Pages set elements apart by their style, so that no blank stands between them.
"""

from __future__ import annotations

import re

from parsers.dates.date_lines import is_furniture
from parsers.dates.read_date import may_be_date, read_date
from parsers.html.fields.pieces import line_pieces, pieces_of
from parsers.html.fields.sheet import Sheet
from parsers.people.around_names import EDGE, lead_end, without_time_ago
from parsers.people.byline_names import person_alone, read_names
from parsers.people.byline_words import NameWords
from parsers.people.name_kinds import is_person
from parsers.people.name_shapes import CASELESS, starts_name
from parsers.segments import Segment

# All limits below were chosen by hand.

#: Characters of the longest element that holds only a time; of one with a label; and letters of a month and a zone.
_LONGEST_TIME, _LONGEST_LABELLED, _MONTH = 40, 70, 15
#: The most texts beside a time of which one may be the author's name.
_MOST_TEXTS = 4
#: The least elements of a line of which one is a time, and letters of an element that is no button ("A+").
_PIECES, _LETTERS = 2, 2
#: Characters of a Chinese or Korean name that stands alone.
_EASTERN_NAME = 3
#: Letters of what may stand between the numbers of a time and "By": "Uhr", "p.m.".
_CLOCK = 5
_GAP = re.compile(r"\s+")
_NUMBER_TO_END = re.compile(r"\d(?P<rest>\D*)$")


def beside_times(segment: Segment, sheet: Sheet) -> tuple[str, bool]:
    """Return (text of a line without times, whether times stood beside it); the whole line where more is beside them.

    `<b>Ann Lister</b><i>3 hours ago</i>` gives ("Ann Lister", True).  Of several lines the one that names a person and
    stands next to the time is given: "Cup round<br>Ann Lister<br>3 May 2024<br>Harbour Post".
    """
    pieces = line_pieces(segment) if len(segment.node) else []
    if len(pieces) >= _PIECES:
        times = {" ".join(pieces_of(time)) for time in segment.node.iter("time")}
        told = [piece.strip(EDGE) for piece in pieces if sum(map(str.isalpha, piece)) >= _LETTERS]
        timed = [piece in times or is_time(piece, sheet) for piece in told]
        others = [piece for piece, time in zip(told, timed, strict=True) if not time]
        if len(others) == 1 and (times or any(timed) or any(is_time(piece.strip(EDGE), sheet) for piece in pieces)):
            return others[0], True
        lines = 1 < len(others) <= _MOST_TEXTS and any(timed) and segment.node.find(".//br") is not None
        if lines and (named := _next_to_time(told, timed, sheet)):
            return named, True
    text = without_time_ago(segment.text, sheet.words)
    return text.strip(EDGE) if (timed_text := text != segment.text) else text, timed_text


def _next_to_time(told: list[str], timed: list[bool], sheet: Sheet) -> str:
    """Return the first of the texts that names one person and stands right before or behind a time; "" without one."""
    for at, text in enumerate(told):
        beside = (*timed[max(at - 1, 0) : at], *timed[at + 1 : at + 2])
        if not timed[at] and any(beside) and person_alone(text, sheet.words):
            return text
    return ""


def is_time(piece: str, sheet: Sheet) -> bool:
    """Whether a text is a date or a time such as "3 hours ago", and nothing else but a label ("Last updated:")."""
    if sheet.words.tells_ago(piece):
        return True
    if not may_be_date(piece) or not (len(piece) <= _LONGEST_TIME or _is_labelled(piece, sheet)):
        return False
    if read_names(piece, sheet.words):
        return False
    return read_date(piece, language=sheet.language, rules=sheet.context.rules) is not None


def _is_labelled(piece: str, sheet: Sheet) -> bool:
    """Whether a text holds little but words of dates: "Last updated: November 26, 2003 18:30 IST"."""
    return len(piece) <= _LONGEST_LABELLED and is_furniture(piece, sheet.heads.dates, most=_MONTH)


def eastern_name(text: str, sheet: Sheet) -> list[str]:
    """Return the name that is all of a line, in languages whose surnames are listed (Chinese and Korean); else [].

    Sections have two characters more often than names ("时政"), so that only three are a name.
    """
    known = sheet.words.people.surnames.get((sheet.language or "").split("-")[0], ())
    named = len(text) == _EASTERN_NAME and known and text.startswith(known) and is_person(text, sheet.words)
    return [text] if named else []


def lead_behind_time(text: str, words: NameWords) -> int:
    """Return the position of the names behind a date and a word such as "By"; 0 without them.

    It is 21 in "3. května 2024 Autor: Jan Novák".
    """
    for gap in _GAP.finditer(text):
        before, behind = text[: gap.start()], text[gap.end() :]
        number = _NUMBER_TO_END.search(before)
        if number is None or sum(map(str.isalpha, number["rest"])) > _CLOCK:
            continue
        end = lead_end(behind, words)
        named = 0 < end < len(behind) and (starts_name(behind[end:]) or CASELESS.match(behind[end:]))
        if named and (may_be_date(before) or words.tells_ago(before)):
            return gap.end() + end
    return 0
