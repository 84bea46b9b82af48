"""Reads the week day before a date of numbers, which tells the order of day and month: "Fri, 07/03/2026 - 17:57".

Takes the text before the date, and the rule family "dates" with the names; gives numbers of week days.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from parsers.folding import caseless
from parsers.rules import FAMILIES_KEPT, Family

#: The lists of names, in the order of `date.weekday`.
_LISTS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: What stands between words, and between a name and the date after it.
_BETWEEN: Final = re.compile(r"[\s()\[\]|:,.]+")
#: The most words of a name ("thứ hai").
_MOST_WORDS: Final = 2


def week_days_before(before: str, words: Family) -> frozenset[int]:
    """The numbers (0 is Monday) of the week day that is named right before a date; empty when none is named there.

    There are several numbers if the name means different days in different languages.  `before`: the text before the
    date.
    """
    names, said = _names(words), [word for word in _BETWEEN.split(before) if word][-_MOST_WORDS:]
    tails = (caseless(" ".join(said[start:])) for start in range(len(said)))
    return next((names[tail] for tail in tails if tail in names), frozenset())


@lru_cache(maxsize=FAMILIES_KEPT)
def _names(words: Family) -> dict[str, frozenset[int]]:
    """Name of a week day as `parsers.folding.caseless` -> its numbers (0 is Monday), in all languages."""
    found: dict[str, frozenset[int]] = {}
    for day, name in enumerate(_LISTS):
        for word in map(caseless, words.all_words(name)):
            found[word] = found.get(word, frozenset()) | {day}
    return found
