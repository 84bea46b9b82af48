"""Knows what the JSON keys of a page's state mean: which hold a headline, an address, a text, or say that one must pay.

Takes the rules (config/rules/state.toml); gives a StateKeys, made once for each set of rules.  Looks at names only,
never at a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from parsers.rules import FAMILIES_KEPT, Family, Rules

#: Meanings of a JSON key, one bit each; state.toml has lists or groups of rules with the same names.
TITLE: Final = 1 << 0
ADDRESS: Final = 1 << 1
TEXT: Final = 1 << 2
STORY: Final = 1 << 3
ELSEWHERE: Final = 1 << 4
FREE: Final = 1 << 5
ACCESS: Final = 1 << 6
SOLD: Final = 1 << 7
WRITER: Final = 1 << 8

#: The bit of each list of whole keys in state.toml, and of each group of rules there (`part`).
_LISTS: Final = {"title": TITLE, "address": ADDRESS, "text": TEXT, "free": FREE, "access": ACCESS}
_PARTS: Final = {"elsewhere": ELSEWHERE, "story": STORY, "writer": WRITER, "sold": SOLD}
#: Keys whose meaning is kept: the objects of a page have the same few hundred keys, again and again.
_KEPT: Final = 4096
#: Objects whose telling keys are kept, by all their keys: those of a page have the same few dozen sets of keys.
_KEPT_OBJECTS: Final = 256


@dataclass(frozen=True, slots=True, eq=False)
class StateKeys:
    """The meanings of JSON keys, and the values that mean "not free", as the rules have them."""

    #: Gives the bits of a JSON key's meanings; 0 for most keys.
    meaning: Callable[[str], int]
    #: Gives those of an object's JSON keys that are for a headline or an address; () for most objects.
    telling: Callable[[tuple[str, ...]], tuple[str, ...]]
    #: JSON keys under which a headline that is an object keeps its text.
    title_parts: tuple[str, ...]
    #: Values, in small letters, that say that a text is not free.
    paid: frozenset[str]


def state_keys(rules: Rules) -> StateKeys:
    """Read the meanings of JSON keys from config/rules/state.toml."""
    return _keys(rules.family("state"))


@lru_cache(maxsize=FAMILIES_KEPT)
def _keys(family: Family) -> StateKeys:
    """Collect the meanings of JSON keys from `family`, the rules in config/rules/state.toml."""
    listed: dict[str, int] = {}
    for name, bit in _LISTS.items():
        for word in map(_plain, family.all_words(name)):
            listed[word] = listed.get(word, 0) | bit
    patterns = [(bit, _any_rule(family, part)) for part, bit in _PARTS.items()]

    @lru_cache(maxsize=_KEPT)
    def meaning(name: str) -> int:
        plain = _plain(name)
        bits = listed.get(plain, 0)
        for bit, pattern in patterns:
            if pattern.search(plain):
                bits |= bit
        return bits

    @lru_cache(maxsize=_KEPT_OBJECTS)
    def telling(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if meaning(name) & (TITLE | ADDRESS))

    return StateKeys(
        meaning, telling, family.all_words("title_part"), frozenset(map(str.lower, family.all_words("paid")))
    )


def _any_rule(family: Family, part: str) -> re.Pattern[str]:
    """Return a pattern that matches what any of the rules in one group of state.toml matches.

    `part`: the group's name ("story").
    """
    return re.compile("|".join(rule.source.inline() for rule in family.rules if rule.data["part"] == part) or r"(?!)")


def _plain(name: str) -> str:
    """Put a JSON key into small letters without hyphens and underscores: "article_body" gives "articlebody"."""
    return name.lower().replace("_", "").replace("-", "")
