"""Finds the rows of a batch that cannot be loaded, and turns them into rejected pages with a reason.

One row with a value that Arrow or DuckDB refuses (bytes that are not text, an impossible time, a missing value) must
not keep the other rows of its batch out.  Takes and gives Arrow tables; writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from warehouse import staged

#: What DuckDB raises because of a value.  All else (disk, memory, locks, a bug of this program) is not a row's fault.
VALUE_ERRORS: Final = (duckdb.DataError, duckdb.IntegrityError, duckdb.InvalidInputException)

#: The times that Python, Arrow and DuckDB can all represent, with a day to spare for time zones.
_EARLIEST, _LATEST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_REQUIRED: Final = tuple(field.name for field in staged.SCHEMA if not field.nullable)
#: The columns that a rejected page keeps of its row.
_FACTS: Final = tuple(
    name for name in staged.SCHEMA.names if name not in ("article", "outcome", "stage", "reason", "detail")
)


def readable(table: pa.Table) -> tuple[pa.Table, list[dict[str, Any]]]:
    """Split a staged table: the rows that fit `staged.SCHEMA`, and for each other row a rejected page, as a dictionary.

    Raises pyarrow's ArrowException when no row fits: then the table is no staged batch.
    """
    faults = guilty(table, _arrow_fault)
    if table.num_rows and len(faults) == table.num_rows:
        raise pa.ArrowInvalid(next(iter(faults.values())))
    good = table.filter(pa.array([n not in faults for n in range(table.num_rows)], pa.bool_())).cast(staged.SCHEMA)
    return good, refused(table, faults)


def guilty(table: pa.Table, fault: Callable[[pa.Table], str | None]) -> dict[int, str]:
    """Map the number of each row that fails by itself to what is wrong with it.

    Found by testing halves, halves of halves and so on.  `fault`: tests a table of some of the rows; gives what is
    wrong, or None.
    """
    found: dict[int, str] = {}
    parts: list[Sequence[int]] = [range(table.num_rows)]
    while parts:
        part = parts.pop()
        said = fault(table.take(pa.array(part, pa.int64()))) if part else None
        if said is not None and len(part) == 1:
            found[part[0]] = said
        elif said is not None:
            middle = len(part) // 2
            parts += [part[middle:], part[:middle]]
    return dict(sorted(found.items()))


def refused(table: pa.Table, faults: Mapping[int, str]) -> list[dict[str, Any]]:
    """Make a rejected page, as a dictionary, for each row in `faults` (row number -> what is wrong).

    It holds the facts of the row's fetch that can be read, and the reason.
    """
    return [_rejected(table.slice(n, 1), said) for n, said in faults.items()]


def _arrow_fault(rows: pa.Table) -> str | None:
    """Say what is wrong with some rows of a staged table, judged without DuckDB; None when all can be loaded."""
    try:
        rows.cast(staged.SCHEMA).validate(full=True)
        missing = [name for name in _REQUIRED if rows[name].null_count]
    except (pa.ArrowException, ValueError) as error:
        return str(error)
    if missing:
        return f"{', '.join(missing)} must not be missing"
    if pc.any(pc.and_(pc.equal(rows["outcome"], "article"), _incomplete(rows))).as_py():
        return "an article must come with its body and with what was read from it"
    bounds = pc.min_max(rows["fetched_at"].cast(pa.int64()))
    if rows.num_rows and not _micros(_EARLIEST) <= bounds["min"].as_py() <= bounds["max"].as_py() <= _micros(_LATEST):
        return "the time of its fetch lies outside the years 1 to 9999"
    return None


def _incomplete(rows: pa.Table) -> pa.ChunkedArray:
    """Tell for each row whether it lacks the article or the hash of its body."""
    return pc.or_(pc.is_null(rows["article"]), pc.is_null(rows["body_sha256"]))


def _micros(moment: datetime) -> int:
    return int(pa.scalar(moment, pa.timestamp("us", tz="UTC")).value)


def _rejected(row: pa.Table, said: str) -> dict[str, Any]:
    """Make a rejected page in place of a row: the readable facts of its fetch, and `said`, what is wrong with it."""
    facts = {name: _value(row, name) for name in _FACTS}
    if facts["channel"] not in staged.CHANNELS:
        facts["channel"] = "file" if str(facts["requested_url"]).startswith("file:") else "http"
    return {
        **facts,
        "run_id": facts["run_id"] or "unknown",
        "fetched_at": facts["fetched_at"] or datetime.now(UTC),
        "outcome": "rejected",
        "stage": "load",
        "reason": "refused",
        "detail": f"The warehouse cannot take what was read from it: {' '.join(said.split()).rstrip('.')}.",
    }


def _value(row: pa.Table, name: str) -> Any:
    """Read the value of a one-row table in column `name`; None when it does not fit the column.

    Bytes that are no UTF-8 are replaced.
    """
    kind, column = staged.SCHEMA.field(name).type, row[name]
    try:
        if kind == pa.string():
            raw = column.cast(pa.binary())[0].as_py()
            return None if raw is None else raw.decode("utf-8", "replace")
        value = column.cast(kind)[0].as_py()
    except (pa.ArrowException, ValueError, OverflowError):
        return None
    return None if isinstance(value, datetime) and not _EARLIEST <= value <= _LATEST else value
