"""Cleans every string in a result before it leaves the parser.

Takes an Article, a Rejection or a Trace; gives the same object, or a copy without the characters that
`parsers.characters` removes.  It works with any dataclass, so fields that are added to the model are cleaned as well.
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
    """Clean all strings in a result (`parsers.characters.clean`); the same object if they are clean already."""
    return result if is_clean(all_text(result)) else _rebuilt(result)


def all_text(result: Any) -> str:
    """Join all strings in a result to one, in no particular order.

    For looking for control characters: one search in the joined text is ten times as fast as one in each string.
    """
    return "".join(text for text in _strings(result) if isinstance(text, str))


def _strings(result: Any) -> list[Any]:
    """List all strings in a result, including keys of mappings; other values, such as numbers, may be between them.

    Goes through the result level by level; values of the same type are handled together, which is faster, since this
    runs for every page.
    """
    found: list[Any] = []
    waiting = [(result,)]
    for group in waiting:  # the list grows while it is read
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
    """Two lists of getters for the fields of a dataclass (`kind`); both are empty for any other class.

    A getter takes an object and gives the value of one field.  The first list is for fields that are a string, the
    second for fields that may hold strings, such as tuples.
    """
    kinds = {field.name: str(field.type) for field in fields(kind)} if is_dataclass(kind) else {}
    texts = [name for name, declared in kinds.items() if declared in ("str", "str | None")]
    parts = [name for name, declared in kinds.items() if name not in texts and not _NUMBERS.fullmatch(declared)]
    return tuple(map(attrgetter, texts)), tuple(map(attrgetter, parts))


#: Types of fields that cannot contain strings.
_NUMBERS: Final = re.compile(r"(?:(?:int|float|bool|None)(?: \| )?)+|tuple\[int, \.\.\.\]")


def _rebuilt(value: Any) -> Any:
    """Copy a value with all strings in it cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple | list):
        # An item that becomes empty by cleaning, such as a name, is left out.
        return type(value)(part for item in value if (part := _rebuilt(item)) != "" or item == "")
    if isinstance(value, Mapping):
        return {clean(key): _rebuilt(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        whole = {field.name: (getattr(value, field.name), field.default) for field in fields(value)}
        return type(value)(**{name: _part(item, default) for name, (item, default) in whole.items()})
    return value


def _part(value: Any, default: Any) -> Any:
    """Clean a field's value; None if it becomes empty and None is the field's default."""
    part = _rebuilt(value)
    return None if part == "" and default is None else part
