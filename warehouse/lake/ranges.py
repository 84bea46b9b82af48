"""Finds what changed in a table since it was last written to the lake, by fingerprints of ranges of its key.

The key is one column of the table, a whole number or a time; a range is all rows whose keys lie between two numbers.  A
batch adds rows, and it also rewrites and deletes rows of earlier ones (versions, copies, keys of addresses), in many
scripts.  None of them has to note what it touched: the fingerprint of a range is made of all its rows, and a range
whose fingerprint differs is written again as a whole.  Rows are read and hashed (1.5 GB a second and core), never
compared with the lake.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from duckdb import DuckDBPyConnection

from warehouse.lake.lake_tables import LakeTable, quoted

#: Rows that a range should have: few are rewritten for one that changed, and a million articles have some 3,000 ranges.
_ROWS: Final = 8192
#: The factor by which ranges may have more or fewer rows, before another width is chosen.
_OFF: Final = 8
#: Most ranges of one write: they stand in its condition, each with its bounds.
MOST: Final = 100

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
#: The times that Python knows, in microseconds since 1970; the warehouse has none outside of them.
_FIRST, _LAST = (
    (moment.replace(tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1) for moment in (datetime.min, datetime.max)
)

#: The largest BIGINT.
_LARGEST: Final = 2**63 - 1

#: First number of a range -> its fingerprint.
Fingerprints = Mapping[int, str]
#: First and last number of a range.
Range = tuple[int, int]


def width_for(connection: DuckDBPyConnection, table: LakeTable) -> int:
    """Choose how many numbers of the key a range should span, so that it has some _ROWS rows on average.

    The width is a power of two.
    """
    if table.key is None:
        return 1
    rows, least, most = connection.execute(
        f"SELECT count(*), min({table.number}), max({table.number}) FROM {quoted(table.name)}"
    ).fetchall()[0]
    if not rows:
        return _ROWS
    numbers: int = _ROWS * (most - least + 1) // rows
    return 1 << max(0, numbers.bit_length() - 1)


def fingerprints(connection: DuckDBPyConnection, table: LakeTable, width: int) -> dict[int, str]:
    """Map the first number of each range that has rows to its fingerprint, "<number of rows>:<sum of their hashes>".

    A column that is NULL adds nothing to the hash of its row, so a new column changes no fingerprint until it is
    filled.
    """
    # % keeps the sign of its left side; twice, it is the distance to the beginning of the range below zero, too.
    # A HUGEINT, since a range of the smallest numbers may begin below what a BIGINT holds.
    number = f"({table.number})::HUGEINT"
    start = f"{number} - ({number} % {width} + {width}) % {width}" if table.key else table.number
    found = connection.execute(
        f"SELECT {start}, count(*) || ':' || sum({_row_hash(table)}::HUGEINT) FROM {quoted(table.name)} GROUP BY 1"
    ).fetchall()
    return dict(found)


def fits(prints: Fingerprints) -> bool:
    """Whether the ranges have about _ROWS rows each; if not, another width should be chosen.

    A table smaller than one range always fits.
    """
    rows = rows_of(prints)
    return rows <= _ROWS or _ROWS / _OFF <= rows / len(prints) <= _ROWS * _OFF


def rows_of(prints: Fingerprints) -> int:
    """Add up the rows in all these ranges, as their fingerprints say."""
    return sum(int(value.partition(":")[0]) for value in prints.values())


def changed(before: Fingerprints, now: Fingerprints, width: int) -> list[Range]:
    """List the ranges to write, in order: those whose fingerprint differs, is new or is gone.

    Neighbours are joined, and nearby ones as well until at most MOST are left.
    """
    starts = sorted(start for start in before.keys() | now.keys() if before.get(start) != now.get(start))
    return _joined(((start, start + width - 1) for start in starts), at=1, most=MOST)


def windows(now: Fingerprints, ranges: Iterable[Range], width: int, *, rows: int) -> list[Range]:
    """Cut ranges into pieces of some `rows` rows, in order, so that each piece can be sorted in memory.

    `now`: the fingerprints of the table, which hold the numbers of rows.  `width`: numbers of the key in one range.
    """
    starts = sorted(now)
    pieces: list[Range] = []
    for first, last in ranges:
        taken = rows
        for start in starts[bisect_left(starts, first) : bisect_right(starts, last)]:
            end, count = start + width - 1, rows_of({start: now[start]})
            if taken + count > rows:
                pieces.append((start, end))
                taken = 0
            pieces[-1] = (pieces[-1][0], end)
            taken += count
    return pieces


def condition(table: LakeTable, ranges: Iterable[Range]) -> str:
    """Write SQL that is true for the rows in these ranges.

    DuckDB and deltalake (DataFusion) both understand it.
    """
    assert table.key is not None
    key = quoted(table.key)
    return " OR ".join(f"({key} >= {_bound(table, a)} AND {key} <= {_bound(table, z)})" for a, z in ranges)


def _bound(table: LakeTable, number: int) -> str:
    """Write a key, given as a number, as a value in SQL: a whole number, or for keys that are times '2026-05-03T...Z'.

    Numbers beyond what the type can hold become its smallest or largest value.
    """
    if not table.timed:
        return str(min(max(number, -_LARGEST - 1), _LARGEST))
    number = min(max(number, _FIRST), _LAST)
    return f"'{(_EPOCH + timedelta(microseconds=number)).isoformat(timespec='microseconds').replace('+00:00', 'Z')}'"


def _row_hash(table: LakeTable) -> str:
    """Write SQL for the hash of a row.

    The names of columns are hashed with the values, so that values swapped between columns change it.
    """
    hashed = "0::UBIGINT"
    for name in table.columns:
        text = name.replace("'", "''")
        one = f"CASE WHEN {quoted(name)} IS NULL THEN 0::UBIGINT ELSE hash({quoted(name)}, '{text}') END"
        hashed = f"xor({hashed}, {one})"
    return hashed


def _joined(ranges: Iterable[Range], *, at: int, most: int) -> list[Range]:
    """Join ranges that are at most `at` apart, then the nearest ones, until at most `most` are left.

    Takes and gives ranges in order.
    """
    found: list[Range] = []
    for first, last in ranges:
        if found and first - found[-1][1] <= at:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    if len(found) <= most:
        return found
    gaps = sorted(later[0] - earlier[1] for earlier, later in pairwise(found))
    # Every gap up to this one is closed; equal ones go together.
    return _joined(found, at=gaps[len(found) - most - 1], most=most)
