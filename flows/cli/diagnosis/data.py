"""Checks of `copydesk doctor` on the data: archive, staging, warehouse, lake, records of runs, memory of alarms.

Each takes the CheckedPlace and yields one sentence for each fault.  Nothing is changed, except that opening the archive
closes the files of runs that were killed.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from flows.acquire.memory.memory import memory_flaw
from flows.alerting.alarm_memory import read_memory
from flows.archive.archive import INDEX, Archive
from flows.archive.check_archive import unsound
from flows.archive.check_files import deep_findings
from flows.archive.mend_index import index_flaw
from flows.archive.warc_file import CLOSED
from flows.cli.data_status import holder
from flows.cli.diagnosis.checked_place import CheckedPlace
from flows.cli.lake_there import lake_fault
from flows.cli.stores_there import store_faults
from flows.config.settings import config_directories
from flows.errors import sentence
from flows.parsing import staging
from flows.parsing.lost_batches import lost_batches
from flows.printing.progress import bar, number
from flows.running.run_records import flaws, read_run_records
from flows.running.unfinished_work import ahead, unfinished
from flows.storage.errors import StoreError
from warehouse.ask import ask
from warehouse.check import read_through, run_checks
from warehouse.connect import is_there, reader
from warehouse.errors import WarehouseMissing
from warehouse.incoming import batch_flaw
from warehouse.load import unread_bodies
from warehouse.publish import was_published
from warehouse.versions import replaced

#: Seconds (a week) after which a replaced version of the published file should be gone: every publish removes them.
_LONG_REPLACED = 7 * 86_400.0


def _stores(place: CheckedPlace) -> Iterator[str]:
    """Yield findings about the stores (buckets, shared folders) that [storage] names or that earlier runs used."""
    yield from store_faults(place.paths, config_directories(place.config))


def _archive(place: CheckedPlace) -> Iterator[str]:
    index = place.paths.archive / INDEX
    if (wrong := index_flaw(index)) is not None:
        yield wrong
        return
    if not index.exists():
        yield from _another_archive(place, ())
        return
    with Archive(place.paths.archive) as archive:
        if place.deep:
            archive.look_again()
        # Opening the archive and checking its files both report a file that is too short, in the same words.
        yield from dict.fromkeys((*archive.notes, *unsound(archive)))
        if place.deep:
            with bar("doctor", "records", sum(archive.counts().values())) as advance:
                yield from deep_findings(archive, advance)
        yield from _lost(place, archive)
        yield from _another_archive(place, archive.files())


def _following(place: CheckedPlace) -> Iterator[str]:
    """Yield a finding when the file that holds the times of the next requests is damaged."""
    if (wrong := memory_flaw(place.paths.archive)) is not None:
        yield wrong


def _lost(place: CheckedPlace, archive: Archive) -> Iterator[str]:
    """Yield a finding when batches are neither in staging nor in the warehouse."""
    try:
        lost = lost_batches(place.paths, archive)
    except StoreError:  # _stores says so
        return
    if lost and not is_there(place.paths.warehouse):
        yield sentence(WarehouseMissing(place.paths.warehouse))
        return
    if lost:
        told = number(len(lost), "batch that was parsed is", "batches that were parsed are")
        yield (
            f"{told} neither in staging nor in {place.paths.warehouse}, which was lost or is an older copy; "
            "`copydesk run parse` and `copydesk run load` bring their pages back."
        )


def _another_archive(place: CheckedPlace, known: Container[str]) -> Iterator[str]:
    """Yield a finding when the archive has none of the WARC files from which the published pages came.

    Then it is not the archive of this data.  `known`: names of the archive's WARC files.
    """
    if not is_there(place.paths.news) or not place.paths.archive.is_dir():
        return
    with reader(place.paths.news) as connection:
        rows = ask(connection, "warc_files").rows
    if rows and not any(file.removesuffix(CLOSED) in known for file, _ in rows):
        pages = number(sum(count for _, count in rows), "page")
        more = f" and {len(rows) - 1:,} more files" if rows[1:] else ""
        yield (
            f"{place.paths.archive} lacks {rows[0][0]}{more}, from which all {pages} of the warehouse came; put the "
            "archive back in its place."
        )


def _staging(place: CheckedPlace) -> Iterator[str]:
    for path in staging.damaged_batches(place.paths.staging):
        again = "`copydesk run parse` and `copydesk run load` bring its pages in"
        yield f"{path} is a damaged batch; {again}, then remove it."
    waiting = staging.waiting_batches(place.paths.staging)
    yield from (wrong for path in waiting if (wrong := batch_flaw(path)) is not None)
    if waiting:
        told = number(len(waiting), "staged batch waits", "staged batches wait")
        yield f"{told} in {place.paths.staging}; `copydesk run load` takes what waits."


def _warehouse(place: CheckedPlace) -> Iterator[str]:
    held = holder(place.paths)
    if held:
        yield f"{place.paths.warehouse} is held by {held}; close it there, people read {place.paths.news.name} instead."
    elif is_there(place.paths.warehouse):
        read_through(place.paths.warehouse)


def _published(place: CheckedPlace) -> Iterator[str]:
    news = place.paths.news
    if is_there(news):
        read_through(news)
    elif was_published(place.paths.warehouse):
        raise WarehouseMissing(news)
    for folder in replaced(news, seconds=_LONG_REPLACED):
        yield f"{folder} holds a state that was replaced, and could not be removed; remove it."


def _lake(place: CheckedPlace) -> Iterator[str]:
    """Yield a finding when the lake of the settings (the copy of all tables as Delta tables) cannot be used."""
    if (fault := lake_fault(place.paths, config_directories(place.config))) is not None:
        yield fault


def _unread(place: CheckedPlace) -> Iterator[str]:
    """Yield a finding on pages that earlier versions rejected because their WARC file was missing."""
    hashes = unread_bodies(place.paths.news)
    if hashes:
        yield (
            f"{number(len(hashes), 'page was', 'pages were')} rejected only because the archive could not be read; "
            "`copydesk run reparse --apply` brings them back, and what is gone for good is "
            "dismissed by `copydesk quarantine resolve --reason damaged`."
        )


def _rows(place: CheckedPlace) -> Iterator[str]:
    if is_there(place.paths.news):
        with reader(place.paths.news) as connection:
            yield from (f"{found.check}: {found.sentence}" for found in run_checks(connection))


def _runs(place: CheckedPlace) -> Iterator[str]:
    """Yield findings on failed and killed runs whose work no later run has done.

    Also yields findings on files that lie among the records of runs and are no records.
    """
    if not place.paths.runs.is_dir():
        return
    now = datetime.now(UTC)
    records = read_run_records(place.paths.runs)
    yield from (run.sentence() for run in unfinished(records, now))
    for record in records:
        if ahead(record, now):
            yield (
                f"{record.flow} ({record.run_id}) says that it began at {record.started_at}, which is still to come; "
                f"set the clock, and remove {record.run_id}.json below the folder runs."
            )
    yield from flaws(place.paths.runs)


def _alerts(place: CheckedPlace) -> Iterator[str]:
    """Yield a finding for each way of sending alarms (mail, webhook ...) that fails.

    A damaged memory of alarms gives no finding: the next check for alarms begins a new one.
    """
    with suppress(ValueError):
        for way, failing in read_memory(place.paths).failing.items():
            since = f"{failing.since:%Y-%m-%d %H:%M} UTC"
            yield f"Alarms cannot be told by {way} since {since}: {failing.why}; `copydesk alerts test` tries it."


#: All checks of this file, in the order in which doctor makes them.
CHECKS: Final = (
    _stores,
    _archive,
    _following,
    _staging,
    _warehouse,
    _published,
    _lake,
    _unread,
    _rows,
    _runs,
    _alerts,
)
