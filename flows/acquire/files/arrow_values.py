"""Turns an Arrow column into Python values, also where its text is no UTF-8 or its times are beyond Python's range.

Takes an array of pyarrow, gives a list.  Reads no file.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa


def values_of(column: Any) -> list[Any]:
    """Return the values of a column as Python objects.

    In text, bytes that are no UTF-8 become surrogates; a time after the year 9999 becomes text.  A column of an Arrow
    file must have passed `check_values`.
    """
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        # Python has no nanoseconds.
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:  # some writers call any bytes text
        return [_text(value) for value in _with_bytes(column).to_pylist()]
    except (ValueError, OverflowError):  # a time beyond the year 9999
        return [_cell(value) for value in column]


def check_values(columns: Any) -> None:
    """Check that the columns of a record batch are consistent, so that reading them is safe; text need not be UTF-8.

    Raises pyarrow.ArrowInvalid for an offset outside of its column: reading there would crash the process.
    """
    for column in columns:
        _with_bytes(column).validate(full=True)


def _with_bytes(column: Any) -> Any:
    """Return the same column with bytes in place of text, also inside lists and structs.

    pyarrow raises an error for text that is no UTF-8, but not for bytes.
    """
    kind = _bytes_for(column.type)
    # Without text it stays as it is: pyarrow has no right view of every type.
    return column if kind == column.type else column.view(kind)


def _bytes_for(kind: Any) -> Any:
    """Return the same Arrow type with bytes in place of text."""
    if pa.types.is_struct(kind):
        return pa.struct([(field.name, _bytes_for(field.type)) for field in kind])
    if pa.types.is_map(kind):
        return pa.map_(_bytes_for(kind.key_type), _bytes_for(kind.item_type))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return (pa.list_ if pa.types.is_list(kind) else pa.large_list)(_bytes_for(kind.value_type))
    if pa.types.is_dictionary(kind):
        return pa.dictionary(kind.index_type, _bytes_for(kind.value_type))
    texts = ((pa.string(), pa.binary()), (pa.large_string(), pa.large_binary()), (pa.string_view(), pa.binary_view()))
    return dict(texts).get(kind, kind)


def _cell(value: Any) -> Any:
    """Return one of pyarrow's values as a Python object, or as text when Python has none, as for times after 9999."""
    try:
        return value.as_py()
    except (ValueError, OverflowError) as error:
        return str(error)


def _text(value: Any) -> Any:
    """Return a value of a column from `_with_bytes` with text in place of bytes, also inside lists and structs."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    if isinstance(value, dict):
        return {name: _text(item) for name, item in value.items()}
    return type(value)(map(_text, value)) if isinstance(value, list | tuple) else value
