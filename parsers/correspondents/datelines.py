"""Reads datelines: the place, date and agency at the start of a first paragraph.

Takes a text; gives the dateline as printed, its place and its agency ("MEXICO CITY (AP) -", "(ANSA) - ROMA, 28 LUG -",
"新华社北京11月17日电", "BERLIN:").  The article's dateline and its agencies are both made of this.  The forms are
rules in config/rules/datelines.toml, the agencies are listed in agencies.toml.  The text itself is not changed.
`asked` holds the rules, the page's language and outlet, and which forms may be found (_Search); a day is a date without
a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from parsers.correspondents.finding import CreditContext, CreditText, FoundCredit
from parsers.correspondents.rule_index import grammar
from parsers.folding import caseless
from parsers.late_patterns import ScriptPattern
from parsers.people.lexicon import Lexicon
from parsers.people.name_patterns import any_word
from parsers.people.name_shapes import CASELESS
from parsers.people.people_groups import Person
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules, default_rules

#: Characters at the start of a text in which a dateline must end.  Chosen by hand.
MAX_DATELINE: Final = 120
#: The least number of letters in a word in capitals that is taken for a place; a shorter one may be an abbreviation.
_SURE: Final = 4
#: The most letters of a region that is abbreviated.
_SHORT_REGION: Final = 5
#: The most words and characters in a place.  Chosen by hand.
_MAX_PLACE_WORDS: Final = 6
_MAX_PLACE: Final = 50
#: The least number of Han characters of a name with a place after it: "中央社記者王明台北".
_NAME_AND_PLACE: Final = 4
_EASTERN_PLACE = ScriptPattern("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{1,10}")
_EASTERN_DAY = re.compile(r"(?:\d{1,2}月)?\s?\d{1,2}日")
_BRACKET = re.compile(r"\s\([^()]*\)$")


class Dateline(NamedTuple):
    """A dateline and its parts."""

    #: The dateline as printed, without the dash after it.
    text: str
    place: str | None
    agency: str | None


def read_dateline(
    text: str, *, language: str | None = None, publisher: str | None = None, rules: Rules | None = None
) -> Dateline | None:
    """The dateline at the start of a text, or None; its agency is None when only a place is printed.

    `language`: a BCP 47 code, or None when unknown.  `publisher`: the name of the page's outlet, which may be printed
    in place of an agency.  `rules`: the shipped ones by default.
    """
    chosen = rules or default_rules()
    read = _read(_collapsed(text), _Search(chosen, _context(language, publisher, chosen)))
    return read[0] if read else None


def dateline_of(
    paragraph: str, standfirst: str | None, *, language: str | None, publisher: str | None, rules: Rules
) -> str | None:
    """The dateline as printed at the start of the first paragraph, else of the standfirst; None when there is none.

    The other arguments are those of `read_dateline`.
    """
    context = _context(language, publisher, rules)
    read = _read(_collapsed(paragraph), _Search(rules, context))
    if read is None and standfirst:
        read = _read(_collapsed(standfirst), _Search(rules, context, standfirst=True))
    return read[0].text if read else None


def may_name_agency(text: str, rules: Rules) -> bool:
    """A quick test: False when a text certainly does not begin with a dateline that names an agency.

    White space in the text must be collapsed.
    """
    return _signs(rules.family("datelines")).search(text, 0, MAX_DATELINE) is not None


def dateline_finding(block: CreditText) -> list[FoundCredit]:
    """Find the agency in the dateline that begins a block; gives a list of one FoundCredit, or an empty one."""
    read = _read(block.text[:MAX_DATELINE], _Search(block.book.source, block.context, agencies=True))
    if not read or not read[0].agency:
        return []
    dateline, end = read
    agency = Person(outlet=dateline.agency, place=dateline.place, wire=True)
    return [FoundCredit(0, end, "agency", (agency,), rule="dateline")]


class _Search(NamedTuple):
    """What a search for a dateline needs: the rules, the text's language and outlet, and which forms may be found."""

    rules: Rules
    context: CreditContext
    #: Whether to look only for forms that name an agency.
    agencies: bool = False
    #: Whether the text is a standfirst, in which capitals before a colon are a kicker, not a dateline.
    standfirst: bool = False

    @property
    def words(self) -> Lexicon:
        """The word lists for names and agencies."""
        return grammar(self.rules).words

    @property
    def day(self) -> re.Pattern[str]:
        """The pattern for a date ("28 LUG") at the end of a text."""
        return _days(self.rules.family("dates"))


@lru_cache(maxsize=FAMILIES_KEPT)
def _signed(people: Family) -> re.Pattern[str]:
    """Make a pattern for a byline before a dateline in capitals: "By Ada Lund LONDON (Reuters) -"."""
    lead = any_word(word.capitalize() for word in people.all_words("by"))
    return re.compile(rf"{lead} (?=[^()]*[a-z]{{2}})[^()]*?[a-z.,] (?=[A-ZÀ-Ý]{{3}}[^()a-z]*(?:$|, [^()]*$))")


@lru_cache(maxsize=FAMILIES_KEPT)
def _days(dates: Family) -> re.Pattern[str]:
    """Make a pattern for a date at the end of a text: "28 LUG", "May 3, 2024", "3.5."."""
    before_month, before_year = (
        any_word(word for word in dates.all_words(name) if word[-1:].isalpha())
        for name in ("before_month", "before_year")
    )
    named = (
        rf"(?:\d{{1,2}}\.?\s?(?:{before_month}\s)?)?(?:[^\W\d_]{{3,10}}|[\u0900-\u0963]{{2,10}})\.?"
        rf"(?:\s\d{{1,2}})?(?:,?\s(?:{before_year}\s)?\d{{4}})?"
    )
    return re.compile(rf"(?:^|[,.]?\s*)(?:{named}|\d{{1,2}}[./]\d{{1,2}}\.?(?:\d{{2,4}})?)\s*$")


def _context(language: str | None, publisher: str | None, rules: Rules) -> CreditContext:
    """Make the CreditContext of a text of which only language and outlet are known."""
    return CreditContext(language=language, publisher=publisher, article=grammar(rules).words.articles.dropped)


def _collapsed(text: str) -> str:
    """The first MAX_DATELINE characters of a text, white space collapsed."""
    start = text[:MAX_DATELINE]
    return start if start.isprintable() and "  " not in start else " ".join(text.split())[:MAX_DATELINE]


class _Shape(NamedTuple):
    """One rule for a form of datelines, such as "PLACE (AGENCY) -"."""

    #: Strings of which a text must contain one for the pattern to match; () for a rule that does not list any.
    needs: tuple[str, ...]
    #: Its pattern is compiled only for a text that contains one.
    rule: Rule
    #: Makes a Dateline of a match, or gives None when its words are not a place and an agency.
    check: Callable[[re.Match[str], _Search], Dateline | None]


@lru_cache(maxsize=FAMILIES_KEPT)
def _signs(family: Family) -> re.Pattern[str]:
    """Make a pattern for the strings in the key `needs` of all rules; a text without any has no such dateline."""
    return _finder(sign for rule in family.rules for sign in rule.data.get("needs", ()))


def _finder(signs: Iterable[str]) -> re.Pattern[str]:
    """Make a pattern for any of some strings; it begins with a character class, so that most positions fail at once."""
    distinct = sorted(set(signs))
    first = "".join(sorted({sign.strip()[0] for sign in distinct}))
    forms = (f"(?<= ){re.escape(sign[1:])}" if sign.startswith(" ") else re.escape(sign) for sign in distinct)
    return re.compile(f"(?=[{re.escape(first)}])(?:{'|'.join(forms)})" if distinct else "(?!)")


@lru_cache(maxsize=FAMILIES_KEPT)
def _shapes(family: Family, language: str | None, agencies: bool, standfirst: bool) -> tuple[_Shape, ...]:
    """The rules for datelines in a language, in the order of the file.

    `agencies`: give only the rules for datelines that name an agency.  `standfirst`: leave out the rules that take
    capitals before a colon for a place, since in a standfirst these are a kicker.
    """
    return tuple(
        _Shape(
            tuple(rule.data.get("needs", ())),
            rule,
            _CHECKS[str(rule.data.get("check", "place"))],
        )
        for rule in family.rules
        if rule.speaks(language)
        and not (agencies and rule.data.get("check", "place") == "place")
        and not (standfirst and rule.data.get("kicker"))
    )


def _read(start: str, asked: _Search) -> tuple[Dateline, int] | None:
    """Find the dateline at the start of a text, and the index at which it ends; None when there is none."""
    family = asked.rules.family("datelines")
    for needs, rule, check in _shapes(family, asked.context.language, asked.agencies, asked.standfirst):
        if needs and not any(map(start.__contains__, needs)):
            continue
        if (match := rule.pattern.match(start)) and (dateline := check(match, asked)):
            return dateline, match.end()
    return None


def _bracketed(match: re.Match[str], asked: _Search) -> Dateline | None:
    """The dateline in a match of "PLACE, date (AGENCY) -" or "PLACE, date. /AGENCY/"; None when it is something else.

    After a place in capitals, anything may be in the brackets.
    """
    words, printed = asked.words, match["place"] or ""
    signed = _signed(asked.rules.family("people")).match(printed)
    printed = printed[signed.end() :] if signed else printed
    agency, place = _agency(match["agency"] or match["slashed"], words), _place(printed, asked)
    sells = agency is not None and (words.is_wire(agency) or asked.context.owns(agency))
    if place is None or not (match["slashed"] or match["dash"] is not None or _dated(printed, asked)):
        return None
    town = place.partition(",")[0]
    known = _spelt(town) or words.is_place(town)
    if not match["dash"] and not _dated(printed, asked) and not (sells and known):
        return None  # without a dash, only a place in capitals or a listed one shows a dateline
    sure = bool(match["dash"]) and _spelt(town) and bool(town) and (agency is not None or len(place) >= _SURE)
    known = known or (bool(match["dash"]) and town.isalpha())  # a town that no list has: "Oldhaven (CNN) —"
    if not sure and not sells and not (town and known and words.is_listed_outlet(agency or "")):
        return None
    place = _with_stop(place, match)
    return Dateline(_printed(match[0][signed.end() if signed else 0 :]), place or None, agency)


def _spelt(town: str) -> bool:
    """Whether a town is spelt as in a dateline: in capitals, or in a script without them.

    True without a town, too, as in "(CNN)The port is open.".
    """
    return not town or town.isupper() or CASELESS.search(town) is not None


def _with_stop(place: str, match: re.Match[str]) -> str:
    """A place with the full stop after it, if that ends an abbreviated region: "SPRINGFIELD, Ill."."""
    stopped = match.string[match.end("place") : match.end("place") + 1] == "."
    return place + "." if stopped and ", " in place and len(place.rpartition(", ")[2]) <= _SHORT_REGION else place


def _agency(printed: str, words: Lexicon) -> str | None:
    """The agency or outlet in brackets, without a desk after it: "dpa/lno" gives "dpa"; None for anything else."""
    first = re.split(r"\s*[/,]\s*", printed.strip())[0]
    acronym = first.isalpha() and first.isupper() and words.is_outlet(first)
    paper = first.isupper() and words.is_paper(first)
    return first if acronym or paper or words.is_wire(first) or words.is_listed_outlet(first) else None


def _place(printed: str, asked: _Search) -> str | None:
    """The place in a text such as "ROMA, 28 LUG", without the date; "" for only a date, None for no place."""
    words = asked.words
    if ":" in printed:
        return None
    place = re.sub(r"\s*\([^)]*\)|\s*\[[^\]]*\]", "", _without_day(printed, asked).strip(" ,–—-")).strip(" ,")
    if not place or words.is_place(place):
        return place
    tokens = place.split()
    small = [
        t
        for t in tokens
        if t[0].isascii() and t[0].islower() and caseless(t) not in words.particles and not words.joint.match(f" {t} ")
    ]
    return place if len(tokens) <= _MAX_PLACE_WORDS and not small and len(place) <= _MAX_PLACE else None


def _without_day(printed: str, asked: _Search) -> str:
    """Remove the date after a place: "ROMA, 28 LUG" gives "ROMA"."""
    printed = printed.strip(" ,")
    return asked.day.sub("", printed) if any(c.isdigit() for c in printed) else printed


def _dated(printed: str, asked: _Search) -> bool:
    """Whether a text ends with a date, as the place of a dateline may ("ROMA, 28 LUG")."""
    return any(c.isdigit() for c in printed) and bool(asked.day.search(printed.strip(" ,")))


def _between_dashes(match: re.Match[str], asked: _Search) -> Dateline | None:
    """The dateline in a match of "(AGENCY) - PLACE, date -" or "PLACE, date - AGENCY"; None for anything else."""
    words = asked.words
    place = _place(match["place"], asked) if words.is_wire(match["agency"]) else None
    stopped = "stop" in match.re.groupindex  # a town and an agency as two sentences are nothing else
    if not place or not (_spelt(place) or words.is_place(place) or stopped or _dated(match["place"], asked)):
        return None
    return Dateline(_printed(match[0]), place, match["agency"])


def _beside(match: re.Match[str], asked: _Search) -> Dateline | None:
    """The dateline in a match of "PLACE AGENCY —", without brackets; None when it is something else."""
    words, agency = asked.words, match["agency"]
    own = asked.context.owns(agency) and words.is_outlet(agency) and bool(match["place"])
    listed = "," in match["dateline"] and (words.is_listed_outlet(agency) or words.is_listed_outlet(agency.split()[0]))
    place = _place(match["place"], asked) if words.is_wire(agency) or own or listed else None
    return Dateline(match["dateline"], place or None, agency) if place is not None else None


def _agency_in_front(match: re.Match[str], asked: _Search) -> Dateline | None:
    """The dateline in a match of "AGENCY PLACE date 电" without blanks; None without an agency.

    The longest listed agency at the start is taken.  If a job and a name follow it, the text is a reporter's credit.
    The Dateline then has neither place nor agency: these are read with the credit, elsewhere.
    """
    run = match["run"]
    for end in range(len(run), 1, -1):
        if asked.words.is_wire(run[:end]):
            place = run[end:]
            job = max(filter(place.startswith, asked.words.roles), key=len, default="")
            rest = place.removeprefix(job)
            if job and len(rest) >= _NAME_AND_PLACE:  # a reporter's credit, which tells the agency and the place, too
                return Dateline(match[0], None, None)
            return Dateline(match[0], rest or None, run[:end])
    return None


def _agency_behind(match: re.Match[str], asked: _Search) -> Dateline | None:
    """The dateline in a match of "【PLACE AGENCY】", "(PLACE=AGENCY)" or "【date AGENCY】"; None for others.

    The longest listed agency at the end is taken.
    """
    run = match["run"]
    for start in range(len(run) - 1):
        place = _EASTERN_DAY.sub("", run[:start]).strip(" =＝")
        placed = _EASTERN_PLACE.fullmatch(place) if place else match[0].startswith("【")
        if placed and run[start].isalnum() and asked.words.is_wire(run[start:]):
            return Dateline(match[0], place or None, run[start:])
    return None


def _bare(match: re.Match[str], asked: _Search) -> Dateline | None:
    """The dateline in a match of a place alone, before a dash, a colon or a full stop.

    Never None: the type is that of the other functions in _CHECKS.
    """
    printed = match["dateline"].strip()
    place = (
        match["place"] if "place" in match.re.groupindex else _BRACKET.sub("", _without_day(printed, asked)).strip(" ,")
    )
    return Dateline(printed, place or None, None)


def _printed(text: str) -> str:
    """A dateline as printed, without the dash or full stop after it."""
    return text.rstrip(" -–—―:=.")


#: The value of a rule's key `check` -> the function that checks its matches.
_CHECKS: Final[dict[str, Callable[[re.Match[str], _Search], Dateline | None]]] = {
    "brackets": _bracketed,
    "dashes": _between_dashes,
    "beside": _beside,
    "in_front": _agency_in_front,
    "behind": _agency_behind,
    "place": _bare,
}
