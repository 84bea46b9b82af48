"""Words by which the place after a name is read: "Ada Lund in Oslo", "Ada Lund in an abandoned town in Cabo Delgado".

Takes the rule family "people"; gives a PlaceWords, part of the Lexicon, which holds all word lists for names
(`parsers.people.lexicon`).  Prepositions such as "in" are in `Lexicon.prepositions`; here are those that often
introduce something else, and words in descriptions of places.
"""

from __future__ import annotations

from dataclasses import dataclass

from parsers.folding import caseless
from parsers.rules import Family


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Word lists for reading the place after a name, in `caseless` form."""

    #: Prepositions that have other meanings before small letters ("based on reporting"), save before one of `ships`.
    unsure: frozenset[str]
    ships: frozenset[str]
    #: Words between the description of a place and its name ("an abandoned town in Cabo Delgado"), in order.
    described: tuple[str, ...]
    #: The first words of towns' names of two words ("Sankt Veit").
    leads: frozenset[str]

    def is_other(self, preposition: str, place: list[str]) -> bool:
        """Whether something other than a place follows a preposition, as "on" in "based on reporting by Ada Lund".

        `place`: the words after the preposition ("reporting", "by"), at least one.
        """
        aboard = place[0] in self.ships and len(place) > 1
        return preposition in self.unsure and place[0][:1].islower() and not aboard

    def bare(self, place: str) -> str:
        """Remove the description in lower case before a place.

        "an abandoned town in Cabo Delgado" gives "Cabo Delgado".
        """
        for word in self.described if place[:1].islower() else ():
            head, found, tail = place.rpartition(f" {word} ")
            if found and tail[:1].isupper() and head.islower():
                return tail
        return place


def place_words(people: Family) -> PlaceWords:
    """Make the PlaceWords from the rule family "people"."""
    unsure, ships, described = (
        tuple(map(caseless, people.all_words(name))) for name in ("in_or_else", "in_or_else_before", "in_described")
    )
    leads = frozenset(map(caseless, people.all_words("before_towns")))
    return PlaceWords(frozenset(unsure), frozenset(ships), described, leads)
