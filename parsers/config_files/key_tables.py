"""Describes the keys that a table of the configuration may hold, and checks a table against its description.

A KeyTable names the keys, each with a check of its value or with the KeyTable that it holds.  `check_table` takes a
table of a ConfigFile and notes every mistake in it: to note a mistake means to add it to ConfigFile.mistakes.  The
checks of single values are in `parsers.config_files.value_checks`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from parsers.config_files.toml_file import ConfigFile, meant
from parsers.config_files.toml_lines import Keys

#: A function that takes a value; returns None if it is right, else what is wrong with it ("must be a whole number.").
Check = Callable[[Any], str | None]


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The keys that one table may hold, each with a check of its value, or with the table or tables under it."""

    keys: Mapping[str, Check | KeyTable | Each]
    #: Keys that must be there.
    needed: tuple[str, ...] = ()
    #: The check of all values under other keys; None when no other keys are allowed.
    others: Check | KeyTable | None = None
    #: The check of the names of other keys; None when any name will do.
    names: Check | None = None


@dataclass(frozen=True, slots=True)
class Each:
    """A list of tables ([[rule]]) that all may hold the same keys."""

    table: KeyTable
    #: The word for one of them in messages ("rule"), and the key whose value names it ("id").
    noun: str = ""
    key: str = ""


def check_table(file: ConfigFile, data: Any, table: KeyTable, *, keys: Keys = (), name: str = "the file") -> None:
    """Note in `file` every mistake in `data`, the value of one of its tables, which may hold the keys of `table`.

    `keys`: that table's path in the file.  `name`: what messages call it ("rule 'x'", "[words]").
    """
    if not isinstance(data, dict):
        file.wrong(keys, f"{name} must be a table.")
        return
    for key, value in data.items():
        kind = table.keys.get(key, table.others)
        if kind is None:
            what = "table" if isinstance(value, dict) else "key"
            file.wrong((*keys, key), f"there is no {what} '{key}' in {name}{meant(key, table.keys)}")
            continue
        if key not in table.keys and table.names is not None and (wrong := table.names(key)):
            file.wrong((*keys, key), f"the key '{key}' in {name} {wrong}")
        _check_value(file, value, kind, (*keys, key), name)
    for key in table.needed:
        if key not in data:
            file.wrong(keys, f"{name} lacks the key '{key}'.")


def _check_value(file: ConfigFile, value: Any, kind: Check | KeyTable | Each, keys: Keys, name: str) -> None:
    """Note the mistakes in one value, by its check or, if it is a table or list of tables, by the KeyTable for that.

    `kind`: that check or KeyTable.  `keys`: the value's path in the file.  `name`: what messages call the table that
    holds it.
    """
    if isinstance(kind, KeyTable):
        check_table(
            file, value, kind, keys=keys, name=f"[{'.'.join(str(key) for key in keys if isinstance(key, str))}]"
        )
    elif isinstance(kind, Each):
        _check_each(file, value, kind, keys)
    elif wrong := kind(value):
        file.wrong(keys, f"'{keys[-1]}' in {name} {wrong}")


def _check_each(file: ConfigFile, value: Any, kind: Each, keys: Keys) -> None:
    """Note the mistakes in a value that must be a list of tables, and those in each of the tables.

    `kind`: what each table may hold.  `keys`: the value's path in the file.
    """
    if not isinstance(value, list):
        file.wrong(keys, f"'{keys[-1]}' must be a list of tables, each under [[{keys[-1]}]].")
        return
    for place, entry in enumerate(value):
        check_table(file, entry, kind.table, keys=(*keys, place), name=_named(kind, entry, place))


def _named(kind: Each, entry: Any, place: int) -> str:
    """What messages call one of a list of tables: "rule 'x'", or "rule 3" if it has no name; `place` counts from 0."""
    said = entry.get(kind.key) if isinstance(entry, dict) else None
    return f"{kind.noun} '{said}'" if isinstance(said, str) and said else f"{kind.noun} {place + 1}"
