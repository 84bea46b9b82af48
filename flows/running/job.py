"""The context of a running flow: paths, settings, run record, and ways to print messages.

`job` makes it from the arguments of a flow (paths as text), and writes the run's record at the end, also after an
error.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flows.archive.archive import Archive
from flows.archive.storing import Closed, Storing
from flows.config.check_configuration import configured
from flows.config.paths import Paths, data_paths
from flows.config.settings import Log, Settings, config_directories, load_settings
from flows.printing import log, progress
from flows.printing.log_file import log_to_file
from flows.running import run_records, stopping
from flows.running.ahead import note_begin
from flows.running.run_records import Run, RunRecord
from flows.running.stopping import errors_as_stop
from flows.running.stores import closed_files, put_stores_behind


@dataclass(frozen=True, slots=True)
class Job:
    """All that a running flow has at hand: paths, settings, its run record, and ways to print messages."""

    paths: Paths
    #: Config directories, in the order in which they are read.
    config: tuple[Path, ...]
    settings: Settings
    run: Run

    def say(self, text: str) -> None:
        """Print one line on standard error."""
        progress.line(self.run.record.flow, text, run_id=self.run.id)

    def tell(self, text: str) -> None:
        """Print one sentence as a warning and add it to the run's record.

        Does nothing when the record has the sentence already.
        """
        if text in self.record.messages:
            return
        self.run.note(text)
        progress.line(self.run.record.flow, text, run_id=self.run.id, level="warning")

    @contextmanager
    def steps(self, what: str, total: int | None, *, beside: Callable[[], str] | None = None) -> Iterator[progress.Bar]:
        """A block (`with`) that gets a function which counts steps; the progress is shown, and noted in a file.

        `what`: the noun for the steps, such as "pages".  `total`: number of steps; None when it is not known.
        `beside`: see progress.bar.
        """
        noted = self.run.noting(what, total)
        with progress.bar(self.record.flow, what, total, beside=beside) as shown:

            def advance(steps: int = 1) -> None:
                if threading.current_thread() is not threading.main_thread():
                    stopping.raise_if_stopped()
                noted.advance(steps)
                shown(steps)

            yield advance

    def open_archive(self, *, closed: Closed | None = None) -> Archive:
        """Open the archive for this run, and print which repairs that needed.  Raises ArchiveError or OSError.

        `closed`: what to do with closed WARC files (upload or not); None: what the settings say.  A dry run uploads
        nothing.
        """
        if closed is None:
            closed = "here" if self.record.parameters.get("dry_run") else closed_files(self.settings.storage)
        software = f"copydesk/{run_records.code_version()}"
        storing = Storing(**asdict(self.settings.archive), software=software, closed=closed)
        archive = Archive(self.paths.archive, run=self.run.id, storing=storing, tell=self.tell, say=self.say)
        for note in archive.notes:
            self.tell(note)
        return archive

    @property
    def record(self) -> RunRecord:
        """The run's record; it has its outcome only after the job has ended."""
        return self.run.record


def place(data: str | None, config: str | None) -> tuple[Paths, tuple[Path, ...]]:
    """Find the data and the config directories of a flow, to check its parameters before its record is begun."""
    return data_paths(Path(data) if data else None), config_directories(Path(config) if config else None)


@contextmanager
def job(flow: str, *, data: str | None, config: str | None, parent: str | None, **parameters: Any) -> Iterator[Job]:
    """A block (`with`) that gets the Job of a flow; the run's record is written at its end.

    `flow`: its name.  `data`, `config`: directories; None: as without --data and --config.  `parent`: id of the run of
    which this one is a step; None for other runs.  `parameters`: the flow's own arguments, for the record.  If
    `dry_run` among them is true nothing is written, neither folders nor a record.  Raises ConfigError, before anything
    is written, for a mistake in the configuration, and NoStore when what a store needs is not installed.
    """
    begun_here = parent is None  # otherwise the parent has checked the configuration
    named = Path(config) if config else None
    directories = configured(named) if begun_here else config_directories(named)
    paths = data_paths(Path(data) if data else None)
    settings = load_settings(*directories)
    this: Run | None = None
    if parameters.get("dry_run"):
        begun = run_records.unrecorded_run(paths.runs, flow, parameters)
    else:
        log_as_set(paths, settings.log)
        put_stores_behind(paths.make(), settings.storage)
        begun = run_records.recorded_run(paths.runs, flow, parameters, parent=parent)
    try:
        with begun as this, errors_as_stop():
            log.run_at_work(this.id)
            note_begin()
            yield Job(paths, directories, settings, this)
    finally:
        if this is not None:
            _log_end(this.record)
            log.run_at_work(parent)


def log_as_set(paths: Paths, settings: Log) -> None:
    """From now on write the messages of this process to the log file of the settings, too, if they name one."""
    if settings.file:
        file = paths.root / Path(settings.file).expanduser()
        log_to_file(file, size=settings.size_bytes, kept=settings.files)


def _log_end(record: RunRecord) -> None:
    """Log how a run ended, with its counts.

    Only where the log is JSON: a person has read it in the flow's own last line.
    """
    level = {"done": "info", "failed": "error"}.get(record.outcome, "warning")
    facts: dict[str, Any] = {"outcome": record.outcome, "counts": dict(record.counts), "parent": record.parent}
    log.write(record.flow, f"the run ended: {record.outcome}", level=level, run_id=record.run_id, **facts)


def add_up(job: Job, records: Iterable[RunRecord]) -> None:
    """Add the counts and messages of a run's steps to its own record; their worst outcome becomes its own."""
    for record in records:
        job.run.end(record.outcome)
        job.run.count(**{f"{record.flow}_{name}": n for name, n in record.counts.items()})
        for message in record.messages:
            job.run.note(message)
