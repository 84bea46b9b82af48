"""Checks the store behind the archive's folder: what lies there, beside what lies here and what the index knows.

Takes an open archive; gives one sentence a fault, with the name of the file.  Reads no records and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flows.archive.holdings import Holdings
from flows.archive.stored_warcs import stored_sizes
from flows.archive.warc_file import closed_warcs, warc_path
from flows.storage.behind import address_behind
from flows.storage.content import content_of
from flows.storage.errors import NoStore, StoreError
from flows.storage.store import Store, open_store


@dataclass(frozen=True, slots=True)
class StoredFiles:
    """What lies in the store behind a folder."""

    #: None for a folder without one.
    store: Store | None = None
    #: Name (without suffix) of each closed file, with its size in bytes.
    sizes: dict[str, int] = field(default_factory=dict)
    #: Why it cannot be seen, in one sentence; None when it can.
    flaw: str | None = None


def listing(directory: Path, *, patience: float | None = None) -> StoredFiles:
    """What lies in the store behind a folder.

    patience: how long one that is away is asked, in seconds; None: as its address says.
    """
    try:
        address = address_behind(directory)
        if address is None:
            return StoredFiles()
        store = open_store(address if patience is None else address.patient(patience))
        return StoredFiles(store, stored_sizes(store))
    except (StoreError, NoStore) as error:
        return StoredFiles(flaw=str(error))


def stored_faults(archive: Holdings, found: StoredFiles) -> Iterator[tuple[str, str]]:
    """Name of a file, and what is wrong with it: gone from the store, or not the file of this machine."""
    if found.store is None:
        return
    for name in sorted(archive.stored(found.store.url).keys() - found.sizes.keys()):
        yield name, f"it is gone from {found.store.url}; the next run uploads it again when it lies here"
    for name in (name for name in closed_warcs(archive.directory) if name in found.sizes):
        path = warc_path(archive.directory, name)
        with content_of(path) as content:
            if not found.store.holds(path.name, content):
                yield name, f"another file of this name lies in {found.store.url}; move the wrong one away"
