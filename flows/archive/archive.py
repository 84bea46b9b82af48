"""The archive: stores every fetched or imported body with its headers in WARC files, and finds them by an index.

Takes captures (results of requests or imports); gives pages and captures back.  A body is the content of a page; it is
stored once, and the same body again becomes a small revisit record, as WARC calls it.  A row is a capture as the index
has it; `sha256` is always the hash of a body.  Each run (one start of a command) writes WARC files of its own; a file
that has reached a certain size or age is closed, and the next one begun.  A kill at any moment loses no complete
record: the file of a dead run is closed and indexed when the archive is next opened.  The store is the bucket or folder
elsewhere that gets closed files.  Fetches and parses nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final

from flows.archive.archive_errors import ArchiveError, IndexUnusable
from flows.archive.captures import Capture
from flows.archive.catch_up import catch_up
from flows.archive.catch_up_stored import catch_up_stored
from flows.archive.cdxj import cdxj_path, write_locked, write_missing
from flows.archive.fit_capture import fit_capture
from flows.archive.holdings import Holdings
from flows.archive.index import ArchiveIndex
from flows.archive.index_rows import CaptureRow, capture_row
from flows.archive.left_over import close_left_over
from flows.archive.mend_index import broken_off, open_index
from flows.archive.read_archived import read_archived
from flows.archive.records import Origin, Pieces, to_note, to_records
from flows.archive.storing import Storing
from flows.archive.unindexed import Unindexed, UnindexedCaptures
from flows.archive.uploading import Uploads, waiting_files
from flows.archive.warc_file import warc_path
from flows.archive.warc_writer import WarcWriter
from flows.storage.behind import store_behind

__all__ = ["INDEX", "Archive", "ArchiveError", "Stored", "read_archived"]

#: Most records, and most bytes of them, between two fsyncs: few enough to lose when the machine goes down, enough to
#: make the wait for the disk small.  An fsync takes some 10 ms, as long as 20 pages; and a system writes what it holds
#: to the disk by itself, after some 30 seconds.
_GROUP: Final = 256
_GROUP_BYTES: Final = 32_000_000
#: Channels of captures that are read from files: these can be read again.
_IMPORTED: Final = frozenset({"file", "warc"})
#: Name of the index beside the WARC files.
INDEX: Final = "index.sqlite"


@dataclass(frozen=True, slots=True)
class Stored:
    """How a capture was stored: whether its body was new, and whether a record was written."""

    #: Whether its body was new to the archive.
    new: bool
    #: Hash of the body; None for a capture without one.
    sha256: str | None
    #: Whether a record was written; False for an import that the archive holds already.
    noted: bool


class Archive(Holdings):
    """The archive in one directory, open for reading and for adding.  A context manager; threads may share it.

    `run`: id of the run that adds, which names its WARC files.  `storing`: settings, such as the size at which a file
    is closed.  `tell`: called with a sentence for each file that could not be uploaded to the store, or when the store
    does not answer.  `say`: called with a sentence when closing has to wait.  `notes` holds one sentence for each
    repair that opening it made.  Raises IndexDamaged, IndexUnusable or OSError when the index cannot be opened; NoStore
    or ArchiveError when the store was never listed before and cannot be listed now.
    """

    def __init__(
        self,
        directory: Path,
        *,
        run: str = "run",
        storing: Storing | None = None,
        tell: Callable[[str], None] = lambda said: None,
        say: Callable[[str], None] = lambda said: None,
    ) -> None:
        self.directory = directory
        self._run = run
        self._storing = storing or Storing()
        self._lock = threading.RLock()
        self._writer: WarcWriter | None = None
        self._waiting = UnindexedCaptures()
        #: Names of files that are known to exist.
        self._present: set[str] = set()
        self._tell, self._say = tell, say
        #: Why the store could not be listed; reported at the end, unless failed uploads have said so.
        self._store_flaw: str | None = None
        self._index, self.notes = open_index(directory / INDEX, self._brought_up_to_date)
        self._uploads = self._begun_uploads()

    def _brought_up_to_date(self, index: ArchiveIndex) -> list[str]:
        """Index what the folder and the store have that is not indexed yet.

        Returns a sentence for each thing mended or wrong.
        """
        learned = [*close_left_over(self.directory), *catch_up(self.directory, index)]
        stored, self._store_flaw = catch_up_stored(self.directory, index, only_new=self._storing.closed == "here")
        return [*learned, *stored, *write_missing(self.directory, index.places)]

    def _begun_uploads(self) -> Uploads | None:
        """Begin the uploads of this run with what earlier runs left; None when nothing is to be uploaded.

        That is so without a store, and when the setting `closed` is "here": closed files stay in the archive's folder.
        """
        store = store_behind(self.directory) if self._storing.closed != "here" else None
        if store is None:
            return None
        uploads = Uploads(self.directory, store, partial(self._uploaded, store.url))
        # What is to be moved is compared once more before it is removed here.
        there = self._index.stored(store.url) if self._storing.closed == "copied" else {}
        uploads.add(waiting_files(self.directory, there))
        return uploads

    def _uploaded(self, store: str, name: str, size: int) -> None:
        """Note that a file of `size` bytes is in the store.

        With the setting `closed = "moved"`, it is removed here once it is fully indexed.
        """
        with self._lock:
            self._index.note_stored(store, {name: size})
            whole = self._index.indexed_end(name) == size and cdxj_path(self.directory, name).is_file()
        if self._storing.closed == "moved" and whole:
            warc_path(self.directory, name).unlink(missing_ok=True)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and self._uploads is not None:
            self._uploads.drop()
            self._uploads = None
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
        with contextlib.ExitStack() as last:
            last.callback(self._index.close)
            with self._lock:
                try:
                    self.flush()
                finally:
                    self._close_file()
            self.finish_uploads()

    def finish_uploads(self) -> None:
        """Wait for the uploads of closed files; the function `tell` is called with a sentence for each that failed.

        Afterwards this archive uploads nothing more; a second call does nothing.
        """
        # Without the lock: they note in the index what they have done.
        uploads, self._uploads = self._uploads, None
        told = uploads.finish(self._say) if uploads else []
        for said in told or filter(None, (self._store_flaw,)):
            self._tell(said)
        self._store_flaw = None

    def _close_file(self) -> None:
        """Close the run's WARC file, if one is being written, and write its CDXJ index.  Raises OSError."""
        writer, self._writer = self._writer, None
        if writer is None:
            return
        writer.stop()
        writer.warc.close()
        if writer.warc.end:
            write_locked(self.directory, writer.name, self._index.places(writer.name), writer.lines)
            if self._uploads is not None:
                self._uploads.add([writer.name])

    def add(self, capture: Capture) -> Stored:
        """Store one capture.  A body that the archive has, or that the server calls unchanged, becomes a revisit.

        An imported capture (read from a file or WARC record) that the archive already has is not stored again, so that
        importing twice changes nothing.  Two captures are the same if their address, outcome, body and time are; if the
        imported one has no time, the time is not compared.  A fetched capture is written to its file when `add`
        returns, and survives the end of this process.  All captures are safe on disk after `flush()`, which is also
        called automatically.  Raises OSError, ArchiveError or ValueError when this capture, or an imported one before
        it, cannot be stored.
        """
        return self.begin(capture)()

    def begin(self, capture: Capture) -> Callable[[], Stored]:
        """Begin to store one capture; return a function that waits until it is stored, then returns what `add` returns.

        The caller can prepare the next captures while this one is packed and written.  Both `begin` and the function
        raise what `add` does.
        """
        sha256 = hashlib.sha256(capture.body).hexdigest() if capture.body is not None else None
        dated = fit_capture(capture)
        row = capture_row(dated, sha256, "", 0, 0)
        with self._lock:
            if capture.channel != "http" and self._is_stored(row, at_any_time=capture.fetched_at is None):
                return partial(Stored, False, sha256, False)
            if capture.outcome == "not_modified":
                sha256, origin = self._unchanged_body(dated)
            else:
                origin = self._origin(sha256)
            writer, one = self._write(dated, row if sha256 == row.sha256 else row._replace(sha256=sha256), origin)
        stored = Stored(capture.body is not None and origin is None, sha256, True)
        # A fetched page is waited for: fetching it again would cost the site a request, and might fail.
        return (
            partial(self._wait_until_written, writer, one, stored)
            if capture.channel not in _IMPORTED
            else lambda: stored
        )

    def _unchanged_body(self, capture: Capture) -> tuple[str | None, Origin | None]:
        """Find hash and Origin of the body that the server calls unchanged, from the latest capture of the address.

        Both are None when the archive has no body of this address.  The bodies of feeds, for instance, are never
        stored.
        """
        before = self.latest(capture.requested_url)
        if before is None or before.sha256 is None:
            return None, None
        return before.sha256, self._origin(before.sha256) or Origin(before.url, before.fetched_at)

    def _is_stored(self, row: CaptureRow, *, at_any_time: bool) -> bool:
        """Whether the archive already has this imported capture, its body included, so that it need not be stored.

        `at_any_time`: True: the time is not compared.
        """
        if any(_is_same(one, row, at_any_time=at_any_time) for one in self._waiting.of_address(row.requested_url)):
            return True
        # A body whose file is missing is stored again.
        known = self._index.same_capture(row, at_any_time=at_any_time)
        return known and (row.sha256 is None or bool(self._origin(row.sha256)))

    def _origin(self, sha256: str | None) -> Origin | None:
        """Find the first capture with this body, to which a revisit record will refer.

        None when the body itself is to be stored: the archive does not have it, or the file that had it is missing.
        """
        if sha256 is None:
            return None
        if (row := self._waiting.with_body(sha256)) is not None:
            return Origin(row.url, row.fetched_at)
        found = self._index.body_capture(sha256)
        if found is None or not (found.warc in self._present or self._index.has_file(found.warc)):
            return None
        self._present.add(found.warc)
        return Origin(found.url, found.fetched_at)

    def _write(self, capture: Capture, row: CaptureRow, origin: Origin | None) -> tuple[WarcWriter, Unindexed]:
        """Queue a capture's records for writing; return the writer and the queued entry.  Flushes when many wait.

        `row`: the index row of the capture; file, offset and length are not set yet.  `origin`: from `_origin`.
        """
        body_length = len(capture.body) if capture.body is not None and origin is None else None
        records, member = self._records_to_write(capture, row.sha256, origin)
        writer = self._sound_writer()
        one = Unindexed(row, body_length, records, member)
        # First, so that one which is written is known even when waiting for it is interrupted.
        self._waiting.add(one)
        try:
            writer.put(one)
        except BaseException:
            self._forget_lost()
            raise
        if len(self._waiting.all) >= _GROUP or self._waiting.bytes >= _GROUP_BYTES or writer.is_due():
            self.flush()
        return writer, one

    def _wait_until_written(self, writer: WarcWriter, one: Unindexed, stored: Stored) -> Stored:
        """Wait until a capture is written to its file; return `stored` unchanged, or raise why it was not written."""
        try:
            writer.settle_one(one)
        except BaseException:
            # Only now: until they are forgotten, no other thread may take a lost body for one that is held.
            with self._lock:
                writer.told(one)
                self._forget_lost()
            raise
        return stored

    def _records_to_write(
        self, capture: Capture, sha256: str | None, origin: Origin | None
    ) -> tuple[tuple[Pieces, ...], bytes]:
        """Make the records of a capture: those that are still to be packed, and one that is packed already.

        The packed one is the record of another program, if that can be kept unchanged.  It is written last, and the
        only record to pack is then our note, which holds what the other record lacks.  Every other capture gets records
        of our own; in place of the packed one comes b"".
        """
        whole = capture.whole
        if whole is not None and origin is None and sha256 is not None and whole.says(capture):
            return (to_note(capture, whole.name, sha256),), whole.packed
        return to_records(capture, sha256=sha256, origin=origin, error_bytes=self._storing.error_bytes), b""

    def _sound_writer(self) -> WarcWriter:
        """Return the writer of the run's file; a new one if a broken record at the file's end cannot be cut off."""
        if self._writer is not None and not self._writer.is_sound():
            try:
                self.flush()
            finally:
                # The next opening of the archive indexes its records.
                self._writer.stop()
                self._writer.warc.leave()
                self._writer, self._waiting = None, UnindexedCaptures()
        if self._writer is None:
            self._writer = WarcWriter(self.directory, self._run, self._storing)
        return self._writer

    def flush(self) -> None:
        """Write all added records safely to disk, then index them; close the file when it is large or old enough.

        Raises OSError when the disk refuses: records added since the last flush are lost then.  Raises ArchiveError
        when they cannot be indexed: the next flush, or the next opening, indexes them.
        """
        with self._lock:
            if self._writer is None or not self._waiting.all:
                return
            try:
                self._writer.settle()
                self._writer.warc.sync()
            except BaseException:
                self._forget_lost()
                raise
            rows = [(one.placed_row(self._writer.name), one.body_length) for one in self._waiting.all]
            self._index.learn(self._writer.name, rows, self._writer.warc.end)
            self._waiting = UnindexedCaptures()
            if self._writer.is_due():
                self._close_file()

    def _forget_lost(self) -> None:
        """Drop those of the added captures that a failed write or sync has lost: the archive does not have them."""
        end = self._writer.warc.end if self._writer is not None else 0
        self._waiting.keep(lambda one: not one.lost and (one.place is None or one.place[0] < end))


def _is_same(one: CaptureRow, row: CaptureRow, *, at_any_time: bool) -> bool:
    """Whether two captures of one address have the same outcome and body, and the same time.

    If so, they are one capture, which is stored only once.  `at_any_time`: True: the time is not compared.
    """
    return (one.outcome, one.sha256) == (row.outcome, row.sha256) and (at_any_time or one.fetched_at == row.fetched_at)


def _is_damage(error: BaseException | None) -> bool:
    return isinstance(error, IndexUnusable) and error.damaged
