"""Patterns for the words before and after names, made of the word lists of config/rules/people.toml.

Takes the rule family "people"; gives compiled patterns for the Lexicon, which holds all word lists for names
(`parsers.people.lexicon`).  Reads no names itself.
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
    """A regular expression for any of the words; for no words, one that matches nothing."""
    return any_of(words) or "(?!)"


def is_eastern(char: str) -> bool:
    """Whether a character is Han, kana or Hangul, in which Chinese, Japanese and Korean names are written."""
    return any(first <= char <= last for first, last in _EASTERN)


def _is_han(char: str) -> bool:
    """Whether a character is a Chinese one (Han)."""
    return _HAN[0] <= char <= _HAN[1]


def eastern_roles(people: Family) -> re.Pattern[str]:
    """Make a pattern for jobs and forms of address after a Chinese, Japanese or Korean name ("山田太郎記者")."""
    jobs = [job for job in people.all_words("roles") if all(map(is_eastern, job))]
    return re.compile(rf"\s*(?:{any_word((*jobs, *people.all_words('behind_names')))})+$")


def eastern_jobs(people: Family) -> LatePattern:
    """Make a pattern for outlet and job before a name in Han characters ("海港日报记者张三", "論説委員・山田太郎")."""
    jobs = [job for job in people.all_words("roles") if all(map(_is_han, job))]
    return LatePattern(rf"^[^\W\d_]{{0,12}}{any_word(jobs)}[\s・·＝]*(?=[\u3400-\u9fff]{{2,4}}$)")


def joined_and(people: Family) -> ScriptPattern:
    """Make a pattern for an "and" that is one word with the full name after it, and for the blank before it.

    In "דנה לוי ויוסי כהן" the "and" is the first letter of the third word.
    """
    names = any_word(people.all_words("and_not_joined"))
    return ScriptPattern(
        rf"(?<=\w)\s+(?!(?:{names})\s){any_word(people.all_words('and_joined'))}(?=\w{{2,}}\s+\w{{2,}})"
    )


def before_names(people: Family) -> re.Pattern[str]:
    """Make a pattern for "by", "By", "BY" or a title ("Dr.") at the start of a text."""
    by, titles = people.all_words("by"), people.all_words("titles")
    forms = {*by, *titles, *(word.capitalize() for word in (*by, *titles)), *map(str.upper, by)}
    return re.compile(rf"^{any_word(forms)}\.?\s+")
