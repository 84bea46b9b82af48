"""Recognises junk lines by their words: share buttons, advertisements, prompts, menus, footers.

Takes one line or short block and the rules in config/rules/junk.toml; gives the reason for removing it and the rule
that decided, or None.  Neighbours and position are not considered here; the HTML and the text parser do that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from parsers.folding import line_key
from parsers.required_index import RequiredIndex, SearchedRules, index_of, searched_rules
from parsers.required_text import folded
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules

#: What no letter of a pattern's text is: "\W".
_ESCAPE = re.compile(r"\\.", re.DOTALL)

#: Characters; a longer text is a paragraph, to which no rule applies.  Chosen by hand.
MAX_LENGTH = 500

#: Longer than any exact line of the lists.
_MAX_EXACT = 120

#: The most words in a label of other stories without its colon.  Chosen by hand.
_MAX_LABEL_WORDS = 3


def junk_reason(text: str, language: str | None, rules: Rules) -> tuple[str, str] | None:
    """Why a line is not part of an article: (code from parsers.reasons, rule id), or None when no rule matches.

    text is one line with white space collapsed; language is a BCP 47 code, or None when unknown, in which case the
    rules of all languages apply.  English rules always apply, since sites in all languages have English buttons.
    """
    if len(text) > MAX_LENGTH:
        return None
    known = _junk(rules.family("junk"), language.split("-")[0] if language else None)
    return _exact(text, known) or _pattern(text, known)


def surely_junk(text: str, language: str | None, rules: Rules) -> tuple[str, str] | None:
    """The same as `junk_reason`, by the rules with the key `sure` alone, which hold for what looks like the article."""
    if len(text) > MAX_LENGTH:
        return None
    code = language.split("-")[0] if language else None
    for rule in sure_rules(rules.family("junk")).likely(text):
        if _applies(rule, text, code) and rule.pattern.search(text):
            return str(rule.data["reason"]), rule.id
    return None


@lru_cache(maxsize=FAMILIES_KEPT)
def sure_rules(family: Family) -> SearchedRules:
    """The rules with the key `sure`, of which hardly a text of an article meets one."""
    return searched_rules((rule, rule.source.expanded()) for rule in family.rules if rule.data.get("sure"))


def _exact(text: str, known: _Junk) -> tuple[str, str] | None:
    """The reason and id for a line that is in the lists, or that has no letters and digits; else None."""
    if len(text) > _MAX_EXACT:
        return None
    line = line_key(text)
    if not line:
        return "separator", "symbols"
    for reason, spoken in known.family.lines.get(line, ()):
        if known.code is None or spoken in ("*", "en", known.code):
            return reason, f"{reason}.{spoken}"
    return None


def points_elsewhere(text: str, rules: Rules) -> bool:
    """Whether a link's text begins with a label of other stories without its colon ("Les også Broen er åpen")."""
    lines, words = rules.family("junk").lines, text.split()
    starts = (line_key(" ".join(words[:count])) for count in range(2, min(_MAX_LABEL_WORDS + 1, len(words))))
    return any(reason == "related" for start in starts for reason, _ in lines.get(start, ()))


def _pattern(text: str, known: _Junk) -> tuple[str, str] | None:
    lowered = text.replace("İ", "i").lower()  # which would be two letters
    rule = _beginning(lowered, known) or _anywhere(text, folded(lowered), known)
    return (str(rule.data["reason"]), rule.id) if rule else None


def _beginning(lowered: str, known: _Junk) -> Rule | None:
    """The first rule for beginnings that a line matches: nearly all lines match none, and end after two looks."""
    anywhere, here = known.everywhere.pattern.match(lowered), known.here.pattern.match(lowered)
    if anywhere is None and here is None:
        return None
    found = ((known.everywhere, anywhere), (known.here, here))
    return min(rules.of(match) for rules, match in found if match)[1]


def _anywhere(text: str, lowered: str, known: _Junk) -> Rule | None:
    """The first rule for whole lines that matches of those whose strings a line holds; lowered is `folded`."""
    for place in known.anywhere.index.likely(lowered):
        rule = known.anywhere.rules[place]
        if _applies(rule, text, known.code) and rule.pattern.search(text):
            return rule
    return None


def _applies(rule: Rule, text: str, code: str | None) -> bool:
    """Whether a rule is for lines as short as this one, and in its language."""
    return len(text) <= rule.data.get("longest", MAX_LENGTH) and (_holds_everywhere(rule) or rule.speaks(code))


@dataclass(frozen=True, slots=True)
class _Beginnings:
    """Some rules for beginnings in one pattern, which meets the lowered line."""

    #: Rules with their positions in the file; the pattern's group number n belongs to rule n, counted from 1.
    rules: tuple[tuple[int, Rule], ...]
    pattern: re.Pattern[str]

    def of(self, match: re.Match[str]) -> tuple[int, Rule]:
        """The rule that a match belongs to, with its position in the file."""
        return self.rules[(match.lastindex or 0) - 1]


@dataclass(frozen=True, slots=True)
class _Anywhere:
    """The rules that are searched in whole lines, in any language, and what tells quickly that one does not match."""

    rules: tuple[Rule, ...]
    index: RequiredIndex


@dataclass(frozen=True, slots=True)
class _Junk:
    """The rules as they are applied to lines in one language."""

    family: Family
    #: The language's code; None when it is unknown.
    code: str | None
    #: The rules for beginnings that hold in every language, and the others that hold in this one.
    everywhere: _Beginnings
    #: The other rules for beginnings that apply to this language.
    here: _Beginnings
    anywhere: _Anywhere


@lru_cache(maxsize=FAMILIES_KEPT)
def _junk(family: Family, code: str | None) -> _Junk:
    others = [(place, rule) for place, rule in enumerate(family.rules) if not _holds_everywhere(rule)]
    # A language's pattern has only the rules that are not in _everywhere, since compiling takes milliseconds.
    here = _beginnings((place, rule) for place, rule in others if rule.speaks(code))
    return _Junk(family, code, _everywhere(family), here, _searched(family))


@lru_cache(maxsize=FAMILIES_KEPT)
def _everywhere(family: Family) -> _Beginnings:
    return _beginnings((place, rule) for place, rule in enumerate(family.rules) if _holds_everywhere(rule))


def _beginnings(rules: Iterable[tuple[int, Rule]]) -> _Beginnings:
    own = tuple((place, rule) for place, rule in rules if not rule.data.get("anywhere"))
    # Without the flag for case, which makes patterns slow to compile and to fail: the rules are in lower case.  A group
    # at the end says which matched and costs those nothing that do not.
    return _Beginnings(own, re.compile("|".join(f"{_lowered(rule)}()" for _, rule in own) or "(?!)"))


def _lowered(rule: Rule) -> str:
    """The pattern of a rule for lowered lines; one that a user wrote with capitals meets them all the same."""
    pattern = rule.source.expanded()
    return f"(?i:{pattern})" if any(map(str.isupper, _ESCAPE.sub("", pattern))) else f"(?:{pattern})"


def _holds_everywhere(rule: Rule) -> bool:
    """Whether a rule applies to lines in every language: it is for all languages or for English."""
    return "*" in rule.languages or "en" in rule.languages


@lru_cache(maxsize=FAMILIES_KEPT)
def _searched(family: Family) -> _Anywhere:
    every = tuple(searched_patterns(family))
    return _Anywhere(tuple(rule for rule, _ in every), index_of(pattern for _, pattern in every))


def searched_patterns(family: Family) -> Iterator[tuple[Rule, str]]:
    """The rules that are searched in whole lines, each with its pattern."""
    return ((rule, rule.source.expanded()) for rule in family.rules if rule.data.get("anywhere"))
