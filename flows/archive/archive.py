"""The archive: every fetched or imported body with its headers, kept for good as WARC files with an index.

A body is stored once; meeting it again writes a small revisit record.  Each run appends to a file of its own.  A kill
at any moment loses no whole record: what a dead run left behind is closed and indexed when the archive is next opened.
Nothing here fetches or parses.
"""

from __future__ import annotations

import contextlib
import hashlib
import string
import threading
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
from flows.archive.catch_up import catch_up, look_again, relearn
from flows.archive.index import BODILESS
from flows.archive.index_rows import ArchivedPage, CaptureRow, Gap, capture_row
from flows.archive.mend_index import broken_off, open_index
from flows.archive.records import DamagedRecord, Origin, from_member, to_member
from flows.archive.warc_file import OpenWarc, ShortFile, close_left_over, file_state, read_member, warc_path
from parsers.model import RawPage

#: Records that may wait for one fsync together, and their bytes.
_GROUP: Final = 64
_GROUP_BYTES: Final = 8_000_000
#: Name of the index beside the WARC files.
INDEX: Final = "index.sqlite"
#: What may stand in a header as it is; the rest is percent-encoded (RFC 9110 wants ASCII there).
_ASCII: Final = string.punctuation + " \t"


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a capture that was added."""

    #: Whether its body is one that the archive had not seen.
    new: bool
    #: Hash of the body; None for a capture without one.
    sha256: str | None
    #: Whether a record was written: an import that was made before is not noted again.
    noted: bool


class Archive:
    """The archive in one directory, open for reading and, in the name of one run, for adding.

    Use as a context manager; threads may share it.  `notes` says what had to be mended on opening.
    """

    def __init__(self, directory: Path, *, run: str = "run") -> None:
        self.directory = directory
        self._run = run
        self._lock = threading.RLock()
        self._warc: OpenWarc | None = None
        self._pending: list[tuple[CaptureRow, int | None]] = []
        self._pending_bytes = 0
        #: Files that were seen to be there.
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
                # What went wrong first tells more; what was written whole is indexed when the archive is next opened.
                error.add_note(str(closing))
        if _is_damage(error):
            raise broken_off(self.directory / INDEX) from error

    def close(self) -> None:
        """Make everything durable and close the run's file; safe to call twice.

        Raises OSError or ArchiveError when that fails; all files are closed then as well, and what was written whole
        is indexed when the archive is next opened.
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
        """Keep one capture; a body that is known, or that the server says is unchanged, becomes a revisit.

        Imported captures (channel file or warc) that are known already, time included where one is given, are not
        noted again: importing twice changes nothing.  Durable after `flush()`, which runs by itself now and then.
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
        """The body that the server says is still the same, and where it is; None for a feed, whose body is not kept."""
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
        # A body whose file is missing is stored again when it comes back.
        return self._index.same_capture(row, at_any_time=at_any_time) and (sha256 is None or bool(self._origin(sha256)))

    def _origin(self, sha256: str | None) -> Origin | None:
        """Where the archive has a body; None when it has it not, or in a file that is away."""
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
        offset, length = warc.append(to_member(capture, sha256=sha256, origin=origin))
        body_length = len(capture.body) if capture.body is not None and origin is None else None
        self._pending.append((capture_row(capture, sha256, warc.name, offset, length), body_length))
        self._pending_bytes += length
        if len(self._pending) >= _GROUP or self._pending_bytes >= _GROUP_BYTES:
            self.flush()

    def _sound_warc(self) -> OpenWarc:
        """The run's file; another one when something half-written at its end cannot be cut off."""
        if self._warc is not None and not self._warc.is_sound():
            try:
                self.flush()
            finally:
                # The next opening of the archive indexes the records that are missing in the index.
                self._warc.leave()
                self._warc, self._pending, self._pending_bytes = None, [], 0
        if self._warc is None:
            self._warc = OpenWarc(self.directory, self._run)
        return self._warc

    def flush(self) -> None:
        """Wait until all that was added is on the disk, then tell the index.

        Raises OSError when it cannot be brought to the disk: what was added since the last flush is not kept then.
        Raises ArchiveError when the index cannot be told: the next flush, or the next opening, tells it.
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
        """Where a body lies, and the capture that brought it first; None when the archive does not have it."""
        with self._lock:
            self.flush()
            return self._index.page(sha256)

    def read(self, sha256: str) -> RawPage:
        """The page with this body; raises ArchiveError when the archive does not have it or cannot read it."""
        found = self.page(sha256)
        if found is None:
            raise ArchiveError(
                f"No WARC file in {self.directory} holds the page with the hash {sha256}; put the missing one back."
            )
        return read_archived(self.directory, found)

    def pages(self, *, source: str | None = None) -> Iterator[ArchivedPage]:
        """Every distinct page in the order of the WARC files, of one source or of all."""
        return self._walk(source, None)

    def fresh(self) -> Iterator[ArchivedPage]:
        """The pages that no parser of any version has parsed yet, in the same order."""
        return self._walk(None, ())

    def unparsed(self, *, parser_version: str, rules_version: str, source: str | None = None) -> Iterator[ArchivedPage]:
        """The pages that this parser with these rules has not parsed yet, in the same order."""
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
        """The captures that brought no new page (failures, unchanged pages, bodies known before) and await staging."""
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
        """Note that these captures lie in a staged batch.  Losing this costs staging them again, nothing else."""
        with self._lock:
            self._index.mark_staged([(event.warc, event.offset) for event in events], batch_id=batch_id)

    def mark_parsed(self, hashes: Iterable[str], *, parser_version: str, rules_version: str, batch_id: str) -> None:
        """Note that these pages lie parsed in a staged batch.  Losing this costs a parse, nothing else."""
        with self._lock:
            self._index.mark_parsed(
                hashes, parser_version=parser_version, rules_version=rules_version, batch_id=batch_id
            )

    def mark_bodiless(self, events: Iterable[CaptureRow]) -> None:
        """Note that no file holds the body of these captures: they are events again once one does."""
        self.mark_staged(events, batch_id=BODILESS)

    def bodiless(self) -> int:
        """How many captures wait for a body that no file holds."""
        with self._lock:
            return self._index.bodiless()

    def set_aside(self, page: ArchivedPage, why: str) -> None:
        """Take a record that is damaged out of the index, and note it as a gap: it is known again once it is mended."""
        gap = Gap(page.warc, page.offset, page.length, why, file_state(self.directory, page.warc))
        with self._lock:
            self._index.note_gap(gap)

    def look_again(self) -> None:
        """Index what stands in gaps and can be read by now."""
        with self._lock:
            look_again(self.directory, self._index, whatever_happened=True)

    def files(self) -> dict[str, int]:
        """Names (without suffix) of all files in which something lies, with how many bytes of each are indexed."""
        with self._lock:
            return self._index.files()

    def gaps(self) -> list[Gap]:
        """The stretches of the files that cannot be read."""
        with self._lock:
            return self._index.gaps()

    def batches(self) -> set[str]:
        """Ids of all batches that were noted by mark_parsed or mark_staged."""
        with self._lock:
            return self._index.batches()

    def forget_batches(self, batch_ids: Iterable[str]) -> None:
        """Forget that what lies in these batches was parsed or staged."""
        with self._lock:
            self._index.forget_batches(batch_ids)

    def counts(self) -> dict[str, int]:
        """Captures by outcome."""
        with self._lock:
            self.flush()
            return self._index.counts()

    def rebuild_index(self) -> tuple[str, ...]:
        """Read the index anew from the WARC files; one sentence for everything in them that cannot be read."""
        with self._lock:
            self.flush()
            return tuple(relearn(self.directory, self._index))


def _is_damage(error: BaseException | None) -> bool:
    return isinstance(error, IndexUnusable) and error.damaged


def _complete(capture: Capture) -> Capture:
    """The capture with a time, and with what its headers say of its type where nobody has said so yet."""
    media_type, charset = capture.media_type, capture.charset
    if media_type is None:
        media_type, charset = content_type(capture.header("Content-Type"))
    return replace(
        capture,
        url=_address(capture.url),
        redirects=tuple(_address(url) for url in capture.redirects),
        headers=tuple((name, quote(value, safe=_ASCII, errors="surrogateescape")) for name, value in capture.headers),
        # File names and servers' words may hold bytes that are no characters.
        detail=" ".join(capture.detail.encode("utf-8", "replace").decode("utf-8").split()),
        fetched_at=capture.fetched_at or datetime.now(UTC),
        media_type=media_type,
        charset=charset,
    )


def _address(url: str) -> str:
    """An address fit for a record's header: white space, and bytes that are no characters, percent-encoded."""
    bad = (char for char in set(url) if char.isspace() or "\ud800" <= char <= "\udfff")
    return url.translate({ord(char): quote(char, errors="surrogateescape") for char in bad})


def read_archived(directory: Path, page: ArchivedPage) -> RawPage:
    """A page's body out of its WARC file, checked against its hash; needs no index, so any process may call it.

    A file URI is no address of the page: RawPage.url is None for it.  Raises UnreadablePage.
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
    return RawPage(record.capture.body, url, page.media_type, page.charset, page.fetched_at)
