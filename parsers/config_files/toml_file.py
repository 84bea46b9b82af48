"""A TOML file of the configuration, and the mistakes that are found in it, each with its line.

Reads one file; whoever knows what its keys mean adds what is wrong with them (`parsers.config_files.key_tables` for
most). A file that cannot be read has no keys and one mistake.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from parsers.config_files.toml_lines import Keys, lines_of_keys

_LINE = re.compile(r" ?\(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong in the configuration."""

    file: Path
    #: From 1; None where it concerns the file as a whole.
    line: int | None
    #: One sentence: what is wrong, and what to do.
    text: str

    def __str__(self) -> str:
        """What a person reads: FILE:LINE: what is wrong."""
        return f"{self.file}:{self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


class Mistakes(Exception):
    """Files of the configuration that cannot be used; the message is the first mistake and how many more there are."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(tuple(mistakes))
        #: All of them, file by file; at least one.
        self.mistakes = tuple(mistakes)

    def __str__(self) -> str:
        more = len(self.mistakes) - 1
        counted = f" And {more} more mistake{'s' if more > 1 else ''}; `copydesk doctor` lists them all."
        return f"{self.mistakes[0]}{counted if more else ''}"


class ConfigFile:
    """One file: what it says, and what is wrong with it."""

    def __init__(self, path: Path, data: dict[str, Any], text: str = "", content: bytes = b"") -> None:
        self.path, self.data, self.text = path, data, text
        #: The bytes as they lie on the disk.
        self.content = content
        self.mistakes: list[Mistake] = []

    def wrong(self, keys: Keys, text: str) -> None:
        """Note a mistake in what stands under these keys; () is the file as a whole."""
        self.mistakes.append(Mistake(self.path, self.line(keys), text))

    def line(self, keys: Keys) -> int | None:
        """The line on which a key stands, or what lies around it; None for the file as a whole."""
        for length in range(len(keys), 0, -1):
            if lines := self._lines_under(keys[:length]):
                return min(lines)
        return None

    def _lines_under(self, keys: Keys) -> list[int]:
        return [line for path, line in self._lines.items() if path[: len(keys)] == keys]

    @cached_property
    def _lines(self) -> dict[Keys, int]:
        return lines_of_keys(self.text)


def read_config_file(path: Path) -> ConfigFile:
    """The file at a path; one that cannot be read comes back without keys and with the reason as its mistake."""
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
        return ConfigFile(path, tomllib.loads(text), text, content)
    except (ValueError, RecursionError) as error:  # also a number of more digits than Python reads
        found = _LINE.search(str(error))
        place = int(found["line"] or text.rstrip("\n").count("\n") + 1) if found else None
        said = _LINE.sub("", str(error)) or type(error).__name__
        return _unreadable(path, place, f"not valid TOML ({said}); mend or remove the file.", content)


def _unreadable(path: Path, line: int | None, text: str, content: bytes = b"") -> ConfigFile:
    file = ConfigFile(path, {}, content=content)
    file.mistakes.append(Mistake(path, line, text))
    return file


def meant(word: str, known: Iterable[str]) -> str:
    """How a sentence about a word that is not known goes on: with the nearest that is, or with all of them."""
    by_fold = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), by_fold, 1)
    if close:
        return f"; did you mean '{by_fold[close[0]]}'?"
    return f"; known are: {', '.join(by_fold.values())}." if by_fold else "; none is known here."
