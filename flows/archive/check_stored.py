"""Checks the store (the bucket or folder with the archive's closed files) against the folder here and the index.

Takes an open archive; gives one sentence for each fault, with the name of the file.  Reads no records and changes
nothing.
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
    """The WARC files that a store lists, or why it cannot be listed."""

    #: None for a folder without a store.
    store: Store | None = None
    #: Name (without suffix) of each closed file, with its size in bytes.
    sizes: dict[str, int] = field(default_factory=dict)
    #: Why it cannot be seen, in one sentence; None when it can.
    flaw: str | None = None


def listing(directory: Path, *, patience: float | None = None) -> StoredFiles:
    """List the WARC files in the store that belongs to an archive's folder.

    `patience`: for how many seconds a store that does not answer is tried; None: as its address in the settings says.
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
    """Yield the name of each wrong file in the store, and what is wrong with it.

    A file is wrong when it is gone from the store, where it was noted before, or when another file with this name lies
    in the archive's folder.  `found`: what the store lists.
    """
    if found.store is None:
        return
    for name in sorted(archive.stored(found.store.url).keys() - found.sizes.keys()):
        yield name, f"it is gone from {found.store.url}; the next run uploads it again when it lies here"
    for name in (name for name in closed_warcs(archive.directory) if name in found.sizes):
        path = warc_path(archive.directory, name)
        with content_of(path) as content:
            if not found.store.holds(path.name, content):
                yield name, f"another file of this name lies in {found.store.url}; move the wrong one away"
