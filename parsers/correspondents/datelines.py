"""Reads datelines: the place, day and agency that a first paragraph begins with.

`read_dateline` gives what is printed, the place and the agency ("MEXICO CITY (AP) -", "(ANSA) - ROMA, 28 LUG -",
"新华社北京11月17日电", "BERLIN:"); the article's field and the rows of agencies are both made of it.  Shapes are data
(config/rules/datelines.toml), agencies one list (agencies.toml).  The paragraph stays a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from parsers.correspondents.finding import CreditContext, CreditText, FoundCredit
from parsers.correspondents.rule_index import grammar
from parsers.folding import caseless
from parsers.people.credited_people import Person
from parsers.people.lexicon import Lexicon
from parsers.rules import FAMILIES_KEPT, Family, Rules, default_rules

MAX_DATELINE: Final = 120
#: A word in capitals with fewer letters is an abbreviation as often as a place.
_SURE: Final = 4
_MONTH_DAY = r"(?:\d{1,2}\.?\s?(?:de\s)?)?[^\W\d_]{3,10}\.?(?:\s\d{1,2})?(?:,?\s(?:de\s)?\d{4})?"
_DAY = re.compile(rf"(?:^|[,.]?\s*)(?:{_MONTH_DAY}|\d{{1,2}}[./]\d{{1,2}}\.?(?:\d{{2,4}})?)\s*$")
_ANY = re.compile("")
_EASTERN_PLACE = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{1,10}")
_EASTERN_DAY = re.compile(r"(?:\d{1,2}月)?\s?\d{1,2}日")
_BRACKET = re.compile(r"\s\([^()]*\)$")
_REPORTER = re.compile("^(?:记者|記者)")


class Dateline(NamedTuple):
    """A dateline as printed, without its dash, and its parts."""

    text: str
    place: str | None
    agency: str | None


def read_dateline(
    text: str, *, language: str | None = None, publisher: str | None = None, rules: Rules | None = None
) -> Dateline | None:
    """The dateline that a text begins with; agency is None for a bare one ("PUTRAJAYA, Nov 22 -").

    language is a BCP 47 code, publisher whose page it is: outlets name themselves where others name an agency.
    """
    read = _read(
        _collapsed(text), _Asked(rules or default_rules(), CreditContext(language=language, publisher=publisher))
    )
    return read[0] if read else None


def dateline_of(
    paragraph: str, standfirst: str | None, *, language: str | None, publisher: str | None, rules: Rules
) -> str | None:
    """The dateline that a first paragraph opens with, else the standfirst above it, as printed; None without one."""
    context = CreditContext(language=language, publisher=publisher)
    read = _read(_collapsed(paragraph), _Asked(rules, context))
    if read is None and standfirst:
        read = _read(_collapsed(standfirst), _Asked(rules, context, standfirst=True))
    return read[0].text if read else None


def may_name_agency(text: str, rules: Rules) -> bool:
    """Whether the beginning of a text has a sign that datelines with an agency have; most texts have none."""
    return _signs(rules.family("datelines")).search(_collapsed(text)) is not None


def dateline_finding(block: CreditText) -> list[FoundCredit]:
    """The agency of the dateline that a text begins with."""
    read = _read(block.text[:MAX_DATELINE], _Asked(block.book.source, block.context, agencies=True))
    if not read or not read[0].agency:
        return []
    dateline, end = read
    agency = Person(outlet=dateline.agency, place=dateline.place, wire=True)
    return [FoundCredit(0, end, "agency", (agency,), alone=False, rule="dateline")]


class _Asked(NamedTuple):
    """What is known around a text that may begin with a dateline, and which shapes can be one there."""

    rules: Rules
    context: CreditContext
    #: Only shapes that name an agency.
    agencies: bool = False
    #: In a standfirst, where capitals before a colon are a kicker.
    standfirst: bool = False

    @property
    def words(self) -> Lexicon:
        """The words that names are read by."""
        return grammar(self.rules).words


def _collapsed(text: str) -> str:
    """As much of a text as a dateline can reach, white space collapsed."""
    start = text[:MAX_DATELINE]
    return start if start.isprintable() and "  " not in start else " ".join(text.split())[:MAX_DATELINE]


class _Shape(NamedTuple):
    """One rule: finds what a text must hold for it to be worth trying, the pattern, and what its words must be."""

    needs: re.Pattern[str]
    pattern: re.Pattern[str]
    check: Callable[[re.Match[str], _Asked], Dateline | None]


@lru_cache(maxsize=FAMILIES_KEPT)
def _signs(family: Family) -> re.Pattern[str]:
    """Finds what shapes with an agency need."""
    return _finder(sign for rule in family.rules for sign in rule.data.get("needs", ()))


def _finder(signs: Iterable[str]) -> re.Pattern[str]:
    """Finds one of some signs; begins with what each has, so that most characters are passed over at a glance."""
    distinct = sorted(set(signs))
    first = "".join(sorted({sign.strip()[0] for sign in distinct}))
    forms = (f"(?<= ){re.escape(sign[1:])}" if sign.startswith(" ") else re.escape(sign) for sign in distinct)
    return re.compile(f"(?=[{re.escape(first)}])(?:{'|'.join(forms)})" if distinct else "(?!)")


@lru_cache(maxsize=FAMILIES_KEPT)
def _shapes(family: Family, language: str | None, agencies: bool, standfirst: bool) -> tuple[_Shape, ...]:
    """The shapes that datelines have in a language, in the order of the file."""
    return tuple(
        _Shape(
            _finder(rule.data["needs"]) if "needs" in rule.data else _ANY,
            rule.pattern,
            _CHECKS[str(rule.data.get("check", "place"))],
        )
        for rule in family.rules
        if rule.speaks(language)
        and not (agencies and rule.data.get("check", "place") == "place")
        and not (standfirst and rule.data.get("kicker"))
    )


def _read(start: str, asked: _Asked) -> tuple[Dateline, int] | None:
    """The dateline that a beginning is, and where it ends."""
    family = asked.rules.family("datelines")
    for needs, pattern, check in _shapes(family, asked.context.language, asked.agencies, asked.standfirst):
        if needs.search(start) and (match := pattern.match(start)) and (dateline := check(match, asked)):
            return dateline, match.end()
    return None


def _bracketed(match: re.Match[str], asked: _Asked) -> Dateline | None:
    """PLACE, day (AGENCY) - and PLACE, day. /AGENCY/; behind a place in capitals the brackets may hold anything."""
    words, printed = asked.words, match["place"] or ""
    agency, place = _agency(match["agency"] or match["slashed"], words), _place(printed, words)
    marked = match["dash"] or match["slashed"] or _dated(printed)
    if place is None or not marked:
        return None
    sure = bool(match["dash"]) and place.isupper() and (agency is not None or len(place) >= _SURE)
    if not sure and not (agency and (words.is_wire(agency) or asked.context.owns(agency))):
        return None
    return Dateline(_printed(match[0]), place or None, agency)


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


def _between_dashes(match: re.Match[str], asked: _Asked) -> Dateline | None:
    """(AGENCY) - PLACE, day - and PLACE, day - AGENCY."""
    words = asked.words
    place = _place(match["place"], words) if words.is_wire(match["agency"]) else None
    if not place or not (place.isupper() or words.is_place(place) or _dated(match["place"])):
        return None
    return Dateline(_printed(match[0]), place, match["agency"])


def _beside(match: re.Match[str], asked: _Asked) -> Dateline | None:
    """PLACE AGENCY —, without brackets."""
    words, agency = asked.words, match["agency"]
    place = _place(match["place"], words) if words.is_wire(agency) or asked.context.owns(agency) else None
    return Dateline(match["dateline"], place or None, agency) if place is not None else None


def _agency_in_front(match: re.Match[str], asked: _Asked) -> Dateline | None:
    """AGENCY PLACE day 电, without blanks between them: the agency is the longest that the list knows."""
    run = match["run"]
    for end in range(len(run), 1, -1):
        if asked.words.is_wire(run[:end]):
            place = _REPORTER.sub("", run[end:])
            return Dateline(match[0], place or None, run[:end])
    return None


def _agency_behind(match: re.Match[str], asked: _Asked) -> Dateline | None:
    """【PLACE AGENCY】, (PLACE=AGENCY) and 【day AGENCY】: the agency is the longest at the end that the list knows."""
    run = match["run"]
    for start in range(len(run) - 1):
        place = _EASTERN_DAY.sub("", run[:start]).strip(" =＝")
        placed = _EASTERN_PLACE.fullmatch(place) if place else match[0].startswith("【")
        if placed and run[start].isalnum() and asked.words.is_wire(run[start:]):
            return Dateline(match[0], place or None, run[start:])
    return None


def _bare(match: re.Match[str], asked: _Asked) -> Dateline | None:
    """A place alone, before a dash, a colon, a full stop."""
    printed = match["dateline"].strip()
    place = match["place"] if "place" in match.re.groupindex else _BRACKET.sub("", _without_day(printed)).strip(" ,")
    return Dateline(printed, place or None, None)


def _printed(text: str) -> str:
    """A dateline without the dash or full stop behind it."""
    return text.rstrip(" -–—―:=.")


#: What the words that a shape captured must be: the `check` of a rule.
_CHECKS: Final[dict[str, Callable[[re.Match[str], _Asked], Dateline | None]]] = {
    "brackets": _bracketed,
    "dashes": _between_dashes,
    "beside": _beside,
    "in_front": _agency_in_front,
    "behind": _agency_behind,
    "place": _bare,
}
