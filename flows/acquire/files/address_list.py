"""Recognises text files that hold one web address a line, and gives the addresses; requests nothing.

Blank lines, comments and a first line that only names the column are left out, and so is what people write around an
address: bullets, quotation marks, commas, a comment behind it.  For each address the reader gives a Passed (something
not imported here, with the reason), and the caller requests it; for a line that is no address it gives a Capture that
says so.  `wishes`: the options of the import (formats.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from flows.acquire.files.file_address import file_address
from flows.acquire.files.formats import Found, Wishes
from flows.acquire.files.saved_page import problem
from flows.acquire.files.table_columns import column_role
from flows.acquire.files.table_text import head_text, text_of
from flows.acquire.files.wanted import Passed
from flows.acquire.opening import printable
from flows.acquire.web_address import page_address

_ADDRESS: Final = re.compile(r"https?://\S+\Z", re.IGNORECASE)
#: What may stand behind an address: a comment; and around it: bullets, quotation marks, commas.
_BEHIND: Final = re.compile(r"\s+(?:#|//).*", re.DOTALL)
_AROUND: Final = re.compile(r"""\A(?:[-*\u2022]\s+)?["'<]?|["'>]?[,;]*\Z""")
#: Most characters of a line that are read; longer addresses are mistakes.
_MOST: Final = 10_000
#: Characters of a line that an error message shows.
_SHOWN: Final = 80
#: A file is a list when at least this share of its lines are addresses; the others are mistakes in it.  Our choice.
_MOSTLY: Final = 0.8


def is_address_list(head: bytes) -> bool:
    """Whether the first lines of a file are web addresses, one a line; the file is then read as a list of addresses."""
    lines = [line for line in map(_clean, head_text(head).splitlines()) if line]
    lines = lines[1:] if lines and _is_header(lines[0]) else lines
    if not lines or not _ADDRESS.match(lines[0]):
        return False
    # The last line of the sample may be cut.
    return sum(bool(_ADDRESS.match(line)) for line in lines) >= _MOSTLY * len(lines)


def read_address_list(path: Path, wishes: Wishes) -> Iterator[Found]:
    """Yield for each address in a list a Passed with the reason "address", which tells the caller to request it.

    A line that is no address gives a Capture that says so.  A list that the user did not name, but that lies in a
    folder or archive, gives one Passed for the file: its addresses are not requested.  Raises what opening and
    unpacking the file raises.
    """
    if not wishes.named:
        yield Passed(file_address(path), "address list")
        return
    with text_of(path) as stream:
        number, is_first = 0, True
        while line := stream.readline(_MOST):
            number += 1
            text = _clean(line)
            if text and not (is_first and _is_header(text)):
                yield _found(path, wishes, text, number)
            is_first = is_first and not text


def _found(path: Path, wishes: Wishes, text: str, number: int) -> Found:
    """Return what one line gives: a Passed for an address, else a Capture.

    `text`: the line, cleaned.  `number`: of the line, from 1.
    """
    url = page_address(text) if _ADDRESS.match(text) else None
    if url is None:
        shown = printable(text[:_SHOWN])
        return problem(path, "refused_address", f"line {number:,} is no address ({shown})", place=f"line-{number}")
    why = wishes.wanted.objection(url, None)
    return Passed(url, why or "address")


def _is_header(line: str) -> bool:
    """Whether a line is the name of a column of addresses, as "url" above a list that was exported."""
    return column_role(line) == "url"


def _clean(line: str) -> str:
    """Return a line without what stands around an address; "" for a blank line or a comment."""
    line = line.strip("\ufeff \t\r\n\0")
    if line.startswith(("#", ";", "//")):
        return ""
    return _AROUND.sub("", _BEHIND.sub("", line))
