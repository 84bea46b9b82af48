"""Finds the state of a data directory: what it holds, what waits, what runs and how far it is, and the last runs.

Reads archive index, staging, run records and published file; changes nothing and waits for nothing.  For a part that
cannot be read it gives a sentence that says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from flows.alerting.alarm_memory import read_memory, state_file
from flows.archive.archive import INDEX
from flows.archive.index import ArchiveIndex
from flows.archive.mend_index import index_flaw, lacks_index, to_read
from flows.archive.uploading import waiting_files
from flows.archive.warc_file import all_warcs, warc_path
from flows.cli.disk_space import disk
from flows.config.paths import Paths
from flows.errors import CopydeskError, sentence
from flows.parsing import staging
from flows.running.progress_notes import noted
from flows.running.run_records import RunRecord, read_run_records
from flows.running.unfinished_work import unfinished
from flows.serving.prefect_server import server_url
from flows.serving.serve_state import serving
from flows.storage.behind import address_behind
from warehouse.ask import ask
from warehouse.connect import is_there, opening_error, reader
from warehouse.errors import WarehouseLocked, WarehouseMissing

T = TypeVar("T")

#: Seconds for which a store that does not answer is asked.
_PATIENCE = 3.0
#: Most finished runs that are listed.
LATEST = 10


def state(paths: Paths) -> dict[str, Any]:
    """Collect everything that `copydesk status` shows, as JSON types.

    The key `problems` maps each part that cannot be read to a sentence that says why.
    """
    problems: dict[str, str] = {}

    def told(part: str, look: Callable[[], T], otherwise: T) -> T:
        try:
            return look()
        except Exception as error:  # reported in place of this part; the others are read
            problems[part] = sentence(error)
            return otherwise

    records = told("runs", lambda: read_run_records(paths.runs), list[RunRecord]())
    nowhere: dict[str, Any] = {"free": 0, "total": 0, "parts": {}, "low": None}
    return {
        "data": str(paths.root),
        "disk": told("disk", lambda: disk(paths), nowhere),
        "archive": told("archive", lambda: _archive(paths), {"captures": {}, "files": 0, "bytes": 0, "store": None}),
        "batches_waiting": told("staging", lambda: len(staging.waiting_batches(paths.staging)), 0),
        "batches_in_store": told("staging's store", lambda: _batches_in_store(paths), 0),
        "batches_waiting_since": told("staging", lambda: _waiting_since(paths), None),
        "batches_damaged": told("staging", lambda: len(staging.damaged_batches(paths.staging)), 0),
        "published": told("published", lambda: published(paths), None),
        "quarantine": told("quarantine", lambda: _quarantine(paths), dict[str, int]()),
        "warehouse_bytes": told("warehouse", lambda: _size(paths.warehouse), 0),
        "warehouse_held_by": told("warehouse", lambda: holder(paths), None),
        "prefect_server": told("Prefect", lambda: server_url(paths), None),
        "serve": told("schedules", lambda: _serve(paths), None),
        "alerts": told("alerts", lambda: _alerts(paths), {"checked": False, "open": 0, "failing": {}}),
        "running": [_at_work(paths, r) for r in records if r.outcome == "running"],
        "left_to_do": told("runs", lambda: _left(records), list[dict[str, Any]]()),
        "latest_runs": [_whole(r, records) for r in [r for r in records if r.parent is None][: -LATEST - 1 : -1]],
        "problems": problems,
    }


def _archive(paths: Paths) -> dict[str, Any]:
    """Count what the archive holds, from its index alone.

    Opening the archive itself would repair files of killed runs, and may be slow.
    """
    index, files = paths.archive / INDEX, all_warcs(paths.archive)
    if lacks_index(index):
        raise CopydeskError(index_flaw(index) or "")
    if not index.exists():
        return {"captures": {}, "files": 0, "bytes": 0, "store": None}
    with closing(to_read(index)) as known:
        counts, store = known.counts(), _archive_store(paths, known)
    size = sum(_size(warc_path(paths.archive, f)) for f in files)
    return {"captures": counts, "files": len(files), "bytes": size, "store": store}


def _archive_store(paths: Paths, index: ArchiveIndex) -> dict[str, Any] | None:
    """Say how much of the archive lies in its store (a bucket or shared folder); None without a store.

    Gives what the last run noted; sends no request.
    """
    address = address_behind(paths.archive)
    if address is None:
        return None
    stored = index.stored(address.url)
    lacking = waiting_files(paths.archive, stored)
    return {"address": address.url, "files": len(stored), "bytes": sum(stored.values()), "lacks": len(lacking)}


def _batches_in_store(paths: Paths) -> int:
    """Count the staged batches that lie in their store (a bucket or shared folder) and wait to be loaded.

    Raises StoreError and NoStore.
    """
    return len(staging.stored_batches(paths.staging, patience=_PATIENCE))


def published(paths: Paths) -> dict[str, Any] | None:
    """Collect facts about the published file; None when nothing was published yet.  Raises WarehouseError."""
    if not is_there(paths.news):
        if is_there(paths.warehouse):
            raise WarehouseMissing(paths.news)
        return None
    with reader(paths.news) as connection:
        return {**ask(connection, "overview").dicts()[0], "bytes": _size(paths.news)}


def _alerts(paths: Paths) -> dict[str, Any]:
    """Say what the last check for alarms noted.

    The keys are `checked`: whether there was such a check; `open`: how many alarms are open; `failing`: each way of
    sending that fails, with the reason and the time since when it fails.
    """
    memory = read_memory(paths)
    failing = {way: {"why": one.why, "since": one.since.isoformat()} for way, one in memory.failing.items()}
    return {"checked": state_file(paths).exists(), "open": len(memory.open()), "failing": failing}


def _quarantine(paths: Paths) -> dict[str, int]:
    """Count the pages in quarantine by reason, as published.  Raises WarehouseError."""
    if not is_there(paths.news):
        return {}
    with reader(paths.news) as connection:
        return {str(reason): int(pages) for reason, pages in ask(connection, "quarantine_reasons").rows}


def _waiting_since(paths: Paths) -> str | None:
    """The time when the oldest waiting batch was staged: UTC, ISO 8601; None when no batch waits.  Raises OSError."""
    staged: list[float] = []
    for batch in staging.waiting_batches(paths.staging):
        with suppress(FileNotFoundError):  # it was loaded meanwhile
            staged.append(batch.stat().st_mtime)
    return datetime.fromtimestamp(min(staged), UTC).isoformat(timespec="seconds") if staged else None


def _at_work(paths: Paths, record: RunRecord) -> dict[str, Any]:
    """Describe a run that is at work, with its last note on its progress, if it has written one."""
    found = noted(paths.runs / f"{record.run_id}.json")
    return {**_brief(record), "pid": record.pid, "progress": found.facts() if found else None}


def _left(records: list[RunRecord]) -> list[dict[str, Any]]:
    """Describe the failed and killed runs whose work no later run has done, with what to do about them."""
    return [
        {"run_id": one.record.run_id, "sentence": one.sentence(), "flows": [step.flow for step in one.left]}
        for one in unfinished(records, datetime.now(UTC))
    ]


def _serve(paths: Paths) -> dict[str, Any] | None:
    """Describe the `copydesk serve` of this data directory, whether it runs or was killed; None without one."""
    found = serving(paths)
    return asdict(found) if found else None


def holder(paths: Paths) -> str | None:
    """Name the program that has the warehouse locked ("PID 4711 (python)").

    None when it is not locked, or not there yet.  Raises WarehouseError when the warehouse cannot be read, or when it
    is missing although something was published from it.
    """
    if not is_there(paths.warehouse):
        if paths.news.exists():
            raise WarehouseMissing(paths.warehouse)
        return None
    wrong = opening_error(paths.warehouse)
    if wrong is None:
        return None
    if isinstance(wrong, WarehouseLocked):
        return wrong.holder
    raise wrong


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _whole(record: RunRecord, records: Sequence[RunRecord]) -> dict[str, Any]:
    """Describe a run as JSON types.

    The counts of a run are summed up from its steps only at its end.  So for a run that is running or was killed, the
    counts of its steps are added here.  `records`: of all runs, among which the steps are.
    """
    brief = _brief(record)
    if record.outcome in ("running", "killed"):
        for step in (one for one in records if one.parent == record.run_id):
            brief["counts"] = {**brief["counts"], **{f"{step.flow}_{name}": n for name, n in step.counts.items()}}
            told = step.messages if step.outcome == "killed" else ()
            brief["messages"] = [*brief["messages"], *(f"{step.flow}: {message}" for message in told)]
    return brief


def _brief(record: RunRecord) -> dict[str, Any]:
    names = ("run_id", "flow", "outcome", "started_at", "finished_at", "counts", "messages", "parent")
    return {name: getattr(record, name) for name in names}
