"""Splits a list of people in a credit into persons with their roles, outlets and places.

Takes the words after "Reporting by" or before "contributed to this report" ("Ada Lund and Ben Oduya in Oslo, Cem Kaya
in Ankara"), a byline, or "CNN's Ada Lund"; gives the persons in order and the unread rest.  The list is divided here
into pieces, the texts between two separators; each is read in `parsers.people.people_pieces`.  `words` (Lexicon) has
the words for names, jobs and places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from parsers.people.lexicon import Lexicon
from parsers.people.name_parts import EDGES, without_our
from parsers.people.name_shapes import CAPITALS, SMALL
from parsers.people.people_groups import PeopleRead, Person, finished
from parsers.people.people_pieces import read_lead, take_piece

#: Characters; a longer list is cut here, which bounds the work for any input.  Chosen by hand.
MAX_LIST = 1200
#: The hyphen between two names whose surnames are in capitals: "Ayla KAYA-Cem DEMİR".
_AFTER_CAPITALS = rf"(?-i:(?<=[{CAPITALS}]{{3}})-\s?(?=[{CAPITALS}][{SMALL}]+ [{CAPITALS}]{{2}}))"


@dataclass(frozen=True, slots=True)
class People:
    """The persons in a list, in order, and the text after the list, which could not be read as part of it."""

    persons: tuple[Person, ...] = ()
    rest: str = ""


def split_people(text: str, words: Lexicon, *, language: str | None = None) -> People:
    """The persons and organisations in a list.

    "Ada Lund and Ben Oduya in Oslo" gives two persons, both in Oslo.  A piece that is not a name, job, outlet or place
    ends the list; it is returned in `rest` with everything after it.  `language`: a BCP 47 code, or None when unknown.
    """
    text = without_our(_trimmed(text[:MAX_LIST], words), words)
    code = (language or "").split("-")[0]
    state = PeopleRead(words, code, _prepositions(words, code))
    text = read_lead(text, state)
    for separator, piece, position in _pieces(text, _separators(words, code)):
        if not take_piece(piece.strip(), separator, state):
            return People(tuple(finished(state)), text[position:])
    return People(tuple(finished(state)))


def _trimmed(text: str, words: Lexicon) -> str:
    """Remove punctuation at both ends of a list; the full stop of an abbreviated region stays, as in "Steele, Ala."."""
    bare_text = text.strip(EDGES + "\n")
    last = bare_text.rpartition(" ")[2]
    return bare_text + "." if words.is_region(last) and bare_text + "." in text else bare_text


@lru_cache(maxsize=64)
def _prepositions(words: Lexicon, language: str) -> frozenset[str]:
    """The words that introduce a place in a language."""
    return _spoken(words.prepositions, language)


def _spoken(lists: dict[str, frozenset[str]], language: str) -> frozenset[str]:
    """The words for a language ("" if unknown) and those for all languages ("*"); `lists`: language -> words."""
    return lists.get("*", frozenset()) | lists.get(language, frozenset())


@lru_cache(maxsize=64)
def _separators(words: Lexicon, language: str) -> re.Pattern[str]:
    """Make a pattern for what separates the pieces of a list: punctuation, a word for "and", or a text in brackets."""
    joined = _spoken(words.conjunctions, language)
    known = "|".join(re.escape(word) for word in sorted(joined, key=lambda w: (-len(w), w)))
    bracket = r"\s*(\([^()]{1,80}\)|（[^（）]{1,80}）)\s*"
    mark = rf"\s*(?:[,;|/、，·•⋅ㆍ]|\s[–—-]+(?=\s)|{_AFTER_CAPITALS})\s*(?:(?:{known})\s+)?"
    return re.compile(rf"{bracket}|{mark}|\s+(?:{known})\s+", re.IGNORECASE)


def _pieces(text: str, separators: re.Pattern[str]) -> list[tuple[str, str, int]]:
    """Split a list into pieces: (separator before it, piece, its index in the text).

    Of "Ada Lund and Ben Oduya, Oslo", the separators are "", "and" and ",".  A text in brackets is a piece of its own,
    with the separator "(".
    """
    pieces: list[tuple[str, str, int]] = []
    last, before = 0, ""
    for match in separators.finditer(text):
        pieces.append((before, text[last : match.start()], last))
        if match[1]:
            pieces.append(("(", match[1][1:-1], match.start()))
        said = "" if match[1] else match[0].strip()
        last, before = match.end(), said if said[:1].isalpha() else said[:1]
    pieces.append((before, text[last:], last))
    return pieces
