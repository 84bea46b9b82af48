"""Tells by its first bytes which container of pages a file is, and hands it to the reader of that format.

FORMATS has one entry for each format; the first that recognises a file reads it.  A file that none recognises is one
page, or nothing that is read.  Each reader is a module of its own, imported when a file needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from flows.acquire.files.table import TableWishes
from flows.acquire.files.wanted import Passed, WarcFilter
from flows.acquire.kinds import is_warc
from flows.archive.captures import Capture

Found = Capture | Passed
Told = Callable[[Path, str], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a file, by which its format is told."""

    #: Its name decides only where the content leaves two answers open.
    path: Path
    #: The first bytes as they stand in the file.
    packed: bytes
    #: The first bytes, unpacked; the same bytes when the file is not packed.
    head: bytes
    #: Columns that the user names: a text whose first line has one of them is a table.
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user wants of the files, whatever their format; each reader takes from it what concerns it."""

    #: Limit for one page in bytes, unpacked.
    page_bytes: int
    #: Which records of a crawl to take.
    wanted: WarcFilter
    #: Called with the file and what was recognised of it, in a few words for a person: "a WARC file".
    told: Told
    #: Whether the user named the file itself, and not a folder or container in which it lies.
    named: bool = True
    #: What holds for tables.
    table: TableWishes = field(default_factory=TableWishes)


@dataclass(frozen=True, slots=True)
class Format:
    """One format of files that hold pages."""

    #: For a sentence that begins "It is": "a WARC file".
    name: str
    #: Whether a file is of this format.  Must not raise.
    recognises: Callable[[Sample], bool]
    #: Its pages in the order of the file; a Capture without a body for what cannot be read, a Passed for what is
    #: skipped.  May raise NoFile, OSError, and what is wrong with the file as a whole.
    read: Callable[[Path, Wishes], Iterator[Found]]


def format_of(sample: Sample) -> Format | None:
    """The format of a container; None when the file is a single page, or nothing that is read."""
    return next((one for one in FORMATS if one.recognises(sample)), None)


def _is_warc(sample: Sample) -> bool:
    return is_warc(sample.head, sample.path.name)


def _read_warc(path: Path, wishes: Wishes) -> Iterator[Found]:
    from flows.acquire.files.warc import read_warc

    return read_warc(path, page_bytes=wishes.page_bytes, wanted=wishes.wanted)


def _is_table(test: str) -> Callable[[Sample], bool]:
    """A test of table_kinds.py, by its name."""

    def recognises(sample: Sample) -> bool:
        from flows.acquire.files import table_kinds

        found: bool = getattr(table_kinds, test)(sample.head)
        return found

    return recognises


def _is_csv(sample: Sample) -> bool:
    from flows.acquire.files.table_kinds import is_csv

    return is_csv(sample.head, sample.path.name, sample.columns)


def _table(kind: str) -> Callable[[Path, Wishes], Iterator[Found]]:
    """The reader of one kind of table."""

    def read(path: Path, wishes: Wishes) -> Iterator[Found]:
        from flows.acquire.files.read_table import read_table

        return read_table(path, wishes, kind)

    return read


#: Asked in this order: what is sure by its first bytes comes before what is told from the look of its text.
FORMATS: Final[tuple[Format, ...]] = (
    Format("a Parquet file", _is_table("is_parquet"), _table("Parquet")),
    Format("an Arrow file", _is_table("is_arrow"), _table("Arrow")),
    Format("a SQLite database", _is_table("is_sqlite"), _table("SQLite")),
    Format("a DuckDB database", _is_table("is_duckdb"), _table("DuckDB")),
    Format("a WARC file", _is_warc, _read_warc),
    Format("JSON Lines", _is_table("is_json_lines"), _table("JSON Lines")),
    Format("JSON", _is_table("is_json"), _table("JSON")),
    Format("a table in CSV", _is_csv, _table("CSV")),
)

#: What `told` is called with for each container; readers tell more.
NAMES: Final = frozenset(one.name for one in FORMATS)
