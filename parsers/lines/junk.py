"""Junk lines: share buttons, advertisements, prompts, menus, footers, told from the words of a line alone.

Takes one line or short block and the rules of config/rules/junk.toml, gives the reason of the cut and the rule
that decided, or None.  It does not look at neighbours or position; both front doors weigh those themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from parsers.folding import line_key
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules, any_of

#: Longer text is a paragraph; no list and no pattern speaks about those.
MAX_LENGTH = 500

#: Rules with `longest` are about lines of at most this length.
_LINE = 180

#: What no letter of a pattern's text is: "\W".
_ESCAPE = re.compile(r"\\.", re.DOTALL)

#: Longer than any exact line of the lists.
_MAX_EXACT = 120


def junk_reason(text: str, language: str | None, rules: Rules) -> tuple[str, str] | None:
    """Why a line is no part of an article: (code of parsers.reasons, rule id), or None when nothing says so.

    text is one line, white space collapsed; language is a BCP 47 code, None when not known (then every
    language's rules speak).  English rules hold everywhere: sites of all languages leave English controls.
    """
    if len(text) > MAX_LENGTH:
        return None
    known = _junk(rules.family("junk"), language.split("-")[0] if language else None)
    return _exact(text, known) or _pattern(text, known)


def _exact(text: str, known: _Junk) -> tuple[str, str] | None:
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
    """Whether a link's text begins with a label of other stories that lost its colon ("Les også Broen er åpen")."""
    lines, words = rules.family("junk").lines, text.split()
    starts = (line_key(" ".join(words[:count])) for count in range(2, min(4, len(words))))
    return any(reason == "related" for start in starts for reason, _ in lines.get(start, ()))


def _pattern(text: str, known: _Junk) -> tuple[str, str] | None:
    lowered = text.replace("İ", "i").lower()  # which would be two letters
    rule = _beginning(lowered, known) or _needy(text, lowered, known)
    return (str(rule.data["reason"]), rule.id) if rule else None


def _beginning(lowered: str, known: _Junk) -> Rule | None:
    """The first rule without needs that a line matches: nearly all lines match none, and end after two looks."""
    anywhere, here = known.everywhere.pattern.match(lowered), known.here.pattern.match(lowered)
    if anywhere is None and here is None:
        return None
    found = ((known.everywhere, anywhere), (known.here, here))
    return min(rules.of(match) for rules, match in found if match)[1]


def _needy(text: str, lowered: str, known: _Junk) -> Rule | None:
    """The first rule that matches of those whose needs a line holds."""
    needs = known.needs.all if len(text) <= _LINE else known.needs.of_long
    held = (*needs.words.findall(lowered), *needs.marks.findall(lowered))
    if not held:
        return None
    likely = {place: rule for need in held for place, rule in known.needs.rules.get(need, ())}
    for _, rule in sorted(likely.items()):
        short_enough = len(text) <= rule.data.get("longest", MAX_LENGTH)
        speaks = _holds_everywhere(rule) or rule.speaks(known.code)
        if short_enough and speaks and rule.pattern.search(text):
            return rule
    return None


@dataclass(frozen=True, slots=True)
class _Beginnings:
    """Some rules without needs in one pattern, which meets the lowered line."""

    #: Rules with their places in the file; the number of the group that matched is that of the rule, from 1.
    rules: tuple[tuple[int, Rule], ...]
    pattern: re.Pattern[str]

    def of(self, match: re.Match[str]) -> tuple[int, Rule]:
        """The rule that matched, with its place in the file."""
        return self.rules[(match.lastindex or 0) - 1]


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds needs in a lowered line."""

    #: Those that begin with a letter from a to z, at the beginning of a word: most letters stand in none.
    words: re.Pattern[str]
    #: All others, anywhere.
    marks: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Needs:
    """What tells quickly that no rule with needs matches, in any language."""

    #: Finds the needs of all rules; of those that hold for long lines, too.
    all: _Finder
    of_long: _Finder
    #: A need -> the rules that have it, or a part of it, with their places in the file.
    rules: Mapping[str, tuple[tuple[int, Rule], ...]]


@dataclass(frozen=True, slots=True)
class _Junk:
    """The rules as lines of one language meet them; code is None when the language is not known."""

    family: Family
    code: str | None
    #: The rules without needs that hold in every language, and the others that hold in this one.
    everywhere: _Beginnings
    here: _Beginnings
    needs: _Needs


@lru_cache(maxsize=FAMILIES_KEPT)
def _junk(family: Family, code: str | None) -> _Junk:
    others = [(place, rule) for place, rule in enumerate(family.rules) if not _holds_everywhere(rule)]
    # Few rules for each language, as every pattern takes milliseconds to compile.
    here = _beginnings((place, rule) for place, rule in others if rule.speaks(code))
    return _Junk(family, code, _everywhere(family), here, _needs_of(family))


@lru_cache(maxsize=FAMILIES_KEPT)
def _everywhere(family: Family) -> _Beginnings:
    return _beginnings((place, rule) for place, rule in enumerate(family.rules) if _holds_everywhere(rule))


def _beginnings(rules: Iterable[tuple[int, Rule]]) -> _Beginnings:
    own = tuple((place, rule) for place, rule in rules if "needs" not in rule.data)
    # Without the flag for case, which makes patterns slow to compile and to fail: ours are in lower case.  A group at
    # the end says which matched and costs those nothing that do not.
    return _Beginnings(own, re.compile("|".join(f"{_lowered(rule)}()" for _, rule in own) or "(?!)"))


def _lowered(rule: Rule) -> str:
    """The pattern of a rule for lowered lines; one that a user wrote with capitals meets them all the same."""
    pattern = rule.source.expanded()
    return f"(?i:{pattern})" if any(map(str.isupper, _ESCAPE.sub("", pattern))) else f"(?:{pattern})"


def _holds_everywhere(rule: Rule) -> bool:
    return "*" in rule.languages or "en" in rule.languages


@lru_cache(maxsize=FAMILIES_KEPT)
def _needs_of(family: Family) -> _Needs:
    needy = [(place, rule) for place, rule in enumerate(family.rules) if "needs" in rule.data]
    long = [(place, rule) for place, rule in needy if rule.data.get("longest", MAX_LENGTH) > _LINE]
    by_need = {need: tuple(pair for pair in needy if _holds(need, pair[1])) for need in _needs(needy)}
    return _Needs(_finder(_needs(needy)), _finder(_needs(long)), by_need)


def _needs(rules: list[tuple[int, Rule]]) -> list[str]:
    return [need.lower() for _, rule in rules for need in rule.data["needs"]]


def _finder(needs: list[str]) -> _Finder:
    words = [need for need in needs if "a" <= need[0] <= "z"]
    marks = [need for need in needs if need not in words]
    return _Finder(re.compile(rf"(?<![a-z])(?:{any_of(words)})"), re.compile(any_of(marks)))


def _holds(need: str, rule: Rule) -> bool:
    """Whether a need that was found, the longest at its place, holds one of a rule's: "newsletter" holds "news"."""
    return any(own.lower() in need for own in rule.data["needs"])
