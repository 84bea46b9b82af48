"""The week day before a date of numbers, which tells the order of day and month: "Fri, 07/03/2026 - 17:57".

Takes the text before the date, and the family dates with the names; gives the days that the name is of.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from parsers.folding import caseless
from parsers.rules import FAMILIES_KEPT, Family

#: The lists of names, in the order of `date.weekday`.
_LISTS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: What stands between words, and between a name and the date behind it.
_BETWEEN: Final = re.compile(r"[\s()\[\]|:,.]+")
#: The most words of a name ("thứ hai").
_MOST_WORDS: Final = 2


def week_days_before(before: str, words: Family) -> frozenset[int]:
    """The days (0 for Monday) with whose name the text before a date ends; more than one where languages differ."""
    names, said = _names(words), [word for word in _BETWEEN.split(before) if word][-_MOST_WORDS:]
    tails = (caseless(" ".join(said[start:])) for start in range(len(said)))
    return next((names[tail] for tail in tails if tail in names), frozenset())


@lru_cache(maxsize=FAMILIES_KEPT)
def _names(words: Family) -> dict[str, frozenset[int]]:
    """The days of each name."""
    found: dict[str, frozenset[int]] = {}
    for day, name in enumerate(_LISTS):
        for word in map(caseless, words.all_words(name)):
            found[word] = found.get(word, frozenset()) | {day}
    return found
