"""Junk lines: share buttons, advertisements, prompts, menus, footers, told from the words of a line alone.

Takes one line or short block and the rules of config/rules/junk.toml, gives the reason of the cut and the rule
that decided, or None.  It does not look at neighbours or position; both front doors weigh those themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from parsers.folding import fold_line
from parsers.rules import Family, Rule, Rules

#: Longer text is a paragraph; no list and no pattern speaks about those.
MAX_LENGTH = 500

#: Longer than any exact line of the lists.
_MAX_EXACT = 120


def junk_reason(text: str, language: str | None, rules: Rules) -> tuple[str, str] | None:
    """Why a line is no part of an article: (code of parsers.reasons, rule id), or None when nothing says so.

    text is one line, white space collapsed; language is a BCP 47 code, None when not known (then every
    language's rules speak).  English rules hold everywhere: sites of all languages leave English controls.
    """
    if len(text) > MAX_LENGTH:
        return None
    family = rules.family("junk")
    return _exact(text, language, family) or _pattern(text, language, family)


def _exact(text: str, language: str | None, family: Family) -> tuple[str, str] | None:
    if len(text) > _MAX_EXACT:
        return None
    line = fold_line(text)
    if not line:
        return "separator", "symbols"
    for reason, spoken in family.lines.get(line, ()):
        if language is None or spoken in ("*", "en", language.split("-")[0]):
            return reason, f"{reason}.{spoken}"
    return None


def _pattern(text: str, language: str | None, family: Family) -> tuple[str, str] | None:
    patterns, lowered = _patterns(family), text.lower()
    begins = patterns.any_beginning.match(text) is not None
    # Most lines are sentences that end here, after two look-ups instead of one for each rule.
    if not begins and not any(map(lowered.__contains__, patterns.all_needs)):
        return None
    for rule in _spoken(family, language):
        needs = rule.data.get("needs")
        if needs is None:
            found = begins and rule.pattern.match(text)
        else:
            found = any(map(lowered.__contains__, needs)) and rule.pattern.search(text)
        if found:
            return str(rule.data["reason"]), rule.id
    return None


@lru_cache(maxsize=128)
def _spoken(family: Family, language: str | None) -> tuple[Rule, ...]:
    return tuple(rule for rule in family.rules if rule.speaks(language) or "en" in rule.languages)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What tells quickly that no rule matches, in any language: one for each would take long to compile."""

    #: Matches when one of the rules without needs does.
    any_beginning: re.Pattern[str]
    #: The needs of all others.
    all_needs: tuple[str, ...]


@lru_cache(maxsize=8)
def _patterns(family: Family) -> _Patterns:
    beginnings = (rule.source.inline() for rule in family.rules if "needs" not in rule.data)
    needs = dict.fromkeys(need for rule in family.rules for need in rule.data.get("needs", ()))
    return _Patterns(re.compile("|".join(beginnings)), tuple(needs))
