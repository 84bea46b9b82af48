"""Which segments the fields take off the desk, so that no line of the head ends up in the body.

Headline: the heading and its repeats near the top.  Byline, kicker, standfirst: the segments that print them.  META:
lines near the headline that say a date or a reading time and little else.
"""

from __future__ import annotations

import re
from typing import Any

from parsers.fields.candidate import Candidate
from parsers.fields.compare import key
from parsers.fields.sheet import Sheet
from parsers.segments import HEADLINE, META

#: Labels, clocks, numbers and separators of date lines; what is left of a line after them is other text.
_FURNITURE = re.compile(
    r"\d+|[^\W\d_]{0,3}(?:day|tag|di|dag|dì)\b|published|updated|posted|veröffentlicht|aktualisiert|stand|lesezeit|uhr"
    r"|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato|reading time|min(?:ute[ns]?)? read|minuten?|minutes?",
    re.IGNORECASE,
)
_READING = re.compile(
    r"^\W*(?:(?:lesezeit|reading time|lecture|tiempo de lectura|leestijd|lästid|lesetid|est\.? reading time)\W*)?\d{1,3}\s*"
    r"(?:min\b|mins\b|minutes?\b|minuten\b|minuti\b|minutos\b|sec\b)[^\d]{0,30}$",
    re.IGNORECASE,
)


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
            if is_furniture(sheet.desk.segments[index].text):
                sheet.desk.claim(index, META, rule="date")
    for segment in sheet.desk.segments[max(sheet.headline - 6, 0) : sheet.headline + 20]:
        if len(segment.text) < 80 and _READING.match(segment.text):
            sheet.desk.claim(segment.index, META, rule="reading_time")


def is_furniture(text: str) -> bool:
    """Whether a line that holds a date holds little else."""
    left = "".join(ch for ch in _FURNITURE.sub("", text) if ch.isalpha())
    return len(text) <= 160 and len(left) <= 30
