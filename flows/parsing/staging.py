"""Staging: writes and finds parsed batches as Parquet files that wait to be loaded, in a folder or in a store.

A store is a bucket or shared folder.  A file with its final name is complete: in a folder it is written under another
name and renamed, into a store it is put as a whole.  The same pages, parser and rules always give the same batch id and
file name, so staging twice gives one file.  Loads nothing.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from flows.storage.address import StoreAddress, store_address
from flows.storage.behind import address_behind, folder_of
from flows.storage.errors import StoreAway
from flows.storage.store import open_store
from warehouse.advice import naming
from warehouse.staged import table

_SUFFIX: Final = ".parquet"
_ASIDE: Final = ".tmp"
_DAMAGED: Final = ".damaged"
#: Bytes in the name of an unfinished file.
_RANDOM: Final = 8
#: Folder for batches that were brought from a store to be loaded.
_BROUGHT: Final = "brought"
#: Seconds after which an unfinished file belongs to a dead run: a day, far longer than writing a batch takes.
_DEAD_AFTER: Final = 86_400


def make_batch_id(keys: Iterable[str], *, parser_version: str, rules_version: str) -> str:
    """Make the id of a batch: 32 hexadecimal digits, a hash of its keys and of both versions.

    `keys`: of its items: hash of the body for a page, `<warc file>:<offset>` for a capture without a new body; in any
    order.
    """
    lines = [parser_version, rules_version, *sorted(keys)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """The name and store of a staged batch that lies in a store, not in the staging folder."""

    #: Name of its file.
    name: str
    #: Address of the store, with what else is needed to reach it.
    address: StoreAddress

    @property
    def stem(self) -> str:
        """The file name without its suffix."""
        return self.name.rpartition(".")[0]

    def __str__(self) -> str:
        return f"{self.address.url}/{self.name}"


WaitingBatch = Path | StoredBatch


def stage(
    where: Path | str, rows: Sequence[Mapping[str, Any]], *, batch_id: str, read_at: datetime | None = None
) -> WaitingBatch:
    """Write one batch of rows with the keys of `warehouse.staged.SCHEMA`; gives its path, or its place in the store.

    `where`: a folder, or the address of a store, with all that is needed to reach it (flows.storage.address) but
    credentials, which come from the environment.  `read_at`: for a batch of pages that were read before, the time of
    the new reading; None for new pages.  Batches are loaded in the order of their names.  A name begins with the
    earliest fetch, or with `read_at` if that is later: so a new reading is loaded after an older one that still waits.
    Raises OSError, of which StoreError is one, and NoStore.
    """
    batch = table(rows, batch_id=batch_id)
    earliest = _earliest(rows)
    begins = f"{max(earliest, read_at):%Y%m%dT%H%M%S%f}" if read_at else f"{earliest:%Y%m%dT%H%M%S}"
    name = f"{begins}-{batch_id}{_SUFFIX}"
    folder = folder_of(where)
    return _write_here(folder, name, batch) if folder else _put(store_address(str(where)), name, batch)


def _write_here(folder: Path, name: str, batch: pa.Table) -> Path:
    """Write a batch to the folder under a temporary name, sync it to the disk, and rename it; gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    # Not by the process: in containers on several machines all may have the same number.
    aside = path.with_suffix(f".{secrets.token_hex(_RANDOM)}{_ASIDE}")
    try:
        with naming(path), aside.open("wb") as file:
            _write(batch, file)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)  # on a full disk its space is needed
        raise
    return path


def _put(address: StoreAddress, name: str, batch: pa.Table) -> StoredBatch:
    """Put a batch into a store.  If the name is taken, another run has put the same batch."""
    content = io.BytesIO()
    _write(batch, content)
    open_store(address).create(name, content.getvalue())
    return StoredBatch(name, address)


def _write(batch: pa.Table, file: IO[bytes]) -> None:
    # With checksums, since zstd does not notice every changed byte.
    pq.write_table(batch, file, compression="zstd", write_page_checksum=True)


def _earliest(rows: Sequence[Mapping[str, Any]]) -> datetime:
    times: list[datetime] = [row["fetched_at"] for row in rows]
    return min((t.astimezone(UTC) for t in times), default=datetime(1970, 1, 1, tzinfo=UTC))


def waiting_batches(directory: Path) -> list[Path]:
    """List the batches that wait in the folder, in the order in which to load them.  Raises OSError."""
    return _files(directory, _SUFFIX)


def stored_batches(directory: Path, *, patience: float | None = None) -> list[StoredBatch]:
    """List the batches that wait in the store behind the folder, in the order in which to load them.

    `directory`: the staging folder; without a store the list is empty.  `patience`: for how many seconds to try a store
    that does not answer; None: as its address says.  Raises StoreError and NoStore.
    """
    return _stored(directory, _SUFFIX, patience)


def damaged_batches(directory: Path) -> list[Path]:
    """List the batches that `set_batch_aside` renamed because they could not be read."""
    return _files(directory, _DAMAGED)


def set_batch_aside(batch: WaitingBatch) -> None:
    """Rename a batch that cannot be read, so that no load tries it again.  Raises OSError."""
    if isinstance(batch, Path):
        batch.replace(batch.with_suffix(_DAMAGED))
        return
    store = open_store(batch.address)
    store.create(batch.stem + _DAMAGED, _content(batch))
    store.delete(batch.name)


@contextmanager
def at_hand(batch: WaitingBatch, directory: Path) -> Iterator[Path]:
    """A block (`with`) that gets the path of a batch's file.

    A batch in a store is copied into `directory`, the staging folder, and the copy is removed at the end of the block.
    Raises StoreError when the store does not give it, FileNotFoundError when the batch is not there any more.
    """
    if isinstance(batch, Path):
        yield batch
        return
    brought = directory / _BROUGHT / batch.name
    brought.parent.mkdir(parents=True, exist_ok=True)
    with naming(brought):
        brought.write_bytes(_content(batch))
    try:
        yield brought
    finally:
        brought.unlink(missing_ok=True)


def _content(batch: StoredBatch) -> bytes:
    """Read the bytes of a batch in its store; raises FileNotFoundError when it is gone."""
    store = open_store(batch.address)
    seen = store.look(batch.name)
    if seen is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(batch))
    content = store.read(batch.name, 0, seen.size)
    if len(content) != seen.size:
        raise StoreAway(batch.address.url, f"it broke off in {batch.name}")
    return content


def _stored(directory: Path, suffix: str, patience: float | None) -> list[StoredBatch]:
    """List the files with this suffix in the store of a folder; [] without a store."""
    address = address_behind(directory)
    if address is None:
        return []
    asked = address if patience is None else address.patient(patience)
    return [StoredBatch(name, address) for name in open_store(asked).sizes() if name.endswith(suffix)]


def _files(directory: Path, suffix: str) -> list[Path]:
    """List the files with this suffix in a folder; [] when there is no folder.

    Raises OSError for a folder that cannot be read, where glob would find nothing.
    """
    return sorted(p for p in directory.iterdir() if p.suffix == suffix) if os.path.lexists(directory) else []


def id_of(batch: WaitingBatch) -> str:
    """The id of a batch, from its file name."""
    return batch.stem.rpartition("-")[2]


def remove(batch: WaitingBatch) -> None:
    """Remove the file of a loaded batch; does nothing when it is gone already.  Raises OSError."""
    if isinstance(batch, Path):
        batch.unlink(missing_ok=True)
    else:
        open_store(batch.address).delete(batch.name)


def sweep_staging(directory: Path, now: float | None = None) -> int:
    """Remove temporary files of killed runs, half-written or copied from a store; gives their number.

    `now`: seconds since 1970; None: the clock's.  A file dated in the future, by a wrong clock, gets the present time,
    and is removed a day later.
    """
    moment = time.time() if now is None else now
    found = (*directory.glob("*" + _ASIDE), *directory.glob(f"{_BROUGHT}/*"))
    aside = {path: _changed(path, moment) for path in found}
    for path in (path for path, changed in aside.items() if changed > moment):
        with suppress(FileNotFoundError):
            os.utime(path, (moment, moment))
    dead = [path for path, changed in aside.items() if moment - changed > _DEAD_AFTER]
    for path in dead:
        path.unlink(missing_ok=True)
    return len(dead)


def _changed(path: Path, moment: float) -> float:
    """The time when a file was last written, in seconds since 1970.

    `moment` if the file is gone because its writer renamed it.
    """
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return moment
