"""Records of runs: one JSON file a run in data/runs, our own durable memory of what was done and how it ended.

Prefect's states are not asked: a host that dies leaves them "Running" for ever.  A record is written whole and renamed
into place; while a run lives it holds an operating-system lock, which the kernel gives back even after kill -9.
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
from pathlib import Path
from typing import Any, Final

from filelock import FileLock

from flows.errors import sentence
from flows.running.run_files import NoRecord, read_record

#: From harmless to grave: what was left undone outweighs what was done badly, and that outweighs what waits.
_GRAVITY: Final = ("running", "done", "rejected", "waiting", "failed", "stopped", "killed")
_LOADED: Final = "loaded"


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run of one flow."""

    run_id: str
    flow: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    #: UTC, ISO 8601.
    started_at: str = ""
    finished_at: str | None = None
    #: A key of OUTCOMES.
    outcome: str = "running"
    counts: Mapping[str, int] = field(default_factory=dict)
    #: What a person should know of it, one sentence a line.
    messages: tuple[str, ...] = ()
    #: The run that began this one, or None.
    parent: str | None = None
    code_version: str = ""
    pid: int = 0
    host: str = ""
    #: The working directory, to resolve relative paths among its parameters; "" when not known.
    folder: str = ""


class Run:
    """A run at work: counts and messages are gathered here and written down at its end."""

    def __init__(self, directory: Path, record: RunRecord) -> None:
        self.directory, self.record = directory, record

    @property
    def id(self) -> str:
        """Name of the run, sortable by time."""
        return self.record.run_id

    def count(self, **numbers: int) -> None:
        """Add to the run's counts."""
        counts = dict(self.record.counts)
        for name, number in numbers.items():
            counts[name] = counts.get(name, 0) + number
        self.record = replace(self.record, counts=counts)

    def note(self, message: str) -> None:
        """Keep one sentence for whoever looks later."""
        self.record = replace(self.record, messages=(*self.record.messages, message))

    def end(self, outcome: str) -> None:
        """Set how it ended; a graver outcome that was set before stays (failed is not overwritten by waiting)."""
        self.record = replace(self.record, outcome=worst((self.record.outcome, outcome)))

    def save(self) -> None:
        """Write the record down for good."""
        write_record(self.directory, self.record)


def new_id(flow: str, now: datetime | None = None) -> str:
    """A name for a run: its second, its flow, and four characters so that two in one second differ."""
    moment = now or datetime.now(UTC)
    return f"{moment:%Y%m%dT%H%M%S}-{flow}-{secrets.token_hex(2)}"


@contextmanager
def recorded_run(
    directory: Path, flow: str, parameters: Mapping[str, Any], *, parent: str | None = None
) -> Iterator[Run]:
    """Record one run of a flow from its begin to its end, whatever that is."""
    directory.mkdir(parents=True, exist_ok=True)
    begun = Run(directory, _begin(flow, parameters, parent))
    lock = FileLock(directory / f"{begun.id}.lock")
    with lock:
        begun.save()
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
            begun.record = replace(begun.record, finished_at=_now())
            try:
                begun.save()
            finally:
                Path(lock.lock_file).unlink(missing_ok=True)


def _begin(flow: str, parameters: Mapping[str, Any], parent: str | None) -> RunRecord:
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


def code_version() -> str:
    """The version of the installed project, else that of the parsers."""
    from importlib.metadata import PackageNotFoundError, version

    from parsers.model import PARSER_VERSION

    try:
        return version("copydesk")
    except PackageNotFoundError:
        return PARSER_VERSION


def write_record(directory: Path, record: RunRecord) -> None:
    """Write a record aside and, once it lies whole on the disk, rename it into place."""
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
    """The outcome of a run made of several: the gravest of theirs."""
    return max(outcomes, key=_GRAVITY.index, default="done")


def finished_records(directory: Path) -> list[RunRecord]:
    """Records of runs that are over and that the warehouse does not hold yet."""
    return [record for record in read_records(directory, loaded=False) if record.outcome != "running"]


def mark_loaded(directory: Path, records: Iterable[RunRecord]) -> None:
    """Note that the warehouse holds these; their files move to runs/loaded."""
    (directory / _LOADED).mkdir(exist_ok=True)
    for record in records:
        with suppress(FileNotFoundError):
            (directory / f"{record.run_id}.json").replace(directory / _LOADED / f"{record.run_id}.json")


def read_records(directory: Path, *, loaded: bool = True) -> list[RunRecord]:
    """Every run that left a record, the oldest first; one that died at work comes back as killed.

    Runs from the future (of a clock that was ahead) stand first: as the last ones they would stay so for years.
    loaded False: without those that the warehouse holds.  Files that are no records are left out; `flaws` names them.
    """
    now = _now()
    found = {record.run_id: record for record in _read(directory, loaded=loaded) if isinstance(record, RunRecord)}
    return sorted(found.values(), key=lambda record: (record.started_at <= now, record.started_at, record.run_id))


def flaws(directory: Path) -> list[str]:
    """One sentence for every file among the records that is not a record or cannot be read."""
    return [str(found) for found in _read(directory, loaded=True) if isinstance(found, NoRecord)]


def _read(directory: Path, *, loaded: bool) -> Iterator[RunRecord | NoRecord]:
    paths = [*directory.glob("*.json"), *(directory.glob(f"{_LOADED}/*.json") if loaded else ())]
    for path in sorted(paths):
        # The warehouse may have taken it in since it was listed.
        for place in (path, directory / _LOADED / path.name):
            with suppress(FileNotFoundError):
                yield _as_it_is(directory, place)
                break


def _as_it_is(directory: Path, path: Path) -> RunRecord | NoRecord:
    """A record with what became of its run, also when the run could not say it."""
    try:
        record = RunRecord(**read_record(path))
        if record.outcome == "running" and not _lives(directory / f"{record.run_id}.lock"):
            # It may have ended between the reading and the look at its lock.
            record = RunRecord(**read_record(path))
            return replace(record, outcome="killed") if record.outcome == "running" else record
        return record
    except NoRecord as flaw:
        return flaw


def _lives(lock_file: Path) -> bool:
    """Whether a run holds its lock; asked without writing, so that it can be asked on a disk that is read-only."""
    try:
        handle = os.open(lock_file, os.O_RDONLY)
    except FileNotFoundError:
        return False
    except OSError:
        return True  # a run whose lock cannot be examined may be alive
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return False
    except OSError:
        return True
    finally:
        os.close(handle)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
