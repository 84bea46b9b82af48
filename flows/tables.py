"""TOML tables as typed values: one frozen dataclass for one table, checked key by key.

Every complaint is one sentence with the file, the key and what it must be.  Bounds stand in the field's metadata
(`bounded`).  What the keys mean is their dataclass's business.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, field, fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from flows.errors import CopydeskError

T = TypeVar("T")


class ConfigError(CopydeskError):
    """A file of the configuration cannot be used; the message names the file and the key."""


def bounded(default: Any, *, least: float, most: float) -> Any:
    """A number of a dataclass with its default and the bounds that are accepted."""
    return field(default=default, metadata={"least": least, "most": most})


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file; raises ConfigError when it cannot be read."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML ({error}); mend or remove the file.") from error
    except OSError as error:
        raise ConfigError(f"{path}: it cannot be read ({error.strerror}).") from error


def read_table(kind: type[T], data: Any, *, path: Path, name: str) -> T:
    """A dataclass from a TOML table; keys that are missing take their defaults.

    name: what to call the table in a complaint.
    """
    if not isinstance(data, Mapping):
        raise ConfigError(f"{path}: {name} must be a table ([{name}]).")
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    for key in data:
        if key not in known:
            raise ConfigError(f"{path}: {name} has no key '{key}'{_meant(key, list(known))}")
    hints = get_type_hints(kind)
    values = {key: _value(hints[key], data[key], f"{path}: {name}.{key}", known[key].metadata) for key in data}
    for key, found in known.items():
        if key not in values and found.default is MISSING and found.default_factory is MISSING:
            raise ConfigError(f"{path}: {name} lacks the key '{key}'.")
    return kind(**values)


def _meant(key: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key, known, 1)
    return f"; did you mean '{close[0]}'?" if close else f"; it knows {', '.join(known)}."


def _value(kind: Any, value: Any, where: str, limits: Mapping[str, Any]) -> Any:
    if kind == tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ConfigError(f"{where} must be a list of strings.")
        return tuple(value)
    if kind is float and type(value) is int:
        value = float(value)
    expected = {bool: "true or false", int: "a whole number", float: "a number"}.get(kind, "a string")
    if type(value) is not (kind if kind in (bool, int, float) else str):
        raise ConfigError(f"{where} must be {expected}.")
    if limits and not limits["least"] <= value <= limits["most"]:
        raise ConfigError(f"{where} must be from {limits['least']:g} to {limits['most']:g}, not {value:g}.")
    return value
