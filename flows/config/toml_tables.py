"""Tables of the configuration as typed values: one frozen dataclass for one table.

A field's default says of what type its value must be, its metadata may say more (`bounded`, `checked`).  What the keys
mean is their dataclass's business; what is wrong in a file is noted there with its line
(`parsers.config_files.toml_file`).
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
    """The configuration cannot be used; the message names the file, the line and the key of the first mistake."""

    def __init__(self, said: str, mistakes: Sequence[Mistake] = ()) -> None:
        super().__init__(said, tuple(mistakes))
        self.said = said
        #: All that was found, file by file; empty when it is no mistake in a file.
        self.mistakes = tuple(mistakes)

    def __str__(self) -> str:
        return self.said


def raise_mistakes(mistakes: Sequence[Mistake]) -> None:
    """Raise ConfigError when there are mistakes."""
    if mistakes:
        raise ConfigError(str(Mistakes(mistakes)), mistakes)


def bounded(default: Any, *, least: float, most: float) -> Any:
    """A number of a dataclass with its default and the bounds that are accepted."""
    check = whole(int(least), int(most)) if isinstance(default, int) else any_number(least, most)
    return checked(check, default)


def checked(check: Check, default: Any = MISSING) -> Any:
    """A value of a dataclass that must pass a check; without a default it must be given."""
    return field(default=default, metadata={"check": check})


def table_of(kind: type[Any]) -> Table:
    """The keys of a dataclass with the checks of their values: the field's own, else that of its default's type."""
    keys = {f.name: f.metadata.get("check") or _CHECKS[type(f.default)] for f in fields(kind)}
    needed = tuple(f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)
    return Table(keys, needed)


def filled(kind: type[T], data: Mapping[str, Any]) -> T:
    """A dataclass from a table that was checked; keys that are missing take their defaults."""
    defaults = {f.name: f.default for f in fields(kind)}  # type: ignore[arg-type]
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return kind(**{key: float(v) if isinstance(defaults[key], float) else v for key, v in values.items()})
