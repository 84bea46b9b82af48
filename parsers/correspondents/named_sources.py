"""Reads the outlets and agencies that a text comes from: "Source: The Harbour Post", "来源：港口网", "PAP, marga".

Takes a list of organisations from a credit; gives them as Persons (`people_groups.Person`) with an outlet and no
name.  After a word for "source" there may as well be a ministry, a study or a firm: only what is certainly an outlet
counts there.  `words` is the Lexicon, the word lists by which names are recognised; a wire is an agency that sells
text.  `block` (CreditText) holds the text, the page's language and its outlet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from parsers.correspondents.finding import CreditText
from parsers.folding import caseless, key
from parsers.late_patterns import LatePattern
from parsers.people.credited_people import split_people
from parsers.people.lexicon import Lexicon
from parsers.people.name_shapes import CASELESS
from parsers.people.people_groups import Person

#: The most words and characters in the name of an outlet that is not listed.  Chosen by hand.
_MAX_WORDS: Final = 6
_MAX_OUTLET: Final = 48
#: Characters of the longest list of sources.  Chosen by hand.
_MAX_LISTED: Final = 200
#: The least letters by which a name in capitals certainly is an agency's, though the same in lower case is a word.
_SURE: Final = 5
#: The most letters of initials in capitals.  Chosen by hand.
_CAPITALS: Final = 4
#: What separates the organisations of a list; a bar or dash only between blanks.
_SPLIT: Final = re.compile(r"\s*[/,;+|&、，·•／｜()（）]\s*|\s+[–—-]\s+")
#: Quotation marks and brackets around a name.
_AROUND: Final = " .\"'«»“”„‘’「」『』《》〈〉()（）[]"
#: A hyphen between agencies: "STT–AFP".
_HYPHEN: Final = re.compile(r"[-–—]")
#: The initials of an editor or a desk.
_CODE: Final = re.compile(r"[^\W\d_]{2,4}\d?|[^\W\d_]{5,6}")
#: A day or a time of publication at either end of a piece of a line, with the word before it.
_DAY: Final = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\.? [^\W\d_]{3,10}\.? \d{2,4}"
_WHEN: Final = LatePattern(
    rf"^(?:(?:{_DAY}|\(?\d{{1,2}}[:.]\d\d\)?),?\s*)+|\s*(?:[^\W\d_]+\s+)?(?:(?:{_DAY}),?\s*)(?:\(?\d{{1,2}}[:.]\d\d\)?)?$"
)
_DOMAIN: Final = LatePattern(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-zа-я]{2,6}", re.IGNORECASE)


def named_sources(listed: str, block: CreditText, *, certain: bool, people: bool = True) -> tuple[Person, ...] | None:
    """The organisations in a list of sources, without the page's own outlet; None when the list holds anything else.

    `certain`: the list may hold only names that certainly are an outlet's.  If False, it may also hold names that can
    be an outlet's, but none of institutions.  `people`: unless `certain`, the list may hold persons, who are given as
    well.  If False, a name that could be a person's is taken for an outlet's.
    """
    words = block.book.words
    if len(listed) > _MAX_LISTED:
        return None
    listed = _WHEN.sub("", listed.strip(" ."))
    parts = [p for joined in _at_joints(listed, block) for p in _SPLIT.split(joined) if p.strip(_AROUND)]
    found: list[Person] = []
    for part in parts:
        name = _printed_name(part, block)
        if people and not certain:
            if found and found[-1].name and (told := _told_of(found[-1], name, block)):
                found[-1] = told
                continue
            name = _without_of(name, words)
        if words.is_unnamed_wire(name):
            found.append(Person(wire=True))
        elif name.isdigit():  # of comments: "来源：港口网 评论(0)"
            continue
        elif words.is_wire(name) or is_agency_desk(name, words):
            found.append(Person(outlet=words.articles.without(name), wire=True))
        elif block.context.owns(name):
            continue
        elif not certain and people and (placed := _placed_people(name, block)):
            found += placed
        elif (
            is_certain_outlet(name, block)
            or _is_called_outlet(part, words)
            or (not certain and _is_some_outlet(name, words, people=people))
        ):
            found.append(Person(outlet=name))
        elif not certain and words.is_person(name) and not _is_institution(name, words):
            found += split_people(name, words, language=block.context.language).persons
        else:
            return None
    sure = [p for p in found if p.wire or is_certain_outlet(p.outlet or "", block)]
    return tuple(sure if sure and not people else found)


def _placed_people(name: str, block: CreditText) -> tuple[Person, ...]:
    """Read the persons in a part of a list that ends with a place: "Ada Lund desde Oslo"; empty for other parts."""
    found = split_people(name, block.book.words, language=block.context.language)
    return found.persons if not found.rest and all(p.name and p.place for p in found.persons) else ()


def _told_of(person: Person, name: str, block: CreditText) -> Person | None:
    """Give a person the place or outlet in the next part of a list: "Ada Lund, em Recife", "Ada Lund, da Folha".

    `name`: that part.  None when it is neither.
    """
    words = block.book.words
    first, _, rest = name.partition(" ")
    spoken = (block.context.language or "").split("-")[0]
    if not rest[:1].isupper() or not first.islower():
        return None
    of, at = caseless(first) in words.before_outlets, first in words.prepositions.get(spoken, ())
    if of and words.is_listed_outlet(rest):
        return replace(person, outlet=rest)
    return replace(person, place=rest) if (of or at) and (words.is_place(rest) or rest.isalpha()) else None


def _without_of(name: str, words: Lexicon) -> str:
    """Remove the "of" that a list repeats before a name: "de Ada Lund" in "da Agência Brasil e de Ada Lund"."""
    first, _, rest = name.partition(" ")
    again = first.islower() and caseless(first) in words.before_outlets
    return rest if again and (words.is_person(rest) or words.is_wire(rest)) else name


def _is_called_outlet(part: str, words: Lexicon) -> bool:
    """Whether a part of a list is a word for an outlet, with the outlet's name: "газета «Заря»" ("newspaper")."""
    kind, _, name = part.strip(_AROUND).partition(" ")
    return caseless(kind) in words.outlet_kinds and name.strip(_AROUND)[:1].isupper()


def is_agency_desk(name: str, words: Lexicon) -> bool:
    """Whether a name is that of an agency with one of its desks ("dpa Sport"), so that it counts as the agency."""
    first, _, desk = name.partition(" ")
    return desk.isalpha() and desk[:1].isupper() and words.is_wire(first)


def _at_joints(listed: str, block: CreditText) -> list[str]:
    """Split a list at words for "and" and "with", unless these may be in a name ("Despierta con Loret").

    A word that leads a place in the text's language joins nothing: "en" is "and" in Dutch and "in" in Spanish.
    """
    words, spoken = block.book.words, (block.context.language or "").split("-")[0]
    apart = words.codes.inside_names | words.prepositions.get(spoken, frozenset())
    parts, start = [], 0
    for joint in words.joint.finditer(listed):
        if caseless(joint[0].strip()) not in apart:
            parts.append(listed[start : joint.start()])
            start = joint.end()
    return [*parts, listed[start:]]


def _printed_name(part: str, block: CreditText) -> str:
    """The name in a part of a list, without a time beside it and without a word such as "newspaper" before it.

    In scripts without capitals, only the outlet before a blank or dash: "港口网" for "港口网-财经".
    """
    words, name = block.book.words, _WHEN.sub("", part.strip()).strip(_AROUND)
    if name.count('"') % 2:
        name += '"'  # РИА "Новости"
    kind, _, rest = name.partition(" ")
    if words.is_newsroom(name) or words.is_wire(name):
        return name
    if rest.strip(_AROUND) and not kind.istitle() and caseless(kind) in words.outlet_kinds:
        return rest.strip(_AROUND)
    first = block.book.around.east_mark.split(name, maxsplit=1)[0].strip(_AROUND)
    return first if first != name and CASELESS.match(name) and words.is_newsroom(first) else name


def is_certain_outlet(name: str, block: CreditText) -> bool:
    """Whether a name certainly is an outlet's: listed, a domain name, or with a word that only outlets have.

    On pages in English, only a listed one is: "Source:" is below every chart and picture there.
    """
    words = block.book.words
    if words.is_supplier(name):
        return False
    if words.is_newsroom(name) or words.is_wire(name) or words.is_listed_outlet(name) or words.is_branch(name):
        return True
    if (block.context.language or "en").startswith("en"):
        return False
    return words.is_paper(name) or words.is_paper_behind(name) or _DOMAIN.fullmatch(name) is not None


def _is_some_outlet(name: str, words: Lexicon, *, people: bool) -> bool:
    """Whether a name after words such as "with information from" can be an outlet's.

    An institution's or a place's cannot; nor can a person's, if persons may be in the list (`people`).
    """
    parts = name.split()
    if len(name) > _MAX_OUTLET or len(parts) > _MAX_WORDS or words.is_supplier(name) or words.is_place(name):
        return False
    if not (name[0].isupper() or CASELESS.match(name)) or _is_institution(name, words):
        return False
    return not (people and words.is_person(name))


def _is_institution(name: str, words: Lexicon) -> bool:
    """Whether a name contains a word for an institution, such as "Ministry", so that it is no outlet's name."""
    return not words.institutions.isdisjoint(caseless(name).split())


def coded_agencies(text: str, block: CreditText) -> tuple[Person, ...]:
    """The agencies in a line of agencies, initials, outlets, days and times; empty when it contains other words.

    "PAP, marga", "Reuters/kra Frankfurt", "4 sty 12 11:54 , KDP | PAP", "(AND), (PAP)".  Such lines and their pieces
    are called coded here.
    """
    words, found = block.book.words, list[Person]()
    pieces = [piece for joined in words.joint.split(text.strip(" .")) for piece in _pieces(joined, words)]
    if from_town := _from_town(pieces, words):
        return (from_town,)
    for piece in pieces:
        part = _WHEN.sub("", piece.strip()).strip(_AROUND)
        agency = _coded_piece(part, words) if part else None
        if agency:
            found.append(agency)
        elif part and len(pieces) > 1 and words.is_unnamed_wire(part):
            found.append(Person(wire=True))
        elif part and found and (place := _place(part, words)):
            found[-1] = replace(found[-1], place=found[-1].place or place)
        elif part and not _is_beside_agency(part, block):
            return ()
    return tuple(found)


def _from_town(pieces: list[str], words: Lexicon) -> Person | None:
    """Read the agency in a line of only a town in capitals and an agency: "ΑΘΗΝΑ (ΑΠΕ-ΜΠΕ)"; None for other lines."""
    town, *rest = [piece.strip(_AROUND) for piece in pieces if piece.strip(_AROUND)] or [""]
    spelt = len(town) >= _SURE and town.isalpha() and town.isupper() and not is_sure_wire(town, words)
    one = spelt and len(rest) == 1 and is_sure_wire(rest[0], words)
    return Person(outlet=rest[0], place=town, wire=True) if one else None


def _pieces(listed: str, words: Lexicon) -> Iterator[str]:
    """Yield the pieces of a line of agencies and initials.

    "STT–AFP" gives "STT" and "AFP", unless it is one listed agency.
    """
    for piece in _SPLIT.split(listed):
        parts = _HYPHEN.split(piece)
        several = len(parts) > 1 and not words.is_wire(piece) and all(map(words.is_wire, parts))
        yield from parts if several else (piece,)


def _coded_piece(part: str, words: Lexicon) -> Person | None:
    """The agency in one piece of a line such as "PAP, marga"; None without one.

    It may be alone, after initials, or before initials or a place.
    """
    if is_sure_wire(part, words):
        return Person(outlet=part, wire=True)
    first, _, rest = part.partition(" ")
    if rest and is_sure_wire(rest, words) and words.codes.is_office(first):
        return Person(outlet=rest, wire=True)
    if (
        rest
        and is_sure_wire(first, words)
        and ((rest.islower() and _is_code(rest, words)) or (first.isupper() and words.is_place(rest)))
    ):
        return Person(outlet=first, place=rest if words.is_place(rest) else None, wire=True)
    if rest and is_sure_wire(rest, words) and rest.isupper() and first.isupper() and _is_code(first, words):
        return Person(outlet=rest, wire=True)
    return None


def _place(part: str, words: Lexicon) -> str | None:
    """The place in one piece of a line such as "Reuters, kra Frankfurt", alone or after initials; None without one."""
    first, _, rest = part.partition(" ")
    place = rest if rest and _is_code(first, words) else part
    return place if words.is_place(place) else None


def is_sure_wire(name: str, words: Lexicon) -> bool:
    """Whether a name is an agency's even if nothing beside it says so.

    False for editors' initials in lower case, and for common words unless they are in capitals.
    """
    if name in words.codes.initials or not words.is_wire(name) or words.articles.without(name) != name:
        return False
    if " " not in name and name not in words.printed and not name.isupper() and not name.islower():
        return False  # "NaN" is no agency
    return key(name) not in words.ambiguous or (name.isupper() and len(name) >= _SURE)


def _is_code(part: str, words: Lexicon) -> bool:
    """Whether a piece is the initials of an editor or a desk, in lower case or in capitals ("kra", "KDP")."""
    said = caseless(part)
    if not _CODE.fullmatch(part) or said in words.codes.picture_desks:
        return False
    if part.isupper():
        return len(part) <= _CAPITALS
    return part.islower() and said not in words.not_first and said not in words.not_names


def _is_beside_agency(part: str, block: CreditText) -> bool:
    """Whether a piece of a line may be beside an agency: initials, an outlet or an office ("Redaktion BAZ").

    A line with any other piece is not read as a list of agencies.
    """
    words = block.book.words
    if words.is_supplier(part):
        return False
    codes = part.split()
    return (
        (all(_is_code(code, words) for code in codes) and not (len(codes) > 1 and words.is_person(part)))
        or block.context.owns(part)
        or is_certain_outlet(part, block)
        or words.codes.is_office(part)
    )
