"""Keeps the persons that are read from a list in groups, of which each shares its places, outlet or job.

Takes one Person after the other and a `state` (PeopleRead), what was read of the list so far; gives the persons in
order, each with the places that were printed after its group: in "Ada Lund and Ben Oduya in Oslo, Cem Kaya in Ankara"
the first two are a group.  What a piece of the list says is read in `parsers.people.people_pieces`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from parsers.people.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Person:
    """One person in a list, or an organisation, which has no name but an outlet."""

    name: str | None = None
    role: str | None = None
    outlet: str | None = None
    place: str | None = None
    #: Whether this is an agency; if outlet is None too, agencies that are not named ("wire reports").
    wire: bool = False


@dataclass(slots=True)
class PeopleRead:
    """What was read of a list so far; changed by each piece."""

    words: Lexicon
    #: A language code, empty when unknown.
    language: str
    #: Words that introduce a place ("in").
    prepositions: frozenset[str]
    #: Persons that are finished.
    done: list[Person] = field(default_factory=list)
    #: Persons to whom the next place or outlet applies.
    group: list[Person] = field(default_factory=list)
    #: Places of the group.
    places: list[str] = field(default_factory=list)
    #: Whether the group has got an outlet, a role or a place; the next person then begins a new group.
    closed: bool = False
    #: Role, outlet and place before the names that apply to all following persons.
    shared: Person = Person()
    #: The same, but for the next person only.
    once: Person = Person()


def add_person(state: PeopleRead, person: Person) -> bool:
    """Add a person to the group, or to a new group if this one is closed; gives True, as readers of pieces do."""
    if state.closed:
        close_group(state)
    state.group.append(person)
    return True


def close_group(state: PeopleRead) -> None:
    """Finish the group: give its persons the places that were printed after their names.

    If there are as many places as names, each person gets one.  Otherwise each person gets all of them: "Oslo and
    Lagos".
    """
    named = [p for p in state.group if p.name]
    each = len(state.places) == len(named) > 1
    shared = " and ".join(state.places) or None
    places = iter(state.places)
    for person in state.group:
        there = next(places) if each and person.name else shared
        placed = replace(person, place=person.place or there)
        state.done.append(placed if person.name or not named else person)
    state.group, state.places, state.closed = [], [], False


def finished(state: PeopleRead) -> list[Person]:
    """Finish the last group; give all persons of the list."""
    close_group(state)
    return state.done
