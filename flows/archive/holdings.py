"""Finds pages and captures in the archive, and notes what was done with them: parsed, staged, or set aside as damaged.

A capture is the result of one request or import; a page is a body (content), however often it was captured.  Staged
means that the parsed page is in a batch, a file that is to be loaded into the warehouse.  A gap is an unreadable part
of a WARC file; the `warc` of a capture is the name of its file without suffix.  This is the part of the archive that
reads.  Takes the index and the lock that guards it; also finds what was added and is not indexed yet.  Adds no capture.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from flows.archive.archive_errors import ArchiveError
from flows.archive.catch_up import learn_file, look_again
from flows.archive.cdxj import drop_cdxj, write_missing
from flows.archive.index import BODILESS, ArchiveIndex
from flows.archive.index_rows import ArchivedPage, CaptureRow, Gap
from flows.archive.read_archived import read_archived, record_at
from flows.archive.read_record import Record
from flows.archive.unindexed import UnindexedCaptures
from flows.archive.warc_file import file_state
from parsers.model import RawPage


class Holdings:
    """All that the archive in one directory has, to be looked up.  Threads may share it."""

    directory: Path
    _index: ArchiveIndex
    _lock: threading.RLock
    _waiting: UnindexedCaptures

    def flush(self) -> None:
        """Write all added records to disk, then index them."""
        raise NotImplementedError

    def latest(self, requested_url: str, outcomes: Sequence[str] = ("fetched",)) -> CaptureRow | None:
        """The latest capture of an address with one of these outcomes; None when there is no such capture.

        For a capture that was just added, its offset in the file is 0 until the next flush.
        """
        with self._lock:
            for row in reversed(self._waiting.of_address(requested_url)):
                if row.outcome in outcomes:
                    return row
            return self._index.latest_capture(requested_url, outcomes)

    def failures_below(self, url: str) -> list[str]:
        """The addresses whose captures failed: `url` itself, and addresses that begin with `url` and then "/" or "#".

        When `url` is the address of a folder or file, these are the files in that folder and the records in that file.
        """
        with self._lock:
            self.flush()
            return self._index.failures_below(url)

    def page(self, sha256: str) -> ArchivedPage | None:
        """The page with this body; None when the archive does not have it.  `sha256`: hash of the body."""
        with self._lock:
            self.flush()
            return self._index.page(sha256)

    def body_capture(self, sha256: str) -> CaptureRow | None:
        """The capture whose record holds the body with this hash; None when the archive does not have it."""
        with self._lock:
            self.flush()
            return self._index.body_capture(sha256)

    def read(self, sha256: str) -> RawPage:
        """Read the page with this body hash.

        Raises ArchiveError when the archive does not have it or cannot read it.
        """
        found = self.page(sha256)
        if found is None:
            raise ArchiveError(
                f"No WARC file in {self.directory} holds the page with the hash {sha256}; put the missing one back."
            )
        return read_archived(self.directory, found)

    def record(self, row: CaptureRow) -> Record:
        """Read the WARC record of a capture from its file; raises UnreadablePage."""
        return record_at(self.directory, row)

    def history(self, url: str) -> list[CaptureRow]:
        """All captures of an address, the latest first: those that requested it, and those redirected to it."""
        with self._lock:
            self.flush()
            return self._index.history(url)

    def pages(self, *, source: str | None = None) -> Iterator[ArchivedPage]:
        """Yield every distinct page, in the order of the WARC files.

        `source`: only pages of this source; None: all.
        """
        return self._walk(source, None)

    def fresh(self, after: tuple[str, int] | None = None) -> Iterator[ArchivedPage]:
        """Yield the pages that were never parsed, in the order of the WARC files.

        `after`: begin after this place (file name, offset); None: at the start.
        """
        return self._walk(None, (), after)

    def last_place(self) -> tuple[str, int] | None:
        """The place (file name, offset) of the last page in the order of the WARC files; None when there is no page."""
        with self._lock:
            self.flush()
            return self._index.last_place()

    def unparsed(self, *, parser_version: str, rules_version: str, source: str | None = None) -> Iterator[ArchivedPage]:
        """Yield the pages whose latest parse was not by this parser version and these rules, in WARC file order.

        `source`: only pages of this source; None: all.
        """
        return self._walk(source, (parser_version, rules_version))

    def _walk(
        self, source: str | None, unparsed_by: tuple[str, ...] | None, after: tuple[str, int] | None = None
    ) -> Iterator[ArchivedPage]:
        """Yield the pages that ArchiveIndex.pages gives for these choices, fetched from the index in portions."""
        while True:
            with self._lock:
                self.flush()
                batch = self._index.pages(after=after, source=source, unparsed_by=unparsed_by)
            if not batch:
                return
            yield from batch
            after = (batch[-1].warc, batch[-1].offset)

    def captures(self) -> Iterator[CaptureRow]:
        """Yield every capture in the order of the WARC files."""
        return self._walk_captures(unstaged_events=False)

    def events(self) -> Iterator[CaptureRow]:
        """Yield the captures without a new body that are in no staged batch yet.

        These are failures, unchanged pages, and bodies that were known before.
        """
        return self._walk_captures(unstaged_events=True)

    def waiting(self) -> int:
        """How many pages (`fresh`) and captures without a new body (`events`) wait to be staged."""
        with self._lock:
            self.flush()
            return self._index.waiting()

    def _walk_captures(self, *, unstaged_events: bool) -> Iterator[CaptureRow]:
        """Yield the captures that ArchiveIndex.captures gives, fetched from the index in portions.

        `unstaged_events`: only those that `events` yields.
        """
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
        """Note that the body of these captures is in no file of the archive.

        `events` leaves them out from then on, until a file with the body is indexed.
        """
        self.mark_staged(events, batch_id=BODILESS)

    def bodiless(self) -> int:
        """The number of captures whose body is in no file."""
        with self._lock:
            return self._index.bodiless()

    def set_aside(self, page: ArchivedPage, why: str) -> None:
        """Remove a damaged record from the index and note it as a gap; it is indexed again when its file is repaired.

        `why`: what is wrong, in a few words.
        """
        gap = Gap(page.warc, page.offset, page.length, why, file_state(self.directory, page.warc))
        with self._lock:
            self._index.note_gap(gap)
            drop_cdxj(self.directory, page.warc)

    def look_again(self) -> None:
        """Try again to read all gaps (unreadable parts of files), and index what can be read."""
        with self._lock:
            look_again(self.directory, self._index, whatever_happened=True)
            write_missing(self.directory, self._index.places)

    def places(self, warc: str) -> dict[int, tuple[int, str | None]]:
        """The captures in a file, in order: offset -> length in bytes and hash of the body."""
        with self._lock:
            return {offset: (length, sha256) for offset, length, sha256 in self._index.records(warc)}

    def learn_again(self, warc: str) -> None:
        """Index the captures of a file that the index lacks, also in parts of the file that were indexed before.

        Raises OSError or IndexUnusable.
        """
        with self._lock:
            learn_file(self.directory, self._index, warc, 0)

    def files(self) -> dict[str, int]:
        """Names (without suffix) of all files with indexed records, and how many bytes of each are indexed."""
        with self._lock:
            return self._index.files()

    def stored(self, store: str) -> dict[str, int]:
        """Names of the files that are known to be in a store (bucket or folder elsewhere), with their sizes in bytes.

        `store`: its address.
        """
        with self._lock:
            return self._index.stored(store)

    def gaps(self) -> list[Gap]:
        """The unreadable parts of the files."""
        with self._lock:
            return self._index.gaps()

    def batches(self) -> set[str]:
        """Ids of all batches noted by `mark_parsed` or `mark_staged`."""
        with self._lock:
            return self._index.batches()

    def forget_batches(self, batch_ids: Iterable[str]) -> None:
        """Drop the notes of these batches, so that their pages and captures are parsed and staged again."""
        with self._lock:
            self._index.forget_batches(batch_ids)

    def counts(self) -> dict[str, int]:
        """Number of captures by outcome."""
        with self._lock:
            self.flush()
            return self._index.counts()
