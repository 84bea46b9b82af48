"""Recognises editors' notes about changes to an article: corrections, clarifications, amendments.

Takes the text of a block and gives the id of the rule in config/rules/corrections.toml that it matches, or None.  The
position of the block is not considered; the callers decide where on a page a correction may be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from parsers.rules import FAMILIES_KEPT, Family, Rules

#: A note of the editors is no longer than this, in characters.
LONGEST_NOTE: Final = 1_200


@dataclass(frozen=True, slots=True)
class Corrections:
    """The rules for editors' notes in one language, combined into one pattern.

    So a single search is enough for nearly all blocks: those that match no rule.
    """

    #: The ids of the rules; the pattern's group number n belongs to rule n, counted from 1.
    ids: tuple[str, ...]
    pattern: re.Pattern[str]

    def rule_of(self, text: str) -> str | None:
        """The id of the first rule that matches the start of a text; None when the text is no editors' note."""
        found = self.pattern.match(text)
        return self.ids[(found.lastindex or 0) - 1] if found else None


def corrections(rules: Rules, language: str | None) -> Corrections:
    """The rules for editors' notes in a language (BCP 47), as one pattern; of all languages if it is None (unknown)."""
    return _corrections(rules.family("corrections"), language.split("-")[0] if language else None)


@lru_cache(maxsize=FAMILIES_KEPT)
def _corrections(family: Family, code: str | None) -> Corrections:
    """Join the rules for a language (`code`) to one pattern.

    An empty group at the end of each rule tells which one matched.
    """
    own = [rule for rule in family.rules if rule.speaks(code)]
    pattern = "|".join(f"{rule.source.inline()}()" for rule in own) or "(?!)"
    return Corrections(tuple(rule.id for rule in own), re.compile(pattern))
