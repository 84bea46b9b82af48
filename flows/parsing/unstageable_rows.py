"""Turns rows that cannot be staged into rejected rows with a reason; the other rows stay as they are.

Takes the rows of one batch, gives as many.  Needed only when a batch as a whole could not be written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import pyarrow as pa

from warehouse.staged import CHANNELS, SCHEMA, table

Row = Mapping[str, Any]

#: pyarrow's errors for a value that does not fit its column; a full disk or memory raises others.
MISFITS: Final = (pa.ArrowException, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

#: Characters of pyarrow's message that go into the reason.
_SHOWN: Final = 300
#: Values for columns that may not be empty, where a row's own value does not fit.
_INSTEAD: Final[Mapping[str, Any]] = {
    "run_id": "unknown",
    "channel": CHANNELS[0],
    "fetched_at": datetime(1970, 1, 1, tzinfo=UTC),
}


def sound_rows(rows: Sequence[Row]) -> list[Row]:
    """Replace each row that cannot be staged by a rejected row with the reason; the order stays."""
    return [_sound(row) for row in rows]


def _sound(row: Row) -> Row:
    """Give the row itself, or the rejected row to stage in its place."""
    why = _misfit(row)
    if why is None:
        return row
    columns = _misfit_columns(row)
    named = ", ".join(columns) or "the row"
    kept = {name: row.get(name) for name in SCHEMA.names if name not in {*columns, "article"}}
    return {
        **kept,
        **{name: value for name, value in _INSTEAD.items() if kept.get(name) is None},
        "outcome": "rejected",
        "stage": "stage",
        "reason": "unstageable",
        "detail": f"What was read of it does not fit into {named} ({why}).",
    }


def _misfit(row: Row) -> str | None:
    """Say why a row cannot be staged, as valid UTF-8 text; None when it can."""
    try:
        table([row])
    except MISFITS as error:
        told = " ".join(f"{type(error).__name__}: {error}".split())[:_SHOWN]
        return told.encode("utf-8", "backslashreplace").decode()
    return None


def _misfit_columns(row: Row) -> list[str]:
    """List the columns whose value does not fit; each is tried alone."""
    whole: Row = {**_INSTEAD, "outcome": "rejected"}
    asked = [name for name in SCHEMA.names if name in row or name in _INSTEAD]
    return [name for name in asked if _misfit({**whole, name: row.get(name)}) is not None]
