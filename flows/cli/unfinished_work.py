"""Runs that ended badly and whose work nobody has done since: what `doctor` names.

A run is taken as its steps (an import is import, parse, load and publish).  A step is made good by a later run that did
the same, alone or as part of another one, for at least the same pages.  Takes run records and looks whether the paths
of an import are still there; changes nothing.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from flows.running.run_records import RunRecord

#: Outcomes that leave something to do, with the word for them.  Who stops a run himself knows that he did.
BAD: Final = {"failed": "failed", "killed": "was killed"}
#: Outcomes of runs that did, or are about to do, what they were begun for.
_WELL: Final = ("done", "rejected", "waiting", "running")
#: Clocks of machines differ by less.
_CLOCKS: Final = timedelta(hours=1)
#: Paths that are written out.
_PATHS: Final = 3


@dataclass(frozen=True, slots=True)
class Step:
    """What one flow does in a run, for which pages."""

    flow: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def covers(self, other: Step) -> bool:
        """Whether doing this did the other as well: the same flow, for the same pages or more."""
        return self.flow == other.flow and all(
            _covers(name, self.parameters.get(name), other.parameters.get(name))
            for name in {*self.parameters, *other.parameters}
        )


def _covers(name: str, mine: Any, other: Any) -> bool:
    if mine == other:
        return True
    if name == "paths":
        return isinstance(mine, list) and isinstance(other, list) and all(path in mine for path in other)
    if name == "everything":
        return bool(mine) or not other
    # A run that names no outlet, host or time took them all.
    if name in ("sources", "hosts") and isinstance(mine, list) and isinstance(other, list):
        return all(one in mine for one in other)
    return mine is None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A run that ended badly, with what of it is still to be done."""

    record: RunRecord
    left: tuple[Step, ...]

    def sentence(self) -> str:
        """What happened and what to do."""
        why = f": {self.record.messages[-1]}" if self.record.messages else "."
        return f"{self.record.flow} ({self.record.run_id}) {BAD[self.record.outcome]}{why} {self._remedy()}"

    def _remedy(self) -> str:
        first = self.left[0]
        if first.flow == "import":
            verb = "import" if self.record.flow == "ingest" else "run import"
            paths = list(map(str, first.parameters.get("paths", [])))
            told = shlex.join(paths[:_PATHS]) + (" ..." if paths[_PATHS:] else "")
            return (
                f"Run `copydesk {verb} {told}` again, or remove {self.record.run_id}.json below the folder runs "
                "when that is not wanted any more."
            )
        if first.flow == "scrape" and self.record.flow == "ingest":
            return "Run `copydesk ingest` again."
        commands = [f"`copydesk run {step.flow}`" for step in self.left]
        return f"Run {' and '.join(filter(None, (', '.join(commands[:-1]), commands[-1])))} to do what it left."


def unfinished(records: Sequence[RunRecord], now: datetime) -> list[Unfinished]:
    """The runs that ended badly and that nothing later made good, the oldest first; of several alike, the last."""
    known = {record.run_id for record in records}
    children: dict[str, list[RunRecord]] = {}
    for record in records:
        if record.parent in known and record.parent != record.run_id:
            children.setdefault(str(record.parent), []).append(record)
    deeds = [
        (record.started_at, step)
        for record in records
        if record.outcome in _WELL and not ahead(record, now)
        for step in _done_by(record, children.get(record.run_id, []))
    ]
    found: list[Unfinished] = []
    for record in reversed(records):
        # The steps of a listed run are part of its entry.
        if record.outcome not in BAD or (record.parent in known and record.parent != record.run_id):
            continue
        own = children.get(record.run_id, [])
        since = "" if ahead(record, now) else _last_sign(record, own)
        later = [deed for began, deed in deeds if began >= since]
        left = [step for step in _left_by(record, own) if not _covered(step, later)]
        if not all(_covered(step, [told for one in found for told in one.left]) for step in left):
            found.append(Unfinished(record, tuple(left)))
    return found[::-1]


def _covered(step: Step, others: Sequence[Step]) -> bool:
    """Whether others did a step between them: each path, each outlet of it."""
    parts = [step]
    for name in ("paths", "sources"):
        if isinstance(step.parameters.get(name), list):
            parts = [Step(step.flow, {**step.parameters, name: [one]}) for one in step.parameters[name]]
    return all(any(other.covers(part) for other in others) for part in parts)


def ahead(record: RunRecord, now: datetime) -> bool:
    """Whether it says that it began at a time that is still to come: a clock was wrong, and no order can be told."""
    return datetime.fromisoformat(record.started_at) > now + _CLOCKS


def _steps(record: RunRecord) -> list[Step]:
    """What a run does when nothing comes between, in order."""
    rest = [Step("load"), Step("publish")]
    if record.flow == "retry":
        return [Step("retry"), *rest]
    if record.flow != "ingest":
        return [Step(record.flow, record.parameters)]
    names = ("paths", "hosts", "since", "until") if record.parameters.get("paths") else ("sources",)
    given = {name: record.parameters[name] for name in names if name in record.parameters}
    return [Step("import" if "paths" in given else "scrape", given), Step("parse"), *rest]


def _done_by(record: RunRecord, children: Sequence[RunRecord]) -> list[Step]:
    """What a run that ended well did itself; its children speak for themselves, where they have left a record."""
    steps = _steps(record)
    if record.flow == "retry":
        return steps[:1]
    if record.flow == "ingest" and record.outcome == "waiting":
        return [] if children else steps[:-1]  # nothing is published while the warehouse is held
    return [] if record.flow == "ingest" and children else steps


def _left_by(record: RunRecord, children: Sequence[RunRecord]) -> list[Step]:
    """The steps that a run which ended badly did not bring to their end."""
    done = {child.flow for child in children if child.outcome in _WELL}
    if not _there(record):
        done.add("import")
    if record.flow == "retry" and children and not record.counts.get("unreadable"):
        done.add("retry")  # it parses before it begins the others
    steps = [step for step in _steps(record) if step.flow not in done]
    return [_of_paths(step, _there(record)) if step.flow == "import" else step for step in steps]


def _of_paths(step: Step, paths: Sequence[str]) -> Step:
    return Step(step.flow, {**step.parameters, "paths": [*paths]})


def _there(record: RunRecord) -> list[str]:
    """The paths of an import that are there to be imported, or of which nobody knows; what is gone is no work left."""
    return [
        path
        for path in map(str, record.parameters.get("paths", []))
        if Path(record.folder, path).exists() or not Path(record.folder, path).is_absolute()
    ]


def _last_sign(record: RunRecord, children: Sequence[RunRecord]) -> str:
    """The last moment at which a run is known to have been at work."""
    return max(moment for one in (record, *children) for moment in (one.started_at, one.finished_at) if moment)
