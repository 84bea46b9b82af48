"""Reads the stream in which Remix and React Router write a page's data: `streamController.enqueue("...")`.

The strings joined are lines of JSON.  The first is a flat list in which a number is the index of a value in the list,
and the keys of objects are numbers, too: `[{"_1":2},"title","Ferry"]` stands for {"title": "Ferry"}.  A later line,
`P5:[...]`, holds what was not ready when the value at index 5 was written; it goes on with the same list.  Takes the
texts of the scripts; gives one ScriptData.  The format is that of the package turbo-stream.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from parsers.html.state.container import ScriptData
from parsers.html.state.handed_pieces import handed_to
from parsers.html.state.nuxt import revived

#: The call in scripts that have a piece of the stream.
CALL: Final = "streamController.enqueue("
_CALLED: Final = re.compile(re.escape(CALL) + r"\s*")
#: The beginning of a later line: whose value it holds.
_LATER: Final = re.compile(r"P(\d{1,6}):")
#: A key of an object: the index of its name.
_KEY: Final = re.compile(r"_(\d{1,6})")
#: The most lines that are read.
_MOST: Final = 1_000


def read_turbo_stream(scripts: Iterable[str]) -> Iterator[ScriptData]:
    """Yield one ScriptData with the data of the stream in these scripts; nothing when there is none."""
    pieces = (piece for piece in handed_to(_CALLED, scripts) if isinstance(piece, str))
    flat: list[Any] = []
    for line in "".join(pieces).split("\n", _MOST)[:_MOST]:
        later = _LATER.match(line)
        values = _json(line[later.end() if later else 0 :])
        if later and int(later[1]) < len(flat):
            flat[int(later[1])] = ["Ref", len(flat) if isinstance(values, list) else values]
        if isinstance(values, list) and (later or not flat):
            flat += values
    value = revived([_named(value, flat) for value in flat])
    if isinstance(value, dict | list):
        yield ScriptData("streamController", value)


def _json(line: str) -> Any:
    """Decode a line of the stream as JSON; None when it is not valid JSON."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _named(value: Any, flat: list[Any]) -> Any:
    """Return an object of the flat list with its real keys, and any other value unchanged."""
    if not isinstance(value, dict):
        return value
    keys = ((_KEY.fullmatch(name), part) for name, part in value.items())
    places = ((int(found[1]), part) for found, part in keys if found)
    return {str(flat[place]): part for place, part in places if place < len(flat)}
