"""Reads the stream that Next's app router writes into a page: self.__next_f.push([1, "..."]), again and again.

The strings joined are one stream of rows, each with an id: JSON, or a text with its length in bytes.  A string "$1f"
in a row refers to the row 1f.  Takes the texts of the scripts; gives one ScriptData that holds all rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from parsers.html.state.container import ScriptData
from parsers.html.state.handed_pieces import handed_to

#: The call in scripts that have a piece of the stream.
CHUNK: Final = "__next_f.push("
#: The name of the stream's ScriptData.
FLIGHT: Final = "__next_f"
_PUSHED: Final = re.compile(re.escape(CHUNK) + r"\s*")
#: The beginning of a row: its id, and for a text its length.
_ROW: Final = re.compile(rb"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,8}),)?")
#: Letters before the JSON of some rows: they mark an import, a hint or an error.
_TAG: Final = re.compile(rb"[A-Z]{0,2}")
_REFERENCE: Final = re.compile(r"\$[L@]?([0-9a-f]{1,8})(?::[\w:.]*)?")
#: The most rows that are read.
_MOST: Final = 20_000


def read_flight(scripts: Iterable[str]) -> Iterator[ScriptData]:
    """Yield one ScriptData with all rows of the stream in these scripts; nothing when no row can be read."""
    rows = dict(_rows("".join(_pieces(scripts)).encode("utf-8", "replace")))

    def follow(item: Any) -> Any:
        if isinstance(item, str) and item.startswith("$") and (found := _REFERENCE.fullmatch(item)):
            return rows.get(found[1], item)
        return item

    if rows:
        yield ScriptData(FLIGHT, list(rows.values()), follow)


def _pieces(scripts: Iterable[str]) -> Iterator[str]:
    """Yield the strings that the scripts push, in order; joined they are the stream."""
    for pushed in handed_to(_PUSHED, scripts):
        if isinstance(pushed, list) and len(pushed) > 1 and isinstance(pushed[1], str):
            yield pushed[1]


def _rows(stream: bytes) -> Iterator[tuple[str, Any]]:
    """Yield (id, value) for each row of the stream; a row that cannot be decoded is skipped."""
    at = count = 0
    while at < len(stream) and count < _MOST:
        count += 1
        start = _ROW.match(stream, at)
        if start and start[2]:
            end = start.end() + int(start[2], 16)
            yield start[1].decode(), stream[start.end() : end].decode("utf-8", "replace")
            at = end
            continue
        end = stream.find(b"\n", at)
        end = len(stream) if end < 0 else end
        if start:
            value = _json(stream[start.end() : end])
            if value is not None:
                yield start[1].decode(), value
        at = end + 1


def _json(row: bytes) -> Any:
    """Decode a row of the stream as JSON; None when the row is not valid JSON."""
    tag = _TAG.match(row)
    try:
        return json.loads(row[tag.end() if tag else 0 :])
    except (ValueError, RecursionError):
        return None
