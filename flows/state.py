"""How things stand: what lies in the data directory, what waits, what runs, what ran last.

Told from our own durable state (archive index, staging, run records, published file); nothing is changed, nobody is
asked to wait.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from flows import staging
from flows.archive import Archive
from flows.paths import Paths
from flows.runs import RunRecord, read_records
from flows.serve_state import serving
from flows.server import server_url
from warehouse.ask import ask
from warehouse.connect import reader

#: Runs that are listed.
LATEST = 10


def state(paths: Paths) -> dict[str, Any]:
    """Everything that `copydesk status` shows, as plain values."""
    records = read_records(paths.runs) if paths.runs.is_dir() else []
    return {
        "data": str(paths.root),
        "archive": _archive(paths),
        "batches_waiting": len(staging.waiting(paths.staging)),
        "batches_damaged": len(list(paths.staging.glob("*.damaged"))),
        "published": published(paths),
        "warehouse_bytes": _size(paths.warehouse),
        "warehouse_held_by": holder(paths),
        "prefect_server": server_url(paths),
        "serve": _serve(paths),
        "running": [_brief(r) for r in records if r.outcome == "running"],
        "latest_runs": [_brief(r) for r in records if r.parent is None][: -LATEST - 1 : -1],
    }


def _archive(paths: Paths) -> dict[str, Any]:
    if not (paths.archive / "index.sqlite").exists():
        return {"captures": {}, "files": 0, "bytes": 0}
    with Archive(paths.archive) as archive:
        counts = archive.counts()
    files = list(paths.archive.glob("*.warc.gz*"))
    return {"captures": counts, "files": len(files), "bytes": sum(map(_size, files))}


def published(paths: Paths) -> dict[str, Any] | None:
    """What people see; None when nothing was published yet."""
    if not paths.news.exists():
        return None
    with reader(paths.news) as connection:
        return {**ask(connection, "overview").dicts()[0], "bytes": _size(paths.news)}


def _serve(paths: Paths) -> dict[str, Any] | None:
    """The `copydesk serve` of this data directory, at work or killed; None when none was left to work."""
    found = serving(paths)
    return asdict(found) if found else None


def holder(paths: Paths) -> str | None:
    """Who keeps the warehouse from being written, in DuckDB's words; None when nobody does."""
    if not paths.warehouse.exists():
        return None
    try:
        with reader(paths.warehouse):
            return None
    except duckdb.IOException as error:
        said = str(error)
        return said[said.index("held in") + 8 :].split(". ")[0] if "held in" in said else "somebody"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _brief(record: RunRecord) -> dict[str, Any]:
    names = ("run_id", "flow", "outcome", "started_at", "finished_at", "counts", "messages")
    return {name: getattr(record, name) for name in names}
