"""Makes the checks of `copydesk doctor`: versions, configuration, disk, archive, staging, warehouse, runs.

Each check yields one sentence for each fault; such a sentence is called a finding.  A remark is a sentence about what
could be better.  Changes nothing, except that opening the archive closes the files of runs that were killed.  A check
that fails itself is a finding, too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flows.acquire.memory.memory import FOLLOWING, memory_flaw
from flows.alerting.alarm_memory import read_memory
from flows.archive.archive import INDEX, Archive
from flows.archive.archive_errors import IndexUnusable
from flows.archive.check_archive import unsound
from flows.archive.check_files import deep_findings
from flows.archive.mend_index import index_flaw, to_read
from flows.archive.warc_file import CLOSED
from flows.cli.browser_there import browser_fault, browser_remark
from flows.cli.cluster_there import cluster_faults
from flows.cli.data_status import holder
from flows.cli.lake_there import lake_fault
from flows.cli.stores_there import store_faults
from flows.config.check_configuration import examples_missed, mistakes
from flows.config.load_rules import reading_version, sound_models
from flows.config.paths import Paths
from flows.config.settings import config_directories, config_file, load_settings
from flows.config.toml_tables import ConfigError
from flows.errors import UsageError, sentence
from flows.parsing import staging
from flows.parsing.fallback.hook import found_program
from flows.parsing.lost_batches import lost_batches
from flows.printing.progress import bar, number
from flows.running.free_space import space
from flows.running.run_records import flaws, read_run_records
from flows.running.unfinished_work import ahead, unfinished
from flows.serving import prefect_database, prefect_server
from flows.serving.leftover_processes import settled_leftovers
from flows.serving.prefect_server import answers, kept_address, server_url
from flows.serving.serve_state import serving
from flows.storage.errors import StoreError
from parsers import PARSER_VERSION
from parsers.config_files.toml_file import Mistakes
from warehouse.ask import ask
from warehouse.check import read_through, run_checks
from warehouse.connect import is_there, reader
from warehouse.errors import WarehouseMissing
from warehouse.incoming import batch_flaw
from warehouse.load import unread_bodies
from warehouse.publish import was_published
from warehouse.versions import replaced, versions_of

#: Library -> (first version that works, first later version that does not, what goes wrong with others).
VERSIONS = {
    "prefect": ((3, 8, 8), (4,), "flows do not run under Prefect"),
    "fastapi": ((0, 139), (0, 151), "every flow under Prefect dies with 'unexpected keyword argument'"),
    "sqlalchemy": ((2, 0), (2, 1), "schedules show as active and never run"),
    "duckdb": ((1, 5, 5), (2, 1), "the warehouse is read and written by an untested DuckDB"),
    "lxml": ((6,), (7,), "pages are read by an untested parser"),
}

_UNWRITABLE = "cannot be read and written; change its permission, or choose another place with --data."
_ALL = os.R_OK | os.W_OK | os.X_OK

#: Seconds (a week) after which a replaced version of the published file should be gone: every publish removes them.
_LONG_REPLACED = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class CheckedPlace:
    """The data directory and configuration to check, and how deeply."""

    paths: Paths
    #: The user's config directory; None: COPYDESK_CONFIG, or none.
    config: Path | None
    #: Whether to read every record of the archive.
    deep: bool = False


def findings(place: CheckedPlace) -> Iterator[str]:
    """Yield all findings, each once."""
    checks = (
        _versions, _config, _fallback, _browser, _cluster, _models, _space, _server, _serve, _leftovers,
        _stores, _archive, _following, _staging, _warehouse, _published, _lake, _unread, _rows, _runs, _alerts,
    )  # fmt: skip
    told: set[str] = set()
    for check in checks:
        for finding in _found(check, place):
            if finding not in told:
                told.add(finding)
                yield finding


def _found(check: Callable[[CheckedPlace], Iterator[str]], place: CheckedPlace) -> Iterator[str]:
    """Yield the findings of one check; an error in the check itself becomes a finding."""
    try:
        yield from check(place)
    except Exception as error:  # an error of a check is a finding; the other checks are made
        yield sentence(error)


def remarks(place: CheckedPlace) -> Iterator[str]:
    """Yield remarks, one sentence each: pages that an older version parsed, and which browser renders pages.

    An error while looking is not reported here: `findings` reports it.
    """
    with suppress(IndexUnusable, OSError, Mistakes, UsageError):
        yield from _parsed_otherwise(place)
    with suppress(UsageError):
        if (remark := browser_remark(config_directories(place.config))) is not None:
            yield remark


def _parsed_otherwise(place: CheckedPlace) -> Iterator[str]:
    """Yield a remark on how many pages were last parsed by another version or with other rules than now."""
    if (place.paths.archive / INDEX).exists():
        directories = config_directories(place.config)
        rules_version = reading_version(directories, load_settings(*directories))
        with closing(to_read(place.paths.archive / INDEX)) as index:
            pages = index.parsed_otherwise(parser_version=PARSER_VERSION, rules_version=rules_version)
        if pages:
            told = number(pages, "page was", "pages were")
            yield (
                f"{told} parsed by an older version or with other rules; `copydesk run reparse --dry-run --sample 500`"
                " shows what would change, `copydesk run reparse --apply` makes it so."
            )


def _versions(place: CheckedPlace, installed: Callable[[str], str] = version) -> Iterator[str]:
    for name, (least, beyond, seen) in VERSIONS.items():
        try:
            found = installed(name)
        except PackageNotFoundError:
            yield f"{name} is not installed; install copydesk again."
            continue
        numbers = tuple(int(part) for part in found.split(".") if part.isdigit())
        if not least <= numbers < beyond:
            bounds = f">={'.'.join(map(str, least))},<{'.'.join(map(str, beyond))}"
            yield f"{name} {found} is installed and does not fit ({seen}); install {name}{bounds}."


def _config(place: CheckedPlace) -> Iterator[str]:
    """Yield a finding for each mistake in the configuration.

    When there is none, yield one for each rule that fails its own examples.
    """
    directories = config_directories(place.config)
    yield from map(str, mistakes(directories) or examples_missed(directories))


def _fallback(place: CheckedPlace) -> Iterator[str]:
    """Yield a finding when the program that [fallback] names does not exist.

    Mistakes in the settings are found by `_config`.
    """
    directories = config_directories(place.config)
    with suppress(ConfigError):
        program = load_settings(*directories).fallback
        if program.command and found_program(program) is None:
            yield (
                f"{config_file(directories, 'copydesk.toml')}: '{program.command[0]}', the command in [fallback], is no"
                " program that can be run; install it, make it executable, or write its whole path there."
            )


def _browser(place: CheckedPlace) -> Iterator[str]:
    if (fault := browser_fault(config_directories(place.config))) is not None:
        yield fault


def _cluster(place: CheckedPlace) -> Iterator[str]:
    """Yield findings about the Dask cluster on which pages are parsed, if the settings name one."""
    yield from cluster_faults(config_directories(place.config))


def _models(_: CheckedPlace) -> Iterator[str]:
    """Load all models; yield a finding when one does not fit the code."""
    sound_models()
    yield from ()


def _space(place: CheckedPlace) -> Iterator[str]:
    found = space(place.paths)
    yield from (f"{path} {_UNWRITABLE}" for path in _unwritable(found.root, place.paths))
    if found.low:
        yield found.low


def _unwritable(root: Path, paths: Paths) -> list[Path]:
    """List existing files and folders that flows must be able to write but cannot.

    If the data directory `root` is one of them, only that is named.
    """
    if not os.access(root, _ALL):
        return [root]
    ours = (paths.archive, paths.staging, paths.runs, paths.prefect, paths.fallback, paths.alerts)
    folders = (*ours, versions_of(paths.news))
    files = (
        paths.archive / INDEX,
        paths.archive / FOLLOWING,
        paths.warehouse,
        paths.warehouse.with_name(f"{paths.warehouse.name}.lock"),
    )
    rights = [*((folder, _ALL) for folder in folders), *((file, os.R_OK | os.W_OK) for file in files)]
    return [path for path, right in rights if os.path.lexists(path) and not os.access(path, right)]


def _server(place: CheckedPlace, environ: Mapping[str, str] = os.environ) -> Iterator[str]:
    """Yield a finding when the Prefect server that PREFECT_API_URL names does not answer.

    Also yields findings about the files of copydesk's own Prefect server: its address and its database.
    """
    url = environ.get("PREFECT_API_URL")
    if url and not answers(url):
        yield f"PREFECT_API_URL is {url}, and nothing answers there; start that server or unset the variable."
    flaws_of_ours = prefect_server.address_flaw(place.paths), prefect_database.database_flaw(place.paths)
    yield from filter(None, flaws_of_ours)


def _serve(place: CheckedPlace) -> Iterator[str]:
    """Yield a finding when `copydesk serve` was killed, or its Prefect server does not answer."""
    found = serving(place.paths)
    if found is not None and not found.alive:
        told = ", ".join(found.schedules)
        yield f"copydesk serve (PID {found.pid}) was killed: {told} by schedule waits; start it again."
    elif found is not None and server_url(place.paths, {}) is None and kept_address(place.paths) is not None:
        yield f"copydesk serve (PID {found.pid}) is running, but nothing answers at {found.url}; restart it."


def _leftovers(place: CheckedPlace) -> Iterator[str]:
    """Yield a finding when child processes of a killed command are still running."""
    left = settled_leftovers(place.paths)
    if left:
        told = number(len(left), "process is", "processes are")
        yield f"{told} left over from a command that was killed; end them with: kill -9 {' '.join(map(str, left))}"


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
