"""The content of a file that goes to a store: bytes, or a large file of this machine without reading it into memory."""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

Content: TypeAlias = bytes | mmap.mmap

#: Files up to this size, in bytes, are read; larger ones are mapped.
_SMALL: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Seen:
    """Size and version of a file, as its store says them without reading it."""

    #: In bytes.
    size: int
    #: Text that stays equal while nobody writes the file anew.
    version: str


@contextmanager
def content_of(path: Path) -> Iterator[Content]:
    """A block (`with`) that gets the content of a file that does not change meanwhile.

    A large file is mapped into memory.  Raises OSError.
    """
    with path.open("rb") as file:
        if path.stat().st_size <= _SMALL:
            yield file.read()
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            yield mapped


def digest(content: Content) -> str:
    """SHA-256 of a content, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
