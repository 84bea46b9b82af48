"""Reads the rows of Parquet, Arrow and Feather files with pyarrow, some dozen rows at a time.

Takes a path and the wanted columns; gives a Row (table.py) for each row.  Where a part of the file cannot be read (a
row group, a record batch), one Row says so for all of its rows, and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as parquet
from pyarrow import ipc

from flows.acquire.files.arrow_pieces import in_pieces, read_arrow_pieces
from flows.acquire.files.arrow_values import check_values, values_of
from flows.acquire.files.table import NoTable, Row, Table
from flows.errors import error_words

#: Rows that are held as Python values at a time.
_ROWS: Final = 32
#: Bytes read of a column of a Parquet file at a time.
_BUFFER: Final = 1 << 20


def open_parquet(path: Path) -> Table:
    """Return the table in a Parquet file.  Raises NoTable when the file is damaged."""
    try:
        file = parquet.ParquetFile(str(path), buffer_size=_BUFFER, pre_buffer=False)
    except (pa.ArrowException, OSError) as error:
        raise NoTable(f"the Parquet file cannot be read ({error_words(error)}); get it again") from error
    return Table(tuple(file.schema_arrow.names), lambda columns: _groups(file, columns))


def _groups(file: Any, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a Parquet file, row group by row group; one Row for all rows of a group that cannot be read."""
    number = 1
    for group in range(file.num_row_groups):
        last = number + file.metadata.row_group(group).num_rows
        try:
            for batch in file.iter_batches(_ROWS, [group], list(columns), use_threads=False):
                yield from _rows(batch, number)
                number += batch.num_rows
                # Pages of a column have some 20 MB; Arrow would keep what it frees, beside the next one.
                pa.default_memory_pool().release_unused()
        except (pa.ArrowException, OSError) as error:
            fault = ("damaged", f"cannot be read ({error_words(error)})")
            yield Row(number, fault=fault, count=last - number)
        number = last


def open_arrow(path: Path) -> Table:
    """Return the table in an Arrow file (Feather) or Arrow stream.  Raises NoTable when the file is damaged."""
    source = pa.OSFile(str(path))
    try:
        file = ipc.open_file(source)
    except (pa.ArrowException, OSError):
        source.seek(0)
        return _open_stream(path, source)
    readers = [lambda place=place: file.get_batch(place) for place in range(file.num_record_batches)]
    return _table(path, file.schema, lambda: _batches(iter(readers), goes_on=True))


def _open_stream(path: Path, source: Any) -> Table:
    """Return the table in an Arrow stream, which has no footer.  Raises NoTable."""
    try:
        stream = ipc.open_stream(source)
    except (pa.ArrowException, OSError) as error:
        raise NoTable(f"the Arrow file cannot be read ({error_words(error)}); get it again") from error
    return _table(path, stream.schema, lambda: _batches(iter(lambda: stream.read_next_batch, None), goes_on=False))


def _table(path: Path, schema: Any, batches: Callable[[], Iterator[Any]]) -> Table:
    """Make the Table whose rows are in these record batches.

    `schema`: pyarrow's.  `batches`: called without arguments, returns an iterator that reads them from the first on.
    """

    def read(columns: Sequence[str]) -> Iterator[Row]:
        """Yield the rows, with the values of the wanted columns."""
        if maps := in_pieces(path, schema, columns):
            yield from read_arrow_pieces(path, schema, columns, maps)
            return
        number = 1
        for batch in batches():
            if isinstance(batch, tuple):
                yield Row(number, fault=batch)
                number += 1
                continue
            for some in _sound(batch.select(list(columns)), _ROWS):
                if isinstance(some, str):
                    yield Row(number, fault=("damaged", some))
                    number += 1
                else:
                    yield from _rows(some, number)
                    number += some.num_rows

    def to_parquet(path: Path) -> Iterator[Row]:
        """Write all readable rows to a new Parquet file; yield a Row for each row or batch that cannot be read."""
        number = 1
        with parquet.ParquetWriter(str(path), schema) as file:
            for batch in batches():
                if isinstance(batch, tuple):
                    yield Row(number, fault=batch)
                    number += 1
                    continue
                for some in _sound(batch, batch.num_rows):
                    if isinstance(some, str):
                        yield Row(number, fault=("damaged", some))
                        number += 1
                    else:
                        file.write_batch(some)
                        number += some.num_rows

    return Table(tuple(schema.names), read, to_parquet=to_parquet)


def _batches(readers: Iterator[Callable[[], Any]], *, goes_on: bool) -> Iterator[Any]:
    """Yield the record batches in order; in place of an unreadable one, the outcome "damaged" and the reason.

    `readers`: functions that each read the next batch.  `goes_on`: whether the batches after an unreadable one can
    still be read.
    """
    for read in readers:
        try:
            yield read()
        except StopIteration:
            return
        except (pa.ArrowException, OSError) as error:
            follows = "in its record batch" if goes_on else "it"
            yield "damaged", f"and what follows {follows} cannot be read ({error_words(error)})"
            if not goes_on:
                return


def _sound(batch: Any, rows: int) -> Iterator[Any]:
    """Yield a record batch in parts of at most `rows` rows.

    A part that is damaged is split into its rows; in place of a damaged row comes a string that says what is wrong.
    """
    for start in range(0, batch.num_rows, max(rows, 1)):
        part = batch.slice(start, rows)
        try:
            check_values(part.columns)
        except pa.ArrowException as error:
            if part.num_rows > 1:
                yield from _sound(part, 1)
            else:
                yield f"cannot be read ({error_words(error)})"
        else:
            yield part


def _rows(batch: Any, number: int) -> Iterator[Row]:
    """Yield the rows of a record batch.  `number`: of the first row."""
    names = batch.schema.names
    columns = [values_of(column) for column in batch.columns]
    for place in range(batch.num_rows):
        yield Row(number + place, {name: column[place] for name, column in zip(names, columns, strict=True)})
