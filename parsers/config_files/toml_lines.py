"""On which line of a TOML file each of its keys stands: tomllib reads the values and forgets the places.

Takes the text of a file that tomllib has read; gives the line of every key by its path.  Knows no TOML itself: a
statement is what tomllib takes by itself, and where it ends the next one begins.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

#: How to get to a value: names of keys, and places in lists from 0 ("rule", 3, "pattern").
Keys = tuple[str | int, ...]


def lines_of_keys(text: str) -> dict[Keys, int]:
    """The line, from 1, of each key, table and entry of a list; a value of several lines stands where it begins."""
    found: dict[Keys, int] = {}
    table: Keys = ()
    lengths: dict[Keys, int] = {}
    for first, statement in _statements(text):
        read = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = _header(read, lengths)
            found.setdefault(table, first)
            continue
        name, entries = _entries(read, statement)
        for keys in _paths(read):
            inside = keys[: len(name)] == name and len(keys) > len(name)
            line = entries[int(keys[len(name)])] if inside and entries else 0
            found.setdefault((*table, *keys), first + line)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each statement with the number of its first line."""
    begun, first = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        if not begun:
            if _says_nothing(line):
                continue
            first = number
        begun += line + "\n"
        if _read(begun) is not None:
            yield first, begun
            begun = ""


def _says_nothing(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _read(text: str) -> dict[str, Any] | None:
    """What a text says; None when it is no whole TOML, as a string or a list that goes on below."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _header(read: dict[str, Any], lengths: dict[Keys, int]) -> Keys:
    """The path of a table from its header alone: [a.b] lies in the last [[a]] before it."""
    path: Keys = ()
    value: Any = read
    while value:
        ((name, value),) = value.items()
        path = (*path, name)
        if isinstance(value, list):  # [[name]]: one more of them
            lengths[path] = lengths.get(path, 0) + 1
            value = value[0]
        if path in lengths:
            path = (*path, lengths[path] - 1)
    return path


def _entries(read: dict[str, Any], statement: str) -> tuple[Keys, list[int]]:
    """The key of a list that goes over several lines, and on which line of its statement each entry begins."""
    path, value = _named(read)
    lines = statement.rstrip("\n").split("\n")
    if not isinstance(value, list) or len(lines) == 1:
        return path, []
    found: list[int] = []
    begin = 0
    for number in range(len(lines)):
        # Where an entry ends with its line, a bracket makes the statement whole.
        closed = _read("\n".join(lines[: number + 1]) + "\n]")
        if closed is None:
            begin += begin == number and _says_nothing(lines[number])
            continue
        found += [begin] * (len(_named(closed)[1]) - len(found))
        begin = number + 1
    return path, found + [begin] * (len(value) - len(found))


def _named(read: dict[str, Any]) -> tuple[Keys, Any]:
    """The path of what a statement names, and its value: a.b = 1."""
    path: Keys = ()
    value: Any = read
    while isinstance(value, dict) and len(value) == 1:
        ((name, value),) = value.items()
        path = (*path, name)
    return path, value


def _paths(value: Any, path: Keys = ()) -> Iterator[Keys]:
    """The path of every value inside one, outer ones first."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from _paths(inner, (*path, key))
