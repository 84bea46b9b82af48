"""Records of runs: one JSON file a run in data/runs, which says what was done and how it ended.

Prefect's states are not used: after a crash of the machine they stay "Running" for ever.  A record is written to a
temporary file and renamed.  A running run holds a file lock, which the kernel releases even after kill -9; that tells
running from killed runs.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from filelock import FileLock

from flows.errors import sentence
from flows.running import progress_notes
from flows.running.run_files import NoRecord, read_record

#: Outcomes from best to worst; a run of several steps gets the worst of their outcomes.
_SEVERITY: Final = ("running", "done", "rejected", "waiting", "failed", "stopped", "killed")
#: Parameter of an import that went on after archiving: the flows that followed it.  `copydesk import` has it, `copydesk
#: run import` and the import that is a step of another run have not.
THEN: Final = "then"
AFTER_IMPORT: Final = ("parse", "load", "publish")
#: Folder for the records that the warehouse holds.
_LOADED: Final = "loaded"


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What is recorded of one run of a flow: parameters, times, outcome, counts and messages."""

    run_id: str
    flow: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    #: UTC, ISO 8601.
    started_at: str = ""
    finished_at: str | None = None
    #: A key of OUTCOMES.
    outcome: str = "running"
    counts: Mapping[str, int] = field(default_factory=dict)
    #: Errors and notes, one sentence each.
    messages: tuple[str, ...] = ()
    #: Id of the run of which this one is a step; None for other runs.
    parent: str | None = None
    code_version: str = ""
    pid: int = 0
    host: str = ""
    #: The working directory, to resolve relative paths in the parameters; "" when it is not known.
    folder: str = ""


class Run:
    """A run that is at work: collects counts and messages for its record."""

    def __init__(self, directory: Path, record: RunRecord) -> None:
        self.directory, self.record = directory, record

    @property
    def id(self) -> str:
        """Id of the run; ids sort by time."""
        return self.record.run_id

    def count(self, **numbers: int) -> None:
        """Add numbers to the counts of the record: `count(pages=3)`."""
        counts = dict(self.record.counts)
        for name, number in numbers.items():
            counts[name] = counts.get(name, 0) + number
        self.record = replace(self.record, counts=counts)

    def note(self, message: str) -> None:
        """Add one sentence to the messages of the record, unless the record has it already."""
        if message not in self.record.messages:
            self.record = replace(self.record, messages=(*self.record.messages, message))

    def end(self, outcome: str) -> None:
        """Set the outcome, unless a worse one was set before (waiting does not replace failed)."""
        self.record = replace(self.record, outcome=worst((self.record.outcome, outcome)))

    def save(self) -> None:
        """Write the record to disk; raises OSError."""
        write_record(self.directory, self.record)

    def noting(self, what: str, total: int | None) -> progress_notes.Noted:
        """Make the object that notes the run's progress.

        `what`: the noun for what is counted.  `total`: how many there are; None: not known.
        """

        def failed(error: OSError) -> None:
            self.note(f"How far it came could not be written down: {sentence(error)}")

        path = progress_notes.progress_file(self.directory / f"{self.id}.json")
        return progress_notes.Noted(path, what, total, counts=lambda: self.record.counts, failed=failed)


def new_id(flow: str, now: datetime | None = None) -> str:
    """Make an id for a run: date and time (UTC), flow, and four random hexadecimal digits."""
    moment = now or datetime.now(UTC)
    return f"{moment:%Y%m%dT%H%M%S}-{flow}-{secrets.token_hex(2)}"


#: The runs of this process that are at work.
_at_work: Final[set[Run]] = set()


def end_at_work() -> None:
    """Save the records of this process's running runs as stopped.

    Called when the process ends before the runs can do this.  A run whose record cannot be saved counts as killed.
    """
    for run in list(_at_work):
        run.end("stopped")
        run.record = replace(run.record, finished_at=_now())
        with suppress(OSError):
            run.save()
            _forget_progress(run.directory / f"{run.id}.json")


@contextmanager
def recorded_run(
    directory: Path, flow: str, parameters: Mapping[str, Any], *, parent: str | None = None
) -> Iterator[Run]:
    """A block (`with`) that gets a Run, which records one run of a flow.

    At the end of the block the outcome is written, also after an error.  `directory`: of the records.  `parameters`:
    the flow's arguments.  `parent`: id of the run of which this one is a step.  Raises OSError when the record cannot
    be written, and what the block raises.
    """
    directory.mkdir(parents=True, exist_ok=True)
    begun = Run(directory, _begin(flow, parameters, parent))
    lock = FileLock(directory / f"{begun.id}.lock")
    with lock:
        begun.save()
        _at_work.add(begun)
        try:
            yield begun
            begun.end("rejected" if begun.record.counts.get("rejected") else "done")
        except Exception as error:
            begun.end("failed")
            begun.note(sentence(error))
            raise
        except BaseException:  # not a failure: Ctrl-C, a signal, or Prefect passing one on
            begun.end("stopped")
            raise
        finally:
            _at_work.discard(begun)
            begun.record = replace(begun.record, finished_at=_now())
            try:
                begun.save()
                _forget_progress(directory / f"{begun.id}.json")
            finally:
                Path(lock.lock_file).unlink(missing_ok=True)


@contextmanager
def unrecorded_run(directory: Path, flow: str, parameters: Mapping[str, Any]) -> Iterator[Run]:
    """A block (`with`) that gets a Run for a dry run, whose record is never written."""
    begun = Run(directory, _begin(flow, parameters, None))
    yield begun
    begun.end("done")
    begun.record = replace(begun.record, finished_at=_now())


def _forget_progress(record: Path) -> None:
    """Remove the progress file of an ended run, whose record now says everything.

    A progress file that cannot be removed does no harm.
    """
    with suppress(OSError):
        progress_notes.progress_file(record).unlink(missing_ok=True)


def _begin(flow: str, parameters: Mapping[str, Any], parent: str | None) -> RunRecord:
    """Make the record of a run that begins now, in this process."""
    plain = {name: value for name, value in parameters.items() if value not in (None, [], ())}
    return RunRecord(
        new_id(flow),
        flow,
        plain,
        started_at=_now(),
        parent=parent,
        code_version=code_version(),
        pid=os.getpid(),
        host=socket.gethostname(),
        folder=_folder(),
    )


def _folder() -> str:
    try:
        return str(Path.cwd())
    except OSError:  # it was removed
        return ""


@cache
def code_version() -> str:
    """The version of the installed package copydesk; if it is not installed, the parsers' version."""
    from importlib.metadata import PackageNotFoundError, version

    from parsers.model import PARSER_VERSION

    try:
        return version("copydesk")
    except PackageNotFoundError:
        return PARSER_VERSION


def write_record(directory: Path, record: RunRecord) -> None:
    """Write a record to a temporary file, sync it, and rename it; raises OSError with the name of the record's file."""
    path = directory / f"{record.run_id}.json"
    aside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        with aside.open("w", encoding="utf-8", errors="replace") as file:
            file.write(json.dumps(asdict(record), ensure_ascii=False, indent=1, default=str) + "\n")
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        aside.unlink(missing_ok=True)


def worst(outcomes: Iterable[str]) -> str:
    """Choose the worst of the outcomes of a run's steps, which is the outcome of the run; "done" without any."""
    return max(outcomes, key=_SEVERITY.index, default="done")


def finished_records(directory: Path) -> list[RunRecord]:
    """Read the records of finished runs that the warehouse does not hold yet."""
    return [record for record in read_run_records(directory, loaded=False) if record.outcome != "running"]


def mark_loaded(directory: Path, records: Iterable[RunRecord]) -> None:
    """Move the files of records that are now in the warehouse to runs/loaded."""
    (directory / _LOADED).mkdir(exist_ok=True)
    for record in records:
        with suppress(FileNotFoundError):
            own = directory / f"{record.run_id}.json"
            own.replace(directory / _LOADED / own.name)
            # Of a killed run: its record is complete only with it.
            progress_notes.progress_file(own).replace(progress_notes.progress_file(directory / _LOADED / own.name))


def read_run_records(directory: Path, *, loaded: bool = True) -> list[RunRecord]:
    """Read the records of all runs, the oldest first; a run whose process died has the outcome "killed".

    `loaded`: whether to include those that are in the warehouse.  Runs dated in the future, by a wrong clock, come
    first: otherwise they would be the latest for years.  Files that are not records are left out; `flaws` names them.
    """
    now = _now()
    found = {record.run_id: record for record in _read(directory, loaded=loaded) if isinstance(record, RunRecord)}
    return sorted(found.values(), key=lambda record: (record.started_at <= now, record.started_at, record.run_id))


def flaws(directory: Path) -> list[str]:
    """Give one sentence for each file among the records that is no record or cannot be read."""
    return [str(found) for found in _read(directory, loaded=True) if isinstance(found, NoRecord)]


def _read(directory: Path, *, loaded: bool) -> Iterator[RunRecord | NoRecord]:
    """Yield each record in a folder; for a file that is no record, a NoRecord, which says why.

    `loaded`: whether to include those in the warehouse.
    """
    paths = [*directory.glob("*.json"), *(directory.glob(f"{_LOADED}/*.json") if loaded else ())]
    for path in sorted(paths):
        # It may have been moved to the loaded ones since it was listed.
        for place in (path, directory / _LOADED / path.name):
            with suppress(FileNotFoundError):
                yield _with_true_outcome(directory, place)
                break


def _with_true_outcome(directory: Path, path: Path) -> RunRecord | NoRecord:
    """Read the record in a file; its outcome is "killed" instead of "running" when the run's process died.

    Gives a NoRecord as value for a file that is no record.
    """
    try:
        record = RunRecord(**read_record(path))
        if record.outcome == "running" and not _lives(directory / f"{record.run_id}.lock"):
            # The run may have ended after its record was read.
            record = RunRecord(**read_record(path))
            return _killed(record, path) if record.outcome == "running" else record
        return record
    except NoRecord as flaw:
        return flaw


def _killed(record: RunRecord, path: Path) -> RunRecord:
    """Complete the record of a run whose process died: its outcome is "killed".

    Its counts are taken from the run's last progress note.
    """
    last = progress_notes.noted(path)
    if last is None:
        return replace(record, outcome="killed")
    whole = f" of {last.total:,}" if last.total is not None and last.total >= last.done else ""
    told = f"It had done {last.done:,}{whole} {last.what} by {last.at[:19].replace('T', ' ')} UTC."
    return replace(record, outcome="killed", counts=last.counts, messages=(*record.messages, told))


def _lives(lock_file: Path) -> bool:
    """Whether a run still holds its lock file, so that it is running and was not killed.

    Tested without writing, so that it works on a read-only disk.
    """
    try:
        handle = os.open(lock_file, os.O_RDONLY)
    except FileNotFoundError:
        return False
    except OSError:
        return True  # its lock cannot be tested, so it may be running
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return False
    except OSError:
        return True
    finally:
        os.close(handle)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
