"""Junk lines: share buttons, advertisements, prompts, menus, footers, told from the words of a line alone.

Takes one line or short block and the rules of config/rules/junk.toml, gives the reason of the cut and the rule
that decided, or None.  It does not look at neighbours or position; both front doors weigh those themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from parsers.folding import fold_line
from parsers.rules import Family, Rule, Rules, any_of

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


def points_elsewhere(text: str, rules: Rules) -> bool:
    """Whether a link's text begins with a label of other stories that lost its colon ("Les også Broen er åpen")."""
    lines, words = rules.family("junk").lines, text.split()
    starts = (fold_line(" ".join(words[:count])) for count in range(2, min(4, len(words))))
    return any(reason == "related" for start in starts for reason, _ in lines.get(start, ()))


def _pattern(text: str, language: str | None, family: Family) -> tuple[str, str] | None:
    patterns, lowered = _patterns(family), text.replace("İ", "i").lower()  # which would be two letters
    begins = patterns.beginnings.match(lowered)
    # Most lines are sentences that end here, after two looks instead of one for each rule.
    if begins is None and not patterns.needs.search(lowered):
        return None
    if begins is not None:
        rule = patterns.rules[str(begins.lastgroup)]
        if _speaks(rule, language):
            return str(rule.data["reason"]), rule.id
    for rule in _spoken(family, language):
        needs = rule.data.get("needs")
        if needs is None:
            found = rule.pattern.match(text) if begins else None
        else:
            found = rule.pattern.search(text) if any(map(lowered.__contains__, needs)) else None
        if found:
            return str(rule.data["reason"]), rule.id
    return None


def _speaks(rule: Rule, language: str | None) -> bool:
    return "en" in rule.languages or rule.speaks(language)


@lru_cache(maxsize=128)
def _spoken(family: Family, language: str | None) -> tuple[Rule, ...]:
    return tuple(rule for rule in family.rules if _speaks(rule, language))


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What tells quickly that no rule matches, in any language: one for each would take long to compile."""

    #: Matches a lowered text when one of the rules without needs does; the group that matched is a key of `rules`.
    beginnings: re.Pattern[str]
    rules: Mapping[str, Rule]
    #: Finds the needs of all others.
    needs: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(family: Family) -> _Patterns:
    rules = {f"rule{number}": rule for number, rule in enumerate(family.rules) if "needs" not in rule.data}
    # Without the flag for case, which makes patterns slow to compile and to fail: the rules are in lower case.
    beginnings = "|".join(f"(?P<{group}>{rule.source.expanded()})" for group, rule in rules.items())
    needs = any_of(need for rule in family.rules for need in rule.data.get("needs", ()))
    return _Patterns(re.compile(beginnings), rules, re.compile(needs))
