"""Finds which languages the rules cover: the words of each list in a language, the rules for it, and what is missing.

A family is one file of rules in config/rules.  Takes Rules; gives one value for each word list and one for the patterns
of each family.  Prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parsers import Rules

#: The code of entries that hold for every language.
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The entries of one word list, or the patterns of one family, in one language."""

    #: Name of the rules file.
    family: str
    #: Name of the word list; "rules" for the family's patterns.
    what: str
    #: The words, or the ids of the rules, in this language.
    own: tuple[str, ...]
    #: Number of words or rules that hold for every language.
    common: int
    #: Number of languages that have entries.
    languages: int

    @property
    def lacking(self) -> bool:
        """Whether other languages have entries and this one has none, so that it is shown as a gap."""
        return not self.own and self.languages > 0


def languages(rules: Rules) -> dict[str, int]:
    """Count for each language the word lists and rules that name it."""
    found: dict[str, int] = {}
    for family in rules.families.values():
        named = [code for by_language in family.words.values() for code in by_language]
        named += [code for rule in family.rules for code in rule.languages]
        for code in named:
            if code != EVERY:
                found[code] = found.get(code, 0) + 1
    return dict(sorted(found.items()))


def coverage(rules: Rules, language: str) -> Iterator[Coverage]:
    """Yield the coverage of one language, family by family.  `language`: a code without region, such as "ro"."""
    for name, family in sorted(rules.families.items()):
        for listed, by_language in family.words.items():
            others = [code for code in by_language if code != EVERY]
            common = len(by_language.get(EVERY, ()))
            yield Coverage(name, listed, tuple(by_language.get(language, ())), common, len(others))
        if family.rules:
            own = tuple(rule.id for rule in family.rules if language in rule.languages)
            spoken = {code for rule in family.rules for code in rule.languages} - {EVERY}
            common = sum(EVERY in rule.languages for rule in family.rules)
            yield Coverage(name, "rules", own, common, len(spoken))
