"""Reads the one name in one part of a byline, such as "Political Editor Ann Lister in London".

Takes a `part`, the text between two separators of a list of names, and the NameWords (`words`), the words of the rules
for bylines; gives the name without role, place and what ran into it, or None if the rest cannot be a name: by its
length, its letters, its capitals or its words.  `declared` is True for a source of names only (an author property), in
which a single word or a name in lower case counts, too.
"""

from __future__ import annotations

import re
import unicodedata

from parsers.folding import caseless, key
from parsers.people.around_names import EDGE, lead_end, names_nobody
from parsers.people.byline_words import NameWords, first_word
from parsers.people.name_kinds import is_group
from parsers.people.name_shapes import CASELESS, starts_name

#: A name of two or three capitalised words: "Ann Lister", "José María Pérez".
PLAIN = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?: [A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+){1,2}")
#: Characters that no name contains.
_SIGNS = frozenset("?!:=<>{}%$€£@")
# The limits of a name; all were chosen by hand.

#: The most characters in a name, and in a name in a script without capitals.
_MAX_CHARS = 60
_MAX_CASELESS = 25
#: The most words in a name without "de la", and in a declared name whose words may all be in lower case.
_MAX_WORDS = 6
_MAX_DECLARED_WORDS = 4
#: The least number of letters in a name, and their least share of its characters.
_LEAST_LETTERS = 2
_LETTER_SHARE = 0.6
#: Letters of a name that is initials only.
_INITIALS = range(3, 6)
#: Words of a name that buttons or days have, too: "Sun Min".
_BOTH_NAMES = 2
#: Words before a job from which on the first two are a name: "Ann Lister Political Editor".
_NAME_AND_SUBJECT = 3


def one_name(part: str, words: NameWords, *, declared: bool, sure: bool) -> str | None:
    """The name in one part of a list, or None; `sure`: whether the list is of names, and not perhaps of buttons."""
    part = part.strip(EDGE)
    for _ in range(2):
        end = lead_end(part, words)
        if not end:
            break
        # A part that is only a lead-in ("Opinion by", in an element of its own) becomes empty here.
        part = part[end:].strip(EDGE)
    if words.tells_ago(part) or first_word(part) in words.prepositions:  # "Od ponedjeljka", "Prema Hini"
        return None
    if not part.isascii():
        part = words.people.eastern_jobs.sub("", words.people.eastern_roles.sub("", part))
    role = words.roles.search(part)
    if role or not is_group(part, words):
        part = _without_place(part, words)
    if role:
        part = _without_role(part, words)
    while part[:1].islower() and " " in part and is_group(part, words):
        part = part.split(" ", 1)[1]
    part = _once(part.strip(EDGE + "'\"“”„()（）[]【】"))
    if " " in part:
        part = _without_tail(part, words, declared=declared)
    return part if part and can_be_name(part, words, declared) and not _is_button(part, words, sure=sure) else None


def _without_place(part: str, words: NameWords) -> str:
    """Remove the place or outlet after a name: "Ann Lister in London" gives "Ann Lister"."""
    for pattern in words.whereabouts:
        part = pattern.sub("", part)
    return part


def _without_role(part: str, words: NameWords) -> str:
    """Remove the role before or after a name: "Ann Lister Political Editor", "Political Editor Ann Lister".

    Empty when there is no name.
    """
    match = words.roles.search(part)
    if not match:
        return part
    if names_nobody(part, words):
        return ""
    before, after = part[: match.start()].split(), part[match.end() :].split()
    # "Ann Lister Political Editor": only "Editor" matches; of the words before it, the first two are taken as the name.
    if len(after) >= 2 and all(token[:1].isupper() for token in after):
        return " ".join(after)
    return " ".join(before[:2]) if len(before) >= _NAME_AND_SUBJECT else ""


def _without_tail(part: str, words: NameWords, *, declared: bool) -> str:
    """Remove what ran into the end of a name: "Ann Lister Reuters" and "Ann Lister Share" give "Ann Lister"."""
    tokens = part.split()
    for cut in range(2, len(tokens)):
        behind = words.people.is_wire(" ".join(tokens[cut:])) or words.people.is_site(tokens[cut])
        if behind and words.people.is_person(" ".join(tokens[:cut])):
            return " ".join(tokens[:cut])
    last = caseless(tokens[-1])
    glued = not declared and len(tokens) > 2 and last in words.surnames
    return " ".join(tokens[:-1]) if glued and tokens[-2][:1].isupper() else part


def _once(part: str) -> str:
    """Give a name once that is printed twice in a row (a link and its label): "Ann Lister Ann Lister"."""
    tokens = part.split()
    half = len(tokens) // 2
    return " ".join(tokens[:half]) if half > 1 and tokens[:half] == tokens[half:] else part


def _is_button(part: str, words: NameWords, *, sure: bool) -> bool:
    """Whether a part is a button or a date, not a name with the same words: "Read More" is, "Ottilie Read" is not.

    `sure`: whether the list is of names, and not perhaps of buttons.
    """
    tokens = part.split()
    small = [caseless(token).strip(".,:") for token in tokens]
    last = len(tokens) - 1
    places = [
        at
        for at, word in enumerate(small)
        if (word in words.namesakes or word in words.surnames) and not (0 < at < last and word in words.particles)
    ]
    if not places:
        return False
    named = all(tokens[at][:1].isupper() and (small[at] in words.namesakes or at == last > 0) for at in places)
    opens = 0 in places or small[0] not in words.people.not_first
    # "Sun Min", but not "Share": of two different words, each of which is a name, too, none need be another.
    other = len(places) < len(tokens) or (len(set(small)) == _BOTH_NAMES and words.namesakes.issuperset(small))
    return not (sure and named and opens and other)


def can_be_name(part: str, words: NameWords, declared: bool) -> bool:
    """Whether a part can be a name by its length, letters and words."""
    if key(part) in words.agencies and "@" not in part:
        return True
    if len(part) > _MAX_CHARS:
        return False
    if PLAIN.fullmatch(part):
        small = caseless(part).split()
        return words.never.isdisjoint(small) and not words.particles.issuperset(small)
    if _letters(part) < max(_LEAST_LETTERS, len(part) * _LETTER_SHARE):
        return False
    if not part.isascii() and CASELESS.search(part):
        own = not any(ch in "。！？「」《》：:!?@" or ch.isdigit() for ch in part)
        return own and len(part) <= _MAX_CASELESS and words.never.isdisjoint((part, *part.split()))
    tokens = part.split()
    small = [caseless(token).strip(".,:") for token in tokens]
    # In the middle of a name, "del" is a particle; elsewhere it may be in the list never.
    telling = [word for at, word in enumerate(small) if not 0 < at < len(small) - 1 or word not in words.particles]
    if (
        sum(word not in words.particles for word in small) > _MAX_WORDS
        or not words.never.isdisjoint(telling)
        or (words.particles.issuperset(small) and not (declared and part.istitle()))  # "Ben"
    ):
        return False
    if not _SIGNS.isdisjoint(part):
        return False
    return _cased_as_name(tokens, words, declared)


def _letters(part: str) -> int:
    """The number of letters in a part."""
    letters = sum(map(str.isalpha, part))
    if letters < len(part) * _LETTER_SHARE and not part.isascii():
        # Vowel signs of Indic scripts count as well, although str.isalpha is False for them.
        letters += sum(unicodedata.category(ch).startswith("M") for ch in part)
    return letters


def _cased_as_name(tokens: list[str], words: NameWords, declared: bool) -> bool:
    """Whether each word has a capital as in a name, or is a particle ("van").

    A declared name of few words may be in any spelling.
    """
    if declared and len(tokens) <= _MAX_DECLARED_WORDS:
        # "2 uur geleden" and "21 replies" count something; "France 24" and "20 Minuten" are outlets.
        counts = [at for at, token in enumerate(tokens[:-1]) if token.isdigit() and (at or tokens[1].islower())]
        return not counts and any(len(token) > 1 for token in tokens)
    if len(tokens) == 1 and not is_group(tokens[0], words):
        # A single word must be the initials of an outlet or of a desk: "By TPN".
        return tokens[0].isupper() and tokens[0].isalpha() and len(tokens[0]) in _INITIALS
    capital = [token for token in tokens if starts_name(token.strip("\"'“”("))]
    small = [token for token in tokens if token not in capital and caseless(token).strip(".'’") not in words.particles]
    if small == tokens[-1:] and small[0] in words.groups:
        small = []  # "The Harbour editors", "Harbour Post staff"
    return bool(capital) and not small and not any(ch.isdigit() for ch in "".join(tokens))
