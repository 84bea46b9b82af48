"""Which stores a run uses: notes them in the folders of the data directory, from where everything else finds them."""

from __future__ import annotations

from pathlib import Path

from flows.archive.storing import Closed
from flows.config.paths import Paths
from flows.config.store_settings import Storage
from flows.storage.behind import put_behind
from flows.storage.store import open_store


def put_stores_behind(paths: Paths, storage: Storage) -> None:
    """Note which stores are behind archive and staging; asks them nothing.

    Without the setting, a store that is noted stays: what lies only there must be found.  Raises OSError, and NoStore
    when what a store needs is not installed.
    """
    for folder, which in ((paths.archive, "archive"), (paths.staging, "staging")):
        if (address := storage.address(which)) is not None:
            open_store(address)
            put_behind(folder, address)


def closed_files(storage: Storage) -> Closed:
    """What becomes of closed WARC files."""
    if not storage.archive:
        return "here"
    return "copied" if storage.keep_local else "moved"


def staging_place(paths: Paths, storage: Storage) -> Path | str:
    """Where batches are staged: the folder, or the address of the store, which workers elsewhere can use, too."""
    address = storage.address("staging")
    return str(address) if address else paths.staging


def archive_place(paths: Paths, storage: Storage) -> Path | str:
    """Where a process on another machine reads closed WARC files: the address of the store, else the folder."""
    address = storage.address("archive")
    return str(address) if address else paths.archive
