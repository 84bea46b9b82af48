"""Keeps the quarantine: pages that could not become articles, with the reason, the number of attempts and the outcome.

An entry is open until its page becomes an article or is dismissed.  Lists (feeds, sitemaps) and files that could not be
read stand there, too.  Loading adds entries, and closes an entry when its page becomes an article or its list or file
is read after all.  Here entries are listed, marked to be tried again (the flow parse takes marked ones up) and
dismissed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from duckdb import DuckDBPyConnection

from warehouse.sql_files import script
from warehouse.transaction import transaction


@dataclass(frozen=True, slots=True)
class QuarantinedPage:
    """One entry of the quarantine: a page, list or file that failed, why and how often, and what came of it."""

    quarantine_id: int
    url: str | None
    stage: str
    #: A code of parsers.reasons or of the fetcher.
    reason: str
    detail: str | None
    attempts: int
    first_failed_at: datetime
    last_failed_at: datetime
    #: Whether the next parse takes it up.
    retry: bool
    resolved_at: datetime | None
    #: parsed or dismissed; None while the entry is open.
    resolution: str | None
    source: str | None
    run_id: str
    #: The fetch that failed last, and where its bytes lie; None when it brought no bytes.
    requested_url: str | None
    fetched_at: datetime
    channel: str
    body_sha256: str | None
    warc_file: str | None
    warc_offset: int | None
    warc_length: int | None


def entries(
    connection: DuckDBPyConnection,
    *,
    stage: str | None = None,
    reason: str | None = None,
    resolved: bool = False,
    limit: int | None = None,
) -> list[QuarantinedPage]:
    """List open entries, the latest failure first.

    `stage`: only those that failed there: "fetch", "archive", "parse", "stage" or "load".  `reason`: only those with
    this code.  `resolved`: True: closed entries as well.
    """
    return _select(connection, stage=stage, reason=reason, resolved=resolved, limit=limit)


def entry(connection: DuckDBPyConnection, quarantine_id: int) -> QuarantinedPage | None:
    """Read the entry with this number, open or closed; None when there is no such entry."""
    found = _select(connection, resolved=True, quarantine_id=quarantine_id)
    return found[0] if found else None


def marked_for_retry(connection: DuckDBPyConnection) -> list[QuarantinedPage]:
    """List the entries that are to be tried again."""
    return _select(connection, only_marked=True)


def mark_retry(connection: DuckDBPyConnection, *, reason: str | None = None, ids: Sequence[int] = ()) -> int:
    """Mark open entries, which the next parse then tries again; gives how many.

    All entries with this reason (`reason`) and all with one of these numbers (`ids`) are marked.
    """
    return _update(connection, "retry = true", reason, ids)


def dismiss(connection: DuckDBPyConnection, *, reason: str | None = None, ids: Sequence[int] = ()) -> int:
    """Close open entries as dismissed; gives how many.

    All entries with this reason (`reason`) and all with one of these numbers (`ids`) are closed.
    """
    return _update(connection, "retry = false, resolved_at = now(), resolution = 'dismissed'", reason, ids)


def failed_sources(connection: DuckDBPyConnection) -> list[tuple[int, str, datetime]]:
    """List the open entries of lists (feeds, sitemaps) and files, which are no pages themselves.

    Each is (id, address, time of the last failure).
    """
    return connection.execute(script("queries", "quarantine_sources")).fetchall()


def could_be_read(connection: DuckDBPyConnection, when: Mapping[int, datetime]) -> None:
    """Close entries of lists and files that were read after all.  `when`: id of the entry -> time of that reading."""
    with transaction(connection):
        connection.executemany(
            "UPDATE quarantine SET resolved_at = ?, resolution = 'parsed', retry = false WHERE quarantine_id = ?",
            [(moment, number) for number, moment in when.items()],
        )
        connection.execute("UPDATE change_counter SET changes = changes + 1")


def _select(
    connection: DuckDBPyConnection,
    *,
    stage: str | None = None,
    reason: str | None = None,
    resolved: bool = False,
    only_marked: bool = False,
    quarantine_id: int | None = None,
    limit: int | None = None,
) -> list[QuarantinedPage]:
    """Read the entries that fit all of these conditions.  `only_marked`: only those that are to be tried again."""
    values = {
        "stage": stage,
        "reason": reason,
        "resolved": resolved,
        "retry": only_marked,
        "id": quarantine_id,
        "most": limit,
    }
    return [QuarantinedPage(*row) for row in connection.execute(script("queries", "quarantine"), values).fetchall()]


def _update(connection: DuckDBPyConnection, change: str, reason: str | None, ids: Sequence[int]) -> int:
    """Set columns of open entries with this reason or one of these ids; gives how many entries.

    `change`: SQL, such as "retry = true".
    """
    with transaction(connection):
        changed = connection.execute(
            f"UPDATE quarantine SET {change} WHERE resolved_at IS NULL"
            " AND (reason = $reason OR quarantine_id IN (SELECT unnest($ids::BIGINT[]))) RETURNING quarantine_id",
            {"reason": reason, "ids": list(ids)},
        ).fetchall()
        connection.execute("UPDATE change_counter SET changes = changes + 1")
    return len(changed)
