"""A store that is a folder, for example on a file server: plain files.

A file is written under a temporary name, then linked to its own.  The folder must exist: one that is missing is a disk
that is not mounted, and is not made anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from flows.storage.address import StoreAddress
from flows.storage.content import Content, Seen
from flows.storage.errors import StoreAway, StoreRefuses

_STEP: Final = 1 << 20


class FolderStore:
    """The files in one folder; implements Store.  A name that begins with a dot is a file that is being written."""

    def __init__(self, address: StoreAddress) -> None:
        self.url = address.url
        self._folder = Path(unquote(urlsplit(address.url).path))

    def create(self, name: str, content: Content) -> bool:
        """Write a file unless its name is taken; return False when it is taken."""
        with self._written(name, content) as aside:
            try:
                os.link(aside, self._folder / name)
            except FileExistsError:
                return False
            except PermissionError:  # a file system without links
                if (self._folder / name).exists():
                    return False
                aside.rename(self._folder / name)
        return True

    def replace(self, name: str, content: Content) -> None:
        """Write a file, over an earlier one of this name."""
        with self._written(name, content) as aside:
            aside.replace(self._folder / name)

    def holds(self, name: str, content: Content) -> bool:
        """Whether a file has this content; compares every byte."""
        view = memoryview(content)
        with self._translating_errors(), (self._folder / name).open("rb") as file:
            if file.seek(0, 2) != len(view):
                return False
            file.seek(0)
            return all(file.read(_STEP) == view[at : at + _STEP] for at in range(0, len(view), _STEP))

    def read(self, name: str, offset: int, length: int) -> bytes:
        """Read `length` bytes of a file from `offset` on; fewer when it ends before."""
        with self._translating_errors(), (self._folder / name).open("rb") as file:
            file.seek(offset)
            return file.read(length)

    def look(self, name: str) -> Seen | None:
        """Size and version of a file; None for a file that is not there."""
        with self._translating_errors():
            path = self._folder / name
            if not path.is_file():
                return None
            found = path.stat()
        return Seen(found.st_size, f"{found.st_ino}:{found.st_ctime_ns}")

    def sizes(self) -> dict[str, int]:
        """Name and size of every file."""
        with self._translating_errors():
            files = (path for path in sorted(self._folder.iterdir()) if not path.name.startswith("."))
            return {path.name: path.stat().st_size for path in files if path.is_file()}

    def delete(self, name: str) -> None:
        """Remove a file."""
        with self._translating_errors():
            (self._folder / name).unlink(missing_ok=True)

    @contextmanager
    def _written(self, name: str, content: Content) -> Iterator[Path]:
        """A block (`with`) that gets the path of a temporary file with the content, and may give it its final name.

        At the end of the block the temporary file is removed if it is still there.
        """
        with self._translating_errors():
            aside = self._folder / f".{name}.{os.getpid()}.tmp"
            try:
                with aside.open("wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                yield aside
                _sync(self._folder)
            finally:
                with suppress(OSError):
                    aside.unlink(missing_ok=True)

    @contextmanager
    def _translating_errors(self) -> Iterator[None]:
        """A block (`with`) in which errors of the folder become StoreErrors.

        FileNotFoundError for a missing file passes unchanged.
        """
        try:
            yield
        except FileNotFoundError:
            if self._folder.is_dir():
                raise
            raise StoreAway(self.url, "there is no such folder", "mount it, or make it, and run again") from None
        except PermissionError as error:
            advice = "make it readable and writable, and run again"
            raise StoreRefuses(self.url, error.strerror or "permission denied", advice) from error
        except OSError as error:
            raise StoreAway(self.url, error.strerror or str(error), "nothing is lost, look at that disk") from error


def _sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
