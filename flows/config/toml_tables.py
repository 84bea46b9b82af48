"""Reads TOML tables into frozen dataclasses, one class for each table.

The type of a field's default is the type that its value must have; `bounded` and `checked` add checks.  Mistakes are
collected with their lines by `parsers.config_files.toml_file`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, field, fields
from typing import Any, TypeVar

from flows.errors import UsageError
from parsers.config_files.key_tables import Check, Table
from parsers.config_files.toml_file import Mistake, Mistakes
from parsers.config_files.value_checks import any_number, one_line, texts, truth, whole

T = TypeVar("T")

_CHECKS: Mapping[type, Check] = {str: one_line, bool: truth, tuple: texts}


class ConfigError(UsageError):
    """The configuration cannot be used; the message names file, line and key of the first mistake."""

    def __init__(self, said: str, mistakes: Sequence[Mistake] = ()) -> None:
        super().__init__(said, tuple(mistakes))
        self.said = said
        #: All mistakes, file by file; empty when the error is not about the content of a file.
        self.mistakes = tuple(mistakes)

    def __str__(self) -> str:
        return self.said


def raise_mistakes(mistakes: Sequence[Mistake]) -> None:
    """Raise ConfigError for these mistakes; does nothing without any."""
    if mistakes:
        raise ConfigError(str(Mistakes(mistakes)), mistakes)


def bounded(default: Any, *, least: float, most: float) -> Any:
    """A dataclass field for a number from `least` to `most`."""
    check = whole(int(least), int(most)) if isinstance(default, int) else any_number(least, most)
    return checked(check, default)


def checked(check: Check, default: Any = MISSING) -> Any:
    """A dataclass field whose value must pass a check; without a default, the key is required."""
    return field(default=default, metadata={"check": check})


def table_of(kind: type[Any]) -> Table:
    """The keys of a dataclass, each with the check of its field, else with the check for the type of its default."""
    keys = {f.name: f.metadata.get("check") or _CHECKS[type(f.default)] for f in fields(kind)}
    needed = tuple(f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)
    return Table(keys, needed)


def filled(kind: type[T], data: Mapping[str, Any]) -> T:
    """The dataclass for a checked table; missing keys take their defaults."""
    defaults = {f.name: f.default for f in fields(kind)}  # type: ignore[arg-type]
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return kind(**{key: float(v) if isinstance(defaults[key], float) else v for key, v in values.items()})
