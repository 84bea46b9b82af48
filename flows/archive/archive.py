"""The archive: stores every fetched or imported body with its headers in WARC files, and finds them by an index.

Takes captures, gives pages and captures back.  A body is stored once; the same body again is a small revisit record.
Each run writes a file of its own.  A kill at any moment loses no complete record: the file of a dead run is closed and
indexed when the archive is next opened.  Fetches and parses nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import string
import threading
import uuid
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final
from urllib.parse import quote

from flows.archive.archive_errors import ArchiveError, IndexUnusable, UnreadablePage
from flows.archive.captures import Capture, content_type
from flows.archive.catch_up import catch_up, look_again
from flows.archive.index import BODILESS
from flows.archive.index_rows import ArchivedPage, CaptureRow, Gap, capture_row
from flows.archive.mend_index import broken_off, open_index
from flows.archive.records import DamagedRecord, Origin, from_member, raw_member, to_member
from flows.archive.warc_file import OpenWarc, ShortFile, close_left_over, file_state, read_member, warc_path
from parsers.model import RawPage

#: Most records, and most bytes of them, between two fsyncs: few enough to lose in a crash, enough to make the wait for
#: the disk small.
_GROUP: Final = 64
_GROUP_BYTES: Final = 8_000_000
#: Name of the index beside the WARC files.
INDEX: Final = "index.sqlite"
#: Characters that stay as they are in a header; others are percent-encoded, since RFC 9110 wants ASCII there.
_ASCII: Final = string.punctuation + " \t"


@dataclass(frozen=True, slots=True)
class Stored:
    """How a capture was stored."""

    #: Whether its body was new to the archive.
    new: bool
    #: Hash of the body; None for a capture without one.
    sha256: str | None
    #: Whether a record was written; False for an import that the archive holds already.
    noted: bool


class Archive:
    """The archive in one directory, open for reading and for adding.

    run: id of the run that adds, which names its WARC file.  Use as a context manager; threads may share it.  `notes`
    has one sentence for each repair that opening it made.  Raises IndexDamaged, IndexUnusable or OSError when the index
    cannot be opened.
    """

    def __init__(self, directory: Path, *, run: str = "run") -> None:
        self.directory = directory
        self._run = run
        self._lock = threading.RLock()
        self._warc: OpenWarc | None = None
        self._pending: list[tuple[CaptureRow, int | None]] = []
        self._pending_bytes = 0
        #: Names of files that are known to exist.
        self._present: set[str] = set()
        self._index, self.notes = open_index(
            directory / INDEX, lambda index: [*close_left_over(directory), *catch_up(directory, index)]
        )

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        except (OSError, ArchiveError) as closing:
            if error is None and not _is_damage(closing):
                raise
            if error is None:
                error = closing
            else:
                # The first error says more; complete records are indexed when the archive is next opened.
                error.add_note(str(closing))
        if _is_damage(error):
            raise broken_off(self.directory / INDEX) from error

    def close(self) -> None:
        """Write everything to disk and close the run's file; a second call does nothing.

        Raises OSError or ArchiveError when that fails; the files are closed all the same, and complete records are
        indexed when the archive is next opened.
        """
        with self._lock, contextlib.ExitStack() as last:
            last.callback(self._index.close)
            if self._warc is not None:
                last.callback(self._warc.close)
            try:
                self.flush()
            finally:
                self._warc = None

    def add(self, capture: Capture) -> Stored:
        """Store one capture; a body that the archive holds, or that the server calls unchanged, becomes a revisit.

        An imported capture (channel file or warc) that the archive holds is not stored again, so that importing twice
        changes nothing; its time must be the same, too, where it has one.  It is on disk after `flush()`, which is also
        called automatically.  Raises OSError, ArchiveError or ValueError when it cannot be stored.
        """
        sha256 = hashlib.sha256(capture.body).hexdigest() if capture.body is not None else None
        dated = _complete(capture)
        with self._lock:
            if capture.channel != "http" and self._noted_before(dated, sha256, at_any_time=capture.fetched_at is None):
                return Stored(False, sha256, False)
            if capture.outcome == "not_modified":
                sha256, origin = self._unchanged_body(dated)
            else:
                origin = self._origin(sha256)
            self._write(dated, sha256, origin)
            return Stored(capture.body is not None and origin is None, sha256, True)

    def _unchanged_body(self, capture: Capture) -> tuple[str | None, Origin | None]:
        """Hash and place of the body that the server calls unchanged; None for a feed, whose body is not stored."""
        before = self.latest(capture.requested_url)
        if before is None or before.sha256 is None:
            return None, None
        return before.sha256, self._origin(before.sha256) or Origin(before.url, before.fetched_at)

    def _noted_before(self, capture: Capture, sha256: str | None, *, at_any_time: bool) -> bool:
        row = capture_row(capture, sha256, "", 0, 0)
        same = (
            ("requested_url", "outcome", "sha256")
            if at_any_time
            else ("requested_url", "outcome", "sha256", "fetched_at")
        )
        if any(all(getattr(p, name) == getattr(row, name) for name in same) for p, _ in self._pending):
            return True
        # A body whose file is missing is stored again.
        return self._index.same_capture(row, at_any_time=at_any_time) and (sha256 is None or bool(self._origin(sha256)))

    def _origin(self, sha256: str | None) -> Origin | None:
        """The first capture with a body; None when the archive does not have the body, or its file is missing."""
        if sha256 is None:
            return None
        for row, body_length in self._pending:
            if row.sha256 == sha256 and body_length is not None:
                return Origin(row.url, row.fetched_at)
        found = self._index.body_capture(sha256)
        if found is None or not (found.warc in self._present or warc_path(self.directory, found.warc).exists()):
            return None
        self._present.add(found.warc)
        return Origin(found.url, found.fetched_at)

    def _write(self, capture: Capture, sha256: str | None, origin: Origin | None) -> None:
        warc = self._sound_warc()
        raw_id = None
        if capture.raw is not None:
            raw_id = f"<{uuid.uuid4().urn}>"
            warc.append(raw_member(_complete(capture.raw), raw_id=raw_id))
        offset, length = warc.append(to_member(capture, sha256=sha256, origin=origin, raw_id=raw_id))
        body_length = len(capture.body) if capture.body is not None and origin is None else None
        self._pending.append((capture_row(capture, sha256, warc.name, offset, length), body_length))
        self._pending_bytes += length
        if len(self._pending) >= _GROUP or self._pending_bytes >= _GROUP_BYTES:
            self.flush()

    def _sound_warc(self) -> OpenWarc:
        """The run's file; a new one when an incomplete record at its end cannot be cut off."""
        if self._warc is not None and not self._warc.is_sound():
            try:
                self.flush()
            finally:
                # The next opening of the archive indexes its records.
                self._warc.leave()
                self._warc, self._pending, self._pending_bytes = None, [], 0
        if self._warc is None:
            self._warc = OpenWarc(self.directory, self._run)
        return self._warc

    def flush(self) -> None:
        """Write all added records to disk, then index them.

        Raises OSError when the disk refuses: records added since the last flush are lost then.  Raises ArchiveError
        when they cannot be indexed: the next flush, or the next opening, indexes them.
        """
        with self._lock:
            if self._warc is None or not self._pending:
                return
            try:
                self._warc.sync()
            except OSError:
                self._keep_pending([one for one in self._pending if one[0].offset < self._warc.end])
                raise
            last = self._pending[-1][0]
            self._index.learn(self._warc.name, self._pending, last.offset + last.length)
            self._keep_pending([])

    def _keep_pending(self, pending: list[tuple[CaptureRow, int | None]]) -> None:
        self._pending, self._pending_bytes = pending, sum(row.length for row, _ in pending)

    def latest(self, requested_url: str, outcomes: Sequence[str] = ("fetched",)) -> CaptureRow | None:
        """The latest capture of an address with one of these outcomes; None when there is none."""
        with self._lock:
            for row, _ in reversed(self._pending):
                if row.requested_url == requested_url and row.outcome in outcomes:
                    return row
            return self._index.latest_capture(requested_url, outcomes)

    def page(self, sha256: str) -> ArchivedPage | None:
        """Place of a body, with its first capture; None when the archive does not have it."""
        with self._lock:
            self.flush()
            return self._index.page(sha256)

    def read(self, sha256: str) -> RawPage:
        """The page with this body hash; raises ArchiveError when the archive does not have it or cannot read it."""
        found = self.page(sha256)
        if found is None:
            raise ArchiveError(
                f"No WARC file in {self.directory} holds the page with the hash {sha256}; put the missing one back."
            )
        return read_archived(self.directory, found)

    def pages(self, *, source: str | None = None) -> Iterator[ArchivedPage]:
        """Every distinct page, in the order of the WARC files.  source: only pages of this source; None: all."""
        return self._walk(source, None)

    def fresh(self) -> Iterator[ArchivedPage]:
        """The pages that no parser of any version has parsed yet, in the same order."""
        return self._walk(None, ())

    def unparsed(self, *, parser_version: str, rules_version: str, source: str | None = None) -> Iterator[ArchivedPage]:
        """The pages that were not parsed last by this parser with these rules, in the same order."""
        return self._walk(source, (parser_version, rules_version))

    def _walk(self, source: str | None, unparsed_by: tuple[str, ...] | None) -> Iterator[ArchivedPage]:
        after = None
        while True:
            with self._lock:
                self.flush()
                batch = self._index.pages(after=after, source=source, unparsed_by=unparsed_by)
            if not batch:
                return
            yield from batch
            after = (batch[-1].warc, batch[-1].offset)

    def captures(self) -> Iterator[CaptureRow]:
        """Every capture in the order of the WARC files."""
        return self._walk_captures(unstaged_events=False)

    def events(self) -> Iterator[CaptureRow]:
        """The captures without a new body (failures, unchanged pages, known bodies) that are not staged yet."""
        return self._walk_captures(unstaged_events=True)

    def _walk_captures(self, *, unstaged_events: bool) -> Iterator[CaptureRow]:
        after = None
        while True:
            with self._lock:
                self.flush()
                batch = self._index.captures(after=after, unstaged_events=unstaged_events)
            if not batch:
                return
            yield from batch
            after = (batch[-1].warc, batch[-1].offset)

    def mark_staged(self, events: Iterable[CaptureRow], *, batch_id: str) -> None:
        """Note that these captures are in a staged batch; if the note is lost, they are staged again."""
        with self._lock:
            self._index.mark_staged([(event.warc, event.offset) for event in events], batch_id=batch_id)

    def mark_parsed(self, hashes: Iterable[str], *, parser_version: str, rules_version: str, batch_id: str) -> None:
        """Note that these pages are parsed and in a staged batch; if the note is lost, they are parsed again."""
        with self._lock:
            self._index.mark_parsed(
                hashes, parser_version=parser_version, rules_version=rules_version, batch_id=batch_id
            )

    def mark_bodiless(self, events: Iterable[CaptureRow]) -> None:
        """Note that no file holds the body of these captures; once a file does, `events` gives them again."""
        self.mark_staged(events, batch_id=BODILESS)

    def bodiless(self) -> int:
        """The number of captures whose body no file holds."""
        with self._lock:
            return self._index.bodiless()

    def set_aside(self, page: ArchivedPage, why: str) -> None:
        """Remove a damaged record from the index and note it as a gap; it is indexed again when its file is repaired.

        why: what is wrong, for a sentence.
        """
        gap = Gap(page.warc, page.offset, page.length, why, file_state(self.directory, page.warc))
        with self._lock:
            self._index.note_gap(gap)

    def look_again(self) -> None:
        """Try again to read all gaps, and index what can be read."""
        with self._lock:
            look_again(self.directory, self._index, whatever_happened=True)

    def files(self) -> dict[str, int]:
        """Names (without suffix) of all files that hold indexed records, with the bytes indexed of each."""
        with self._lock:
            return self._index.files()

    def gaps(self) -> list[Gap]:
        """The parts of the files that cannot be read."""
        with self._lock:
            return self._index.gaps()

    def batches(self) -> set[str]:
        """Ids of all batches noted by mark_parsed or mark_staged."""
        with self._lock:
            return self._index.batches()

    def forget_batches(self, batch_ids: Iterable[str]) -> None:
        """Forget the notes of these batches, so that their pages and captures are parsed and staged again."""
        with self._lock:
            self._index.forget_batches(batch_ids)

    def counts(self) -> dict[str, int]:
        """Number of captures by outcome."""
        with self._lock:
            self.flush()
            return self._index.counts()


def _is_damage(error: BaseException | None) -> bool:
    return isinstance(error, IndexUnusable) and error.damaged


def _complete(capture: Capture) -> Capture:
    """The capture with a time, with media type and charset from its headers, and all text fit for a WARC header."""
    media_type, charset = capture.media_type, capture.charset
    if media_type is None:
        media_type, declared = content_type(capture.header("Content-Type"))
        charset = charset or declared
    return replace(
        capture,
        url=_address(capture.url),
        redirects=tuple(_address(url) for url in capture.redirects),
        headers=tuple((name, quote(value, safe=_ASCII, errors="surrogateescape")) for name, value in capture.headers),
        # File names and texts from servers may hold bytes that are not characters.
        detail=" ".join(capture.detail.encode("utf-8", "replace").decode("utf-8").split()),
        fetched_at=capture.fetched_at or datetime.now(UTC),
        media_type=media_type,
        charset=charset,
    )


def _address(url: str) -> str:
    """An address fit for a WARC header: white space, and bytes that are not characters, are percent-encoded."""
    bad = (char for char in set(url) if char.isspace() or "\ud800" <= char <= "\udfff")
    return url.translate({ord(char): quote(char, errors="surrogateescape") for char in bad})


def read_archived(directory: Path, page: ArchivedPage) -> RawPage:
    """Read a page's body from its WARC file and check it against its hash; needs no index, so any process may call it.

    RawPage.url is None for a file URI, which is not where the page was published.  Raises UnreadablePage.
    """
    file = warc_path(directory, page.warc)
    try:
        record = from_member(read_member(directory, page.warc, page.offset, page.length))
    except (OSError, ShortFile) as error:
        raise UnreadablePage(file, getattr(error, "strerror", None) or str(error), offset=None) from error
    except (EOFError, zlib.error, DamagedRecord) as error:
        raise UnreadablePage(file, str(error), offset=page.offset) from error
    if record.capture.body is None or record.sha256 != page.sha256:
        raise UnreadablePage(file, "it is another page than the index says", offset=page.offset)
    url = None if page.url.startswith("file:") else page.url
    known = page.media_type, page.charset, page.fetched_at
    return RawPage(record.capture.body, url, *known, rendered_by=record.capture.rendered_by)
