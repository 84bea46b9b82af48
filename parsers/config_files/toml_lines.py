"""Reads TOML, and finds the line of each key, since TOML libraries give only the values.

Takes the text of a file; gives its values, or the line of every key by its path.  For the lines, the text is cut into
statements (a key with its value, or a [header]): lines are added to one until the library can read it alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import rtoml

#: The path of a value: names of keys, and places in lists from 0, as in ("rule", 3, "pattern").
Keys = tuple[str | int, ...]


def read_toml(text: str) -> dict[str, Any]:
    """The values in a TOML text.

    Raises ValueError, whose message tells the line, when it is not TOML, and RecursionError when it is nested too deep.
    """
    try:
        return rtoml.loads(text)
    except rtoml.TomlParsingError:
        import tomllib  # eight times slower; tells the mistake in plain words, and reads lists 80 deep and more

        return tomllib.loads(text)


def lines_of_keys(text: str) -> dict[Keys, int]:
    """The line, from 1, of each key, table and list entry; a value of several lines has the line where it begins."""
    found: dict[Keys, int] = {}
    table: Keys = ()
    lengths: dict[Keys, int] = {}
    for first, statement in _statements(text):
        read = read_toml(statement)
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
    """Yield (number of its first line, text) for each statement: a header, or a key with its value."""
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
    """Whether a line of TOML is blank or only a comment, and so begins no statement."""
    return not line.strip() or line.lstrip().startswith("#")


def _read(text: str) -> dict[str, Any] | None:
    """The values in a text; None when it is not complete TOML, such as the first line of a list of several."""
    try:
        return read_toml(text)
    except ValueError:
        return None


def _header(read: dict[str, Any], lengths: dict[Keys, int]) -> Keys:
    """The path of the table that a header opens; [a.b] is inside the last [[a]] before it.

    `read`: what the library reads from the header alone.  `lengths`: the number of [[...]] headers so far, by path;
    if this header is one, it is counted there.
    """
    path: Keys = ()
    value: Any = read
    while value:
        ((name, value),) = value.items()
        path = (*path, name)
        if isinstance(value, list):  # [[name]] adds one more table to the list.
            lengths[path] = lengths.get(path, 0) + 1
            value = value[0]
        if path in lengths:
            path = (*path, lengths[path] - 1)
    return path


def _entries(read: dict[str, Any], statement: str) -> tuple[Keys, list[int]]:
    """Return (path of a statement's value, lines of its entries).

    The lines are given for a list that is written on several lines; they count from 0, the statement's first line.  For
    any other value they are [].  `read`: what the library reads from the statement alone.
    """
    path, value = _named(read)
    lines = statement.rstrip("\n").split("\n")
    if not isinstance(value, list) or len(lines) == 1:
        return path, []
    found: list[int] = []
    begin = 0
    for number in range(len(lines)):
        # If an entry ends with this line, a closing bracket makes the statement complete.
        closed = _read("\n".join(lines[: number + 1]) + "\n]")
        if closed is None:
            begin += begin == number and _says_nothing(lines[number])
            continue
        found += [begin] * (len(_named(closed)[1]) - len(found))
        begin = number + 1
    return path, found + [begin] * (len(value) - len(found))


def _named(read: dict[str, Any]) -> tuple[Keys, Any]:
    """The path and the value of a statement: (("a", "b"), 1) for "a.b = 1"."""
    path: Keys = ()
    value: Any = read
    while isinstance(value, dict) and len(value) == 1:
        ((name, value),) = value.items()
        path = (*path, name)
    return path, value


def _paths(value: Any, path: Keys = ()) -> Iterator[Keys]:
    """Yield the path of every value inside `value`, outer ones first; `path`: that of `value` itself."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from _paths(inner, (*path, key))
