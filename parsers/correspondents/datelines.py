"""Reads datelines: the place, day and agency that a first paragraph begins with.

Takes a block; `read_dateline` gives what is printed, the place and the agency ("MEXICO CITY (AP) -", "(ANSA) - ROMA,
28 LUG -", "新华社北京11月17日电").  The paragraph stays a paragraph.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from parsers.correspondents.finding import Block, Context, Finding
from parsers.correspondents.rule_index import grammar
from parsers.folding import caseless
from parsers.people.credited_people import Person
from parsers.people.lexicon import Lexicon
from parsers.rules import Rules

MAX_DATELINE = 120
_EASTERN = re.compile("[【（电電]")
_DASH = r"(?:\.?(?:--|[-–—―])|:)"
#: PLACE, day (AGENCY) -
_PLACE_FIRST = re.compile(
    r"(?P<place>[^\W\d_][^()/\n]{1,70}?(?:\s\([^()\n]{2,30}\)[^()/\n]{0,30}?)?)?[\s,.]*"
    r"(?:\(\s?(?P<agency>[^()\n]{2,40}?)\s?\)|(?<![^\s.])/\s?(?P<slashed>[^()/\n]{2,30}?)\s?/)"
    rf"\s*(?P<dash>{_DASH}|=|\.\s)?"
)
#: (AGENCY) - PLACE, day -
_AGENCY_FIRST = re.compile(
    rf"[(/]?(?P<agency>[^\W\d_][\w./-]{{1,24}})[)/]?\s*{_DASH}\s*(?P<place>[^\W\d_][^()\n]{{1,50}}?)\s*{_DASH}\s"
)
#: PLACE AGENCY — and PLACE, day — AGENCY., without brackets
_UNBRACKETED = re.compile(r"(?P<place>(?:[^\W\d_][\w.'’-]*,? ){0,4}?)(?P<agency>[A-ZÀ-Ý][\w]{1,12})\s+(?:--|[–—])\s+\S")
_AGENCY_LAST = re.compile(
    rf"(?P<place>[^\W\d_][^()\n]{{1,50}}?)\s*{_DASH}\s*(?P<agency>[^\W\d_][\w-]{{1,12}}(?: [^\W\d_][\w-]{{1,12}})?)\.\s"
)
#: AGENCY PLACE day 电
_CHINESE = re.compile(
    r"[（(【]?(?P<agency>新华社|新華社|中新社|中新网|中央社|路透社|法新社|美联社|美聯社|共同社|塔斯社)(?:记者)?"
    r"(?P<place>[\u4e00-\u9fff]{1,8}?)(?:\d{1,2}月)?\d{1,2}日(?:综合|外)?[电電讯訊]"
)
#: 【PLACE AGENCY】, (PLACE=AGENCY)
_EAST = re.compile(
    r"[【（(\[](?P<place>[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2,10}?)(?:\s?\d{1,2}日)?\s?[=＝ ]?\s?"
    r"(?P<agency>共同|時事|ロイター|AFP|AP|聯合ニュース|연합뉴스|뉴시스|뉴스1)[】）)\]]"
)
_MONTH_DAY = r"(?:\d{1,2}\.?\s?(?:de\s)?)?[^\W\d_]{3,10}\.?(?:\s\d{1,2})?(?:,?\s(?:de\s)?\d{4})?"
_DAY = re.compile(rf"(?:^|[,.]?\s*)(?:{_MONTH_DAY}|\d{{1,2}}[./]\d{{1,2}}\.?(?:\d{{2,4}})?)\s*$")
#: PLACE, day - with the place in capitals
_BARE = re.compile(
    r"(?P<place>[^\W\d_a-zà-ÿ][^\W\d_a-zà-ÿ.'’ -]{2,40}(?:,\s[^\W\d_][\w.]{1,12})?)"
    rf"(?:,\s[^\W\d_]{{3,9}}\.?\s\d{{1,2}})?\s{_DASH}\s"
)


class Dateline(NamedTuple):
    """A dateline as printed, without its dash, and its parts."""

    text: str
    place: str | None
    agency: str | None


def read_dateline(text: str, *, publisher: str | None = None, rules: Rules | None = None) -> Dateline | None:
    """The dateline that a text begins with; agency is None for a bare one ("PUTRAJAYA, Nov 22 -")."""
    start = " ".join(text[: MAX_DATELINE * 2].split())
    read = _read(start, grammar(rules).words, Context(publisher=publisher))
    return read[0] if read else None


def may_be_dateline(text: str) -> bool:
    """Whether the beginning of a text has a mark that datelines have: a bracket, a slash, a dash, a 电."""
    start = text[:MAX_DATELINE]
    if "(" in start or " -" in start or " –" in start or " —" in start or " /" in start:
        return True
    return not start.isascii() and bool(_EASTERN.search(start))


def dateline_finding(block: Block) -> list[Finding]:
    """The agency of the dateline that a text begins with."""
    read = _read(block.text, block.book.words, block.context)
    if not read or not read[0].agency:
        return []
    dateline, end = read
    agency = Person(outlet=dateline.agency, place=dateline.place, wire=True)
    return [Finding(0, end, "agency", (agency,), alone=False, rule="dateline")]


def _read(text: str, words: Lexicon, context: Context) -> tuple[Dateline, int] | None:
    """The dateline and where it ends."""
    start = text[:MAX_DATELINE]
    east = _CHINESE.match(start) or _EAST.match(start)
    if east:
        return Dateline(east[0], east["place"] or None, east["agency"]), east.end()
    return (
        _two_dashes(start, words)
        or _bracketed(start, words, context)
        or _unbracketed(start, words, context)
        or _bare(start)
    )


def _bracketed(start: str, words: Lexicon, context: Context) -> tuple[Dateline, int] | None:
    match = _PLACE_FIRST.match(start) if "(" in start or "/" in start else None
    if not match:
        return None
    printed = match["place"] or ""
    agency, place = _agency(match["agency"] or match["slashed"], words), _place(printed, words)
    marked = match["dash"] or match["slashed"] or _dated(printed)
    if agency is None or place is None or not marked:
        return None
    if not (words.is_wire(agency) or context.owns(agency)) and not (place.isupper() and match["dash"]):
        return None
    return Dateline(_printed(match[0]), place or None, agency), match.end()


def _agency(printed: str, words: Lexicon) -> str | None:
    """The agency in the brackets: "AP", "dpa/lno", "CNN"; None for anything else."""
    first = re.split(r"\s*[/,]\s*", printed.strip())[0]
    acronym = first.isalpha() and first.isupper() and words.is_outlet(first)
    return first if acronym or words.is_wire(first) or words.is_listed_outlet(first) else None


def _place(printed: str, words: Lexicon) -> str | None:
    """The place without its day; "" when there is none, None when these words are no place."""
    if ":" in printed:
        return None
    place = re.sub(r"\s*\([^)]*\)|\s*\[[^\]]*\]", "", _without_day(printed).strip(" ,–—-")).strip(" ,")
    if not place or words.is_place(place):
        return place
    tokens = place.split()
    small = [t for t in tokens if t[0].isascii() and t[0].islower() and caseless(t) not in words.particles]
    return place if len(tokens) <= 6 and not small and len(place) <= 50 else None


def _without_day(printed: str) -> str:
    printed = printed.strip(" ,")
    return _DAY.sub("", printed) if any(c.isdigit() for c in printed) else printed


def _dated(printed: str) -> bool:
    return any(c.isdigit() for c in printed) and bool(_DAY.search(printed.strip(" ,")))


def _two_dashes(start: str, words: Lexicon) -> tuple[Dateline, int] | None:
    match = _AGENCY_FIRST.match(start) or _AGENCY_LAST.match(start)
    if not match or not words.is_wire(match["agency"]):
        return None
    place = _place(match["place"], words)
    if not place or not (place.isupper() or words.is_place(place) or _dated(match["place"])):
        return None
    return Dateline(_printed(match[0]), place, match["agency"]), match.end()


def _unbracketed(start: str, words: Lexicon, context: Context) -> tuple[Dateline, int] | None:
    match = _UNBRACKETED.match(start)
    if not match or not (words.is_wire(match["agency"]) or context.owns(match["agency"])):
        return None
    place, end = _place(match["place"], words), match.end("agency")
    return (Dateline(start[:end], place or None, match["agency"]), end) if place is not None else None


def _bare(start: str) -> tuple[Dateline, int] | None:
    match = _BARE.match(start)
    return (Dateline(_printed(match[0]), match["place"].strip(" ,"), None), match.end()) if match else None


def _printed(text: str) -> str:
    """A dateline without the dash or full stop behind it."""
    return text.rstrip(" -–—―:=.")
