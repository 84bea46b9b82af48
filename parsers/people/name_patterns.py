"""Patterns for what stands before and behind names, made of the word lists of config/rules/people.toml.

Takes the family people; gives compiled patterns for the Lexicon (`parsers.people.lexicon`).  Recognises nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from parsers.late_patterns import LatePattern, ScriptPattern
from parsers.rules import Family, any_of

#: The first and last Han characters, and the ranges of letters of East Asian names.
_HAN: Final = ("\u3400", "\u9fff")
_EASTERN: Final = (("\u3040", "\u30ff"), _HAN, ("\uac00", "\ud7af"))


def any_word(words: Iterable[str]) -> str:
    """A pattern for any of the words; one that never matches when there are none."""
    return any_of(words) or "(?!)"


def is_eastern(char: str) -> bool:
    """Whether a character is a letter of the scripts of East Asian names."""
    return any(first <= char <= last for first, last in _EASTERN)


def _is_han(char: str) -> bool:
    return _HAN[0] <= char <= _HAN[1]


def eastern_roles(people: Family) -> re.Pattern[str]:
    """A pattern for what is no part of a name that it ends; of the jobs, those in the scripts of East Asian names."""
    jobs = [job for job in people.all_words("roles") if all(map(is_eastern, job))]
    return re.compile(rf"\s*(?:{any_word((*jobs, *people.all_words('behind_names')))})+$")


def eastern_jobs(people: Family) -> LatePattern:
    """A pattern for an outlet and a job in Han characters before a name, which is as long as names are."""
    jobs = [job for job in people.all_words("roles") if all(map(_is_han, job))]
    return LatePattern(rf"^[^\W\d_]{{0,12}}{any_word(jobs)}\s*(?=[\u3400-\u9fff]{{2,4}}$)")


def joined_and(people: Family) -> ScriptPattern:
    """A pattern for a blank and an "and" before a full name with which it is one word: "דנה לוי ויוסי כהן"."""
    names = any_word(people.all_words("and_not_joined"))
    return ScriptPattern(
        rf"(?<=\w)\s+(?!(?:{names})\s){any_word(people.all_words('and_joined'))}(?=\w{{2,}}\s+\w{{2,}})"
    )


def before_names(people: Family) -> re.Pattern[str]:
    """A pattern for "by" or a title at the beginning of a text, in lower case or with a capital; "BY" counts, too."""
    by, titles = people.all_words("by"), people.all_words("titles")
    forms = {*by, *titles, *(word.capitalize() for word in (*by, *titles)), *map(str.upper, by)}
    return re.compile(rf"^{any_word(forms)}\.?\s+")
