"""Records of runs: one JSON file a run in data/runs, our own durable memory of what was done and how it ended.

Prefect's states are not asked: a host that dies leaves them "Running" for ever.  A record is written whole and renamed
into place; while a run lives it holds an operating-system lock, which the kernel gives back even after kill -9.
"""

from __future__ import annotations

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

from filelock import FileLock, Timeout

from flows.errors import sentence
from warehouse.files import write_whole

#: RunRecord.outcome.
OUTCOMES: Final[dict[str, str]] = {
    "running": "it is at work",
    "done": "all went well",
    "rejected": "done; some pages could not become articles",
    "waiting": "done as far as possible; the warehouse was held by somebody, batches wait",
    "failed": "it ended with an error",
    "stopped": "somebody stopped it",
    "killed": "it ended without a word: killed, or the machine went down",
}

#: From harmless to grave.
_GRAVITY: Final = ("done", "running", "rejected", "waiting", "stopped", "killed", "failed")
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
        """Say how it ended; a stronger word said before stays (waiting is not overwritten by done)."""
        self.record = replace(self.record, outcome=outcome)

    def save(self) -> None:
        """Write the record down for good."""
        write_record(self.directory, self.record)


def new_id(flow: str, now: datetime | None = None) -> str:
    """A name for a run: its second, its flow, and four characters so that two in one second differ."""
    moment = now or datetime.now(UTC)
    return f"{moment:%Y%m%dT%H%M%S}-{flow}-{secrets.token_hex(2)}"


@contextmanager
def run(directory: Path, flow: str, parameters: Mapping[str, Any], *, parent: str | None = None) -> Iterator[Run]:
    """Record one run of a flow from its begin to its end, whatever that is."""
    directory.mkdir(parents=True, exist_ok=True)
    begun = Run(directory, _begin(flow, parameters, parent))
    lock = FileLock(directory / f"{begun.id}.lock")
    with lock:
        begun.save()
        try:
            yield begun
            if begun.record.outcome == "running":
                begun.end("rejected" if begun.record.counts.get("rejected") else "done")
        except (KeyboardInterrupt, SystemExit):
            begun.end("stopped")
            raise
        except BaseException as error:
            begun.end("failed")
            begun.note(sentence(error))
            raise
        finally:
            begun.record = replace(begun.record, finished_at=_now())
            begun.save()
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
    )


def code_version() -> str:
    """The version of the installed project, else that of the parsers."""
    from importlib.metadata import PackageNotFoundError, version

    from parsers.model import PARSER_VERSION

    try:
        return version("copydesk")
    except PackageNotFoundError:
        return PARSER_VERSION


def write_record(directory: Path, record: RunRecord) -> None:
    """Write a record aside and rename it into place."""
    path = directory / f"{record.run_id}.json"
    write_whole(path, json.dumps(asdict(record), ensure_ascii=False, indent=1, default=str) + "\n")


def worst(outcomes: Iterable[str]) -> str:
    """The outcome of a run that is made of others: the gravest of theirs."""
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

    loaded False: without those that the warehouse holds.
    """
    records = [_as_it_is(directory, r) for p in _files(directory, loaded=loaded) if (r := _record(p)) is not None]
    return sorted(records, key=lambda record: (record.started_at, record.run_id))


def flaws(directory: Path) -> Iterator[str]:
    """One sentence for each file among the records that is none: empty, cut, damaged, or not to be read."""
    for path in sorted(_files(directory, loaded=True)):
        try:
            path.read_bytes()
        except OSError as error:
            yield sentence(error)
        else:
            if _record(path) is None:
                yield f"{path} is no record of a run; remove it, nothing but the memory of that run goes with it."


def _files(directory: Path, *, loaded: bool) -> Iterator[Path]:
    for folder in (directory, directory / _LOADED) if loaded else (directory,):
        if os.path.lexists(folder):
            yield from (path for path in folder.iterdir() if path.suffix == ".json")


def _record(path: Path) -> RunRecord | None:
    """The record in a file; None when it is none, which `doctor` tells."""
    try:
        record = RunRecord(**json.loads(path.read_text("utf-8")))
        return record if _is_sound(record) and record.run_id == path.stem else None
    except (ValueError, TypeError, OSError, RecursionError):
        return None


def _is_sound(record: RunRecord) -> bool:
    """Whether everything in a record is of its kind; raises ValueError or TypeError for times that are none."""
    for time in (record.started_at, record.finished_at or record.started_at):
        datetime.fromisoformat(time)
    return (
        record.outcome in OUTCOMES
        and all(isinstance(text, str) for text in (record.flow, record.parent or "", *record.messages))
        and all(isinstance(number, int) for number in dict(record.counts).values())
        and isinstance(record.parameters, dict)
    )


def _as_it_is(directory: Path, record: RunRecord) -> RunRecord:
    if record.outcome != "running" or _lives(directory / f"{record.run_id}.lock"):
        return replace(record, messages=tuple(record.messages))
    return replace(record, outcome="killed", messages=tuple(record.messages))


def _lives(lock_file: Path) -> bool:
    if not lock_file.exists():
        return False
    try:
        with FileLock(lock_file, timeout=0):
            return False
    except Timeout:
        return True


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
