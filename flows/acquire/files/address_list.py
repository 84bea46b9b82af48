"""Recognises text files that hold one web address a line, and gives the addresses; requests nothing.

Blank lines and lines that begin with # are left out.  For each address the reader gives a Passed (something not
imported here, with the reason), and the caller requests it; for a line that is no address it gives a Capture that says
so.  `wishes`: the options of the import (formats.py).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from flows.acquire.files.file_address import file_address
from flows.acquire.files.formats import Found, Wishes
from flows.acquire.files.saved_page import problem
from flows.acquire.files.wanted import Passed
from flows.acquire.opening import opened, printable
from flows.acquire.packing import whole_members
from flows.acquire.web_address import page_address

_ADDRESS: Final = re.compile(r"https?://\S+\Z", re.IGNORECASE)
#: Most characters of a line that are read; longer addresses are mistakes.
_MOST: Final = 10_000
#: Characters of a line that an error message shows.
_SHOWN: Final = 80
#: A file is a list when at least this share of its lines are addresses; the others are mistakes in it.  Our choice.
_MOSTLY: Final = 0.8


def is_address_list(head: bytes) -> bool:
    """Whether the first lines of a file are web addresses, one a line; the file is then read as a list of addresses."""
    lines = [line for line in map(_clean, _decoded(head).splitlines()) if line]
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
    with opened(path) as file, whole_members(file) as stream:
        number = 0
        while line := stream.readline(_MOST):
            number += 1
            text = _clean(_decoded(line))
            if text:
                yield _found(path, wishes, text, number)


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


def _decoded(data: bytes) -> str:
    return data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")


def _clean(line: str) -> str:
    line = line.strip("\ufeff \t\r\n\0")
    return "" if line.startswith("#") else line
