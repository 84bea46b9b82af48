"""Separates a name from the outlet, job or place before or after it.

Each function takes one piece of a credit ("AP writer Ada Lund in Oslo") and the Lexicon (`words`: all word lists for
names), and gives the part it looks for and the rest of the piece.  A whole piece is read in
`parsers.people.people_pieces`.  `prepositions` are the words that introduce a place ("in"); a role is a job.
"""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import takewhile
from typing import NamedTuple

from parsers.folding import caseless
from parsers.people.lexicon import Lexicon
from parsers.people.name_shapes import CASELESS

#: Punctuation that is removed from both ends of a piece.
EDGES = " \t,;:.–—-|·•*"
#: The most words in a job before an outlet, and letters in an outlet's name in capitals.  Chosen by hand.
_JOB_WORDS = 3
_INITIALS = 5
#: Quotation marks around an outlet's name.
QUOTES = "«»\"“”„'"
#: The most words in a job before a name.  Chosen by hand.
_LEAD_WORDS = 8
#: Characters at the start of a name of which one may be an apostrophe ("d'Arc").  Chosen by hand.
_PREFIX = 4
#: An outlet in the English genitive ("CNN's"), an ending and no word that a list could hold.
_POSSESSIVE = re.compile(
    r"(?P<outlet>[^\s,;()'’]+(?:\s[^\s,;()'’]+){0,4}?)\s?['’](?:s(?=\s)|(?<=s['’]))\s*", re.IGNORECASE
)
#: Where two words are joined because the mark-up between them was lost: "Ada LundStaff Writer".
_GLUED = re.compile(r"(?<=[a-zß-ÿ]{3})(?=[A-Z][a-z]{2})")


class Lead(NamedTuple):
    """A job before a name, in its parts: "BBC Turkey correspondent in Ankara Ada Lund"."""

    #: The job, here "Turkey correspondent".
    role: str
    #: The outlet before the job, here "BBC".
    outlet: str | None
    #: The place after the job.
    place: str | None
    #: The text after all this; it begins with the name.
    rest: str


def bare(name: str, words: Lexicon) -> str:
    """Remove punctuation and an English article from a name: "The Guardian," gives "Guardian"."""
    return words.articles.dropped.sub("", name.strip()).strip(EDGES)


def without_our(text: str, words: Lexicon) -> str:
    """Remove "our" (in any language) before a text: "our correspondent" gives "correspondent"."""
    first, _, rest = text.partition(" ")
    return rest if rest and caseless(first) in words.possessives else text


def untitled(name: str, words: Lexicon) -> str:
    """Remove "By" or a title before a name: "Dr. Ada Lund" gives "Ada Lund"."""
    return words.before_names.sub("", name.strip(), count=1).strip(" ,;:*–—-")


def possessive(text: str, words: Lexicon) -> tuple[str, str] | None:
    """Split "CNN's Ada Lund" into "CNN" and "Ada Lund"; None when the text does not begin with an outlet and "'s"."""
    text = words.articles.dropped.sub("", text)
    match = _POSSESSIVE.match(text)
    if not match or match.end() == len(text):
        return None
    name = match["outlet"]
    person = _until(name, words.before_outlets)
    if words.joint.search(name) or (person != name and words.is_person(person)):
        return None  # "Ada Lund of The Times' Cairo bureau"
    return (name, text[match.end() :]) if name[:1].isupper() or words.is_outlet(name) else None


def lead_role(text: str, words: Lexicon, prepositions: frozenset[str]) -> Lead | None:
    """The job before a name at the start of a text, with its outlet, its place and the rest; None without one."""
    tokens = text.split(" ")
    for index, token in enumerate(tokens[:_LEAD_WORDS]):
        if _ends_role(tokens, index, words) and not _ends_role(tokens, index + 1, words):
            phrase = " ".join(tokens[: index + 1]).rstrip(",:")
            parts = words.joint.split(phrase)
            if len(parts) > 1 and words.is_person(parts[0]):
                return None
            if _is_behind(phrase, " ".join(tokens[index + 1 :]), words, prepositions):
                return None
            if index and CASELESS.match(phrase) and words.is_person(tokens[index - 1]):
                return None  # "王明 实习生 李红": two persons, each behind a job
            if words.is_person(" ".join(tokens[:index])) and any(t in words.roles for t in tokens[index + 1 :]):
                return None  # "Ada Lund correspondante à Oslo, Ben Oduya correspondant à Lagos"
            return _before_name(phrase, tokens[index + 1 :], words, prepositions)
        if token.endswith((",", ";", ")")):
            return None
    return None


def _until(text: str, ends: Container[str]) -> str:
    """The words of a text up to the first that is in `ends`, which is left out."""
    return " ".join(takewhile(lambda word: word not in ends, text.split()))


def _is_behind(phrase: str, rest: str, words: Lexicon, prepositions: frozenset[str]) -> bool:
    """Whether a job belongs to a name before it, not after it: "Ada Lund Political correspondent, BBC News".

    `phrase`: the text up to the end of the job.  `rest`: the text after it.
    """
    listed = words.joint.split(rest.partition(",")[0], maxsplit=1)[0]
    first = _until(listed, prepositions).strip(EDGES)
    named = words.is_person(" ".join(_GLUED.sub(" ", phrase).split()[:2]))
    return named and (words.is_outlet(first) or " " not in first) and not words.is_person(first)


def _ends_role(tokens: list[str], index: int, words: Lexicon) -> bool:
    """Whether the word at `index` ends a job: "reporter" does alone, other words do with the word before them."""
    if index >= len(tokens):
        return False
    last = caseless(tokens[index].rstrip(",:"))
    return last in words.roles or (index > 0 and f"{caseless(tokens[index - 1])} {last}" in words.roles)


def _before_name(phrase: str, tokens: list[str], words: Lexicon, prepositions: frozenset[str]) -> Lead | None:
    """Make the Lead of a job (`phrase`) and the words after it (`tokens`); None when these do not begin with a name."""
    place = None
    if tokens and tokens[0] in prepositions:
        head, _, tail = " ".join(tokens[1:]).partition(",")
        place, tokens = head, tail.split()
    rest = " ".join(tokens).strip()
    if not rest or not (rest[0].isupper() or not rest[0].isascii() or "'" in rest[:_PREFIX]):
        return None
    outlet, role = outlet_and_role(phrase, words)
    first, _, name = rest.partition(" ")
    if outlet is None and words.is_wire(first) and words.is_person(name):  # "korespondent PAP Ada Lund"
        outlet, rest = first, name
    return Lead(role, outlet, place, rest)


def outlet_and_role(phrase: str, words: Lexicon) -> tuple[str | None, str]:
    """Split a job into outlet and role: "AP Technology Writer" gives "AP" and "Technology Writer".

    "Aerospace Writer" gives None and "Aerospace Writer".
    """
    tokens = phrase.split()
    for cut in range(len(tokens) - 1, 0, -1):
        head = " ".join(tokens[:cut])
        short = cut == 1 and head[0].isupper() and caseless(head) in words.outlet_words - words.subjects
        if short or words.is_paper(head) or (cut == 1 and head.isupper() and words.is_outlet(head)):
            return bare(head, words), _job(" ".join(tokens[cut:]), words)
    return None, _job(bare(phrase, words), words)


def role_and_outlet(text: str, words: Lexicon) -> tuple[str, str | None]:
    """Split a job with an outlet after it: "korespondentka PAP" gives "korespondentka" and "PAP".

    Any other text is given unchanged, with None.
    """
    tokens = text.split()
    for cut in range(1, min(len(tokens), _JOB_WORDS + 1)):
        role, tail = " ".join(tokens[:cut]), tokens[cut:]
        if not words.is_role(role):
            continue
        if caseless(tail[0]) in words.before_outlets or caseless(tail[0]) in words.particles:
            tail = tail[1:]
        printed = " ".join(tail)
        name = printed.strip(QUOTES)
        if name and (printed[0] in QUOTES or _is_employer(name, words)):
            return role, words.articles.without(name)
    return text, None


def _is_employer(name: str, words: Lexicon) -> bool:
    """Whether a name after a job is an outlet's: an agency, a listed one, or one in capitals ("ČT", "TVP")."""
    if words.is_wire(name) or words.is_listed_outlet(name) or words.is_newsroom(name):
        return True
    return name.isupper() and name.isalnum() and 1 < len(name) <= _INITIALS


def _job(role: str, words: Lexicon) -> str:
    """Put the last word of a job into its basic form: "TRT Haber muhabiri" gives "TRT Haber muhabir" (Turkish)."""
    head, blank, last = role.rpartition(" ")
    return head + blank + words.job_forms.get(caseless(last), last)


def split_place(piece: str, words: Lexicon, prepositions: frozenset[str]) -> tuple[str, str | None]:
    """Split "Ada Lund in Oslo" into the name or job and the place; the place is None when there is none."""
    tokens = piece.split(" ")
    for index in range(1, len(tokens) - 1):
        place = " ".join(tokens[index + 1 :])
        if words.place_words.is_other(tokens[index], tokens[index + 1 :]):
            continue  # "Based on reporting by AFP"
        before = " ".join(tokens[:index])
        capitals = piece.isupper() and words.is_role(before)  # "CORRESPONSAL EN PARÍS"
        if (tokens[index].lower() if capitals else tokens[index]) not in prepositions:
            continue
        if tokens[index] in words.particles and not (words.is_role(before) or (index > 1 and words.is_place(place))):
            continue
        told = not words.telling.isdisjoint(caseless(place).split())
        if told or any(c.isdigit() for c in place) or caseless(place) in words.not_places:
            break
        if words.is_wire(place) or words.is_listed_outlet(place):
            break  # "Ada Lund from AFP"
        if words.is_unnamed_wire(place):
            return before, None  # "Ada Lund from wire reports"
        return " ".join(tokens[:index]), clean_place(place, words)
    return piece, None


def split_outlet(piece: str, words: Lexicon) -> tuple[str, str | None]:
    """Split "Ada Lund of Reuters" or "Ada Lund The Associated Press" into name and outlet (None when there is none)."""
    tokens = piece.split()
    for cut in range(2, len(tokens)):
        head, tail = tokens[:cut], " ".join(tokens[cut:])
        if caseless(head[-1]) in words.before_outlets and (words.is_wire(tail) or words.is_outlet(tail)):
            return " ".join(head[:-1]), words.articles.without(tail) if words.is_wire(tail) else bare(tail, words)
        known = words.is_listed_outlet(tail) and (" " in tail or (tail.isupper() and not piece.isupper()))
        if words.is_wire(tail) or (known and words.is_person(" ".join(head))):
            return " ".join(head), words.articles.without(tail)
    return piece, None


def place_and_outlet(text: str, words: Lexicon) -> tuple[str, str | None]:
    """Split "Oslo pour France Info" into place and outlet (None when there is none)."""
    tokens = text.split()
    for cut in range(1, len(tokens) - 1):
        outlet = " ".join(tokens[cut + 1 :])
        if caseless(tokens[cut]) in words.before_outlets and (words.is_outlet(outlet) or words.is_newsroom(outlet)):
            return " ".join(tokens[:cut]), words.articles.without(outlet)
    return text, None


def special_to(piece: str, words: Lexicon) -> str | None:
    """The paper in a text such as "Special to The Star", here "The Star"; None when the text has another form."""
    match = words.special.fullmatch(piece.strip())
    return match["outlet"] if match else None


def unglued(name: str) -> str:
    """Cut a text where lost mark-up joined two words: "Ada LundSendung" gives "Ada Lund"."""
    return _GLUED.split(name, maxsplit=1)[0]


def split_role(piece: str, words: Lexicon) -> tuple[str, str | None]:
    """Split "Ada Lund Staff Writer" into name and role (None when there is none).

    Lost mark-up may have joined the two: "Ada LundStaff Writer".
    """
    for text in (_GLUED.sub(" ", piece), piece):
        tokens = text.split()
        if len(tokens) > 1 and CASELESS.match(tokens[-1]) and tokens[-1] in words.roles:
            return " ".join(tokens[:-1]), tokens[-1]
        for cut in range(2, len(tokens)):
            name, tail = " ".join(tokens[:cut]), " ".join(tokens[cut:])
            joined = text == piece or tokens[cut - 1] + tokens[cut] in piece
            if joined and words.is_role(tail) and words.is_person(name):
                return name, tail
    return piece, None


def clean_place(place: str, words: Lexicon) -> str:
    """Remove the description before a place: "an abandoned town in Cabo Delgado" gives "Cabo Delgado"."""
    return words.place_words.bare(place.strip(" ,;:–—-"))
