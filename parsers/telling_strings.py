"""Sets of strings of which a text must hold one: joined, united, and the most telling of them chosen.

A set is the more telling, the rarer its strings are in texts: {"photo by", "image by"} tells more than {"by"}.  For
`parsers.required_text`, which finds such sets in patterns; no pattern is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Final

from parsers.rules import default_rules

Strings = frozenset[str]

#: Before a string: in a text, no letter may stand before it.
EDGE: Final = "\0"

#: More strings than this take longer to derive and to keep than they spare.
_MOST: Final = 1200
#: Letters from which on a longer string is no rarer in texts; and how many letters the start of a word is worth.
_LONG, _EDGE_WORTH = 14, 2
#: A word that nearly every text has ("with", "the") is worth no more than this.
_COMMON: Final = 4
#: How many times rarer a string with one letter more is in texts.  Chosen by patterns tried in vain on news pages.
_SELDOM: Final = 4.0
#: Scripts without blanks between words; and how many letters more a character of theirs is worth.
_DENSE_FROM, _DENSE = "\u3040", 2

#: The most strings of a set besides the most telling one.
_FEW: Final = 150
#: The most sets of a pattern: each further one avoids fewer attempts than the one before.
_SETS: Final = 3


def is_letter(char: str) -> bool:
    """Whether a character counts as a letter in patterns: a word character of `re`, but no decimal digit and no "_"."""
    return char.isalnum() and not char.isdecimal()


def join_each(run: Strings, more: Strings | None) -> Strings | None:
    """Join each string of `run` and each of `more`; None when `more` is unknown or when that gives too many strings."""
    if more is None or len(run) * len(more) > _MOST:
        return None
    return frozenset(first + second for first in run for second in more)


def last_word(text: str) -> str:
    """The end of a string from its last word on, with an EDGE before it.

    Used in place of whole strings where these would be too many.
    """
    end = len(text)
    while end and not is_letter(text[end - 1]):
        end -= 1
    start = end
    while start and is_letter(text[start - 1]):
        start -= 1
    return EDGE + text[start:] if start else text


def all_strings(sets: Iterable[Strings | None]) -> Strings | None:
    """All strings of some sets; None when one set is unknown (None), or when these are too many."""
    found: set[str] = set()
    for strings in sets:
        if strings is None:
            return None
        found |= strings
    return frozenset(found) if len(found) <= _MOST else None


def most_telling(offered: Iterable[Strings]) -> tuple[Strings, ...]:
    """Choose the three most telling of some sets; leaves out one that says nothing or follows from another."""
    best: list[Strings] = []
    sets = set(filter(None, map(_distinct, offered)))
    # Whatever holds "con " or "com " also holds "co", which therefore tells less.
    vague = {one for one in sets for few in sets if len(few) <= _FEW and _implies(few, one) and not _implies(one, few)}
    for found in sorted(sets - vague, key=_telling, reverse=True):
        if not best or (len(found) <= _FEW and not any(_implies(strings, found) for strings in best)):
            best.append(found)
    return tuple(best[:_SETS])


def _implies(one: Strings, other: Strings) -> bool:
    """Whether each text with a string of `one` also has a string of `other`, so that `other` need not be looked for."""
    return all(any(text.strip(EDGE) in long for text in other) for long in one)


def _telling(strings: Strings) -> tuple[float, list[str]]:
    """A key to sort sets by: larger for sets whose strings are rarer in texts; the strings decide between equals."""
    return -sum(_SELDOM ** -_worth(text) for text in strings), sorted(strings)


def _worth(text: str) -> int:
    """How rare a string is in texts, in letters: its length, or little for a frequent word of a language ("with")."""
    bare = text.strip(" \0")
    length = len(bare) + _DENSE * sum(char >= _DENSE_FROM for char in bare)
    worth = min(length, _LONG) + _EDGE_WORTH * text.startswith((EDGE, " "))
    return min(worth, _COMMON) if bare in _common_words() else worth


@cache
def _common_words() -> frozenset[str]:
    """The most frequent words of all languages in config/rules/languages.toml."""
    return frozenset(chain.from_iterable(default_rules().family("languages").words["small"].values()))


def _distinct(strings: Strings) -> Strings | None:
    """Leave out the strings of a set that contain another of its strings.

    None when one string is empty: every text holds that, so the set says nothing.
    """
    tidy = {_tidy(text) for text in strings}
    if any(not text.strip("\0 ") for text in tidy):
        return None
    marked = {text: _BEGINNING.sub(EDGE, text) for text in tidy}
    return frozenset(
        text for text, whole in marked.items() if not any(part in whole and part != whole for part in marked.values())
    )


#: Where a word begins inside of a string.
_BEGINNING: Final = re.compile(r"(?<=[^\0\w]|[\d_])(?=[^\W\d_])")


def _tidy(text: str) -> str:
    """Keep the EDGE (the mark for "no letter before") only at the start of a string, and only before a letter."""
    bare = text.replace(EDGE, "")
    return EDGE + bare if text.startswith(EDGE) and bare and is_letter(bare[0]) else bare
