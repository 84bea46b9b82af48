"""Stores the records of runs of flows in the warehouse, so that SQL can ask what ran, when and how it ended.

The flows keep their own files of these records; here is a copy, in which a later record of a run replaces an earlier
one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.sql_files import script
from warehouse.transaction import transaction

_TIME = pa.timestamp("us", tz="UTC")
_RUNS = pa.schema(
    [
        pa.field("run_id", pa.string(), nullable=False),
        pa.field("flow", pa.string(), nullable=False),
        pa.field("parent", pa.string()),
        pa.field("parameters", pa.string()),
        pa.field("code_version", pa.string()),
        pa.field("outcome", pa.string(), nullable=False),
        pa.field("started_at", _TIME, nullable=False),
        pa.field("finished_at", _TIME),
        pa.field("counts", pa.string()),
        pa.field("messages", pa.list_(pa.string())),
    ]
)


def load_runs(connection: DuckDBPyConnection, records: Iterable[Mapping[str, Any]]) -> int:
    """Write run records; gives their number.

    A record has run_id, flow, outcome, started_at and may have parent, parameters, code_version, finished_at, counts
    (name -> number) and messages; times are datetimes or ISO 8601.  It replaces an earlier record with the same run_id.
    """
    rows = [_row(record) for record in records]
    if not rows:
        return 0
    connection.register("incoming_runs", pa.Table.from_pylist(rows, schema=_RUNS))
    try:
        with transaction(connection):
            connection.execute(script("loading", "runs"))
    finally:
        connection.unregister("incoming_runs")
    return len(rows)


def _row(record: Mapping[str, Any]) -> dict[str, Any]:
    """Convert a run record to the form that the table takes: times parsed, parameters and counts as JSON text."""
    return {
        **record,
        "started_at": _time(record["started_at"]),
        "finished_at": _time(record.get("finished_at")),
        "parameters": json.dumps(dict(record.get("parameters") or {}), default=str),
        "counts": json.dumps(dict(record.get("counts") or {})),
        "messages": list(record.get("messages") or ()),
    }


def _time(value: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
