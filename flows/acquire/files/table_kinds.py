"""Tells by its first bytes which kind of table a file is.

Takes the first bytes (`head`), unpacked; the tests are so strict that no page is taken for a table.  Reads no file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

from flows.acquire.files.json_rows import holds_two
from flows.acquire.files.table_text import head_text
from flows.acquire.kinds import is_text_but_for_zeros, looks_binary, looks_like_html

_OBJECT: Final = re.compile(r'\s*\{\s*(?:\}|"(?:[^"\\]|\\.)*"\s*:)', re.DOTALL)
_TEXT_VALUE: Final = r'"(?:[^"\\]|\\.)*"\s*'
#: The beginning of an array of arrays, or of texts: no table of pages, but no page either.
_VALUES: Final = re.compile(
    rf"\s*\[\s*(?:{_TEXT_VALUE}(?:,\s*[\"\[{{\dntf]|\]\s*\Z)"
    rf"|\[\s*(?:\[|{_OBJECT.pattern}|(?:{_TEXT_VALUE}|-?\d[\d.eE+-]*\s*|(?:null|true|false)\s*)(?:,|\]\s*[,\]])))",
    re.DOTALL,
)
_ARRAY: Final = re.compile(r'\s*\[\s*(?:\]\s*\Z|\{\s*(?:\}|"(?:[^"\\]|\\.)*"\s*:))', re.DOTALL)
#: Lines that are looked at where the first is no JSON.
_LINES: Final = 20
#: Place of DuckDB's mark (https://duckdb.org/docs/stable/internals/storage).
_DUCK: Final = slice(8, 12)
#: Marks of a message of Arrow's stream format: the first is of its schema.
_STREAM: Final = b"\xff\xff\xff\xff"


def is_parquet(head: bytes) -> bool:
    """Whether a file begins as Parquet does, and is to be read as Parquet."""
    return head.startswith(b"PAR1")


def is_arrow(head: bytes) -> bool:
    """Whether a file begins as an Arrow file (Feather 2) or an Arrow stream does, and is to be read as one."""
    if head.startswith(b"ARROW1"):
        return True
    if not head.startswith(_STREAM):
        return False
    import pyarrow as pa

    try:
        pa.ipc.read_schema(pa.py_buffer(head))
    except (pa.ArrowException, OSError, ValueError):
        return False
    return True


def is_sqlite(head: bytes) -> bool:
    """Whether a file is a SQLite database."""
    return head.startswith(b"SQLite format 3\0")


def is_duckdb(head: bytes) -> bool:
    """Whether a file is a DuckDB database."""
    return head[_DUCK] == b"DUCK"


def is_json_lines(head: bytes) -> bool:
    """Whether a text is JSON Lines, an object in each line; True also for a single line with one object."""
    text = _text(head)
    if not _OBJECT.match(text):
        return _are_mostly_objects(text.splitlines()[:_LINES])
    first, ended, rest = text.strip().partition("\n")
    if holds_two(first):
        return False  # it may hold all that a file has, which is not to be read as one row
    if not ended or _OBJECT.match(rest):
        return True
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _are_mostly_objects(lines: list[str]) -> bool:
    """Whether lines are those of JSON Lines although the first is broken: most of the others begin an object."""
    held = [line for line in lines if line.strip()]
    objects = sum(_OBJECT.match(line) is not None for line in held)
    return objects > 1 and 2 * objects > len(held) and not held[0].lstrip().startswith(("<", "["))


def is_json_text(head: bytes) -> bool:
    """Whether a text is a JSON array, or holds objects that go over several lines."""
    text = _text(head)
    return bool(_OBJECT.match(text) or _ARRAY.match(text) or _VALUES.match(text))


def is_csv(head: bytes, name: str, columns: Sequence[str] = ()) -> bool:
    """Whether a text is a table in CSV or TSV.

    `name`: of the file, which helps where the content leaves it open.  `columns`: those that the user names.
    """
    if looks_like_html(head) or (looks_binary(head) and not is_text_but_for_zeros(head)):
        return False
    # Here, since a page needs none of it.
    from flows.acquire.files.csv_dialect import dialect_of, has_rows_of_pages

    text = _text(head)
    return bool(text) and (dialect_of(text, name, columns) is not None or has_rows_of_pages(text, name))


def _text(head: bytes) -> str:
    return head_text(head).removeprefix("\ufeff")
