"""Writes the table of an outlet into the sources.toml of a user's config directory.

The table is added at the end, so that the rest of the file stays as it is.  The file is written under another name,
read by `load_sources`, and only then takes the place of the old one.  The shipped file is never written.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from flows.config.settings import config_file
from flows.config.sources import Source, load_sources
from flows.config.toml_tables import ConfigError
from flows.errors import UsageError
from parsers.rules import shipped_config

_NAME = "sources.toml"
#: Longest name that is made of a title or host, in characters.
_LONGEST = 40


def source_table(source: Source) -> str:
    """Write the [[source]] table of an outlet, with the keys that differ from their defaults."""
    lines = ["[[source]]"]
    for field in fields(source):
        value = getattr(source, field.name)
        if field.default is MISSING or value != field.default:
            lines.append(f"{field.name} = {_written(value)}")
    return "\n".join(lines) + "\n"


def _written(value: Any) -> str:
    """Write a value as TOML: a list of several with one value a line."""
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_written, value)) + "]" if len(value) < 2 else _one_a_line(value)
    # JSON's strings, numbers and truth values are TOML's, except for the control code "delete".
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_a_line(values: Iterable[Any]) -> str:
    return "[\n" + "".join(f"    {_written(value)},\n" for value in values) + "]"


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Make a name for a new source from a title or host: "The Herald" gives "the-herald".

    When that name is among `taken`, a number is added: "the-herald-2".
    """
    base = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")[:_LONGEST].strip("-") or "outlet"
    known = set(taken)
    return next(name for name in _numbered(base) if name not in known)


def _numbered(base: str) -> Iterable[str]:
    """Yield the name, then the name with -2, -3 and so on."""
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def users_directory(directory: Path | None) -> Path:
    """The config directory to write to.  Raises UsageError when it is the shipped one, or when no directory is named.

    `directory`: as named by --config or COPYDESK_CONFIG; None when neither was given.
    """
    if directory is None:
        raise UsageError(
            "There is no config directory of yours to write to; name one with --config DIR (it is made when it is not"
            " there), and set COPYDESK_CONFIG to it, so that every command reads it."
        )
    chosen = directory.expanduser().absolute()
    if chosen.exists() and chosen.samefile(shipped_config()):
        raise UsageError(f"{chosen} is the directory that copydesk ships; name one of your own with --config DIR.")
    return chosen


def add_source(directory: Path, source: Source) -> Path:
    """Add an outlet to the sources.toml of a directory; return the path of the file.

    A missing directory is made; a missing file begins as a copy of the shipped one.  Raises ConfigError, and changes
    nothing, when the new file would have a mistake, such as a name that is there twice; OSError when it cannot be
    written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    path = (directory / _NAME).resolve()
    begun = path if path.exists() else config_file((shipped_config(),), _NAME)
    before = begun.read_bytes() if begun is not None else b""
    ending = b"\r\n" if b"\r\n" in before else b"\n"
    table = source_table(source).encode().replace(b"\n", ending)
    gap = b"" if not before else ending if before.endswith(b"\n") else 2 * ending
    # Beside the file, since a rename does not lead to another disk; of the same name, since messages tell it.
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".sources-") as folder:
        aside = Path(folder) / _NAME
        with aside.open("wb") as file:
            file.write(before + gap + table)
            file.flush()
            os.fsync(file.fileno())
        try:
            load_sources(Path(folder))
        except ConfigError as error:
            said = str(error).replace(str(aside), str(path))
            raise ConfigError(f"{said.rstrip('.')}; the table of '{source.name}' was not added to it.") from error
        if path.exists():
            shutil.copymode(path, aside)
        else:
            aside.chmod(0o666 & ~_umask())
        aside.replace(path)
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
