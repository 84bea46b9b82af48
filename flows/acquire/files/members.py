"""Reads the members of a container (zip, tar) one by one, each like a file of its own.

A member is copied to a temporary file, read with the reader of its format, and deleted before the next one.  What is
found (a Capture of each page or failure, a Passed for what is skipped on purpose) names the member, not that file.  A
member's name is never a path that is written to: it only appears in addresses and messages.  How much all members
together unpack to is bounded, so that a small hostile file cannot fill the disk.  `wishes`: the options of the import
(formats.py).
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Final, Self, cast
from urllib.parse import quote

from flows.acquire.files.file_address import file_address
from flows.acquire.files.formats import Found, Wishes
from flows.acquire.files.page_names import (
    HAR,
    is_beside_a_page,
    is_content_of_har,
    is_hidden_member,
    names_no_page,
    unpacked_name,
)
from flows.acquire.files.trouble import is_no_room, trouble
from flows.acquire.files.wanted import Passed
from flows.acquire.opening import opened, printable
from flows.acquire.packing import whole_members
from flows.archive.captures import Capture

#: Most times its packed size that a container may unpack to, and bytes that any may unpack to.  Text reaches a factor
#: of 20, so more is an attack; the same bounds hold for WARC files.
_MAX_EXPANSION: Final = 200
_ALWAYS: Final = 1 << 26
#: Most containers inside each other; in use are two, a WACZ file in a zip.
_MOST_DEEP: Final = 4
#: Bytes copied at a time.
_CHUNK: Final = 1 << 18
#: The suffixes of a member's name that its temporary file keeps: they decide where its content leaves it open.
_SUFFIXES: Final = re.compile(r"(?:\.[a-z0-9]{1,10}){1,2}\Z", re.IGNORECASE | re.ASCII)


class TooMuch(Exception):
    """Raised when a container unpacks to far more bytes than any honest one."""


def read_unpacked(path: Path, wishes: Wishes) -> Iterator[Found]:
    """Yield the pages in a file that is packed as a whole (a Parquet file in gzip), from an unpacked copy.

    Raises what opening the file raises.
    """
    with opened(path) as file, whole_members(file) as stream, Members(path, wishes, named=wishes.named) as members:
        try:
            yield from members.read(unpacked_name(path.name), lambda: cast(IO[bytes], nullcontext(stream)))
        except TooMuch:
            said = "it unpacks to far more than any archive of pages"
            yield members.problem(unpacked_name(path.name), "too_large", said)


@dataclass(slots=True)
class Members:
    """Reads the members of one container (zip, tar); use as a context manager.

    `path`: of the container.  `names`: of its members, as far as they are known.  By these the files that a browser
    saves beside a page or HAR file are recognised and skipped.  `open_named`: opens a member by its name.
    """

    path: Path
    wishes: Wishes
    names: Callable[[], Collection[str]] = tuple
    open_named: Callable[[str], IO[bytes]] | None = None
    #: Whether its members count as named by the user.
    named: bool = False
    #: Bytes that may still be unpacked.
    left: int = field(init=False)
    _folder: tempfile.TemporaryDirectory[str] = field(init=False)
    #: Folders with HAR files; None before anybody asked.
    _hars: set[str] | None = field(init=False, default=None)

    def __enter__(self) -> Self:
        self.left = _ALWAYS + _MAX_EXPANSION * self.path.stat().st_size
        self._folder = tempfile.TemporaryDirectory(prefix="copydesk-")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def read(self, name: str, open_member: Callable[[], IO[bytes]]) -> Iterator[Found]:
        """Yield the pages in one member, as if it were a file of its own.

        `name`: as the container gives it.  `open_member`: opens its content; what that or reading it raises is reported
        for this member alone.  Raises TooMuch when all members together unpack to more than is allowed.
        """
        if is_beside_a_page(name, self._has) or is_content_of_har(name, self._has_har):
            yield Passed(self.uri(name), "page part")
        elif names_no_page(name) or is_hidden_member(name):
            yield Passed(self.uri(name), "file type")
        elif self.wishes.depth >= _MOST_DEEP:
            yield self.problem(name, "damaged", f"it lies in more than {_MOST_DEEP} files inside each other")
        else:
            yield from self._read(name, open_member)

    def _read(self, name: str, open_member: Callable[[], IO[bytes]]) -> Iterator[Found]:
        """Yield the pages in a member, read from a temporary copy."""
        suffixes = _SUFFIXES.search(name.rpartition("/")[2])
        # The name is unique, so that messages can be searched for it.
        folder = Path(self._folder.name)
        aside = folder / f"{folder.name}{suffixes[0].lower() if suffixes else ''}"
        try:
            try:
                with aside.open("wb") as copy:
                    self._copy(open_member, copy)
            except TooMuch:
                raise
            except Exception as error:  # whatever unpacking it raises is reported for this member
                if is_no_room(error):
                    raise
                yield self.problem(name, *trouble(error))
                return
            shown = Path(f"{self.path}/{name}")
            deeper = replace(
                self.wishes,
                depth=self.wishes.depth + 1,
                named=self.named,
                beside=lambda _, beside: self._open_beside(name, beside),
                told=lambda path, what: self.wishes.told(Path(str(path).replace(str(aside), str(shown), 1)), what),
            )
            for found in self.wishes.inner(aside, deeper):
                yield self._renamed(found, aside, name)
        finally:
            aside.unlink(missing_ok=True)

    def _has(self, name: str) -> bool:
        return name in self.names()

    def _has_har(self, folder: str) -> bool:
        """Whether a HAR file lies in this folder of the container."""
        if self.open_named is None:
            return False  # its contents cannot be read with it
        if self._hars is None:
            self._hars = {name.rpartition("/")[0] for name in self.names() if name.lower().endswith(HAR)}
        return folder in self._hars

    def _open_beside(self, member: str, name: str) -> BinaryIO:
        """Open the member of this name in the folder of another member.  Raises KeyError when there is none."""
        if self.open_named is None:
            raise KeyError(name)
        folder, slash, _ = member.rpartition("/")
        return cast(BinaryIO, self.open_named(folder + slash + name))

    def _copy(self, open_member: Callable[[], IO[bytes]], copy: BinaryIO) -> None:
        """Write a member's content, unpacked, to a file; raises TooMuch."""
        with open_member() as stream:
            while part := stream.read(_CHUNK):
                self.left -= len(part)
                if self.left < 0:
                    raise TooMuch
                copy.write(part)

    def _renamed(self, found: Found, aside: Path, name: str) -> Found:
        """Return the same Capture or Passed, with the member's name in place of its temporary file's.

        `aside`: the temporary file.  `name`: of the member.
        """
        url = found.url
        if url.startswith(file_address(aside)):
            within = url.removeprefix(file_address(aside)).replace("#", "/")
            url = self.uri(name) + within
        if isinstance(found, Passed):
            return replace(found, url=url)
        shown = f"{printable(name)} in {printable(self.path.name)}"
        detail = found.detail.replace(str(aside), aside.name).replace(aside.name, shown)
        return replace(found, url=url, detail=detail)

    def uri(self, name: str) -> str:
        """Return the address of a member: the container's, with the member's name as the fragment."""
        return f"{file_address(self.path)}#{quote(name, errors='surrogateescape')}"

    def problem(self, name: str, outcome: str, said: str) -> Capture:
        """Make a capture that says what is wrong with one member.

        `said`: the end of a sentence that begins with the member's name.
        """
        detail = f"{printable(name)} in {printable(self.path)}: {said}."
        return Capture(self.uri(name), channel="file", outcome=outcome, detail=detail)
