"""Computes what importing very many articles costs, and which step is the slowest, by a small simulation.

Takes what one page costs (measured by `tests.bench.scale`, or read from scale.toml), and the machines at hand: cores
that parse, and data directories.  Gives hours, processor hours, bytes, and the step that the others wait for; measures
nothing.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

#: Pages of a batch that is simulated as one; larger when there would be more than _STEPS of them.
_BATCH: Final = 500
_STEPS: Final = 4_000
#: Batches that may wait before the step behind is ready: what `copydesk` keeps in flight for each worker.
_AHEAD: Final = 2
#: Bytes from which a step outgrows what it is made of, and where the figure comes from.
LIMITS: Final[Mapping[str, tuple[float, str]]] = {
    "published copy": (
        5e9,
        "it is copied whole for every publication, 5 GB in some 15 s on the disk that was measured",
    ),
    "index of the archive": (100e9, "a table of SQLite in one file, which only one machine writes"),
    "warehouse": (1e12, "one DuckDB file on one disk, written by one process"),
}
#: The step that the others wait for -> what one would do.
REMEDIES: Final[Mapping[str, str]] = {
    "import": "more data directories, such as one a month, each imported on a machine of its own",
    "parse": "more workers",
    "load": "more data directories, such as one a month: each has a loader, and tables of its own in the lake",
    "publish": "more data directories, or a disk that clones files (XFS, btrfs), or a smaller `share` under [publish]",
}


@dataclass(frozen=True, slots=True)
class Costs:
    """What one page costs: milliseconds of one core, and bytes."""

    import_ms: float
    parse_ms: float
    load_ms: float
    #: Writing one page's rows to the lake.
    lake_ms: float
    archived: float
    #: In the archive's index, and in its CDXJ files.
    indexed: float
    #: As a staged batch, until it is loaded.
    staged: float
    warehouse: float
    lake: float
    #: Seconds by the clock to publish one gigabyte of the warehouse, whatever changed.
    publish_s_per_gb: float
    #: Seconds of one core to look through one gigabyte of it for what the lake lacks.
    scan_s_per_gb: float

    def __post_init__(self) -> None:
        wrong = [f.name for f in fields(self) if not getattr(self, f.name) >= 0]
        if wrong:
            raise ValueError(f"a cost is no positive number: {', '.join(wrong)}")


@dataclass(frozen=True, slots=True)
class Means:
    """The machines and settings at hand."""

    #: Cores that parse and do nothing else.
    workers: int
    #: Data directories, such as one a month, each with an importer and a loader, which have a core of their own.
    desks: int = 1
    #: Most of the time that publishing may take: `share` under [publish].
    share: float = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """The computed cost of importing a number of pages."""

    pages: int
    #: By the clock, from the first page to the last publication.
    hours: float
    #: Processor hours by step.
    core_hours: Mapping[str, float]
    #: Bytes by place, when all is loaded.
    bytes_at: Mapping[str, float]
    #: The step that the others wait for.
    slowest: str
    #: How many workers one importer and one loader keep busy.
    workers_fed: Mapping[str, float]
    #: Publications, and the hours between the last two.
    publications: int
    hours_between: float
    #: Places that outgrow what they are made of -> why.
    outgrown: Mapping[str, str]


def simulate(costs: Costs, pages: int, means: Means) -> Outcome:
    """Simulate batches that pass through import, parse, load and publish at the same time, each step waiting for the
    one before."""
    size = max(_BATCH, -(-pages // _STEPS))
    batches = [size] * (pages // size) + ([pages % size] if pages % size else [])
    stream = _Stream(costs, means)
    for batch in batches:
        stream.send(batch)
    stream.finish()
    places = _places(costs, pages)
    return Outcome(
        pages=pages,
        hours=stream.ends / 3600,
        core_hours={name: seconds / 3600 for name, seconds in stream.used.items()},
        bytes_at=places,
        slowest=stream.slowest(),
        workers_fed=fed(costs),
        publications=stream.publications,
        hours_between=_publishing(costs, pages / means.desks) / means.share / 3600,
        outgrown={name: why for name, (most, why) in LIMITS.items() if places[name] / means.desks > most},
    )


def fed(costs: Costs) -> dict[str, float]:
    """How many parsing cores one importer keeps busy ("import"), and how many one loader can keep up with ("load")."""
    return {
        "import": costs.parse_ms / costs.import_ms if costs.import_ms else float("inf"),
        "load": costs.parse_ms / costs.load_ms if costs.load_ms else float("inf"),
    }


def _places(costs: Costs, pages: int) -> dict[str, float]:
    warehouse = costs.warehouse * pages
    return {
        "archive": costs.archived * pages,
        "index of the archive": costs.indexed * pages,
        "warehouse": warehouse,
        "published copy": warehouse,
        "lake": costs.lake * pages,
    }


def _publishing(costs: Costs, pages: float) -> float:
    """Seconds that one publication of a warehouse with so many pages takes."""
    return costs.publish_s_per_gb * costs.warehouse * pages / 1e9


@dataclass(slots=True)
class _Loader:
    """The state of one loader and its warehouse; times in seconds since the first page."""

    #: When it is free again, and when it published last.
    free: float = 0.0
    published: float = 0.0
    #: Pages in its warehouse.
    pages: float = 0.0


class _Stream:
    """The state of all importers, workers and loaders; times in seconds since the first page."""

    def __init__(self, costs: Costs, means: Means) -> None:
        self._costs, self._means = costs, means
        #: When each importer, and each worker, is free again.
        self._importers = [0.0] * means.desks
        self._workers = [0.0] * means.workers
        self._loaders = [_Loader() for _ in range(means.desks)]
        #: When the batches that were sent last had been parsed: the importer waits for one of them.
        self._parsed: list[float] = []
        self.publications = 0
        self.used = dict.fromkeys(("import", "parse", "load", "publish", "lake"), 0.0)
        self.ends = 0.0

    def send(self, batch: int) -> None:
        """Send a batch through all steps."""
        ahead = _AHEAD * (self._means.workers + self._means.desks)
        free = self._parsed[-ahead] if len(self._parsed) >= ahead else 0.0
        imported = _next(self._importers, free, self._spent("import", batch * self._costs.import_ms))
        parsed = _next(self._workers, imported, self._spent("parse", batch * self._costs.parse_ms))
        self._parsed.append(parsed)
        self._spent("lake", batch * self._costs.lake_ms)
        loader = min(self._loaders, key=lambda one: one.free)
        loader.free = max(loader.free, parsed) + self._spent("load", batch * self._costs.load_ms)
        loader.pages += batch
        copying = _publishing(self._costs, loader.pages)
        if copying and loader.free - loader.published >= copying / self._means.share - copying:
            self._publish(loader)
        self.ends = max(self.ends, loader.free)

    def finish(self) -> None:
        """Publish what was loaded last."""
        for loader in self._loaders:
            self._publish(loader)

    def slowest(self) -> str:
        """The step that takes longest, its time divided by the number of those who do it."""
        who = {"parse": self._means.workers}
        steps = ("import", "parse", "load", "publish")
        return max(steps, key=lambda step: self.used[step] / who.get(step, self._means.desks))

    def _publish(self, loader: _Loader) -> None:
        """Let a loader publish.  It waits for the copy, which holds the writer's lock, and for the search for what the
        lake lacks."""
        loader.free += self._spent("publish", _publishing(self._costs, loader.pages) * 1000)
        loader.free += self._spent("lake", loader.pages * self._costs.warehouse / 1e6 * self._costs.scan_s_per_gb)
        loader.published = loader.free
        self.publications += 1
        self.ends = max(self.ends, loader.free)

    def _spent(self, step: str, milliseconds: float) -> float:
        self.used[step] += milliseconds / 1000
        return milliseconds / 1000


def _next(free: list[float], ready: float, seconds: float) -> float:
    """Let the one that is free first take a batch that is ready at `ready`; gives when it is done.

    free: when each importer or worker is free again; changed here.
    """
    done = max(heapq.heappop(free), ready) + seconds
    heapq.heappush(free, done)
    return done


def costs_from(stored: Mapping[str, Any]) -> Costs:
    """The costs in a parsed scale.toml.  Raises ValueError for a figure that is missing, negative or no number."""
    try:
        return Costs(**{f.name: float(stored[f.name]["value"]) for f in fields(Costs)})
    except (KeyError, TypeError) as error:
        raise ValueError(f"a cost is missing: {error}") from error
