"""Turns a column of Arrow into values of Python, also where its text is no UTF-8 or its times are beyond Python's.

Takes an array of pyarrow, gives a list.  Reads no file.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa


def values_of(column: Any) -> list[Any]:
    """The values of a column as Python has them; text that is no UTF-8 as surrogates, times beyond 9999 as text."""
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        # Python has no nanoseconds.
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:  # some writers call any bytes text
        return [_text(value) for value in column.cast(pa.large_binary()).to_pylist()]
    except (ValueError, OverflowError):  # a time beyond the year 9999
        return [_cell(value) for value in column]


def _cell(value: Any) -> Any:
    try:
        return value.as_py()
    except (ValueError, OverflowError) as error:
        return str(error)


def _text(value: bytes | None) -> str | None:
    return value.decode("utf-8", "surrogateescape") if value is not None else None
