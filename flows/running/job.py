"""The context of a running flow: paths, settings, its run record, and ways to print messages.

`job` opens it from what a schedule or a command line can say in plain words (paths as text), and closes it by writing
the run's record, whatever happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.archive.archive import Archive
from flows.config.check_configuration import NO_RULES, configured
from flows.config.paths import Paths, data_paths
from flows.config.settings import Settings, config_directories, load_settings
from flows.printing import progress
from flows.running import run_records
from flows.running.run_records import Run, RunRecord
from flows.running.stopping import told_as_stop


@dataclass(frozen=True, slots=True)
class Job:
    """One flow at work."""

    paths: Paths
    #: Config directories, the later over the earlier.
    config: tuple[Path, ...]
    settings: Settings
    run: Run

    def say(self, text: str) -> None:
        """Print one line for the person who watches."""
        progress.line(self.run.record.flow, text)

    def tell(self, text: str) -> None:
        """Print one sentence, and keep it in the run's record."""
        self.run.note(text)
        self.say(text)

    def open_archive(self) -> Archive:
        """Open the archive for this run; prints what had to be mended in it."""
        archive = Archive(self.paths.archive, run=self.run.id)
        for note in archive.notes:
            self.tell(note)
        return archive

    @property
    def record(self) -> RunRecord:
        """The run's record; final once the job is closed."""
        return self.run.record


@contextmanager
def job(flow: str, *, data: str | None, config: str | None, parent: str | None, **parameters: Any) -> Iterator[Job]:
    """Open a flow's job.  data, config: directories as named; parent: the run that began this one.

    Raises ConfigError, before anything is written, when something is wrong in the configuration.
    """
    begun_here = parent is None  # else the run that began this one has checked
    named = Path(config) if config else None
    directories = configured(named, parsing=flow not in NO_RULES) if begun_here else config_directories(named)
    paths = data_paths(Path(data) if data else None).make()
    settings = load_settings(*directories)
    with run_records.recorded_run(paths.runs, flow, parameters, parent=parent) as this, told_as_stop():
        yield Job(paths, directories, settings, this)


def add_up(job: Job, records: Iterable[RunRecord]) -> None:
    """Add the counts, messages and outcomes of the steps to the run that began them."""
    for record in records:
        job.run.end(record.outcome)
        job.run.count(**{f"{record.flow}_{name}": n for name, n in record.counts.items()})
        for message in record.messages:
            job.run.note(message)
