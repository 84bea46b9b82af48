"""Reads the .sql files of this package; nothing else here holds SQL of more than a line.

Works from a checkout, an installed wheel and a zip alike.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Script:
    """One .sql file of this package: its name without extension, and its text."""

    #: File name without its ending.
    name: str
    text: str

    @property
    def sha256(self) -> str:
        """SHA-256 of the text, the same whatever the line ends are."""
        return hashlib.sha256(self.text.replace("\r\n", "\n").encode()).hexdigest()


def script(folder: str, name: str) -> str:
    """Read the text of warehouse/<folder>/<name>.sql."""
    return (resources.files("warehouse") / folder / f"{name}.sql").read_text(encoding="utf-8")


def scripts(folder: str) -> list[Script]:
    """Read all .sql files of a folder, by name."""
    files = (resources.files("warehouse") / folder).iterdir()
    found = [file for file in files if file.name.endswith(".sql")]
    return [Script(file.name[:-4], file.read_text(encoding="utf-8")) for file in sorted(found, key=lambda f: f.name)]
