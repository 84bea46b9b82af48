"""Reads the entries of a HAR file that is no strict JSON: some tools write NaN, raw line ends in texts, broken bytes.

Takes the path of such a file, and gives the entries that a strict parser did not reach.  Holds the whole text in
memory, up to MOST_BYTES characters; so har.py asks it only where the strict parser stops.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from flows.acquire.files.saved_page import MOST_BYTES
from flows.acquire.files.table_text import text_of
from flows.acquire.files.trouble import TooLarge

#: Python's parser takes NaN and Infinity for numbers; without `strict` also line ends inside a text.
_READER: Final = json.JSONDecoder(strict=False)
#: The list of entries of a log; in the text of a page its quotation marks would be escaped.
_ENTRIES: Final = re.compile(r'(?<!\\)"entries"\s*:\s*\[')
_BETWEEN: Final = re.compile(r"[\s,]*")


def entries_behind(path: Path, given: int) -> Iterator[Any]:
    """Yield the entries of a HAR file behind the first `given`, in order, of one log or several.

    Raises ValueError (RecursionError for JSON that is nested too deep) at the first entry that is no JSON even so, and
    TooLarge for a file that is larger than any that is read whole.
    """
    with text_of(path) as file:
        text = file.read(MOST_BYTES + 1)
        if len(text) > MOST_BYTES:
            raise TooLarge
        at = number = 0
        while begin := _ENTRIES.search(text, at):
            at = _behind_blanks(text, begin.end())
            while at < len(text) and text[at] != "]":
                entry, at = _READER.raw_decode(text, at)
                at = _behind_blanks(text, at)
                number += 1
                if number > given:
                    yield entry


def _behind_blanks(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at
