"""Reads the rows of JSON Lines, of a JSON array of objects, and of JSON objects one after the other (RFC 7464, too).

Takes an open text; gives a Row (table.py) for each object, in constant memory.  A value that is no object, or is
broken, gives a Row with an error, and reading goes on after it.  `number`: of an object in the file, from 1.  `line`:
of a line in the file, from 1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, TextIO

from flows.acquire.files.table import Row

#: Characters read at a time.
_CHUNK: Final = 1 << 18
#: Characters from the end of what was read within which a mistake may be one of cutting: an escape has 12 at most.
_NEAR_END: Final = 16
#: Without `strict`, texts may hold tabs and other control codes as they are.
_DECODER: Final = json.JSONDecoder(strict=False)
#: What stands between objects of a line, or behind them: some programs leave the commas of an array.
_GAP: Final = re.compile(r"[\s,]*")
_BLANK: Final = re.compile(r"[\s,]*")
_OBJECT: Final = re.compile(r'\{\s*"(?:[^"\\]|\\.)*"\s*:')


def read_json_lines(file: TextIO, limit: int) -> Iterator[Row]:
    """Yield the objects of JSON Lines: mostly one a line, seldom several.  `limit`: most characters of an object.

    A line that is longer than the limit and begins with two objects is no line of JSON Lines: from there on, objects
    are read one after the other, wherever lines end.
    """
    number = line = 0
    while text := file.readline(limit):
        line += 1
        whole = text.endswith("\n") or len(text) < limit
        if not whole and holds_two(text):
            yield from _Values(file, limit, text, line).rows(number)
            return
        while not whole and (more := file.readline(_CHUNK)):
            whole = more.endswith("\n")
        if not text.strip():
            continue
        if len(text) >= limit:
            number += 1
            yield Row(number, line=line, fault=_too_large(limit))
            continue
        for row in _rows(number + 1, line, text.strip()):
            number = row.number
            yield row


def _too_large(limit: int) -> tuple[str, str]:
    """Return the outcome and reason for an object that is longer than the limit."""
    return "too_large", f"is longer than {limit:,} characters, the limit for one row"


def _rows(number: int, line: int, text: str) -> Iterator[Row]:
    """Yield the objects of one line; after a broken object the rest of the line is left out.

    `number`: of the first object in the file.  `line`: of the line in the file.  `text`: the line, without blanks and
    record separators (RFC 7464) at its start and end.
    """
    at = 0
    while at < len(text):
        try:
            value, end = _DECODER.raw_decode(text, at)
            at = found.end() if (found := _GAP.match(text, end)) else end
            if at < len(text) and not (isinstance(value, dict) and text[at] == "{"):
                raise json.JSONDecodeError("Extra data", text, at)
        except (ValueError, RecursionError) as error:
            yield Row(number, line=line, fault=("damaged", f"is no JSON ({_said(error)})"))
            return
        yield _of_value(number, line, value)
        number += 1


def _of_value(number: int, line: int, value: Any) -> Row:
    """Make the Row of a JSON value; with an error for a value that is no object."""
    if isinstance(value, dict):
        return Row(number, value, line)
    return Row(number, line=line, fault=("damaged", "is no JSON object"))


def _said(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__


def read_values(file: TextIO, limit: int) -> Iterator[Row]:
    """Yield the objects of a JSON array, or of several JSON values one after the other.

    `limit`: most characters of one object.  After a broken object, reading goes on at the next text that begins as the
    first object did.
    """
    yield from _Values(file, limit).rows(0)


def holds_two(text: str) -> bool:
    """Whether a text begins with two JSON objects, one after the other."""
    try:
        first, end = _DECODER.raw_decode(text.lstrip())
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and text.lstrip()[end:].lstrip().startswith("{")


class _Values:
    """Reads a text value by value; holds little more than the current value in memory."""

    def __init__(self, file: TextIO, limit: int, text: str = "", line: int = 1) -> None:
        """`text`: what was already read from the file.  `line`: the number of the line in which `text` begins."""
        self._file = file
        self._limit = limit
        self._text = text
        self._at = 0
        self._ended = False
        #: How the first object begins; after a broken one, the next that begins like this is looked for.
        self._beginning: re.Pattern[str] | None = None
        self.line = line

    def rows(self, number: int) -> Iterator[Row]:
        """Yield the Rows of all values that are left.  `number`: how many values came before them."""
        row = None
        is_array = self.begins("[")
        while (char := self.next_char()) and not (is_array and char == "]"):
            number += 1
            yield (row := self.read(number))
        if is_array and not char and not (row and row.fault):
            said = "is missing: the file ends before its array does"
            yield Row(number + 1, line=self.line, fault=("truncated", said))

    def begins(self, char: str) -> bool:
        """Whether the next character is `char`; if so, it is consumed."""
        if self.next_char() != char:
            return False
        self._pass(self._at + 1)
        return True

    def next_char(self) -> str:
        """Return the first character of the next value, or "]"; "" at the end."""
        while True:
            found = _BLANK.match(self._text, self._at)
            self._pass(found.end() if found else self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def read(self, number: int) -> Row:
        """Return the Row of the value that begins here; a broken value is skipped and gives a Row with an error."""
        line = self.line
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                held = len(self._text) - self._at
                if held < self._limit and self._may_be_cut(error) and self._more():
                    continue
                fault = ("damaged", f"is no JSON ({_said(error)})") if held < self._limit else _too_large(self._limit)
                self._go_on()
                return Row(number, line=line, fault=fault)
            if self._beginning is None and isinstance(value, dict):
                self._learn()
            self._pass(end)
            return _of_value(number, line, value)

    def _learn(self) -> None:
        """Remember how the first object begins, by which the next object is found after a broken one."""
        begin = _OBJECT.match(self._text, self._at)
        if begin is not None:
            self._beginning = re.compile(r"\s*".join(map(re.escape, re.split(r"\s+", begin[0]))))

    def _may_be_cut(self, error: Exception) -> bool:
        """Whether a value may be broken only because more of it is still to be read from the file.

        Then it is to be tried again with more text.
        """
        if self._ended or not isinstance(error, json.JSONDecodeError):
            return False
        return error.msg.startswith("Unterminated string") or error.pos >= len(self._text) - _NEAR_END

    def _go_on(self) -> None:
        """Skip a broken value, up to the next value or the end."""
        start = self._at + 1
        beginning = self._beginning or _OBJECT
        while (found := beginning.search(self._text, start)) is None:
            # The beginning of the next may be cut.
            self._pass(max(start, len(self._text) - _CHUNK))
            start = self._at
            if not self._more():
                self._pass(len(self._text))
                return
        self._pass(found.start())

    def _pass(self, end: int) -> None:
        """Go on to index `end` of the text, counting lines."""
        self.line += self._text.count("\n", self._at, end)
        self._at = end

    def _more(self) -> bool:
        """Read more of the file, after what is held; return False at its end.

        Reads at least as much as is held, so that a large value is not read in many small steps.
        """
        self._text = self._text[self._at :]
        self._at = 0
        part = self._file.read(max(_CHUNK, len(self._text)))
        self._ended = not part
        self._text += part
        return bool(part)
