"""Writes one WACZ file (specs.webrecorder.net/wacz/1.1.1): a zip archive of WARC files, their index, a list of pages.

Takes packed records, lines of CDXJ and pages; the file appears at the end, whole.  WARC files in it are stored
uncompressed, so that a reader can jump to a record.  Memory stays constant: lines are sorted on disk.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

from flows.archive.pack_record import packed
from flows.archive.records import warcinfo
from flows.archive.storing import USUAL_LEVEL, Storing
from warehouse.files import swap_in

_VERSION: Final = "1.1.1"
#: Lines that are sorted in memory at a time.
_RUN: Final = 50_000
#: Bytes copied at a time.
_COPIED: Final = 1 << 20
#: Mode of a file that everybody may read, where zip archives have it.
_MODE: Final = 0o644 << 16


def _aside() -> IO[bytes]:
    """Open a temporary file without a name, which vanishes when it is closed."""
    return tempfile.TemporaryFile()


class _Sorted:
    """Sorts any number of lines: add them in any order, then iterate.  Sorted parts are kept on disk and merged."""

    def __init__(self, last: ExitStack) -> None:
        self._last = last
        self._held: list[bytes] = []
        self._runs: list[IO[bytes]] = []

    def add(self, line: str) -> None:
        self._held.append(line.encode())
        if len(self._held) >= _RUN:
            self._put_down()

    def _put_down(self) -> None:
        """Write the lines that are in memory to a temporary file, sorted, and drop them from memory."""
        run = self._last.enter_context(_aside())
        run.writelines(sorted(self._held))
        run.seek(0)
        self._runs.append(run)
        self._held = []

    def __iter__(self) -> Iterator[bytes]:
        return heapq.merge(*self._runs, sorted(self._held))


class WaczFile:
    """A WACZ file that is being written, as a context manager; the file appears if the block ends without an error.

    `target`: its path.  `storing`: says at what size to begin another WARC file in it.  `title`: of the collection.
    Raises OSError.
    """

    def __init__(self, target: Path, *, storing: Storing, title: str) -> None:
        self._target, self._storing, self._title = target, storing, title
        self._aside = target.with_name(f".{target.name}.new")
        self._resources: list[dict[str, Any]] = []
        self._last = ExitStack()
        self._lines = _Sorted(self._last)
        self._pages = self._last.enter_context(_aside())
        self._warc: _Part | None = None
        self._zip = self._last.enter_context(zipfile.ZipFile(self._aside, "w"))

    def __enter__(self) -> WaczFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._finish()
            elif self._warc is not None:
                self._warc.file.close()
            self._last.close()
            if error is None:
                swap_in(self._aside, self._target)
        finally:
            with suppress(OSError):
                self._aside.unlink(missing_ok=True)

    def add(self, members: bytes) -> tuple[str, int]:
        """Append packed records; return the name of the WARC file they are in, and the offset where they begin."""
        if self._warc is None or self._warc.size >= self._storing.file_bytes:
            self._end_warc()
            name = f"data-{len(self._resources) + 1:05}.warc.gz"
            self._warc = self._begin(f"archive/{name}")
            self._warc.write(packed(warcinfo(name, self._target.name, self._storing.software), USUAL_LEVEL))
        offset = self._warc.size
        self._warc.write(members)
        return self._warc.name, offset

    def add_line(self, line: str) -> None:
        """Add a line to the CDXJ index."""
        self._lines.add(line)

    def add_page(self, url: str, moment: str) -> None:
        """Add a page to the list of pages.  `moment`: time of the fetch in UTC, ISO 8601."""
        page = {"id": hashlib.sha256(f"{moment} {url}".encode()).hexdigest()[:22], "url": url, "ts": moment}
        self._pages.write(json.dumps(page, ensure_ascii=False).encode() + b"\n")

    def _finish(self) -> None:
        """Write the files beside the WARC files: their index, the list of pages, the list of all files."""
        self._end_warc()
        self._store("indexes/index.cdx", self._lines)
        head = json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}).encode() + b"\n"
        self._pages.seek(0)
        self._store("pages/pages.jsonl", (head, *iter(lambda: self._pages.read(_COPIED), b"")))
        package = json.dumps(self._package(), indent=2, ensure_ascii=False).encode()
        self._zip.writestr("datapackage.json", package)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
        self._zip.writestr("datapackage-digest.json", json.dumps(digest, indent=2))

    def _package(self) -> dict[str, Any]:
        """The content of datapackage.json: what this WACZ file is, and its files with sizes and hashes."""
        return {
            "profile": "data-package",
            "wacz_version": _VERSION,
            "title": self._title,
            "software": self._storing.software,
            "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "resources": self._resources,
        }

    def _store(self, path: str, parts: Iterable[bytes]) -> None:
        """Write a whole file into the zip archive.  `parts`: its content, in order."""
        part = self._begin(path)
        for data in parts:
            part.write(data)
        self._end(part)

    def _end_warc(self) -> None:
        if self._warc is not None:
            self._end(self._warc)
            self._warc = None

    def _begin(self, path: str) -> _Part:
        """Begin a file in the zip archive, uncompressed; return the _Part to write to."""
        # A ZipInfo that is made anew means a file that is stored, not packed.
        entry = zipfile.ZipInfo(path, datetime.now().timetuple()[:6])
        entry.external_attr = _MODE
        return _Part(path, self._zip.open(entry, "w", force_zip64=True))

    def _end(self, part: _Part) -> None:
        part.file.close()
        self._resources.append(part.resource())


class _Part:
    """One file that is being written into the zip archive; counts its size and hash."""

    def __init__(self, path: str, file: IO[bytes]) -> None:
        self.path, self.name, self.file = path, path.rpartition("/")[2], file
        self.size = 0
        self._hash = hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.file.write(data)
        self._hash.update(data)
        self.size += len(data)

    def resource(self) -> dict[str, Any]:
        """The file's entry in datapackage.json."""
        return {
            "name": self.name,
            "path": self.path,
            "hash": f"sha256:{self._hash.hexdigest()}",
            "bytes": self.size,
        }
