"""The archive's index: a SQLite file beside the WARC files that finds bodies and captures in them.

Several processes may read and write it at a time (WAL).  It learns of a record only after the record is safe on the
disk, and holds nothing that the WARC files do not say, but for the bookkeeping of what was parsed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from flows.archive.archive_errors import IndexUnusable
from flows.archive.captures import utc_text
from flows.archive.index_rows import ArchivedPage, CaptureRow, Gap
from flows.archive.warc_file import warc_path

_PAGE: Final = 1000
#: Seconds that one process waits for another one to have written.
_PATIENCE: Final = 60.0

#: Stands for a batch id at captures whose body is missing in the archive: they wait until it comes back.
BODILESS: Final = "bodiless"

#: Outcomes of feeds and sitemaps that worked: neither a page nor an event to report.
_UNSTAGED_EVENT: Final = f"""
    AND NOT EXISTS (SELECT 1 FROM bodies b WHERE b.warc = c.warc AND b.offset = c.offset)
    AND NOT EXISTS (
        SELECT 1 FROM staged s WHERE s.warc = c.warc AND s.offset = c.offset
        AND NOT (s.batch_id = '{BODILESS}' AND EXISTS (SELECT 1 FROM bodies b WHERE b.sha256 = c.sha256)))
    AND NOT (c.outcome IN ('fetched', 'not_modified') AND c.sha256 IS NULL)
"""
_BODILESS: Final = f"""
    SELECT count(*) FROM staged s JOIN captures c ON c.warc = s.warc AND c.offset = s.offset
    WHERE s.batch_id = '{BODILESS}' AND NOT EXISTS (SELECT 1 FROM bodies b WHERE b.sha256 = c.sha256)
"""


_CAPTURE_COLUMNS: Final = ", ".join(field.name for field in fields(CaptureRow))
_INSERT_CAPTURE: Final = (
    f"INSERT OR IGNORE INTO captures ({_CAPTURE_COLUMNS}) VALUES ({', '.join('?' * len(fields(CaptureRow)))})"
)
_INSERT_GAP: Final = "INSERT OR REPLACE INTO gaps (warc, offset, length, why, seen) VALUES (?, ?, ?, ?, ?)"
_PAGES: Final = """
    SELECT b.sha256, b.body_length, b.warc, b.offset, c.length, c.requested_url, c.url, c.fetched_at, c.channel,
           c.source, c.media_type, c.charset, c.status, c.etag, c.last_modified
    FROM bodies b JOIN captures c ON c.warc = b.warc AND c.offset = b.offset
"""


class ArchiveIndex:
    """The index file, open.  Every method raises IndexUnusable when SQLite cannot do what is asked."""

    def __init__(self, path: Path, *, patience: float = _PATIENCE, read_only: bool = False) -> None:
        """read_only: create and change nothing; works on a read-only disk."""
        self._path, self._patience = path, patience
        with self._told():
            self._db = _connect_to_read(path, patience) if read_only else _connect(path, patience)

    def close(self) -> None:
        """Close the file."""
        with self._told():
            self._db.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's error as an IndexUnusable that says what to do."""
        try:
            yield
        except sqlite3.Error as error:
            raise IndexUnusable(self._path, error, self._patience) from error

    @contextmanager
    def _write(self) -> Iterator[None]:
        """One transaction that takes the write lock at its start, so that two processes queue instead of failing."""
        with self._told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                # A full disk rolls back by itself.
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        with self._told():
            return self._db.execute(sql, tuple(values)).fetchall()

    def learn(
        self, warc: str, rows: Iterable[tuple[CaptureRow, int | None]], end: int, gaps: Iterable[Gap] = ()
    ) -> None:
        """Take in records of one file that are on the disk, up to `end`, and what cannot be read before that.

        Each row comes with the length of the body that the record holds, None when it holds none.
        """
        with self._write():
            for row, body_length in rows:
                self._db.execute(_INSERT_CAPTURE, astuple(row))
                if body_length is not None:
                    self._leave_lost_place(row)
                    self._db.execute(
                        "INSERT OR IGNORE INTO bodies (sha256, warc, offset, body_length) VALUES (?, ?, ?, ?)",
                        (row.sha256, row.warc, row.offset, body_length),
                    )
            self._db.execute(
                "INSERT INTO files (warc, indexed_end) VALUES (?, ?)"
                " ON CONFLICT (warc) DO UPDATE SET indexed_end = max(indexed_end, excluded.indexed_end)",
                (warc, end),
            )
            self._db.executemany(_INSERT_GAP, map(astuple, gaps))

    def _leave_lost_place(self, row: CaptureRow) -> None:
        """Forget where a body lay when that file is away and the body has come again, in a file that is there.

        The same capture in a file with another name is the one that was known; another capture is a page to be parsed.
        """
        known = self.body_capture(row.sha256 or "")
        if known is None or known.warc == row.warc or warc_path(self._path.parent, known.warc).exists():
            return
        place = (known.warc, known.offset)
        self._db.execute("DELETE FROM bodies WHERE warc = ? AND offset = ?", place)
        if (known.requested_url, known.fetched_at) == (row.requested_url, row.fetched_at):
            self._db.execute("DELETE FROM captures WHERE warc = ? AND offset = ?", place)
        else:
            self._db.execute("DELETE FROM parsed WHERE sha256 = ?", (row.sha256,))

    def indexed_end(self, warc: str) -> int:
        """How many bytes of a file are indexed."""
        found = self._rows("SELECT indexed_end FROM files WHERE warc = ?", (warc,))
        return int(found[0][0]) if found else 0

    def files(self) -> dict[str, int]:
        """Every file in which something lies, with how many bytes of it are indexed."""
        lies = "EXISTS (SELECT 1 FROM captures c WHERE c.warc = f.warc)"
        return dict(self._rows(f"SELECT warc, indexed_end FROM files f WHERE {lies} ORDER BY warc"))

    def gaps(self) -> list[Gap]:
        """The stretches that cannot be read, in the order of the files."""
        found = self._rows("SELECT warc, offset, length, why, seen FROM gaps ORDER BY warc, offset")
        return [Gap(*row) for row in found]

    def note_gap(self, gap: Gap) -> None:
        """Note a stretch that cannot be read; a record that was known there is known no more."""
        with self._write():
            for table in ("captures", "bodies"):
                self._db.execute(f"DELETE FROM {table} WHERE warc = ? AND offset = ?", (gap.warc, gap.offset))
            self._db.execute(_INSERT_GAP, astuple(gap))

    def close_gap(self, gap: Gap) -> None:
        """Forget a gap: what stands there is indexed now."""
        with self._write():
            self._db.execute("DELETE FROM gaps WHERE warc = ? AND offset = ?", (gap.warc, gap.offset))

    def forget_records(self) -> None:
        """Forget everything that the WARC files say; what was parsed is kept."""
        with self._write():
            for table in ("captures", "bodies", "files", "gaps"):
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
        return bool(self._rows(sql + " LIMIT 1", values))

    def _capture(self, where: str, values: Sequence[object]) -> CaptureRow | None:
        found = self._rows(f"SELECT {_CAPTURE_COLUMNS} FROM captures {where}", values)
        return CaptureRow(*found[0]) if found else None

    def captures(
        self, *, after: tuple[str, int] | None = None, unstaged_events: bool = False, limit: int = _PAGE
    ) -> list[CaptureRow]:
        """Captures in the order of the WARC files, from behind a place (file name, offset) on.

        unstaged_events: only those that brought no new body and lie in no batch yet.
        """
        rows = self._rows(
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
        found = self._rows(f"{_PAGES} {where} ORDER BY b.warc, b.offset LIMIT ?", [*values, limit])
        return [_page(row) for row in found]

    def parsed_otherwise(self, *, parser_version: str, rules_version: str) -> int:
        """How many pages were parsed, and never by this parser version with this rules version."""
        found = self._rows(
            "SELECT count(*) FROM (SELECT sha256 FROM parsed GROUP BY sha256"
            " HAVING max(parser_version = ? AND rules_version = ?) = 0)"
            " WHERE sha256 IN (SELECT sha256 FROM bodies)",
            (parser_version, rules_version),
        )
        return int(found[0][0])

    def page(self, sha256: str) -> ArchivedPage | None:
        """The page with this body; None when the archive has no such body."""
        found = self._rows(f"{_PAGES} WHERE b.sha256 = ?", (sha256,))
        return _page(found[0]) if found else None

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
        found = self._rows("SELECT batch_id FROM parsed UNION SELECT batch_id FROM staged")
        return {batch_id for (batch_id,) in found} - {BODILESS}

    def bodiless(self) -> int:
        """How many captures wait for a body that no file of the archive holds."""
        return int(self._rows(_BODILESS)[0][0])

    def forget_batches(self, batch_ids: Iterable[str]) -> None:
        """Forget what is noted of these batches."""
        with self._write():
            for batch_id in batch_ids:
                self._db.execute("DELETE FROM parsed WHERE batch_id = ?", (batch_id,))
                self._db.execute("DELETE FROM staged WHERE batch_id = ?", (batch_id,))

    def flaw(self) -> str | None:
        """What SQLite's integrity check finds; None when the file is whole."""
        found = str(self._rows("PRAGMA quick_check(1)")[0][0])
        return None if found == "ok" else found.splitlines()[-1]

    def counts(self) -> dict[str, int]:
        """Captures by outcome."""
        return dict(self._rows("SELECT outcome, count(*) FROM captures GROUP BY outcome ORDER BY outcome"))


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Threads of one process take turns: the archive holds a lock around every call.
    database = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.executescript((Path(__file__).with_name("index.sql")).read_text("utf-8"))
    except BaseException:
        database.close()
        raise
    return database


def _connect_to_read(path: Path, patience: float) -> sqlite3.Connection:
    """Where SQLite cannot even make the files for its locks, what a run has just written is not seen."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        return _tried(sqlite3.connect(address, timeout=patience, uri=True))
    except sqlite3.OperationalError:
        return _tried(sqlite3.connect(f"{address}&immutable=1", timeout=patience, uri=True))


def _tried(database: sqlite3.Connection) -> sqlite3.Connection:
    try:
        database.execute("PRAGMA schema_version").fetchall()
    except BaseException:
        database.close()
        raise
    return database


def _page(row: tuple[object, ...]) -> ArchivedPage:
    values = list(row)
    values[7] = datetime.fromisoformat(str(values[7]))
    return ArchivedPage(*values)  # type: ignore[arg-type]
