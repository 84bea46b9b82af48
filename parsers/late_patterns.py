"""Patterns that are compiled when they are first used.

A class with all Chinese or Korean letters takes Python 3.11 two milliseconds to compile, a name in such letters eight;
most pages have none.  Takes the text of a pattern; offers what a compiled one does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class LatePattern:
    """A pattern of the project's own code; its methods are those of `re.Pattern`."""

    pattern: str

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

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
    def sub(self) -> Callable[[str, str], str]:
        """As `re.Pattern.sub`."""
        return self._compiled.sub
