"""Reads one piece of a list of people: a person, an organisation, a job, a place, or a text in brackets.

Takes a `piece`, the text between two separators of the list, and the `separator` before it; adds what it says to
`state` (PeopleRead), what was read of the list so far.  Its `words` (Lexicon) tell names, jobs, outlets and places.  A
place, outlet or plural role after several names applies to all of them: these persons are a group.  Lists are divided
into pieces in `parsers.people.credited_people`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.folding import caseless, key
from parsers.late_patterns import ScriptPattern
from parsers.people.lexicon import Lexicon
from parsers.people.name_parts import (
    EDGES,
    QUOTES,
    bare,
    lead_role,
    outlet_and_role,
    place_and_outlet,
    possessive,
    role_and_outlet,
    special_to,
    split_outlet,
    split_place,
    split_role,
    unglued,
    untitled,
    without_our,
)
from parsers.people.people_groups import PeopleRead, Person, add_person, close_group

#: Separators before an outlet that belongs to the persons before it.
_SHARING = frozenset({",", "/", "|", "–", "—", "-", "•", "·", "⋅", "，", "、"})
#: The most letters of a word in capitals that is somebody's initials or an outlet's, and no town.  Chosen by hand.
_INITIALS = 4
#: Separators between which a piece stands alone; others may stand inside a job.
_SETTING_APART = frozenset({"", ",", ";", "(", "|", "–", "—", "-", "•", "·", "⋅", "，", "、"})
_EASTERN_NAME = ScriptPattern("[\u3400-\u9fff]{2,4}|[\uac00-\ud7af]{3}")
#: A single word that may be a town.
_TOWN = re.compile(r"[^\W\d_][\w.'’-]{2,24}")


def read_lead(text: str, state: PeopleRead) -> str:
    """Read the text before the first name ("CNN's", "correspondent in Kabul,"); gives the text after it."""
    owner = possessive(text, state.words)
    if owner:
        state.shared, text = Person(outlet=owner[0]), owner[1]
    first, _, rest = text.partition(" ")
    station, _, job = first.partition("-")
    if station.isupper() and state.words.is_role(job):
        text = f"{station} {job} {rest}"  # "NDF-Korrespondentin Ada Lund"
    lead = lead_role(text, state.words, state.prepositions)
    if not lead:
        return text
    given = Person(role=lead.role, outlet=lead.outlet or state.shared.outlet, place=lead.place)
    if state.words.is_plural_role(lead.role):
        state.shared = given
    else:
        state.once = given
    return lead.rest


def take_piece(piece: str, separator: str, state: PeopleRead) -> bool:
    """Read one piece of a list into `state`; False when it does not belong to the list.

    Each function whose name begins with _take reads one kind of piece.  It gives True when it has read the piece; for
    any other piece it gives False and changes nothing.
    """
    words = state.words
    if not piece.strip(EDGES):
        return True
    if separator == "(":
        return _take_bracket(piece, state)
    if separator == ";":
        close_group(state)
        plural = state.shared.role and words.is_plural_role(state.shared.role)
        state.shared, state.once = state.shared if plural else Person(), Person()
    if words.is_unnamed_wire(piece):
        return add_person(state, Person(wire=True))
    outlet = special_to(piece, words) or piece.strip(EDGES)
    first, _, rest = outlet.partition(" ")
    led = bool(state.group) and caseless(first) in words.before_outlets
    if led and words.is_paper(rest):
        outlet = words.articles.without(rest)  # "For the Harbour Post"
    elif led and separator in _SHARING and not words.is_wire(outlet) and rest[:1].isupper():
        # "Ada Lund, de Recife", "Ada Lund, da TV Globo"
        if words.is_listed_outlet(rest):
            return _take_organisation(rest, separator, state)
        if _is_town(rest, words) or words.is_place(rest):
            return _take_place(rest, separator, state)
    staff, _, job = outlet.rpartition(" ")
    if not state.group and words.is_wire(staff) and words.is_role(job):
        outlet = staff  # "Reuters Staff"
    if words.is_wire(outlet):
        return _take_organisation(words.articles.without(outlet), separator, state)
    behind = separator in _SHARING and any(p.name for p in state.group)
    branch = words.is_branch(outlet) or (state.language not in ("", "en") and words.is_newsroom(outlet.strip(QUOTES)))
    behind = behind and (words.is_paper_behind(outlet) or branch)
    if behind or words.is_listed_outlet(outlet) or special_to(piece, words):
        return _take_organisation(bare(outlet, words), separator, state)
    head, there = split_place(outlet, words, state.prepositions)
    if there and words.is_wire(head):
        return add_person(state, Person(outlet=words.articles.without(head), place=there, wire=True))
    return (
        _take_role(piece, separator, state)
        or _take_place(piece, separator, state)
        or _take_person(piece, state)
        or (_is_organisation(piece, words) and _take_organisation(bare(piece, words), separator, state))
    )


def _take_organisation(name: str, separator: str, state: PeopleRead) -> bool:
    """Read the name of an organisation into `state`; gives True, as readers of pieces do when they have read one.

    After a `separator` such as a comma it becomes the outlet of the persons before it, if none of them has an outlet
    yet; otherwise it becomes an entry of its own.  The name of an outlet that one of these persons has already adds
    nothing.
    """
    if any(p.outlet and key(p.outlet) == key(name) for p in state.group):
        return True
    if separator in _SHARING and any(p.name for p in state.group) and not any(p.outlet for p in state.group):
        state.group = [replace(p, outlet=name) if p.name else p for p in state.group]
        state.closed = True
        return True
    return add_person(state, Person(outlet=name, wire=state.words.is_wire(name)))


def _is_organisation(piece: str, words: Lexicon) -> bool:
    """Whether a piece is an outlet, or a definite article with one capitalised word ("El Economista")."""
    first, _, rest = piece.partition(" ")
    return words.is_outlet(piece) or (
        first in words.articles.capitalised and bool(_TOWN.fullmatch(rest)) and rest[:1].isupper()
    )


def _take_bracket(piece: str, state: PeopleRead) -> bool:
    """Read a text in brackets, as outlet, role or place of the person before it; other texts there are skipped.

    False without a person before it, or for a number or an address.
    """
    if not state.group or any(c.isdigit() for c in piece) or "@" in piece:
        return False
    last, words = state.group[-1], state.words
    first, _, rest = piece.partition(" ")
    behind = rest if first in state.prepositions and rest[:1].isupper() else None
    if words.is_wire(piece) or words.is_outlet(piece):
        last = replace(last, outlet=bare(piece, words))
    elif words.is_role(piece):
        outlet, role = outlet_and_role(piece.strip(), words)
        last = replace(last, role=role, outlet=last.outlet or outlet)
    elif behind or words.is_place(piece) or (piece.istitle() and not last.role):
        last = replace(last, place=behind or piece)
    state.group[-1] = last
    return True


def _take_role(piece: str, separator: str, state: PeopleRead) -> bool:
    """Read a job after names, perhaps with a place ("Volontär", "our correspondent in Athens"); False for other pieces.

    A plural job applies to the whole group, another one to the last person only.  A subject of the job that was read as
    a place before is put before the job: "Culture" in "Ada Lund, Culture and media reporter".
    """
    if not any(p.name for p in state.group):
        return False
    role, place = split_place(without_our(piece, state.words), state.words, state.prepositions)
    role, behind = role_and_outlet(role, state.words)
    if not state.words.is_role(role) or _is_next_person(role, state):
        return False
    outlet, role = outlet_and_role(role, state.words)
    place, paid_by = place_and_outlet(place, state.words) if place else (None, None)
    outlet = outlet or behind or paid_by
    if state.places and separator not in _SETTING_APART and not state.words.is_place(state.places[-1]):
        role = state.places.pop() + ("/" if separator == "/" else f" {separator} ") + role
    first = 0 if state.words.is_plural_role(role) else len(state.group) - 1
    for index in range(first, len(state.group)):
        person = state.group[index]
        state.group[index] = replace(person, role=role, outlet=person.outlet or outlet, place=place or person.place)
    state.closed = True
    return True


def _is_next_person(role: str, state: PeopleRead) -> bool:
    """Whether a "job" begins with another person's name ("Ben Oduya correspondant"); always False for English."""
    name, job = split_role(role, state.words)
    return bool(state.language not in ("", "en") and job and job.islower() and state.words.is_person(name))


def _take_place(piece: str, separator: str, state: PeopleRead) -> bool:
    """Read a place of the group, or a region or country after a town ("Oslo, Norway"); False for any other piece."""
    if not state.group:
        return False
    town, words = piece.strip(" ,;"), state.words
    first, _, rest = town.partition(" ")
    if first in state.prepositions and rest[:1].isupper():
        town = rest
    elif state.places and separator == "," and (words.is_region(town) or _is_town(words.articles.without(town), words)):
        state.places[-1] += ", " + town
        return True
    elif not (words.is_place(town) or (separator and _is_town(town, words))):
        return False
    state.places.append(town)
    state.closed = True
    return True


def _is_town(piece: str, words: Lexicon) -> bool:
    """Whether a piece is one capitalised word that may be a town, or two of which the first says so ("Sankt Veit").

    It is asked after full names, where such a word is hardly a person's name.
    """
    first, _, second = piece.partition(" ")
    if second and caseless(first) in words.place_words.leads:
        piece = second
    if not _TOWN.fullmatch(piece) or not piece[0].isupper() or caseless(piece) in words.not_places:
        return False
    if "." in piece and words.is_outlet(piece):
        return False  # "Harbourpost.com"
    return words.is_place(piece) or not (piece.isupper() and len(piece) <= _INITIALS)


def _take_person(piece: str, state: PeopleRead) -> bool:
    """Read a person with role, outlet and place ("staff writer Ada Lund in Oslo", "Ada Lund of ANI").

    False for any other piece.
    """
    words = state.words
    if (state.group or state.done) and (possessive(piece, words) or not state.once.role):
        before, piece = state.shared, read_lead(piece, state)
        if state.shared is not before and state.shared.role:
            close_group(state)  # "Ada Lund of The Harbour Times and AP writers Ben Oduya and Cem Kaya in Ankara"
    given = state.once if state.once != Person() else state.shared
    name, there = split_place(piece, words, state.prepositions)
    name, of = split_outlet(name, words)
    first, _, rest = name.partition(" ")
    if of is None and words.is_station(first) and words.is_person(rest):
        name, of = rest, first  # "correspondent TRT Ada Lund"
    name, job = split_role(name, words)
    name = untitled(name, words)
    if not _names_somebody(name, there, words):
        name = unglued(name)
    if not _names_somebody(name, there, words):
        return False
    state.once = Person()
    if of and not state.closed and not any(p.outlet for p in state.group):
        state.group = [replace(p, outlet=of) for p in state.group]
    for one, as_what in _eastern_names(name, state):
        add_person(state, Person(one, as_what or given.role or job, of or given.outlet, given.place))
    if there:
        state.places.append(there)
        state.closed = True
    return True


def _names_somebody(name: str, place: str | None, words: Lexicon) -> bool:
    """Whether a text is a person's name; a single word ("Pelé") counts only if a place follows it."""
    return words.is_person(name) or (place is not None and words.is_single_name(name))


def _eastern_names(name: str, state: PeopleRead) -> list[tuple[str, str | None]]:
    """Split Chinese or Korean names between blanks into (name, job that stands before it).

    "王明 实习生 李红" names two persons.  In Japanese, a blank separates the parts of one name.
    """
    parts = name.split()
    if len(parts) == 1 or state.language == "ja" or not all(_EASTERN_NAME.fullmatch(p) for p in parts):
        return [(name, None)]
    names: list[tuple[str, str | None]] = []
    job = None
    for part in parts:
        if part in state.words.roles:
            job = part
        else:
            names.append((part, job))
    return names
