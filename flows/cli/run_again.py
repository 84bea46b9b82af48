"""Finds what to run to repeat a recorded run: its flow, and the parameters that its record holds.

Takes run records; gives a flow's name and its arguments.  Runs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, get_args

from flows.acquire.remote.whats import is_on_the_web
from flows.errors import UsageError
from flows.running.parameters import Parameter, parameters
from flows.running.registry import FLOWS, find_flow
from flows.running.run_records import THEN, RunRecord

#: The flow that takes pages in, parses, loads and publishes them, and its parameter for what only imports take.
_WHOLE, _READING = "ingest", "reading"
#: A path that stands for standard input, whose bytes are gone.
_STANDARD_INPUT: Final = "-"
#: Most runs that a message offers.
_OFFERED: Final = 3


def run_again(records: Sequence[RunRecord], run_id: str) -> tuple[str, dict[str, Any]]:
    """Find the name of the flow and the arguments with which to repeat a recorded run.

    Raises UsageError when there is no such run, when this version lacks its flow or a parameter, and when the run read
    standard input.
    """
    record = next((one for one in records if one.run_id == run_id), None)
    if record is None:
        near = (
            get_close_matches(run_id, [one.run_id for one in records], _OFFERED)
            or [one.run_id for one in records if one.parent is None][-_OFFERED:]
        )
        hint = f"did you mean {' or '.join(near)}?" if near else "nothing has run yet."
        raise UsageError(f"There is no record of a run '{run_id}'; {hint}")
    flow = _WHOLE if THEN in record.parameters else record.flow
    if flow not in FLOWS:
        raise UsageError(f"The run {run_id} is of a flow '{flow}', which this version does not have.")
    known = {one.name: one for one in parameters(find_flow(flow).fn)}
    told = {name: value for name, value in record.parameters.items() if name != THEN and value not in (None, False)}
    if more := {name: value for name, value in told.items() if name not in known}:
        told = {name: value for name, value in told.items() if name in known} | _older(run_id, flow, more, known)
    arguments = {name: _value(known[name], value) for name, value in told.items()}
    if "paths" in arguments:
        arguments["paths"] = _paths(record, arguments["paths"])
    return flow, arguments


def _older(run_id: str, flow: str, more: Mapping[str, Any], known: Mapping[str, Parameter]) -> dict[str, Any]:
    """Translate recorded arguments to the names that the flow gives them today; raises UsageError for any other.

    Options of an import are one mapping today; older records have `source` instead of `sources`.  `more`: the recorded
    arguments whose names the flow does not have.  `known`: name -> parameter of the flow today.
    """
    if _READING in known:
        return {_READING: dict(more)}
    if set(more) == {"source"} and "sources" in known:
        return {"sources": [more["source"]]}
    names = ", ".join(sorted(more))
    raise UsageError(f"The run {run_id} was told {names}, which the flow {flow} of this version does not take.")


def _value(parameter: Parameter, value: Any) -> Any:
    """Convert a recorded value to the type that the flow takes: the text of a time becomes a datetime."""
    if datetime in (parameter.kind, *get_args(parameter.kind)) and isinstance(value, str):
        return datetime.fromisoformat(value)
    return value


def _paths(record: RunRecord, paths: Sequence[str]) -> list[str]:
    """Make the paths of an import absolute where they were relative to the folder in which the run was started.

    Raises UsageError when one is standard input.
    """
    if _STANDARD_INPUT in paths:
        raise UsageError(f"The run {record.run_id} read standard input, which is gone; import the pages once more.")
    return [path if not record.folder or is_on_the_web(path) else str(Path(record.folder, path)) for path in paths]
