"""Packs and writes the records of one WARC file in a thread of its own, while the caller prepares the next page.

Takes captures in order (results of requests or imports; here Unindexed, as they are not in the index yet) and writes
them in that order, several at once if several wait; gives each its place.  When one cannot be written, those after it
are dropped, too, and the next call raises the error: the file always holds what was added up to some moment.  Syncs and
indexes nothing by itself.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

from flows.archive.archive_errors import ArchiveError
from flows.archive.cdxj import cdxj_line
from flows.archive.pack_record import packed
from flows.archive.records import warcinfo
from flows.archive.storing import Storing
from flows.archive.unindexed import Unindexed
from flows.archive.warc_file import CLOSED, OpenWarc

#: Most captures, and most bytes of them, that wait to be packed.  A larger single one is taken, too.
_QUEUE: Final = 64
_QUEUE_BYTES: Final = 32_000_000
#: Most captures that are written before the threads that wait for them are woken up, once for all of them; and
#: how many, or how many bytes of them, wait before the thread is woken for them when nobody waits for one.
_AT_ONCE: Final = 16
_AT_ONCE_BYTES: Final = 1_000_000
#: The last captures, from which it is told how many come in a second.
_LAST: Final = 64


class WarcWriter:
    """Writes one WARC file.  Only one thread at a time may call it, except `settle_one` and `told`.

    `directory`: of the archive.  `run`: id of the run, which names the file.  Raises OSError when the file cannot be
    created.
    """

    def __init__(self, directory: Path, run: str, storing: Storing) -> None:
        self.warc = OpenWarc(directory, run)
        self._run, self._storing = run, storing
        self._begun = time.monotonic()
        #: Guards what follows; the file itself is the thread's while anything waits, else the caller's.
        self._turn = threading.Condition()
        self._waiting: deque[Unindexed] = deque()
        self._bytes = 0
        #: When the last captures were queued, in seconds.
        self._times: deque[float] = deque(maxlen=_LAST)
        self._error: BaseException | None = None
        #: The lines of the file's CDXJ index, as far as they are made, by the offset of the record.  Made while others
        #: wait for the network, from what is at hand: to read each record again would hold up the end of a run.
        self.lines: dict[int, str] = {}
        self._ends = False
        self._thread = threading.Thread(target=self._work, name=f"writer of {self.name}", daemon=True)
        self._thread.start()

    @property
    def name(self) -> str:
        """Name of the file, without suffix."""
        return self.warc.name

    def put(self, one: Unindexed) -> None:
        """Queue a capture for writing; waits while the queue is full.  Raises the error of an earlier capture."""
        with self._turn:
            self._turn.wait_for(lambda: self._error or not self._is_full())
            self._raise()
            had_little = len(self._waiting) < _AT_ONCE and self._bytes < _AT_ONCE_BYTES
            self._waiting.append(one)
            one.lost = False
            self._bytes += one.weight
            self._times.append(time.monotonic())
            # The thread is woken for several small ones at once, or by the first who waits for one: to wake it for each
            # costs a tenth of all, since it takes the processor from the one who wakes it.
            if had_little and (len(self._waiting) >= _AT_ONCE or self._bytes >= _AT_ONCE_BYTES):
                self._turn.notify_all()

    def settle(self) -> None:
        """Wait until the whole queue is written; raises the error when something could not be written."""
        with self._turn:
            self._turn.notify_all()
            self._turn.wait_for(lambda: self._error or not self._waiting)
            self._raise()

    def settle_one(self, one: Unindexed) -> None:
        """Wait until this capture is written; raises the error when it could not be.  Any thread may call it."""
        if not one.is_settled:
            with self._turn:
                self._turn.notify_all()
                self._turn.wait_for(lambda: one.is_settled)
        if one.error is not None:
            raise one.error

    def told(self, one: Unindexed) -> None:
        """Note that the caller has reported this capture's error, so that the next call does not raise it again."""
        with self._turn:
            if self._error is one.error:
                self._error = None

    def is_sound(self) -> bool:
        """Whether another record can be appended to the file; if not, the caller takes a new file."""
        with self._turn:
            return bool(self._waiting) or self._error is not None or self.warc.is_sound()

    def is_due(self) -> bool:
        """Whether the file has reached the size or age at which it is closed."""
        old = time.monotonic() - self._begun >= self._storing.file_seconds
        return bool(self.warc.end) and (old or self.warc.end >= self._storing.file_bytes)

    def stop(self) -> None:
        """Write what is still queued, then end the thread."""
        with self._turn:
            self._ends = True
            self._turn.notify_all()
        self._thread.join()

    def _is_full(self) -> bool:
        return len(self._waiting) >= _QUEUE or (self._bytes >= _QUEUE_BYTES and bool(self._waiting))

    def _raise(self) -> None:
        error, self._error = self._error, None
        if error is not None:
            raise error

    def _work(self) -> None:
        """Write what is queued, until `stop`; runs in the thread."""
        while some := self._next():
            level = self._storing.level_when(self._captures_per_second(), len(some))
            written, failed = 0, None
            try:
                for one in some:
                    self._write(one, level)
                    written += 1
            except BaseException as error:  # raised by the caller's next call
                failed = error
            self._done(some[:written])
            if failed is not None:
                self._drop(failed)

    def _captures_per_second(self) -> float:
        """How many captures were queued per second lately; 0 as long as too few were queued to tell."""
        if len(self._times) < _LAST:
            return 0.0
        return _LAST / max(time.monotonic() - self._times[0], 1e-9)

    def _next(self) -> list[Unindexed]:
        """Wait for captures in the queue and return the first ones; [] when the thread is to end."""
        with self._turn:
            self._turn.wait_for(lambda: self._waiting or self._ends)
            return [*islice(self._waiting, _AT_ONCE)]

    def _write(self, one: Unindexed, level: int) -> None:
        """Pack a capture's records, append them to the file, and note in the capture where its own record stands.

        `level`: of gzip, 1 (fast) to 9 (small).
        """
        first = () if self.warc.end else (warcinfo(self.name + CLOSED, self._run, self._storing.software),)
        members = [packed(record, level) for record in (*first, *one.records)]
        # A record that is kept as it came stands after the note on it; of other captures the first record has the page.
        held = len(members) if one.member else len(first)
        members += [one.member] if one.member else []
        offset, _ = self.warc.append(b"".join(members))
        one.place = offset + sum(map(len, members[:held])), len(members[held])
        self._note_line(one)

    def _note_line(self, one: Unindexed) -> None:
        """Make the CDXJ line of a capture that was just written; of a record kept as it came, it is made later."""
        assert one.place is not None
        offset, length = one.place
        self.lines.pop(offset, None)  # of a record that was lost
        if not one.member:
            # The first pieces are the record's own headers, and those of the HTTP answer in it.
            with suppress(ValueError):  # it is told when the index is written
                line = cdxj_line(b"".join(one.records[0][:2]), self.name + CLOSED, offset, length)
                self.lines |= {offset: line} if line else {}

    def _done(self, written: Sequence[Unindexed]) -> None:
        """Take written captures out of the queue, and wake the threads that wait for them."""
        with self._turn:
            for one in written:
                self._bytes -= one.weight
                one.records, one.member, one.weight = (), b"", 0
                self._waiting.popleft()
            self._turn.notify_all()

    def _drop(self, error: BaseException) -> None:
        """Empty the queue after an error.  Each capture in the queue is marked as lost, with this error."""
        if isinstance(error, Exception) and not isinstance(error, (OSError, MemoryError, ArchiveError)):
            wrong = ArchiveError(f"The archive cannot be written ({error or type(error).__name__}); run again.")
            wrong.__cause__ = error
            error = wrong
        with self._turn:
            self._error = error
            for one in self._waiting:
                one.lost, one.error = True, error
            self._waiting.clear()
            self._bytes = 0
            self._turn.notify_all()
