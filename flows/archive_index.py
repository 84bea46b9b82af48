"""The archive's index: a SQLite file beside the WARC files that finds bodies and captures in them.

Several processes may read and write it at a time (WAL).  It learns of a record only after the record is safe on the
disk, and holds nothing that the WARC files do not say, but for the bookkeeping of what was parsed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from flows.captures import Capture, utc_text

_PAGE: Final = 1000


#: A feed or sitemap that was read or is unchanged brings no page, but is no event either.
_UNSTAGED_EVENT: Final = """
    AND NOT EXISTS (SELECT 1 FROM bodies b WHERE b.warc = c.warc AND b.offset = c.offset)
    AND NOT EXISTS (SELECT 1 FROM staged s WHERE s.warc = c.warc AND s.offset = c.offset)
    AND NOT (c.outcome IN ('fetched', 'not_modified') AND c.sha256 IS NULL)
"""


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """One capture as the index knows it; the columns of the table in order."""

    warc: str
    offset: int
    length: int
    requested_url: str
    url: str
    #: UTC, ISO 8601.
    fetched_at: str
    channel: str
    source: str | None
    outcome: str
    detail: str
    status: int | None
    media_type: str | None
    charset: str | None
    etag: str | None
    last_modified: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One distinct body, the capture that brought it first, and where it lies; small, to be sent to workers."""

    sha256: str
    body_length: int
    warc: str
    offset: int
    length: int
    requested_url: str
    url: str
    fetched_at: datetime
    channel: str
    source: str | None
    media_type: str | None
    charset: str | None
    status: int | None
    etag: str | None
    last_modified: str | None


_CAPTURE_COLUMNS: Final = ", ".join(field.name for field in fields(CaptureRow))
_INSERT_CAPTURE: Final = (
    f"INSERT OR IGNORE INTO captures ({_CAPTURE_COLUMNS}) VALUES ({', '.join('?' * len(fields(CaptureRow)))})"
)
_PAGES: Final = """
    SELECT b.sha256, b.body_length, b.warc, b.offset, c.length, c.requested_url, c.url, c.fetched_at, c.channel,
           c.source, c.media_type, c.charset, c.status, c.etag, c.last_modified
    FROM bodies b JOIN captures c ON c.warc = b.warc AND c.offset = b.offset
"""


def capture_row(capture: Capture, sha256: str | None, warc: str, offset: int, length: int) -> CaptureRow:
    """The index row of a dated capture whose record lies at a place."""
    if capture.fetched_at is None:
        raise ValueError("a capture is indexed with the time of its fetch")
    return CaptureRow(
        warc=warc,
        offset=offset,
        length=length,
        requested_url=capture.requested_url,
        url=capture.url,
        fetched_at=utc_text(capture.fetched_at),
        channel=capture.channel,
        source=capture.source,
        outcome=capture.outcome,
        detail=capture.detail,
        status=capture.status,
        media_type=capture.media_type,
        charset=capture.charset,
        etag=capture.header("ETag"),
        last_modified=capture.header("Last-Modified"),
        sha256=sha256,
    )


class ArchiveIndex:
    """The index file, open."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Threads of one process take turns: the archive holds a lock around every call.
        self._db = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript((Path(__file__).with_name("archive_index.sql")).read_text("utf-8"))

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _write(self) -> Iterator[None]:
        """One transaction that takes the write lock at its start, so that two processes queue instead of failing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def learn(self, warc: str, rows: Iterable[tuple[CaptureRow, int | None]], end: int) -> None:
        """Take in records of one file that are on the disk, up to `end`.

        Each row comes with the length of the body that the record holds, None when it holds none.
        """
        with self._write():
            for row, body_length in rows:
                self._db.execute(_INSERT_CAPTURE, astuple(row))
                if body_length is not None:
                    self._db.execute(
                        "INSERT OR IGNORE INTO bodies (sha256, warc, offset, body_length) VALUES (?, ?, ?, ?)",
                        (row.sha256, row.warc, row.offset, body_length),
                    )
            self._db.execute(
                "INSERT INTO files (warc, indexed_end) VALUES (?, ?)"
                " ON CONFLICT (warc) DO UPDATE SET indexed_end = max(indexed_end, excluded.indexed_end)",
                (warc, end),
            )

    def indexed_end(self, warc: str) -> int:
        """How many bytes of a file are indexed."""
        found = self._db.execute("SELECT indexed_end FROM files WHERE warc = ?", (warc,)).fetchone()
        return int(found[0]) if found else 0

    def forget_records(self) -> None:
        """Forget everything that the WARC files say; what was parsed is kept."""
        with self._write():
            for table in ("captures", "bodies", "files"):
                self._db.execute(f"DELETE FROM {table}")

    def body_capture(self, sha256: str) -> CaptureRow | None:
        """The capture whose record holds a body; None when the archive has no such body."""
        return self._capture("WHERE (warc, offset) = (SELECT warc, offset FROM bodies WHERE sha256 = ?)", (sha256,))

    def latest_capture(self, requested_url: str, outcomes: Sequence[str]) -> CaptureRow | None:
        """The latest capture of an address with one of these outcomes.

        One that is dated in the future (by a clock that was ahead) is the latest only where there is no other: it would
        stay so for years, whatever came after it.
        """
        marks = ", ".join("?" * len(outcomes))
        return self._capture(
            f"WHERE requested_url = ? AND outcome IN ({marks}) "
            " ORDER BY fetched_at > ?, fetched_at DESC, warc DESC, offset DESC LIMIT 1",
            (requested_url, *outcomes, utc_text(datetime.now(UTC))),
        )

    def same_capture(self, row: CaptureRow, *, at_any_time: bool) -> bool:
        """Whether an equal capture is known: address, outcome and body the same, and the time unless at_any_time."""
        sql = "SELECT 1 FROM captures WHERE requested_url = ? AND outcome = ? AND sha256 IS ?"
        values: tuple[object, ...] = (row.requested_url, row.outcome, row.sha256)
        if not at_any_time:
            sql, values = sql + " AND fetched_at = ?", (*values, row.fetched_at)
        return self._db.execute(sql + " LIMIT 1", values).fetchone() is not None

    def _capture(self, where: str, values: Sequence[object]) -> CaptureRow | None:
        found = self._db.execute(f"SELECT {_CAPTURE_COLUMNS} FROM captures {where}", tuple(values)).fetchone()
        return CaptureRow(*found) if found else None

    def captures(
        self, *, after: tuple[str, int] | None = None, unstaged_events: bool = False, limit: int = _PAGE
    ) -> list[CaptureRow]:
        """Captures in the order of the WARC files, from behind a place (file name, offset) on.

        unstaged_events: only those that brought no new body and lie in no batch yet.
        """
        rows = self._db.execute(
            f"SELECT {_CAPTURE_COLUMNS} FROM captures c WHERE (warc, offset) > (?, ?)"
            f"{_UNSTAGED_EVENT if unstaged_events else ''} ORDER BY warc, offset LIMIT ?",
            (*(after or ("", -1)), limit),
        )
        return [CaptureRow(*row) for row in rows]

    def pages(
        self,
        *,
        after: tuple[str, int] | None = None,
        source: str | None = None,
        unparsed_by: tuple[str, ...] | None = None,
        limit: int = _PAGE,
    ) -> list[ArchivedPage]:
        """Pages in the order of the WARC files, from behind a place on.

        source: only those of one source.  unparsed_by: only those that a parser version with a rules version has not
        parsed; an empty tuple: that none has.
        """
        where, values = "WHERE (b.warc, b.offset) > (?, ?)", list[object](after or ("", -1))
        if source is not None:
            where, values = where + " AND c.source = ?", [*values, source]
        if unparsed_by is not None:
            by = " AND p.parser_version = ? AND p.rules_version = ?" if unparsed_by else ""
            where += f" AND NOT EXISTS (SELECT 1 FROM parsed p WHERE p.sha256 = b.sha256{by})"
            values += unparsed_by
        found = self._db.execute(f"{_PAGES} {where} ORDER BY b.warc, b.offset LIMIT ?", [*values, limit])
        return [_page(row) for row in found]

    def page(self, sha256: str) -> ArchivedPage | None:
        """The page with this body; None when the archive has no such body."""
        found = self._db.execute(f"{_PAGES} WHERE b.sha256 = ?", (sha256,)).fetchone()
        return _page(found) if found else None

    def mark_parsed(self, hashes: Iterable[str], *, parser_version: str, rules_version: str, batch_id: str) -> None:
        """Note that these bodies were parsed and lie in a staged batch."""
        with self._write():
            self._db.executemany(
                "INSERT OR REPLACE INTO parsed (sha256, parser_version, rules_version, batch_id) VALUES (?, ?, ?, ?)",
                [(sha256, parser_version, rules_version, batch_id) for sha256 in hashes],
            )

    def mark_staged(self, places: Iterable[tuple[str, int]], *, batch_id: str) -> None:
        """Note that the captures at these places lie in a staged batch."""
        with self._write():
            self._db.executemany(
                "INSERT OR REPLACE INTO staged (warc, offset, batch_id) VALUES (?, ?, ?)",
                [(warc, offset, batch_id) for warc, offset in places],
            )

    def batches(self) -> set[str]:
        """Ids of all batches that are noted."""
        found = self._db.execute("SELECT batch_id FROM parsed UNION SELECT batch_id FROM staged")
        return {batch_id for (batch_id,) in found}

    def forget_batches(self, batch_ids: Iterable[str]) -> None:
        """Forget what is noted of these batches."""
        with self._write():
            for batch_id in batch_ids:
                self._db.execute("DELETE FROM parsed WHERE batch_id = ?", (batch_id,))
                self._db.execute("DELETE FROM staged WHERE batch_id = ?", (batch_id,))

    def counts(self) -> dict[str, int]:
        """Captures by outcome."""
        return dict(self._db.execute("SELECT outcome, count(*) FROM captures GROUP BY outcome ORDER BY outcome"))


def _page(row: tuple[object, ...]) -> ArchivedPage:
    values = list(row)
    values[7] = datetime.fromisoformat(str(values[7]))
    return ArchivedPage(*values)  # type: ignore[arg-type]
