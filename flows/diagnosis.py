"""What is wrong, one sentence a finding: versions, configuration, disk, archive, staging, warehouse, runs.

Looks and changes nothing, but that opening the archive closes what dead runs left open.  Each check stands alone: one
that cannot be made becomes a finding itself.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flows import staging
from flows.archive import Archive
from flows.errors import sentence
from flows.leftovers import leftovers
from flows.lost import lost_batches
from flows.paths import Paths
from flows.progress import number
from flows.ruleset import rules_for
from flows.runs import read_records
from flows.serve_state import serving
from flows.server import answers, kept_address, server_url
from flows.settings import config_directories, load_settings
from flows.sources import load_sources
from flows.state import holder
from warehouse.check import run_checks
from warehouse.connect import reader

#: Library -> (first version that works, first that does not, what is seen with another).
VERSIONS = {
    "prefect": ((3, 8, 8), (4,), "flows do not run under Prefect"),
    "fastapi": ((0, 139), (0, 151), "every flow under Prefect dies with 'unexpected keyword argument'"),
    "sqlalchemy": ((2, 0), (2, 1), "schedules show as active and never run"),
    "duckdb": ((1, 5, 5), (2, 1), "the warehouse is read and written by an untested DuckDB"),
    "lxml": ((6,), (7,), "pages are read by an untested parser"),
}

#: Less free space than this, or than three copies of the warehouse, is too little to publish in.
_LEAST_SPACE = 500_000_000

_ENDINGS = {"failed": "failed", "killed": "was killed"}


@dataclass(frozen=True, slots=True)
class Place:
    """What is examined."""

    paths: Paths
    #: The config directory as named; None: COPYDESK_CONFIG, or none.
    config: Path | None


def findings(place: Place) -> Iterator[str]:
    """Everything that is wrong; nothing when all is well."""
    for check in (
        _versions,
        _config,
        _space,
        _server,
        _serve,
        _leftovers,
        _archive,
        _staging,
        _warehouse,
        _rows,
        _runs,
    ):
        try:
            yield from check(place)
        except Exception as error:  # a check that breaks is a finding, not the end of the examination
            yield sentence(error)


def _versions(place: Place, installed: Callable[[str], str] = version) -> Iterator[str]:
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


def _config(place: Place) -> Iterator[str]:
    directories = config_directories(place.config)
    load_settings(*directories)
    load_sources(*directories)
    rules_for(directories).compile()
    yield from ()


def _space(place: Place) -> Iterator[str]:
    root = next(p for p in (place.paths.root, *place.paths.root.parents) if p.exists())
    if not os.access(root, os.W_OK):
        yield f"{root} cannot be written; change its permission, or choose another place with --data."
    warehouse = place.paths.warehouse
    needed = max(_LEAST_SPACE, 3 * warehouse.stat().st_size if warehouse.exists() else 0)
    free = shutil.disk_usage(root).free
    if free < needed:
        yield f"{free / 1e9:.1f} GB are free at {root}; loading and publishing need {needed / 1e9:.1f} GB."


def _server(place: Place, environ: Mapping[str, str] = os.environ) -> Iterator[str]:
    url = environ.get("PREFECT_API_URL")
    if url and not answers(url):
        yield f"PREFECT_API_URL is {url}, and nothing answers there; start that server or unset the variable."


def _serve(place: Place) -> Iterator[str]:
    found = serving(place.paths)
    if found is not None and not found.alive:
        told = ", ".join(found.schedules)
        yield f"copydesk serve (PID {found.pid}) was killed: {told} by schedule waits; start it again."
    elif found is not None and server_url(place.paths, {}) is None and kept_address(place.paths) is not None:
        yield f"copydesk serve (PID {found.pid}) is at work, but nothing answers at {found.url}; stop and start it."


def _leftovers(place: Place) -> Iterator[str]:
    left = sorted(leftovers(place.paths))
    if left:
        told = number(len(left), "process is", "processes are")
        yield f"{told} left over from a command that was killed; end them with: kill -9 {' '.join(map(str, left))}"


def _archive(place: Place) -> Iterator[str]:
    if (place.paths.archive / "index.sqlite").exists():
        with Archive(place.paths.archive) as archive:
            yield from archive.notes
            lost = lost_batches(place.paths, archive)
        if lost:
            told = number(len(lost), "batch that was parsed is", "batches that were parsed are")
            yield (
                f"{told} neither in staging nor in the warehouse, which was lost or is an older copy; "
                "`copydesk run parse` and `copydesk run load` bring their pages back."
            )


def _staging(place: Place) -> Iterator[str]:
    for path in sorted(place.paths.staging.glob("*.damaged")):
        yield f"{path} is a damaged batch; `copydesk run parse` reads its pages again, then remove it."
    waiting = len(staging.waiting(place.paths.staging))
    if waiting:
        yield f"{number(waiting, 'staged batch waits', 'staged batches wait')}; `copydesk run load` takes what waits."


def _warehouse(place: Place) -> Iterator[str]:
    held = holder(place.paths)
    if held:
        yield f"{place.paths.warehouse} is held by {held}; close it there, people read {place.paths.news.name} instead."


def _rows(place: Place) -> Iterator[str]:
    if place.paths.news.exists():
        with reader(place.paths.news) as connection:
            yield from (f"{found.check}: {found.sentence}" for found in run_checks(connection))


def _runs(place: Place) -> Iterator[str]:
    """The last run of each flow, if it ended badly; what a later run made good is no finding."""
    records = read_records(place.paths.runs) if place.paths.runs.is_dir() else []
    for record in {r.flow: r for r in records if r.parent is None}.values():
        if record.outcome in ("failed", "killed"):
            why = f": {record.messages[-1]}" if record.messages else "."
            yield f"The last run of {record.flow} ({record.run_id}) {_ENDINGS[record.outcome]}{why} Run it again."
