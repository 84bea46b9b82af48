"""Reads tar archives of pages member by member, plain or packed with gzip, bzip2, xz, zstd or lz4.

The archive is read once from its beginning to its end.  Each member is read like a file of its own; after a damaged
one, the next header is searched for.  Links, devices and folders hold no page.  `wishes`: the options of the import
(formats.py); `damage` collects damaged stretches until they are reported.
"""

from __future__ import annotations

import functools
import io
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, cast

from flows.acquire.files.formats import Found, Wishes
from flows.acquire.files.members import Members, TooMuch
from flows.acquire.files.saved_page import problem
from flows.acquire.files.trouble import is_no_room, trouble
from flows.acquire.files.wanted import Passed
from flows.acquire.opening import opened
from flows.acquire.packing import unpacked, whole_members
from flows.archive.captures import Capture

#: Members that hold attributes or a long name of the next one, and most bytes of them: tarfile reads them at once.
_ABOUT_NEXT: Final = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_MOST_ABOUT_NEXT: Final = 1 << 20


def is_tar(head: bytes) -> bool:
    """Whether a file begins with the header of a tar member, whose checksum is right, and is to be read as tar."""
    try:
        return bool(tarfile.TarInfo.frombuf(head[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape").name)
    except (tarfile.TarError, ValueError):
        return False


def read_tar(path: Path, wishes: Wishes) -> Iterator[Found]:
    """Yield the pages in one tar archive, in its order.  Raises what opening it raises."""
    damage = _Damage(path)
    with opened(path) as file, whole_members(file) as stream:
        try:
            yield from _members(path, stream, wishes, damage)
        except TooMuch:
            yield problem(path, "too_large", "it unpacks to far more than any archive of pages; the rest is left out")
        except Exception as error:  # reported: what came before is read
            if is_no_room(error):
                raise
            outcome, said = trouble(error)
            yield problem(path, outcome, f"what follows in it is lost: {said}")
    yield from damage.told()


def _members(path: Path, stream: BinaryIO, wishes: Wishes, damage: _Damage) -> Iterator[Found]:
    """Yield the pages in the members of an archive that is read as a stream."""
    names = functools.cache(lambda: _names(path))
    with _open_tar(stream, damage) as archive, Members(path, wishes, names) as members:
        while (entry := archive.next()) is not None:
            yield from damage.told()
            cast(Any, archive).members.clear()  # tarfile keeps all of them
            yield from _member(archive, entry, members)


def _open_tar(stream: BinaryIO, damage: _Damage) -> tarfile.TarFile:
    """Open the archive in a stream; broken headers that it passes over are noted in `damage`."""
    return tarfile.open(
        fileobj=cast(BinaryIO, _ShortReads(stream)),
        mode="r|",
        tarinfo=_noting(damage),
        ignore_zeros=True,
        errors="surrogateescape",
    )


def _names(path: Path) -> frozenset[str]:
    """Return the names of all members, as far as the archive can be read, to tell which members belong to a saved page.

    Reads the whole archive, as a page may come after its folder; so call it only when the archive has a folder that is
    named like those beside saved pages.
    """
    names: set[str] = set()
    # Whatever is wrong is reported when the members themselves are read.
    with opened(path) as file, suppress(Exception), _open_tar(unpacked(file), _Damage(path)) as archive:
        while (entry := archive.next()) is not None:
            cast(Any, archive).members.clear()
            names.add(entry.name)
    return frozenset(names)


def _member(archive: tarfile.TarFile, entry: tarfile.TarInfo, members: Members) -> Iterator[Found]:
    """Yield the pages in one entry of the archive."""
    if entry.issparse():
        yield members.problem(entry.name, "unreadable", "it has holes (a sparse file); pack it without them")
    elif entry.isreg():
        yield from members.read(entry.name, lambda: cast(IO[bytes], archive.extractfile(entry)))
    elif not entry.isdir():
        yield Passed(members.uri(entry.name), "file type")


class _ShortReads:
    """A stream that gives all bytes before damage or a missing end, and raises only at the next read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = cast(io.BufferedReader, stream)

    def read(self, most: int) -> bytes:
        """Return the next bytes, at most `most`; b"" at the end."""
        return self._stream.read1(most)


class _Damage:
    """Remembers where an archive is damaged, until that is reported: one stretch, from its first to its last offset."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._begin: int | None = None
        self._end = 0

    def note(self, offset: int) -> None:
        """Note that no header of a member stands at this offset, although one should."""
        self._begin = offset if self._begin is None else self._begin
        self._end = offset + tarfile.BLOCKSIZE

    def told(self) -> Iterator[Capture]:
        """Yield a capture that reports the noted damage, if there is any; then forget that damage."""
        if self._begin is not None:
            said = f"what stands at offset {self._begin:,} ({self._end - self._begin:,} bytes) is no member of it"
            yield problem(self._path, "damaged", said, place=str(self._begin))
        self._begin = None


def _noting(damage: _Damage) -> type[tarfile.TarInfo]:
    """Return a TarInfo class that notes in `damage` the broken headers that tarfile skips in silence."""

    class Noting(tarfile.TarInfo):
        @classmethod
        def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Noting:
            found = super().frombuf(buf, encoding, errors)
            if found.type in _ABOUT_NEXT and found.size > _MOST_ABOUT_NEXT:
                raise tarfile.InvalidHeaderError("too long")  # type: ignore[attr-defined]
            return found

        @classmethod
        def fromtarfile(cls, tarfile_: tarfile.TarFile) -> Noting:
            try:
                return super().fromtarfile(tarfile_)
            except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError):  # type: ignore[attr-defined]
                damage.note(tarfile_.offset)
                raise

    return Noting
