"""The last door: every string in what leaves the parser is clean, wherever it came from.

Takes an Article, a Rejection or a Trace; gives the same, or a copy without what `parsers.characters` calls no text.  It
knows no field: what is added to the model goes through here as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, Final, TypeVar

from parsers.characters import clean, is_clean

T = TypeVar("T")
Getters = tuple[Callable[[Any], Any], ...]


def cleaned(result: T) -> T:
    """The result with every string in it clean; the very same where all were."""
    return result if is_clean(all_text(result)) else _rebuilt(result)


def all_text(result: Any) -> str:
    """Every string in a result, one behind the other in no order: looked at as one they take a tenth of the time."""
    return "".join(text for text in _strings(result) if isinstance(text, str))


def _strings(result: Any) -> list[Any]:
    """Every string in a result, keys of mappings included; gathered kind by kind, for every page pays for it."""
    found: list[Any] = []
    waiting = [(result,)]
    for group in waiting:  # which grows
        values = group
        if isinstance(group, Mapping):
            found += group
            values = tuple(group.values())
        elif not isinstance(group, tuple | list):
            values = (group,)
        kind: Any = type(values[0])
        if kind is str:
            found += values
        elif issubclass(kind, tuple | list | Mapping):
            waiting += filter(None, values)
        else:
            texts, parts = _fields(kind)
            for text in texts:
                found += filter(None, map(text, values))
            for part in parts:
                waiting += filter(None, map(part, values))
    return found


@cache
def _fields(kind: Any) -> tuple[Getters, Getters]:
    """How to get at the fields of a class that are strings, or None, and at those that hold other values."""
    kinds = {field.name: str(field.type) for field in fields(kind)} if is_dataclass(kind) else {}
    texts = [name for name, declared in kinds.items() if declared in ("str", "str | None")]
    parts = [name for name, declared in kinds.items() if name not in texts and not _NUMBERS.fullmatch(declared)]
    return tuple(map(attrgetter, texts)), tuple(map(attrgetter, parts))


#: What fields are declared as that hold no string.
_NUMBERS: Final = re.compile(r"(?:(?:int|float|bool|None)(?: \| )?)+|tuple\[int, \.\.\.\]")


def _rebuilt(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple | list):
        # A name or a topic of which nothing is left is none.
        return type(value)(part for item in value if (part := _rebuilt(item)) != "" or item == "")
    if isinstance(value, Mapping):
        return {clean(key): _rebuilt(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        whole = {field.name: (getattr(value, field.name), field.default) for field in fields(value)}
        return type(value)(**{name: _part(item, default) for name, (item, default) in whole.items()})
    return value


def _part(value: Any, default: Any) -> Any:
    """A field of a whole; None where nothing is left of a string that need not be there."""
    part = _rebuilt(value)
    return None if part == "" and default is None else part
