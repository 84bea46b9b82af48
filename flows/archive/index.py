"""The archive's index: a SQLite file beside the WARC files, in which bodies and captures are looked up.

A capture is the result of one request or import, and has a WARC record; a page is a body (content) with the first
capture that has it; a gap is a part of a WARC file that cannot be read; a store is a bucket or folder elsewhere that
gets closed files; a staged batch is a file of parsed pages to be loaded into the warehouse.  `warc` is the name of a
WARC file, without suffix; `sha256` the hash of a body.  Several processes may read and write the index at a time
(SQLite's WAL mode).  A record is indexed only after it is on disk.  All tables but those of what was parsed and staged
can be rebuilt from the WARC files.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from flows.archive.all_or_nothing import all_or_nothing
from flows.archive.archive_errors import IndexUnusable
from flows.archive.captures import utc_text
from flows.archive.index_file import connect, connect_to_read
from flows.archive.index_rows import ArchivedPage, CaptureRow, Gap
from flows.archive.warc_file import warc_path

#: Most rows that one query gives.
_PAGE: Final = 1000
#: Seconds that a process waits for another one that is writing.
_LOCK_TIMEOUT: Final = 60.0

#: Takes the place of a batch id for captures whose body is missing in the archive, until the body comes back.
BODILESS: Final = "bodiless"

#: Captures without a new body that are not staged; without feeds and sitemaps that were read, which are not reported.
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


_CAPTURE_COLUMNS: Final = ", ".join(CaptureRow._fields)
_INSERT_CAPTURE: Final = (
    f"INSERT OR IGNORE INTO captures ({_CAPTURE_COLUMNS}) VALUES ({', '.join('?' * len(CaptureRow._fields))})"
)
_INSERT_BODY: Final = "INSERT OR IGNORE INTO bodies (sha256, warc, offset, body_length) VALUES (?, ?, ?, ?)"
_KNOWN_BODIES: Final = "SELECT sha256 FROM bodies WHERE sha256 IN (SELECT value FROM json_each(?))"
_INSERT_GAP: Final = "INSERT OR REPLACE INTO gaps (warc, offset, length, why, seen) VALUES (?, ?, ?, ?, ?)"
_INSERT_STORED: Final = "INSERT OR REPLACE INTO stored (store, warc, bytes) VALUES (?, ?, ?)"
_PAGES: Final = """
    SELECT b.sha256, b.body_length, b.warc, b.offset, c.length, c.requested_url, c.url, c.fetched_at, c.channel,
           c.source, c.media_type, c.charset, c.status, c.etag, c.last_modified,
           c.url_declared, (SELECT max(p.batch_id) FROM parsed p WHERE p.sha256 = b.sha256)
    FROM bodies b JOIN captures c ON c.warc = b.warc AND c.offset = b.offset
"""


class ArchiveIndex:
    """The index file, open.  Every method raises IndexUnusable when SQLite fails."""

    def __init__(self, path: Path, *, timeout: float = _LOCK_TIMEOUT, read_only: bool = False) -> None:
        """`timeout`: seconds to wait for a lock.  `read_only`: create and change nothing; works on a read-only disk."""
        self._path, self._timeout = path, timeout
        with self._sqlite_errors():
            self._db = connect_to_read(path, timeout) if read_only else connect(path, timeout)

    def close(self) -> None:
        """Close the file."""
        with self._sqlite_errors():
            self._db.close()

    @contextmanager
    def _sqlite_errors(self) -> Iterator[None]:
        """A block (`with`) in which SQLite's errors become IndexUnusable, which says what to do."""
        try:
            yield
        except sqlite3.Error as error:
            raise IndexUnusable(self._path, error, self._timeout) from error

    @contextmanager
    def _write(self) -> Iterator[None]:
        with self._sqlite_errors(), all_or_nothing(self._db):
            yield

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        with self._sqlite_errors():
            return self._db.execute(sql, tuple(values)).fetchall()

    def learn(
        self, warc: str, rows: Iterable[tuple[CaptureRow, int | None]], end: int, gaps: Iterable[Gap] = ()
    ) -> None:
        """Index records of one file, which must be safe on disk already.

        `rows`: each capture with the length in bytes of the body in its record, None without one.  `end`: the byte up
        to which the file is indexed afterwards.  `gaps`: the parts before that byte that cannot be read.
        """
        rows = [*rows]
        with self._write():
            first = {row.sha256: row for row, length in reversed(rows) if length is not None}
            for (sha256,) in self._rows(_KNOWN_BODIES, (json.dumps([*first]),)):
                self._forget_lost_body(first[sha256])
            self._db.executemany(_INSERT_CAPTURE, [row for row, _ in rows])
            held = [(row.sha256, row.warc, row.offset, length) for row, length in rows if length is not None]
            self._db.executemany(_INSERT_BODY, held)
            self._db.execute(
                "INSERT INTO files (warc, indexed_end) VALUES (?, ?)"
                " ON CONFLICT (warc) DO UPDATE SET indexed_end = max(indexed_end, excluded.indexed_end)",
                (warc, end),
            )
            self._db.executemany(_INSERT_GAP, map(astuple, gaps))

    def _forget_lost_body(self, row: CaptureRow) -> None:
        """Forget where a body was stored, if that file is missing and the capture `row` brings the body again.

        If `row` is the capture that was stored there, only its file was renamed, and its old row is deleted.  Otherwise
        the note that the page was parsed is deleted, so that it is parsed again.
        """
        known = self.body_capture(row.sha256 or "")
        if known is None or known.warc == row.warc or self.has_file(known.warc):
            return
        place = (known.warc, known.offset)
        self._db.execute("DELETE FROM bodies WHERE warc = ? AND offset = ?", place)
        if (known.requested_url, known.fetched_at) == (row.requested_url, row.fetched_at):
            self._db.execute("DELETE FROM captures WHERE warc = ? AND offset = ?", place)
        else:
            self._db.execute("DELETE FROM parsed WHERE sha256 = ?", (row.sha256,))

    def indexed_end(self, warc: str) -> int:
        """Up to which byte a file is indexed; 0 for a file that the index does not know."""
        found = self._rows("SELECT indexed_end FROM files WHERE warc = ?", (warc,))
        return int(found[0][0]) if found else 0

    def files(self) -> dict[str, int]:
        """Every file with indexed records, and up to which byte it is indexed."""
        has_records = "EXISTS (SELECT 1 FROM captures c WHERE c.warc = f.warc)"
        return dict(self._rows(f"SELECT warc, indexed_end FROM files f WHERE {has_records} ORDER BY warc"))

    def end_before(self, warc: str, offset: int) -> int:
        """The byte at which a capture ends: the last one in a file that begins before `offset`; 0 without one."""
        found = self._rows("SELECT max(offset + length) FROM captures WHERE warc = ? AND offset < ?", (warc, offset))
        return int(found[0][0] or 0)

    def has_file(self, warc: str) -> bool:
        """Whether a file is in the archive's folder, or is known to be in a store (`note_stored`, `note_listing`)."""
        return warc_path(self._path.parent, warc).exists() or bool(
            self._rows("SELECT 1 FROM stored WHERE warc = ? LIMIT 1", (warc,))
        )

    def stored(self, store: str) -> dict[str, int]:
        """Every file that is known to be in a store, with its size in bytes."""
        if not self._rows("SELECT 1 FROM sqlite_master WHERE name = 'stored'"):
            return {}  # a file of an earlier version, opened to be read
        return dict(self._rows("SELECT warc, bytes FROM stored WHERE store = ? AND warc <> '' ORDER BY warc", (store,)))

    def has_listing(self, store: str) -> bool:
        """Whether a store was ever listed (`note_listing`); before that, nobody knows which files it has."""
        return bool(self._rows("SELECT 1 FROM stored WHERE store = ? AND warc = ''", (store,)))

    def note_stored(self, store: str, sizes: Mapping[str, int]) -> None:
        """Note files that lie in a store, with their sizes in bytes."""
        with self._write():
            self._db.executemany(_INSERT_STORED, [(store, warc, size) for warc, size in sizes.items()])

    def note_listing(self, store: str, sizes: Mapping[str, int], *, gone: Iterable[str]) -> None:
        """Note that a store was listed, and that these files are in it; delete the notes of the files `gone`.

        `gone`: files that were noted before and are not listed now.  All other notes stay, also of files that are not
        listed: another run may have uploaded them meanwhile.
        """
        with self._write():
            self._db.executemany("DELETE FROM stored WHERE store = ? AND warc = ?", [(store, name) for name in gone])
            self._db.executemany(_INSERT_STORED, [(store, "", 0), *((store, warc, n) for warc, n in sizes.items())])

    def places(self, warc: str) -> list[tuple[int, int]]:
        """Offset and length in bytes of each capture in a file, in order."""
        return [(offset, length) for offset, length, _ in self.records(warc)]

    def records(self, warc: str) -> list[tuple[int, int, str | None]]:
        """Offset, length in bytes, and hash of the body (None without one) of each capture in a file, in order."""
        return self._rows("SELECT offset, length, sha256 FROM captures WHERE warc = ? ORDER BY offset", (warc,))

    def history(self, url: str) -> list[CaptureRow]:
        """All captures that requested an address or were redirected to it, the latest first."""
        found = self._rows(
            f"SELECT {_CAPTURE_COLUMNS} FROM captures WHERE requested_url = ? OR url = ?"
            " ORDER BY fetched_at DESC, warc DESC, offset DESC",
            (url, url),
        )
        return [CaptureRow(*row) for row in found]

    def gaps(self) -> list[Gap]:
        """The parts of files that cannot be read, in the order of the files."""
        found = self._rows("SELECT warc, offset, length, why, seen FROM gaps ORDER BY warc, offset")
        return [Gap(*row) for row in found]

    def note_gap(self, gap: Gap) -> None:
        """Note a part of a file that cannot be read, and delete the record that was indexed at its offset."""
        with self._write():
            for table in ("captures", "bodies"):
                self._db.execute(f"DELETE FROM {table} WHERE warc = ? AND offset = ?", (gap.warc, gap.offset))
            self._db.execute(_INSERT_GAP, astuple(gap))

    def close_gap(self, gap: Gap) -> None:
        """Delete a gap, since its records are indexed now."""
        with self._write():
            self._db.execute("DELETE FROM gaps WHERE warc = ? AND offset = ?", (gap.warc, gap.offset))

    def body_capture(self, sha256: str) -> CaptureRow | None:
        """The capture whose record holds the body with this hash; None when the archive does not have it."""
        return self._capture("WHERE (warc, offset) = (SELECT warc, offset FROM bodies WHERE sha256 = ?)", (sha256,))

    def latest_capture(self, requested_url: str, outcomes: Sequence[str]) -> CaptureRow | None:
        """The latest capture of an address with one of these outcomes; None when there is no such capture.

        A capture dated in the future, by a wrong clock, is given only when there is no other: otherwise it would stay
        the latest for years.
        """
        marks = ", ".join("?" * len(outcomes))
        return self._capture(
            f"WHERE requested_url = ? AND outcome IN ({marks}) "
            " ORDER BY fetched_at > ?, fetched_at DESC, warc DESC, offset DESC LIMIT 1",
            (requested_url, *outcomes, utc_text(datetime.now(UTC))),
        )

    def failures_below(self, url: str) -> list[str]:
        """The addresses whose captures failed: `url` itself, and those that begin with `url` and then "/" or "#"."""
        first = url.rstrip("/")
        found: list[str] = []
        for begin, end in ((first, first + "\0"), (first + "#", first + "$"), (first + "/", first + "0")):
            rows = self._rows(
                "SELECT DISTINCT requested_url FROM captures WHERE requested_url >= ? AND requested_url < ?"
                " AND outcome NOT IN ('fetched', 'not_modified')",
                (begin, end),
            )
            found += [str(address) for (address,) in rows]
        return found

    def same_capture(self, row: CaptureRow, *, at_any_time: bool) -> bool:
        """Whether a capture with this address, outcome, body and time is indexed, so that it need not be stored again.

        `at_any_time`: True: the time is not compared.
        """
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
        """At most `limit` captures, in the order of the WARC files.

        `after`: begin after this place (file name, offset); None: at the start.  `unstaged_events`: only captures
        without a new body that are in no staged batch yet.
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
        """At most `limit` pages, in the order of the WARC files.

        `after`: begin after this place (file name, offset); None: at the start.  `source`: only pages of this source.
        `unparsed_by`: only pages whose latest parse was not by this (parser version, rules version); an empty tuple:
        only pages that were never parsed; None: all.
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

    def last_place(self) -> tuple[str, int] | None:
        """The place (file name, offset) of the last page in the order of the WARC files; None when there is no page."""
        found = self._rows("SELECT warc, offset FROM bodies ORDER BY warc DESC, offset DESC LIMIT 1")
        return (found[0][0], found[0][1]) if found else None

    def parsed_otherwise(self, *, parser_version: str, rules_version: str) -> int:
        """How many pages were parsed, but never by this parser version with these rules."""
        found = self._rows(
            "SELECT count(*) FROM (SELECT sha256 FROM parsed GROUP BY sha256"
            " HAVING max(parser_version = ? AND rules_version = ?) = 0)"
            " WHERE sha256 IN (SELECT sha256 FROM bodies)",
            (parser_version, rules_version),
        )
        return int(found[0][0])

    def waiting(self) -> int:
        """How many pages were never parsed, plus how many captures without a new body are in no staged batch yet."""
        found = self._rows(
            "SELECT (SELECT count(*) FROM bodies b WHERE NOT EXISTS"
            " (SELECT 1 FROM parsed p WHERE p.sha256 = b.sha256))"
            f" + (SELECT count(*) FROM captures c WHERE true{_UNSTAGED_EVENT})"
        )
        return int(found[0][0])

    def page(self, sha256: str) -> ArchivedPage | None:
        """The page with this body; None when the archive has no such body."""
        found = self._rows(f"{_PAGES} WHERE b.sha256 = ?", (sha256,))
        return _page(found[0]) if found else None

    def mark_parsed(self, hashes: Iterable[str], *, parser_version: str, rules_version: str, batch_id: str) -> None:
        """Note that these bodies were parsed and are in a staged batch; earlier notes on them are deleted.

        Suppose that a user changes the rules and later changes them back.  With the earlier notes, pages would count as
        parsed by the present rules, although their latest parse was by others.
        """
        hashes = tuple(hashes)
        with self._write():
            self._db.executemany("DELETE FROM parsed WHERE sha256 = ?", [(sha256,) for sha256 in hashes])
            self._db.executemany(
                "INSERT OR REPLACE INTO parsed (sha256, parser_version, rules_version, batch_id) VALUES (?, ?, ?, ?)",
                [(sha256, parser_version, rules_version, batch_id) for sha256 in hashes],
            )

    def mark_staged(self, places: Iterable[tuple[str, int]], *, batch_id: str) -> None:
        """Note that the captures at these places (file name, offset) are in a staged batch."""
        with self._write():
            self._db.executemany(
                "INSERT OR REPLACE INTO staged (warc, offset, batch_id) VALUES (?, ?, ?)",
                [(warc, offset, batch_id) for warc, offset in places],
            )

    def batches(self) -> set[str]:
        """Ids of all batches noted by `mark_parsed` or `mark_staged`."""
        found = self._rows("SELECT batch_id FROM parsed UNION SELECT batch_id FROM staged")
        return {batch_id for (batch_id,) in found} - {BODILESS}

    def bodiless(self) -> int:
        """How many captures have a body that is in no file of the archive."""
        return int(self._rows(_BODILESS)[0][0])

    def forget_batches(self, batch_ids: Iterable[str]) -> None:
        """Delete the notes of these batches."""
        with self._write():
            for batch_id in batch_ids:
                self._db.execute("DELETE FROM parsed WHERE batch_id = ?", (batch_id,))
                self._db.execute("DELETE FROM staged WHERE batch_id = ?", (batch_id,))

    def answer(self, sql: str, values: Sequence[object]) -> list[Any]:
        """Return the rows that a query gives; for other modules with SQL of their own.  `values`: its parameters."""
        return self._rows(sql, values)

    def flaw(self) -> str | None:
        """The first fault that SQLite's quick_check finds; None for a sound file."""
        found = str(self._rows("PRAGMA quick_check(1)")[0][0])
        return None if found == "ok" else found.splitlines()[-1]

    def counts(self) -> dict[str, int]:
        """Number of captures by outcome."""
        return dict(self._rows("SELECT outcome, count(*) FROM captures GROUP BY outcome ORDER BY outcome"))


def _page(row: tuple[object, ...]) -> ArchivedPage:
    values = list(row)
    values[7] = datetime.fromisoformat(str(values[7]))
    return ArchivedPage(*values)  # type: ignore[arg-type]
