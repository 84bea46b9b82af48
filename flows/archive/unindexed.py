"""The captures that were added to the archive but are not in its index yet.

A capture is the result of one request or import.  At most a few hundred are held here at a time.  Until their records
are safe on disk and indexed, they are looked up here and not in the index.  Writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flows.archive.index_rows import CaptureRow
from flows.archive.records import Pieces


@dataclass(slots=True)
class Unindexed:
    """One capture that is not indexed yet: its row, and the records to write for it."""

    #: Its row; file and place in it are not known before `place` is.
    row: CaptureRow
    #: Length in bytes of the body in its record; None without one.
    body_length: int | None
    #: Its records, not packed; emptied when they are written.
    records: tuple[Pieces, ...]
    #: The gzip member of a record that is kept as it came, written after `records`; b"" without one or when written.
    member: bytes = b""
    #: How many bytes of `records` and `member` are still to be written.
    weight: int = field(init=False)
    #: Offset and length of the record with the page, in bytes, as soon as that is written.
    place: tuple[int, int] | None = None
    #: Whether it was not written, or will not be.
    lost: bool = True
    #: Why it was not written, when that was tried.
    error: BaseException | None = None

    def __post_init__(self) -> None:
        self.weight = len(self.member) + sum(len(piece) for record in self.records for piece in record)

    @property
    def is_settled(self) -> bool:
        """Whether it is written, or it is known why not."""
        return self.place is not None or self.error is not None

    def placed_row(self, warc: str) -> CaptureRow:
        """Make the index row with file and offset, once the record is written.

        `warc`: name of the file, without suffix.
        """
        assert self.place is not None
        return self.row._replace(warc=warc, offset=self.place[0], length=self.place[1])


@dataclass(slots=True)
class UnindexedCaptures:
    """All captures that are not indexed yet, in the order in which they were added."""

    all: list[Unindexed] = field(default_factory=list)
    #: Bytes of their records, as they were added.
    bytes: int = 0
    _of_address: dict[str, list[CaptureRow]] = field(default_factory=dict)
    _with_body: dict[str, CaptureRow] = field(default_factory=dict)

    def add(self, one: Unindexed) -> None:
        """Add a capture at the end."""
        self.all.append(one)
        self.bytes += one.weight
        self._of_address.setdefault(one.row.requested_url, []).append(one.row)
        if one.row.sha256 is not None and one.body_length is not None:
            self._with_body.setdefault(one.row.sha256, one.row)

    def keep(self, wanted: Callable[[Unindexed], bool]) -> None:
        """Keep only those captures for which `wanted` is true."""
        kept = [one for one in self.all if wanted(one)]
        self.all, self.bytes, self._of_address, self._with_body = [], 0, {}, {}
        for one in kept:
            self.add(one)

    def of_address(self, requested_url: str) -> Sequence[CaptureRow]:
        """The captures that requested an address, in order."""
        return self._of_address.get(requested_url, ())

    def with_body(self, sha256: str) -> CaptureRow | None:
        """The capture with which a body was added; None when no capture here has it."""
        return self._with_body.get(sha256)
