"""Opens, extends, writes and tidies one Delta table of a lake, by the library deltalake.

Imported only when a lake is asked for.  The library's errors are raised as LakeError, in one sentence without addresses
of requests, which may be signed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Field, Schema, Transaction, WriterProperties, write_deltalake
from deltalake.exceptions import TableNotFoundError

from warehouse.advice import advice, number_in
from warehouse.errors import LakeAway, LakeError
from warehouse.lake.lake_address import LakeAddress

#: Rows of a row group: what is held in memory before it is packed.
_GROUP: Final = 65_536
#: Bytes at which a file is ended and the next one begun.
_FILE: Final = 32 * 1024 * 1024
#: Bytes of the files that small ones are joined to.
_JOINED: Final = 128 * 1024 * 1024
_WRITER: Final = WriterProperties(compression="ZSTD", compression_level=3, max_row_group_size=_GROUP)
#: What stands between the levels of the library's messages.
_MARKS: Final = re.compile(r"\x1b\[[0-9;]*m|\u21b3")
_SHOWN: Final = 160


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many files of a table were joined and removed."""

    #: Small files that were joined, and those that they became.
    joined: int
    became: int
    #: Files that nothing shows any more, and that were removed.
    removed: int


class LakeDelta:
    """One Delta table of the lake; it need not exist yet."""

    def __init__(self, address: LakeAddress, table: str, *, writer: str) -> None:
        """Open the table, if it exists.

        `writer`: the name under which this warehouse writes; "": only read.  Raises LakeError.
        """
        self.url = address.of(table)
        self._name, self._options, self._writer = table, dict(address.options), writer
        self._table: DeltaTable | None = None
        #: The version of this warehouse's last write to the table; None when there was none.
        self.version: int | None = None
        with self._translating_errors():
            try:
                self._table = DeltaTable(self.url, storage_options=self._options)
            except TableNotFoundError:
                return
            self.version = self._table.transaction_version(writer)
        if self.version is None and writer:
            raise LakeError(
                f"{self.url} is a table that this warehouse did not write; name another place for the lake, or remove"
                " that table first."
            )

    @property
    def is_there(self) -> bool:
        """Whether the table exists; False until the first write."""
        return self._table is not None

    @property
    def rows(self) -> int | None:
        """How many rows the table has, by the Delta log.

        None when there is no table, or the log lacks the count of a file.
        """
        if self._table is None:
            return None
        with self._translating_errors():
            counts = pa.table(self._table.get_add_actions(flatten=True))["num_records"].to_pylist()
        return None if None in counts else sum(counts)

    def evolved(self, schema: pa.Schema) -> bool:
        """Add the columns of `schema` that the table lacks.

        False, with nothing added, when the table has columns or types that `schema` does not have: it must be written
        anew.
        """
        assert self._table is not None
        with self._translating_errors():
            wanted = {field.name: field for field in Schema.from_arrow(schema).fields}
            present = {field.name: field for field in self._table.schema().fields}
            if any(name not in wanted or wanted[name].type != field.type for name, field in present.items()):
                return False
            added = [Field(name, wanted[name].type, nullable=True) for name in wanted if name not in present]
            if added:
                self._table.alter.add_columns(added)
                self._table.update_incremental()
        return True

    def write(self, batches: pa.RecordBatchReader, *, version: int, condition: str | None) -> None:
        """Write rows in one commit, in place of the table's rows that fit a condition.

        `batches`: the new rows.  `condition`: SQL; None: all rows of the table are replaced, and its columns too.
        `version`: number of the publication, noted in the commit.
        """
        with self._translating_errors():
            write_deltalake(
                self._table or self.url,
                batches,
                mode="overwrite",
                predicate=condition,
                schema_mode=None if condition else "overwrite",
                name=None if self._table else self._name,
                storage_options=self._options,
                target_file_size=_FILE,
                writer_properties=_WRITER,
                commit_properties=CommitProperties(app_transactions=[Transaction(self._writer, version)]),
            )
            self._table = self._table or DeltaTable(self.url, storage_options=self._options)
            self._table.update_incremental()

    def tidy(self, *, hours: int) -> Tidied:
        """Join small files, and delete files that the table has not used for so many hours.

        The table's rows stay as they are.
        """
        assert self._table is not None
        with self._translating_errors():
            joined = self._table.optimize.compact(
                target_size=_JOINED, max_concurrent_tasks=1, writer_properties=_WRITER
            )
            # "full" also removes files that a killed write left.
            removed = self._table.vacuum(hours, dry_run=False, enforce_retention_duration=False, full=True)
            self._table.create_checkpoint()
            self._table.cleanup_metadata()
        return Tidied(joined["numFilesRemoved"], joined["numFilesAdded"], len(removed))

    @contextmanager
    def _translating_errors(self) -> Iterator[None]:
        """A block (`with`) in which the library's errors are raised as LakeErrors."""
        try:
            yield
        except Exception as error:  # the library raises plain exceptions, too, for impossible schemas
            number = number_in(str(error)) if "://" not in self.url else None
            if number is not None:
                raise LakeAway(f"{self.url} {advice(number, '').rstrip('.')}") from error
            if isinstance(error, OSError):
                raise LakeAway(f"{self.url} does not answer or refuses ({short_message(error)})") from error
            raise LakeError(f"{self.url} cannot be written ({short_message(error)}).") from error


def short_message(error: BaseException) -> str:
    """Shorten a message of the library to its gist, in at most 160 characters.

    Web addresses, which may be signed, are cut out.
    """
    text = str(error)
    if code := re.search(r"<Code>(\w+)</Code>", text):
        return code[1]
    # A backtrace of the library may stand behind the message.
    told, *_ = re.split(r"\n\s*0: ", _MARKS.sub("", text), maxsplit=1)
    lines = [line for line in (" ".join(line.split()) for line in told.splitlines()) if line and line[0] != "<"]
    words = lines[-1] if lines else type(error).__name__
    return re.sub(r"https?://\S+", "an address", words)[:_SHOWN].rstrip(". ")
