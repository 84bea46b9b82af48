"""Reads one file that lies on a web server: as a stream where its format allows, else by way of a temporary file.

Takes an address; gives what the readers of files give: a Capture for each page or failure, a Passed for what is skipped
on purpose.  Between these it gives marks (Reached) that say how far all is read, so that a later run can go on there.
Whatever fails for the file as a whole is one Capture with the reason.  A container is a file of several pages: a crawl,
a table, an archive.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Final, cast

from flows.acquire.files.formats import FileStart, Found, Wishes, format_of
from flows.acquire.files.read_files import sample_of
from flows.acquire.files.trouble import is_no_room, trouble
from flows.acquire.files.wanted import Passed
from flows.acquire.files.warc import read_records
from flows.acquire.files.warc_records import walk_records
from flows.acquire.remote.not_fetched import NotFetched
from flows.acquire.remote.place import Place
from flows.acquire.remote.read_so_far import Reached, Read, RemoteMemory
from flows.acquire.remote.remote_file import RemoteFile
from flows.acquire.remote.web import Web
from flows.acquire.warc_pieces import CUT, Piece
from flows.archive.captures import Capture
from flows.archive.warc_walk import Keep
from flows.errors import UsageError

_WARC: Final = "a WARC file"
#: Formats that are read forwards; the first two need to know where the file ends.
_CRAWLS: Final = frozenset({_WARC, "an ARC file"})
_TEXTS: Final = frozenset({"JSON Lines", "JSON", "a table in CSV"})
_PACKED_PAGE: Final = "a page, packed"
#: Seconds after which the place in a file is remembered: what was found up to there is brought to the disk for it.
_EVERY: Final = 2.0
#: Bytes copied at a time.
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class RemoteReading:
    """What reading web addresses needs in one run: connections, options, limit, and memory of earlier runs."""

    web: Web
    wishes: Wishes
    #: Largest file that is copied to the temporary directory, in bytes.
    whole_bytes: int
    #: How far files were read before; None when this is neither asked nor kept.
    memory: RemoteMemory | None = None


def reported(url: str, found: Iterator[Found]) -> Iterator[Found]:
    """Yield everything found at an address; when reading it raises, a Capture at the end that says why.

    `found`: the iterator that reads.  Raises OSError when the temporary directory is full, and UsageError: with these
    faults the next address would fail, too.
    """
    try:
        yield from found
    except UsageError:
        raise
    except NotFetched as error:
        yield error.capture(url)
    except Exception as error:  # whatever a reader raises is reported for this address; the others go on
        if is_no_room(error):
            assert isinstance(error, OSError)
            raise OSError(error.errno, error.strerror, tempfile.gettempdir()) from error
        outcome, said = trouble(error)
        yield NotFetched(outcome, f"{said[0].upper()}{said[1:]}.").capture(url)


def read_remote_file(url: str, reading: RemoteReading) -> Iterator[Found] | None:
    """Return the pages in a file on a web server; None for a file that is no container of pages.

    Such a file is a single page, or of no use.  Raises NotFetched when the file cannot be fetched, and what unpacking
    its first bytes raises; iterating may raise the same, and UsageError.
    """
    before = reading.memory.of(url) if reading.memory is not None else Read()
    unless = before.version if before.done and before.version.is_sure else None
    file = reading.web.open(url, unless)
    if file is None:
        return iter([Passed(url, "read before")])
    is_going_on = before.version.is_sure and before.version == file.version
    read = _File(file, Place(url), reading, before if is_going_on else Read(file.version))
    return read.recognised()


@dataclass(slots=True)
class _File:
    """One file on a web server that is being read."""

    file: RemoteFile
    place: Place
    reading: RemoteReading
    #: How far it was read before.
    before: Read
    #: The name under which readers know it.
    path: Path = field(init=False)
    #: Offset of the piece that is being read, in a WARC file.
    reached: int = 0
    #: Whether its end is missing.
    is_cut: bool = False

    def __post_init__(self) -> None:
        self.path = Path("/") / self.place.name

    def recognised(self) -> Iterator[Found] | None:
        """Return the pages in the file; None when it is no container of pages (crawl, table, archive).

        For a file that is no container the connection is closed.
        """
        found = None
        try:
            columns = tuple(self.reading.wishes.table.columns.values())
            sample = replace(sample_of(self.path, self._opened), columns=columns)
            container = format_of(sample)
            if container is not None:
                found = self._read(sample, container.name)
            elif sample.packed != sample.head:
                found = self._read(sample, _PACKED_PAGE)
            return found
        finally:
            if found is None:
                self.file.shut()

    def _opened(self, _: Path) -> BinaryIO:
        """Return the file from its start, for readers that open it by its path."""
        self.file.seek(0)
        return cast(BinaryIO, self.file)

    def _read(self, sample: FileStart, name: str) -> Iterator[Found]:
        """Yield the pages of a container, with Reached marks between them.

        `name`: of its format, such as "JSON Lines".
        """
        try:
            if name in _TEXTS or (name in _CRAWLS and self.file.size is not None):
                shown = Path(self.place.shown)
                self.reading.wishes.told(shown, name)
                yield from self._marked(self._streamed(sample, name, shown))
            else:
                yield from self._marked(self._whole())
        finally:
            self.file.shut()

    def _streamed(self, sample: FileStart, name: str, shown: Path) -> Iterator[Found]:
        """Yield the pages of a file that is read as a stream; a WARC file is read from where an earlier run ended.

        `sample`: the first bytes of the file.  `name`: of its format.  `shown`: its name for the user.
        """
        told = self.reading.wishes.told
        wishes = replace(self.reading.wishes, opened=self._opened, told=lambda _, what: told(shown, what))
        if name == _WARC:
            limit, wanted = wishes.page_bytes, wishes.wanted
            found = read_records(self.path, self._walk, page_bytes=limit, wanted=wanted, open_file=self._opened)
        else:
            container = format_of(sample)
            assert container is not None
            found = container.read(self.path, wishes)
        for one in found:
            if name != _WARC:
                self._look_for_its_end(one)
            yield self.place.named(one, self.path)

    def _look_for_its_end(self, found: Found) -> None:
        """Note (in `is_cut`) whether `found` reports that the end of the file is missing."""
        self.is_cut = self.is_cut or (isinstance(found, Capture) and found.outcome == "truncated")

    def _walk(self, file: BinaryIO, keep: Keep) -> Iterator[Piece]:
        """Yield the records of a WARC file, from where an earlier run ended.

        `keep`: gets the first bytes of a record, returns whether its rest is wanted.
        """
        self.file.go_to(self.before.reached)
        for piece in walk_records(file, keep, self.before.reached):
            self.reached = piece.offset
            self.is_cut = piece.state == CUT
            yield piece

    def _marked(self, found: Iterator[Found]) -> Iterator[Found]:
        """Yield all that is found, with Reached marks: now and then, before an error is raised, and at the end."""
        if self.before.done:
            yield Passed(self.place.url, "read before")
            return
        self.reached = marked = self.before.reached
        at, count = time.monotonic(), 0
        try:
            for one in found:
                count += 1
                yield one
                if self.reached > marked and time.monotonic() - at >= _EVERY:
                    marked, at = self.reached, time.monotonic()
                    yield from self._mark()
        except Exception:
            yield from self._mark()
            raise
        is_empty = not count and not self.before.reached
        if is_empty:
            yield NotFetched("empty", "There is nothing in it.").capture(self.place.url)
        yield from self._mark(done=not self.is_cut and not is_empty)

    def _mark(self, *, done: bool = False) -> Iterator[Found]:
        """Yield one mark that says how far the file is read; yield nothing when this run has no memory to store it.

        `done`: whether the file is read to its end.
        """
        if self.reading.memory is not None:
            read = Read(self.file.version, self.file.size or 0 if done else self.reached, done)
            yield Reached(self.place.url, "read before", memory=self.reading.memory, read=read)

    def _whole(self) -> Iterator[Found]:
        """Yield the pages of a file that must be copied to the temporary directory first."""
        with tempfile.TemporaryDirectory(prefix="copydesk-") as folder:
            aside = Path(folder) / self.place.name
            with aside.open("wb") as copy:
                self._copy(copy)
            told, shown = self.reading.wishes.told, Path(self.place.shown)
            wishes = replace(self.reading.wishes, told=lambda _, what: told(shown, what))
            for one in wishes.inner(aside, wishes):
                self._look_for_its_end(one)
                yield self.place.named(one, aside)

    def _copy(self, copy: BinaryIO) -> None:
        """Write the whole file into `copy`.  Raises NotFetched when the file is too large."""
        self.file.seek(0)
        limit = self.reading.whole_bytes
        while (self.file.size or self.file.tell()) <= limit and (part := self.file.read(_CHUNK)):
            copy.write(part)
        if self.file.tell() > limit or (self.file.size or 0) > limit:
            said = f"It is larger than {limit:,} bytes and has to be read as a whole; raise remote.whole_bytes."
            raise NotFetched("too_large", said)
