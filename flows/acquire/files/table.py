"""What the readers of tables share: a Table gives Rows, each with its number, and with a fault if it cannot be read.

A fault is an outcome and the end of a sentence that begins "Row 7 of the file".  Holds values only; table_pages.py
makes pages of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: A row that could not be read: outcome (a code of captures.OUTCOMES), and the end of a sentence that begins "The row".
Fault = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TableWishes:
    """The user's options for reading tables."""

    #: Role (a key of table_columns.KNOWN) -> column that plays it, whatever its name.
    columns: Mapping[str, str] = field(default_factory=dict)
    #: SELECT whose rows are read instead of those of the file; None: all rows.
    query: str | None = None
    #: Whether the column of pages holds base64.
    base64: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, or several that cannot be read."""

    #: Counted from 1, without the header; of several rows, the first.
    number: int
    values: Mapping[str, Any] = field(default_factory=dict)
    #: Line of the file in which it begins, counted from 1; None in files without lines.
    line: int | None = None
    #: None when the row could be read.
    fault: Fault | None = None
    #: How many rows this stands for: more than one when they can only be read, or not be read, together.
    count: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file: its columns, and how its rows are read."""

    columns: tuple[str, ...]
    #: Its rows; takes the columns that are wanted of each.
    read: Callable[[Sequence[str]], Iterator[Row]]
    #: For a database, which holds several; None where the file is the table.
    name: str | None = None
    #: Writes all its rows to a new Parquet file, and gives those that cannot be read; None where they are text.
    to_parquet: Callable[[Path], Iterator[Row]] | None = None


class NoTable(Exception):
    """The file cannot be read as a table; the message is the end of a sentence that begins with the file's name."""
