"""Recognises junk lines by their words: share buttons, advertisements, prompts, menus, footers.

Takes one line or short block and the rules in config/rules/junk.toml; gives the reason for removing it and the rule
that decided, or None.  Neighbours and position are not considered here; the HTML and the text parser do that.  A rule
with `sure = true` is right even for long lines inside the body; one with `anywhere = true` is searched in the whole
line, any other one only at its start.  `known` holds the rules as they are applied in the page's language (_Junk).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from parsers.folding import line_key
from parsers.late_patterns import LatePattern
from parsers.required_index import RequiredIndex, SearchedRules, index_of, searched_rules
from parsers.required_text import folded
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules

#: An escape in a pattern's text ("\W"), whose letter is no letter of a text.
_ESCAPE = re.compile(r"\\.", re.DOTALL)

#: Characters; a longer text is a paragraph, to which no rule applies.  Chosen by hand.
MAX_LENGTH = 500

#: Longer than any exact line of the lists.
_MAX_EXACT = 120

#: The most words in a label of other stories without its colon.  Chosen by hand.
_MAX_LABEL_WORDS = 3


def junk_reason(text: str, language: str | None, rules: Rules) -> tuple[str, str] | None:
    """Why a line is not part of an article: (code from parsers.reasons, rule id), or None when no rule matches.

    `text`: one line with white space collapsed.  `language`: a BCP 47 code, or None when unknown, in which case the
    rules of all languages apply.  English rules always apply, since sites in all languages have English buttons.
    """
    if len(text) > MAX_LENGTH:
        return None
    known = _junk(rules.family("junk"), language.split("-")[0] if language else None)
    return _exact(text, known) or _pattern(text, known)


def surely_junk(text: str, language: str | None, rules: Rules) -> tuple[str, str] | None:
    """Do the same as `junk_reason`, but try only the rules with the key `sure`.

    This is for long lines inside the body, for which the other rules may be wrong.
    """
    if len(text) > MAX_LENGTH:
        return None
    code = language.split("-")[0] if language else None
    for rule in sure_rules(rules.family("junk")).likely(text):
        if _is_for(rule, text, code) and rule.pattern.search(text):
            return str(rule.data["reason"]), rule.id
    return None


@lru_cache(maxsize=FAMILIES_KEPT)
def sure_rules(family: Family) -> SearchedRules:
    """Make the index of the rules in config/rules/junk.toml with the key `sure`, by the strings that they require."""
    return searched_rules((rule, rule.source.expanded()) for rule in family.rules if rule.data.get("sure"))


def _is_for(rule: Rule, text: str, code: str | None) -> bool:
    """Whether a rule is for lines as short as this one, and for its language."""
    return len(text) <= rule.data.get("longest", MAX_LENGTH) and (_holds_everywhere(rule) or rule.speaks(code))


def _exact(text: str, known: _Junk) -> tuple[str, str] | None:
    """(reason, rule id) for a line that is in the word lists, or that has no letters and digits; else None."""
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
    """Whether a link's text begins with a label of other stories, so that it leads to one: "Les også Broen er åpen"."""
    lines, words = rules.family("junk").lines, text.split()
    starts = (line_key(" ".join(words[:count])) for count in range(2, min(_MAX_LABEL_WORDS + 1, len(words))))
    return any(reason == "related" for start in starts for reason, _ in lines.get(start, ()))


def is_label_of_stories(text: str, rules: Rules) -> bool:
    """Whether a text of two words or more, or one in capitals, is a label of other stories: "RELATED SITES:"."""
    lines, line = rules.family("junk").lines, line_key(text)
    told = " " in line or text.isupper()
    return told and any(reason == "related" for reason, _ in lines.get(line, ()))


def _pattern(text: str, known: _Junk) -> tuple[str, str] | None:
    """The reason and id of the first rule that a line matches; rules for beginnings come before the others."""
    lowered = text.replace("İ", "i").lower()  # which would be two letters
    anywhere = []
    for place in known.index.likely(folded(lowered)):
        tried = known.rules[place]
        if tried is None:
            continue
        if tried.beginning is None:
            anywhere.append(tried.rule)
        elif tried.beginning.match(lowered):
            return str(tried.rule.data["reason"]), tried.rule.id
    found = next((rule for rule in anywhere if _is_anywhere_in(text, rule)), None)
    return (str(found.data["reason"]), found.id) if found else None


def _is_anywhere_in(text: str, rule: Rule) -> bool:
    """Whether a rule that is searched in whole lines is found in this one."""
    return len(text) <= rule.data.get("longest", MAX_LENGTH) and rule.pattern.search(text) is not None


@dataclass(frozen=True, slots=True)
class _Tried:
    """One rule for junk lines, with its pattern for the start of a line if it is tried only there."""

    rule: Rule
    #: For a rule for beginnings its pattern for lowered lines; None for one that is searched in whole lines.
    beginning: LatePattern | None


@dataclass(frozen=True, slots=True)
class _Junk:
    """All rules for junk lines as they are applied in one language."""

    family: Family
    #: The language's code; None when it is unknown.
    code: str | None
    #: The rules in the order of the file; None for those of other languages.
    rules: tuple[_Tried | None, ...]
    #: What tells quickly which of them may match.
    index: RequiredIndex


@lru_cache(maxsize=FAMILIES_KEPT)
def _junk(family: Family, code: str | None) -> _Junk:
    every = _tried(family)
    spoken = tuple(each if _holds_everywhere(each.rule) or each.rule.speaks(code) else None for each in every)
    return _Junk(family, code, spoken, _index(family))


@lru_cache(maxsize=FAMILIES_KEPT)
def _tried(family: Family) -> tuple[_Tried, ...]:
    # Beginnings without the flag for case, which makes patterns slow to compile and to fail.
    return tuple(
        _Tried(rule, None if rule.data.get("anywhere") else LatePattern(_lowered(rule))) for rule in family.rules
    )


def _lowered(rule: Rule) -> str:
    """The pattern of a rule, made to match lines in lower case even if a user wrote it with capitals."""
    pattern = rule.source.expanded()
    return f"(?i:{pattern})" if any(map(str.isupper, _ESCAPE.sub("", pattern))) else pattern


def _holds_everywhere(rule: Rule) -> bool:
    """Whether a rule applies to pages in every language: rules for "*" and for English do."""
    return "*" in rule.languages or "en" in rule.languages


@lru_cache(maxsize=FAMILIES_KEPT)
def _index(family: Family) -> RequiredIndex:
    return index_of(pattern for _, pattern in searched_patterns(family))


def searched_patterns(family: Family) -> Iterator[tuple[Rule, str]]:
    """The rules, each with its pattern."""
    return ((rule, rule.source.expanded()) for rule in family.rules)
