"""Reads TOML tables into frozen dataclasses, one class for each table.

A value must have the type of its field's default; `bounded` and `checked` add checks.  A check is a function that takes
a value and says what is wrong with it, as the end of a sentence, or returns None.  Mistakes are collected with their
lines by `parsers.config_files.toml_file`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, field, fields, is_dataclass
from typing import Any, TypeVar

from flows.errors import UsageError
from parsers.config_files.key_tables import Check, KeyTable
from parsers.config_files.toml_file import Mistake, Mistakes
from parsers.config_files.value_checks import any_number, one_line, texts, truth, whole

T = TypeVar("T")

_CHECKS: Mapping[type, Check] = {str: one_line, bool: truth, tuple: texts}


class ConfigError(UsageError):
    """Raised when the configuration cannot be used; the message names file, line and key of the first mistake."""

    def __init__(self, said: str, mistakes: Sequence[Mistake] = ()) -> None:
        super().__init__(said, tuple(mistakes))
        self.said = said
        #: All mistakes, file by file; empty when the error is not about the content of a file.
        self.mistakes = tuple(mistakes)

    def __str__(self) -> str:
        return self.said


def raise_mistakes(mistakes: Sequence[Mistake]) -> None:
    """Raise ConfigError for these mistakes; does nothing when there are none."""
    if mistakes:
        raise ConfigError(str(Mistakes(mistakes)), mistakes)


def bounded(default: Any, *, least: float, most: float) -> Any:
    """Make a dataclass field for a number from `least` to `most`."""
    check = whole(int(least), int(most)) if isinstance(default, int) else any_number(least, most)
    return checked(check, default)


def checked(check: Check, default: Any = MISSING) -> Any:
    """Make a dataclass field whose value must pass a check; without a default, the key is required."""
    return field(default=default, metadata={"check": check})


def program(value: Any) -> str | None:
    """Say what is wrong with a command ("must be ..."), a list of strings that begins with a program.

    None for a command that can be run, and for [].
    """
    if wrong := texts(value):
        return wrong
    if any("\0" in word for word in value):
        return "must be a list of strings without null characters."
    first = value[0] if value else "copydesk"
    if not first.strip():
        return "must begin with the name of a program."
    if "/" in first and not first.startswith(("/", "~/")):
        return f"must begin with the name of a program on the PATH or with a whole path, not '{first}'."
    return None


def table_of(kind: type[Any]) -> KeyTable:
    """Make the KeyTable of a TOML table, which says what keys it may have: one for each field of the dataclass `kind`.

    A field without a check of its own is checked by the type of its default.  A field whose default is another
    dataclass stands for a table inside this one.
    """
    keys = {
        f.name: table_of(below) if (below := _below(f)) else f.metadata.get("check") or _CHECKS[type(f.default)]
        for f in fields(kind)
    }
    needed = tuple(f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)
    return KeyTable(keys, needed)


def filled(kind: type[T], data: Mapping[str, Any]) -> T:
    """Make an instance of the dataclass `kind` from a checked TOML table; missing keys take their defaults."""
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    return kind(**{key: _value(known[key], value) for key, value in data.items()})


def _value(known: Field[Any], value: Any) -> Any:
    if (below := _below(known)) is not None:
        return filled(below, value)
    value = tuple(value) if isinstance(value, list) else value
    return float(value) if isinstance(known.default, float) else value


def _below(known: Field[Any]) -> type[Any] | None:
    """The dataclass of the inner table, if a field stands for a table inside this one; None for a plain value."""
    made_by = known.default_factory
    return made_by if isinstance(made_by, type) and is_dataclass(made_by) else None
