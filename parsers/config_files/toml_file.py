"""Reads a TOML file of the configuration, and collects the mistakes that are found in it, each with its line.

Takes a path and gives a ConfigFile; code that knows the meaning of the keys notes mistakes in it (most of it in
`parsers.config_files.key_tables`).  A file that cannot be read has no keys and one mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from parsers.config_files.toml_lines import Keys, lines_of_keys, read_toml

_LINE = re.compile(r" ?\(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a file of the configuration."""

    file: Path
    #: Number of the line, from 1; None when the mistake concerns the whole file.
    line: int | None
    #: One sentence that says what is wrong and what to do.
    text: str

    def __str__(self) -> str:
        """The message for people, "FILE:LINE: what is wrong"."""
        return f"{self.file}:{self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


class Mistakes(Exception):
    """Raised for files of the configuration that cannot be used.

    The message is the first mistake and the number of others; `mistakes` has all of them.
    """

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(tuple(mistakes))
        #: All mistakes, file by file; there is at least one.
        self.mistakes = tuple(mistakes)

    def __str__(self) -> str:
        more = len(self.mistakes) - 1
        counted = f" And {more} more mistake{'s' if more > 1 else ''}; `copydesk doctor` lists them all."
        return f"{self.mistakes[0]}{counted if more else ''}"


class ConfigFile:
    """One file: its path, its values (`data`), its text, and the mistakes found so far."""

    def __init__(self, path: Path, data: dict[str, Any], text: str = "", content: bytes = b"") -> None:
        self.path, self.data, self.text = path, data, text
        #: The bytes of the file.
        self.content = content
        self.mistakes: list[Mistake] = []

    def wrong(self, keys: Keys, text: str) -> None:
        """Note a mistake (in `mistakes`) in the value at a path of keys; () means the whole file.

        `text`: the message.
        """
        self.mistakes.append(Mistake(self.path, self.line(keys), text))

    def line(self, keys: Keys) -> int | None:
        """The line, from 1, of the value at a path of keys, or of the nearest enclosing table.

        None when neither is in the file, and for the path (), which means the whole file.
        """
        for length in range(len(keys), 0, -1):
            if lines := self._lines_under(keys[:length]):
                return min(lines)
        return None

    def _lines_under(self, keys: Keys) -> list[int]:
        """The lines of the value at a path of keys and of all values inside it; [] when there is none."""
        return [line for path, line in self._lines.items() if path[: len(keys)] == keys]

    @cached_property
    def _lines(self) -> dict[Keys, int]:
        """The line of each key by its path, made when the first mistake is noted."""
        return lines_of_keys(self.text)


def read_config_file(path: Path) -> ConfigFile:
    """Read the file at a path.  One that cannot be read has no keys, and the reason is its only mistake."""
    try:
        content = path.read_bytes()
    except IsADirectoryError:
        return _unreadable(path, None, "it is a directory where a file is needed; move it away.")
    except OSError as error:
        return _unreadable(path, None, f"it cannot be read ({error.strerror}); make it readable or move it away.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _unreadable(path, line, "it is not in UTF-8; save it in that encoding.", content)
    try:
        return ConfigFile(path, read_toml(text), text, content)
    except (ValueError, RecursionError) as error:  # ValueError also for a number with too many digits for Python.
        found = _LINE.search(str(error))
        place = int(found["line"] or text.rstrip("\n").count("\n") + 1) if found else None
        said = _LINE.sub("", str(error)) or type(error).__name__
        return _unreadable(path, place, f"not valid TOML ({said}); mend or remove the file.", content)


def _unreadable(path: Path, line: int | None, text: str, content: bytes = b"") -> ConfigFile:
    """Make a ConfigFile without keys, whose only mistake has this text."""
    file = ConfigFile(path, {}, content=content)
    file.mistakes.append(Mistake(path, line, text))
    return file


def meant(word: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown `word`: "did you mean" and the most similar of `known`, or all of these."""
    import difflib  # here, since it is slow to load and few files have mistakes

    by_fold = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), by_fold, 1)
    if close:
        return f"; did you mean '{by_fold[close[0]]}'?"
    return f"; known are: {', '.join(by_fold.values())}." if by_fold else "; none is known here."
