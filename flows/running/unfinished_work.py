"""Finds runs that failed or were killed and whose work no later run has done; `doctor` reports them.

A run consists of steps (an import: import, parse, load and publish).  A step is done when a later run did the same
step, alone or as part of another run, for at least the same pages.  Takes run records and checks whether the paths of
an import still exist; changes nothing.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from flows.running.run_records import THEN, RunRecord

#: Outcomes that leave work undone, with their verbs.  Not "stopped": whoever stopped a run knows it.
BAD: Final = {"failed": "failed", "killed": "was killed"}
#: Outcomes of runs that did their work or are doing it.
_GOOD: Final = ("done", "rejected", "waiting", "running")
#: How far in the future a run may begin by its record; clocks of machines differ by less.
_CLOCK_TOLERANCE: Final = timedelta(hours=1)
#: The parameter of a reparse that also loads and publishes what it read.
_APPLY: Final = "apply"
#: Most paths that a sentence names.
_PATHS: Final = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One flow as part of a run, with the parameters that say which pages it takes."""

    flow: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def covers(self, other: Step) -> bool:
        """Whether this step did the work of the other (the same flow, for the same pages or more); then it is done."""
        return self.flow == other.flow and all(
            _covers(name, self.parameters.get(name), other.parameters.get(name))
            for name in {*self.parameters, *other.parameters}
        )


def _lake(step: Step) -> str:
    """Write the option that names a step's lake (" --lake s3://..."); "" without a lake."""
    lake = step.parameters.get("lake")
    return f" --lake {shlex.quote(str(lake))}" if lake else ""


def _covers(name: str, mine: Any, other: Any) -> bool:
    """Whether the pages that the value `mine` of a parameter chooses include all that the value `other` chooses.

    A list of outlets does when it holds all outlets of the other list; no value for the outlets chooses all of them.
    `name`: of the parameter.
    """
    if mine == other or (mine or None) is (other or None) is None:
        return True
    if name == "paths":
        return isinstance(mine, list) and isinstance(other, list) and all(path in mine for path in other)
    if name == "everything":
        return bool(mine) or not other
    if name == "lake":
        return not other  # the published file is there with a lake and without
    # A run without a parameter for outlets, hosts or time has no limit.
    if name in ("sources", "hosts", "page_paths", "only") and isinstance(mine, list) and isinstance(other, list):
        return all(one in mine for one in other)
    return not mine


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A run that failed or was killed, with the steps that are still to be done."""

    record: RunRecord
    left: tuple[Step, ...]
    #: The step in which the run ended; None when it has no steps, or ended between two.
    step: RunRecord | None = None

    def sentence(self) -> str:
        """Say in two sentences what happened, and what to do."""
        where = f" in its step {self.step.flow}" if self.step else ""
        said = self.record.messages or (self.step.messages if self.step else ())
        why = f": {said[-1]}" if said else "."
        return f"{self.record.flow} ({self.record.run_id}) {BAD[self.record.outcome]}{where}{why} {self._remedy()}"

    def _remedy(self) -> str:
        """Say which command to run, as a sentence."""
        first = self.left[0]
        if first.flow == "import":
            verb = "import" if _has_all_steps(self.record) else "run import"
            paths = list(map(str, first.parameters.get("paths", [])))
            told = shlex.join(paths[:_PATHS]) + (" ..." if paths[_PATHS:] else "")
            return (
                f"Run `copydesk {verb} {told}` again, or remove {self.record.run_id}.json below the folder runs "
                "when that is not wanted any more."
            )
        if first.flow == "scrape" and self.record.flow == "ingest":
            return "Run `copydesk ingest` again."
        # What is parsed again waits to be loaded, also where a load has ended well meanwhile.
        steps = _steps(self.record)
        behind = steps[[step.flow for step in steps].index(first.flow) :]
        commands = [f"`copydesk run {step.flow}{_lake(step)}`" for step in behind]
        return f"Run {' and '.join(filter(None, (', '.join(commands[:-1]), commands[-1])))} to do what it left."


def unfinished(records: Sequence[RunRecord], now: datetime) -> list[Unfinished]:
    """List the failed and killed runs whose work no later run has done, the oldest first.

    Of runs with the same work only the last is listed.  `records`: the oldest first.  `now`: with a time zone.
    """
    known = {record.run_id for record in records}
    children: dict[str, list[RunRecord]] = {}
    for record in records:
        if record.parent in known and record.parent != record.run_id:
            children.setdefault(str(record.parent), []).append(record)
    done = [
        (record.started_at, step)
        for record in records
        if record.outcome in _GOOD and not ahead(record, now)
        for step in _done_by(record, children.get(record.run_id, []))
    ]
    found: list[Unfinished] = []
    for record in reversed(records):
        # A step of a listed run is reported with that run.
        if record.outcome not in BAD or (record.parent in known and record.parent != record.run_id):
            continue
        own = children.get(record.run_id, [])
        since = "" if ahead(record, now) else _last_active(record, own)
        later = [step for began, step in done if began >= since]
        left = [step for step in _left_by(record, own) if not _covered(step, later)]
        if not all(_covered(step, [told for one in found for told in one.left]) for step in left):
            found.append(Unfinished(record, tuple(left), next((one for one in own if one.outcome in BAD), None)))
    return found[::-1]


def _covered(step: Step, others: Sequence[Step]) -> bool:
    """Whether other steps together did all the work of a step: each of its paths and outlets is in one of them."""
    parts = [step]
    for name in ("paths", "sources"):
        if isinstance(step.parameters.get(name), list):
            parts = [Step(step.flow, {**step.parameters, name: [one]}) for one in step.parameters[name]]
    return all(any(other.covers(part) for other in others) for part in parts)


def ahead(record: RunRecord, now: datetime) -> bool:
    """Whether a run's record says that it began in the future: a clock was wrong, so its place in time is unknown."""
    return datetime.fromisoformat(record.started_at) > now + _CLOCK_TOLERANCE


def _has_all_steps(record: RunRecord) -> bool:
    """Whether a run has all steps from fetching or importing pages to publishing, each with a record of its own.

    Up to 0.4.0 an import was recorded as "ingest", too.
    """
    return record.flow == "ingest" or THEN in record.parameters


def _parses_then_loads(record: RunRecord) -> bool:
    """Whether a run parses pages itself, and loads and publishes them in steps that have records of their own.

    So do retry, and reparse with `apply`.
    """
    return record.flow == "retry" or (record.flow == "reparse" and bool(record.parameters.get(_APPLY)))


def _steps(record: RunRecord) -> list[Step]:
    """List the steps of which a run consists, in order, whether they were done or not."""
    rest = [Step("load"), Step("publish")]
    if _parses_then_loads(record):
        pages = {name: value for name, value in record.parameters.items() if name != _APPLY}
        return [Step(record.flow, {} if record.flow == "retry" else pages), *rest]
    if not _has_all_steps(record):
        return [Step(record.flow, record.parameters)]
    imported = ("paths", "hosts", "since", "until", "page_paths")
    names = imported if record.parameters.get("paths") else ("sources", "only", "limit")
    given = {name: record.parameters[name] for name in names if name in record.parameters}
    return [Step("import" if "paths" in given else "scrape", given), Step("parse"), *rest]


def _done_by(record: RunRecord, children: Sequence[RunRecord]) -> list[Step]:
    """List the steps that a run which ended well did itself.

    Steps that have records of their own (`children`) are left out.
    """
    steps = _steps(record)
    if _parses_then_loads(record):
        return steps[:1]
    if _has_all_steps(record) and record.outcome == "waiting":
        return [] if children else steps[:-1]  # nothing is published while the warehouse is held
    return [] if _has_all_steps(record) and children else steps


def _left_by(record: RunRecord, children: Sequence[RunRecord]) -> list[Step]:
    """List the steps that a failed or killed run did not finish.  `children`: the run records of its steps."""
    done = {child.flow for child in children if child.outcome in _GOOD}
    if not _existing_paths(record):
        done.add("import")
    if _parses_then_loads(record):
        begun = {child.flow for child in children}
        # A reparse loads while it reads, and publishes at the end; a retry parses before it begins the others.
        if ("publish" in begun or (record.flow == "retry" and begun)) and not record.counts.get("unreadable"):
            done.add(record.flow)
        elif record.flow == "reparse":
            done.discard("load")
    steps = [step for step in _steps(record) if step.flow not in done]
    return [_with_paths(step, _existing_paths(record)) if step.flow == "import" else step for step in steps]


def _with_paths(step: Step, paths: Sequence[str]) -> Step:
    return Step(step.flow, {**step.parameters, "paths": [*paths]})


def _existing_paths(record: RunRecord) -> list[str]:
    """List the paths of an import that still exist.  A relative path whose folder is unknown may exist, and is kept."""
    return [
        path
        for path in map(str, record.parameters.get("paths", []))
        if Path(record.folder, path).exists() or not Path(record.folder, path).is_absolute()
    ]


def _last_active(record: RunRecord, children: Sequence[RunRecord]) -> str:
    """The last time at which a run, or one of its steps, is known to have been at work."""
    return max(moment for one in (record, *children) for moment in (one.started_at, one.finished_at) if moment)
