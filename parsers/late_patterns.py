"""Regular expressions that are compiled when they are first used, or when a text first holds letters that they need.

A character class with all Chinese or Korean letters takes Python 3.11 two milliseconds to compile, a name in such
letters eight; most pages have none.  Takes the text of a pattern; offers what a compiled one does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

#: A character that is neither Latin nor Cyrillic, nor one of the signs that stand beside them: dashes, quotes, arrows.
_OTHER_SCRIPT: Final = re.compile("[^\x00-\u036f\u0400-\u058f\u1e00-\u2e7f]")


@dataclass(frozen=True)
class LatePattern:
    """A regular expression of the project's own code that is compiled at first use.

    It is used like a `re.Pattern`: its properties give the methods of the compiled one, so
    LatePattern("a+").search("baa") works as with `re.compile`.
    """

    pattern: str
    flags: re.RegexFlag = re.NOFLAG

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)

    @cached_property
    def search(self) -> Callable[[str], re.Match[str] | None]:
        """As `re.Pattern.search`."""
        return self._compiled.search

    @cached_property
    def match(self) -> Callable[[str], re.Match[str] | None]:
        """As `re.Pattern.match`."""
        return self._compiled.match

    @cached_property
    def fullmatch(self) -> Callable[[str], re.Match[str] | None]:
        """As `re.Pattern.fullmatch`."""
        return self._compiled.fullmatch

    @cached_property
    def findall(self) -> Callable[[str], list[str]]:
        """As `re.Pattern.findall`."""
        return self._compiled.findall

    @cached_property
    def finditer(self) -> Callable[[str], Iterator[re.Match[str]]]:
        """As `re.Pattern.finditer`."""
        return self._compiled.finditer

    @cached_property
    def sub(self) -> Callable[[str | Callable[[re.Match[str]], str], str], str]:
        """As `re.Pattern.sub`."""
        return self._compiled.sub

    @cached_property
    def split(self) -> Callable[..., list[str | Any]]:
        """As `re.Pattern.split`."""
        return self._compiled.split


@dataclass(frozen=True)
class ScriptPattern:
    """A regular expression that only a text with letters of certain scripts can match, such as Greek or Chinese.

    The scripts are Greek and all that Unicode has from Hebrew to Korean.  It is compiled when the first text with such
    a letter is searched; in all other texts its methods find nothing, without compiling it.
    """

    pattern: str

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self._compiled.search(text, start) if _has_other_script(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self._compiled.match(text) if _has_other_script(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.fullmatch`."""
        return self._compiled.fullmatch(text) if _has_other_script(text) else None

    def findall(self, text: str) -> list[str]:
        """As `re.Pattern.findall`."""
        return self._compiled.findall(text) if _has_other_script(text) else []

    def sub(self, replacement: str, text: str) -> str:
        """As `re.Pattern.sub`."""
        return self._compiled.sub(replacement, text) if _has_other_script(text) else text


def _has_other_script(text: str) -> bool:
    """Whether a text holds a letter of the scripts of ScriptPattern, so that its pattern may match."""
    return not text.isascii() and _OTHER_SCRIPT.search(text) is not None


#: Letters of scripts without blanks between words: Thai, Lao, Burmese, Khmer, kana, Han.
UNSPACED: Final = ScriptPattern("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")
