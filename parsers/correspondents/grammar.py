"""The credit rules made ready: sorted by shape, with the letters that tell in no time that a text has none.

Takes the families correspondents, people and agencies of the Rules; gives a Grammar.  It reads no text but for
`Grammar.stirs`, which most blocks of a page never get past.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from parsers.names import Lexicon, lexicon
from parsers.rules import Family, Rule, Rules, default_rules


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The rules of one family by shape, and the words that names are read by."""

    words: Lexicon
    shapes: dict[str, tuple[Rule, ...]]
    #: No rule but those for whole short lines can match a lower-case text that holds none of these.
    stems: tuple[str, ...]

    def stirs(self, lowered: str) -> bool:
        """Whether any rule might match this text, given in lower case."""
        return any(stem in lowered for stem in self.stems)

    def rules(self, shape: str, lowered: str) -> list[Rule]:
        """The rules of a shape that might match this text, given in lower case."""
        return [rule for rule in self.shapes.get(shape, ()) if any(stem in lowered for stem in rule.data["stems"])]


def grammar(rules: Rules | None) -> Grammar:
    """The Grammar of a set of rules; None means those that the project ships."""
    chosen = rules or default_rules()
    return _build(chosen.family("correspondents"), lexicon(chosen))


@lru_cache(maxsize=8)
def _build(family: Family, words: Lexicon) -> Grammar:
    shapes: dict[str, tuple[Rule, ...]] = {}
    for rule in family.rules:
        shape = str(rule.data["shape"])
        shapes[shape] = (*shapes.get(shape, ()), rule)
    stems = {str(stem) for rule in family.rules for stem in rule.data["stems"]}
    shortest = {s for s in stems if not any(other != s and other in s for other in stems)}
    return Grammar(words, shapes, tuple(sorted(shortest, key=len)))
