"""Recognises junk lines by their words: share buttons, advertisements, prompts, menus, footers.

Takes one line or short block and the rules in config/rules/junk.toml; gives the reason for removing it and the rule
that decided, or None.  Neighbours and position are not considered here; the HTML and the text parser do that.  A rule
with `sure = true` is right even for long lines inside the body; one with `anywhere = true` is searched in the whole
line, any other one only at its start.  `known` holds the rules as they are applied in the page's language (_Junk).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from parsers.folding import line_key
from parsers.required_index import RequiredIndex, index_of
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


def may_be_surely_junk(text: str, rules: Rules) -> bool:
    """A quick test: False when no rule with `sure = true` matches a text, as for nearly all texts of an article.

    Then a long line need not be tested as junk.
    """
    return len(text) <= MAX_LENGTH and bool(_sure(rules.family("junk")).likely(folded(text)))


@lru_cache(maxsize=FAMILIES_KEPT)
def sure_rules(family: Family) -> frozenset[str]:
    """The ids of the rules with `sure = true`, whose matches are junk even in long lines inside the body."""
    return frozenset(rule.id for rule in family.rules if rule.data.get("sure"))


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


def _pattern(text: str, known: _Junk) -> tuple[str, str] | None:
    """(reason, rule id) of the first rule that matches a line, at its start or else anywhere; None without one."""
    lowered = text.replace("İ", "i").lower()  # which would be two letters
    rule = _beginning(lowered, known) or _anywhere(text, folded(lowered), known)
    return (str(rule.data["reason"]), rule.id) if rule else None


def _beginning(lowered: str, known: _Junk) -> Rule | None:
    """The first rule that matches the start of a line, which is given in lower case (`lowered`); None without one."""
    anywhere, here = known.everywhere.pattern.match(lowered), known.here.pattern.match(lowered)
    if anywhere is None and here is None:
        return None
    found = ((known.everywhere, anywhere), (known.here, here))
    return min(rules.of(match) for rules, match in found if match)[1]


def _anywhere(text: str, lowered: str, known: _Junk) -> Rule | None:
    """The first rule that matches anywhere in a line; None without one.

    `lowered`: the line as `parsers.required_text.folded`.
    """
    for place in known.anywhere.index.likely(lowered):
        rule = known.anywhere.rules[place]
        short_enough = len(text) <= rule.data.get("longest", MAX_LENGTH)
        speaks = _holds_everywhere(rule) or rule.speaks(known.code)
        if short_enough and speaks and rule.pattern.search(text):
            return rule
    return None


@dataclass(frozen=True, slots=True)
class _Beginnings:
    """Rules that match at the start of a line, combined into one pattern for lines in lower case."""

    #: Rules with their positions in the file; the pattern's group number n belongs to rule n, counted from 1.
    rules: tuple[tuple[int, Rule], ...]
    pattern: re.Pattern[str]

    def of(self, match: re.Match[str]) -> tuple[int, Rule]:
        """The rule to which a match of the combined pattern belongs, after its position in the file."""
        return self.rules[(match.lastindex or 0) - 1]


@dataclass(frozen=True, slots=True)
class _Anywhere:
    """Rules that match anywhere in a line, for all languages, with an index that tells quickly which may match."""

    rules: tuple[Rule, ...]
    index: RequiredIndex


@dataclass(frozen=True, slots=True)
class _Junk:
    """All rules for junk lines as they are applied in one language."""

    family: Family
    #: The language's code; None when it is unknown.
    code: str | None
    #: The rules for starts of lines that apply to every language.
    everywhere: _Beginnings
    #: The other rules for starts of lines that apply to this language.
    here: _Beginnings
    anywhere: _Anywhere


@lru_cache(maxsize=FAMILIES_KEPT)
def _junk(family: Family, code: str | None) -> _Junk:
    """Make the _Junk, all rules as they are applied in a language (`code`; None when unknown)."""
    others = [(place, rule) for place, rule in enumerate(family.rules) if not _holds_everywhere(rule)]
    # A language's pattern has only the rules that are not in _everywhere, since compiling takes milliseconds.
    here = _beginnings((place, rule) for place, rule in others if rule.speaks(code))
    return _Junk(family, code, _everywhere(family), here, _searched(family))


@lru_cache(maxsize=FAMILIES_KEPT)
def _everywhere(family: Family) -> _Beginnings:
    """The rules that match at the start of a line and apply to pages in every language."""
    return _beginnings((place, rule) for place, rule in enumerate(family.rules) if _holds_everywhere(rule))


def _beginnings(rules: Iterable[tuple[int, Rule]]) -> _Beginnings:
    """Make one pattern of those rules that match at the start of a line, not anywhere in it."""
    own = tuple((place, rule) for place, rule in rules if not rule.data.get("anywhere"))
    # Without the flag for case, which makes patterns slow to compile and to fail: the rules are in lower case.  A group
    # at the end says which matched and costs those nothing that do not.
    return _Beginnings(own, re.compile("|".join(f"{_lowered(rule)}()" for _, rule in own) or "(?!)"))


def _lowered(rule: Rule) -> str:
    """The pattern of a rule, made to match lines in lower case even if a user wrote it with capitals."""
    pattern = rule.source.expanded()
    return f"(?i:{pattern})" if any(map(str.isupper, _ESCAPE.sub("", pattern))) else f"(?:{pattern})"


def _holds_everywhere(rule: Rule) -> bool:
    """Whether a rule applies to pages in every language: rules for "*" and for English do."""
    return "*" in rule.languages or "en" in rule.languages


@lru_cache(maxsize=FAMILIES_KEPT)
def _searched(family: Family) -> _Anywhere:
    """The rules that match anywhere in a line, with their index."""
    every = tuple(searched_patterns(family))
    return _Anywhere(tuple(rule for rule, _ in every), index_of(pattern for _, pattern in every))


@lru_cache(maxsize=FAMILIES_KEPT)
def _sure(family: Family) -> RequiredIndex:
    """The index of the rules with `sure = true`, which tells quickly which of them may match a text."""
    return index_of(rule.source.expanded() for rule in family.rules if rule.data.get("sure"))


def searched_patterns(family: Family) -> Iterator[tuple[Rule, str]]:
    """The rules with `anywhere = true`, which match anywhere in a line, each with its pattern; for `searched_rules`."""
    return ((rule, rule.source.expanded()) for rule in family.rules if rule.data.get("anywhere"))
