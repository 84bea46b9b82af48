"""Reads and lists the archive's WARC files in its store, the bucket or folder elsewhere that has the closed files.

Takes `where`: the archive's folder, or, on a machine that has no such folder, the address of the store.  The `name` of
a file is without suffix.  Does not look into the folder here.  Uploads nothing: uploading.py does.
"""

from __future__ import annotations

import os
import threading
import time
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final, cast

from flows.storage.address import StoreAddress
from flows.storage.behind import address_behind, store_behind
from flows.storage.errors import StoreError
from flows.storage.store import Store, open_store
from flows.storage.stored_file import StoredFile

#: Suffix of a closed WARC file.
CLOSED: Final = ".warc.gz"
#: Most bytes that are read ahead for pages that are read one after the other: a dozen pages.
_AHEAD: Final = 1 << 20
#: Seconds after which what was read ahead is forgotten: somebody may restore a damaged file.
_FRESH: Final = 30.0


def stored_part(where: Path | str, name: str, offset: int, length: int) -> bytes | None:
    """Read `length` bytes at an offset of a file in the store, fewer at its end; None when there is no store.

    Pages are mostly read in the order of the file, so the bytes after them are read ahead.  Raises StoreError, NoStore,
    and FileNotFoundError when the store does not have the file.
    """
    address = address_behind(where)
    if address is None:
        return None
    file = _kept(address, name, os.getpid(), threading.get_ident(), int(time.monotonic() / _FRESH))
    file.seek(offset)
    return file.read(length)


@lru_cache(maxsize=4)
def _kept(address: StoreAddress, name: str, process: int, thread: int, period: int) -> StoredFile:
    """Open a file in the store; a second call with the same arguments gives the same open file.

    So bytes that were read ahead can be used by later calls.  `process` and `thread`: their ids, since each process and
    thread gets a file of its own.  `period`: the number of the current half minute.  A new one opens the file anew, so
    that a file restored in the store is noticed.
    """
    return StoredFile(open_store(address), name + CLOSED, largest=_AHEAD)


def forget_read() -> None:
    """Drop what was read ahead of all files: they may have been restored since."""
    _kept.cache_clear()


def open_stored(where: Path | str, name: str) -> BinaryIO | None:
    """Open a file in the store for reading; None without a store.

    Reading the file raises StoreError or FileNotFoundError.
    """
    store = store_behind(where)
    return cast(BinaryIO, StoredFile(store, name + CLOSED)) if store else None


def stored_sizes(store: Store) -> dict[str, int]:
    """Every WARC file in a store, in order, with its size in bytes.  Raises StoreError."""
    return {name.removesuffix(CLOSED): size for name, size in store.sizes().items() if name.endswith(CLOSED)}


def stored_state(where: Path | str, name: str) -> str:
    """A text that stays equal until a file in the store is written anew: its size and version.

    "" when there is no such file or the store does not answer.
    """
    try:
        store = store_behind(where)
        seen = store.look(name + CLOSED) if store else None
    except StoreError:
        return ""
    return f"{seen.size}:{seen.version}" if seen else ""
