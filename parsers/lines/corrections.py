"""Notes of the editors: lines that say an article was changed (corrections, clarifications, amendments).

Made from the rules of config/rules/corrections.toml for a language; takes the text of a block and gives the rule that
it matches, or None.  Where such a line may stand is the front door's to say.
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
    """The rules that hold in a language, in one pattern: nearly all blocks match none, and are asked once."""

    #: Ids; the number of the group that matched is that of the rule, from 1.
    ids: tuple[str, ...]
    pattern: re.Pattern[str]

    def rule_of(self, text: str) -> str | None:
        """Id of the first rule that a block matches."""
        found = self.pattern.match(text)
        return self.ids[(found.lastindex or 0) - 1] if found else None


def corrections(rules: Rules, language: str | None) -> Corrections:
    """The Corrections of a language; None: not known, every rule holds."""
    return _corrections(rules.family("corrections"), language.split("-")[0] if language else None)


@lru_cache(maxsize=FAMILIES_KEPT)
def _corrections(family: Family, code: str | None) -> Corrections:
    own = [rule for rule in family.rules if rule.speaks(code)]
    pattern = "|".join(f"{rule.source.inline()}()" for rule in own) or "(?!)"
    return Corrections(tuple(rule.id for rule in own), re.compile(pattern))
