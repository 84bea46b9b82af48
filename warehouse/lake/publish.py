"""Brings a lake to the state of the published file: each table becomes a Delta table, and only what changed is written.

Reads the published file, which nobody writes to, so that loads go on meanwhile; gives what was done, table by table.
Each table is written in one commit, which names the publication that it shows (Delta's application transaction).  A run
that was killed, or failed halfway through the tables, is therefore continued by the next, and nothing is doubled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.connect import reader
from warehouse.errors import LakeAway, LakeError
from warehouse.lake.lake_address import LakeAddress, missing_library
from warehouse.lake.lake_tables import LakeTable, lake_tables, quoted
from warehouse.lake.ranges import Range, changed, condition, fingerprints, fits, rows_of, width_for, windows
from warehouse.lake.written_tables import LakeMemory, State, memory_of

if TYPE_CHECKING:
    from warehouse.lake.delta import LakeDelta

#: Rows that are sorted and read at a time, and rows of one batch of them.
_ROWS, _BATCH = 100_000, 8192
#: Most memory for DuckDB, which else takes what there is to keep what it has read.
_MEMORY: Final = "1GB"
#: Said of a failed table: the others are as they should be.
_REST: Final = "The other tables are up to date, and the next publish tries this one again."


@dataclass(slots=True)
class LakeResult:
    """What one publish did to the lake: how many tables and rows were written, and what went wrong."""

    #: Tables of the warehouse, tables that were written, and rows that were written.
    tables: int = 0
    written: int = 0
    rows: int = 0
    #: What somebody should know: tables that were written anew, or are no longer in the warehouse.
    notes: list[str] = field(default_factory=list)
    #: Tables that could not be written, in sentences.
    faults: list[str] = field(default_factory=list)


def publish_lake(
    published: Path, address: LakeAddress, folder: Path, *, advance: Callable[[], object] = lambda: None
) -> LakeResult:
    """Make the lake show what the published file holds.

    `folder`: where the notes on earlier writes lie (`written_tables.py`).  `advance`: called after each table.  Raises
    LakeAway when the lake's store does not answer, LakeError when the lake cannot be used at all, OSError when the
    notes cannot be written, and what `reader` raises.
    """
    if wrong := missing_library():
        raise LakeError(wrong)
    with reader(published) as connection:
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        version, warehouse = names_of(connection)
        with memory_of(folder, address.url, warehouse) as memory:
            try:
                place = _Place(address, memory, version, _is_settled(address, memory, version))
                return _all_tables(connection, place, advance)
            except LakeAway as error:
                raise LakeAway(f"{error}; the published file is there, and the next publish catches up.") from error


def lake_flaw(address: LakeAddress) -> str | None:
    """Say in one sentence why a lake cannot be used, by opening one of its tables.

    None when it can be used or made.
    """
    if wrong := missing_library():
        return wrong
    # Imported here and below: it loads the library of the extra.
    from warehouse.lake.delta import LakeDelta

    try:
        LakeDelta(address, "publications", writer="")
    except LakeError as error:
        return f"{str(error).rstrip('.')}; until then publishing brings no lake up to date."
    return None


@dataclass(frozen=True, slots=True)
class _Place:
    """All that is the same for the tables of one run: the lake, the notes on earlier writes, and the publication."""

    address: LakeAddress
    memory: LakeMemory
    version: int
    #: Whether the lake shows this publication whole already, as its table `publications` says, which is written last.
    settled: bool


def names_of(connection: DuckDBPyConnection) -> tuple[int, str]:
    """Give the names by which the lake knows the published state and the warehouse.

    The state: time of the publication in microseconds since 1970.  The warehouse: "copydesk-" and the time when it was
    made.
    """
    [(published, made)] = connection.execute(
        "SELECT (SELECT max_by(epoch_us(published_at), number) FROM publications),"
        " (SELECT min(epoch_us(applied_at)) FROM schema_migrations WHERE version > 0)"
    ).fetchall()
    return int(published), f"copydesk-{made}"


def _all_tables(connection: DuckDBPyConnection, place: _Place, advance: Callable[[], object]) -> LakeResult:
    """Bring each table up to date.

    If one table cannot be written the others are; its fault stands in the result.
    """
    result, tables = LakeResult(), lake_tables(connection)
    for name in (table.name for table in tables if not table.has_folder):
        result.notes.append(f"The table '{name}' is left out of the lake: its name can be no folder's; rename it.")
    tables = [table for table in tables if table.has_folder]
    for table in tables:
        if table.name == "publications" and result.faults:
            continue  # its newest row would say that all tables are at that state
        try:
            _bring_up(connection, table, place, result)
        except LakeAway:
            raise
        except LakeError as error:
            result.faults.append(f"{error} {_REST}")
        except duckdb.DataError as error:  # about values; errors of the file are no DataError
            said = (str(error).strip().splitlines() or [""])[0]
            result.faults.append(f"The table {table.name} cannot be read for the lake ({said}). {_REST}")
        result.tables += 1
        advance()
    for name in place.memory.gone({table.name for table in tables}):
        result.notes.append(f"{place.address.of(name)} is no table of the warehouse any more; remove it.")
    return result


def _is_settled(address: LakeAddress, memory: LakeMemory, version: int) -> bool:
    """Whether the lake already shows the publication `version`, so that its tables may stay as they are.

    It does when the newest commit of its table `publications`, which is written last, names this version.
    """
    from warehouse.lake.delta import LakeDelta

    try:
        return LakeDelta(address, "publications", writer=memory.warehouse).version == version
    except LakeAway:
        raise
    except LakeError:
        return False  # what is wrong is told when this table's turn comes, or that of others


def _bring_up(connection: DuckDBPyConnection, table: LakeTable, place: _Place, result: LakeResult) -> None:
    """Bring one table up to date, with at most one commit of rows, and note its state.

    Adds to the counts of `result`.
    """
    from warehouse.lake.delta import LakeDelta

    lake = LakeDelta(place.address, table.name, writer=place.memory.warehouse)
    schema = _rows(connection, table, "LIMIT 0").schema
    last = lake.version, table.key
    state = next((one for one in place.memory.states(table.name) if (one.version, one.key) == last), None)
    if place.settled and state is not None and lake.rows == rows_of(state.ranges):
        return
    now = _present(connection, table, place.version, state.width if state else width_for(connection, table))
    if state is None and lake.version == place.version:
        state = now  # the notes were lost, and the lake shows just this publication
    if state is not None and (lake.rows != rows_of(state.ranges) or not lake.evolved(schema)):
        state = None
    if state is None or state.ranges != now.ranges:
        if lake.is_there and state is None:
            result.notes.append(
                f"{lake.url} is written anew, since its columns or its rows are not those last written."
            )
        place.memory.note(table.name, *([state] if state else []), now)
        result.rows += _write(_Source(connection, table, schema), lake, now, state)
        result.written += 1
    else:
        now = replace(now, version=state.version)
    if not fits(now.ranges):
        now = _present(connection, table, now.version, width_for(connection, table))
    place.memory.note(table.name, now)


def _present(connection: DuckDBPyConnection, table: LakeTable, version: int, width: int) -> State:
    """Find what a table of the published file holds now, as a State with fingerprints of ranges of `width` numbers."""
    return State(version, table.key, width, fingerprints(connection, table, width))


@dataclass(slots=True)
class _Source:
    """Reads the rows of one table of the published file, to be written to the lake."""

    connection: DuckDBPyConnection
    table: LakeTable
    schema: pa.Schema
    #: The error that reading rows raised: the library that asked for them hides it behind one of its own.
    failed: Exception | None = None

    def batches(self, pieces: Iterable[Range]) -> Iterator[Any]:
        """Yield Arrow batches of the rows whose keys lie in these ranges, range by range, each ordered by key."""
        try:
            for piece in pieces:
                # Sorted, so that a file has few ranges, and a range that changes touches few files.
                end = (
                    f"WHERE {condition(self.table, [piece])} ORDER BY {quoted(self.table.key)}"
                    if self.table.key
                    else ""
                )
                yield from _rows(self.connection, self.table, end)
        except Exception as error:
            self.failed = error
            raise


def _rows(connection: DuckDBPyConnection, table: LakeTable, end: str) -> pa.RecordBatchReader:
    return connection.sql(f"SELECT {table.selected} FROM main.{quoted(table.name)} {end}").to_arrow_reader(_BATCH)


def _write(source: _Source, lake: LakeDelta, now: State, before: State | None) -> int:
    """Write the ranges that changed since `before`, or all rows when it is None; gives the number of written rows."""
    part = before is not None and source.table.key is not None
    ranges = changed(before.ranges if before and part else {}, now.ranges, now.width)
    pieces = windows(now.ranges, ranges, now.width, rows=_ROWS)
    batches = pa.RecordBatchReader.from_batches(source.schema, source.batches(pieces))
    try:
        lake.write(batches, version=now.version, condition=condition(source.table, ranges) if part else None)
    except LakeError:
        if source.failed is not None:
            raise source.failed from None
        raise
    if lake.rows != rows_of(now.ranges):
        raise LakeError(f"{lake.url} has {lake.rows} rows instead of {rows_of(now.ranges)} after it was written.")
    return sum(rows_of({start: now.ranges[start]}) for start in now.ranges if any(a <= start <= z for a, z in ranges))
