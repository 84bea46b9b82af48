"""Writes the addresses of a run's stores into the folders of its data directory, where all other code finds them."""

from __future__ import annotations

from pathlib import Path

from flows.archive.storing import Closed
from flows.config.paths import Paths
from flows.config.store_settings import Storage
from flows.storage.behind import put_behind
from flows.storage.store import open_store


def put_stores_behind(paths: Paths, storage: Storage) -> None:
    """Note in the folders for archive and staging which stores belong to them (flows.storage.behind); sends no request.

    When a setting is missing, an address that was noted earlier stays: files may lie only in that store.  Raises
    OSError, and NoStore when what a store needs is not installed.
    """
    for folder, which in ((paths.archive, "archive"), (paths.staging, "staging")):
        if (address := storage.address(which)) is not None:
            open_store(address)
            put_behind(folder, address)


def closed_files(storage: Storage) -> Closed:
    """Choose what to do with closed WARC files: "here" (no store), "copied" to the store, or "moved" there."""
    if not storage.archive:
        return "here"
    return "copied" if storage.keep_local else "moved"


def staging_place(paths: Paths, storage: Storage) -> Path | str:
    """Where batches are staged: the address of the store if there is one, else the folder."""
    address = storage.address("staging")
    return str(address) if address else paths.staging


def archive_place(paths: Paths, storage: Storage) -> Path | str:
    """Where a process on another machine reads closed WARC files.

    That is the address of the store if there is one, else the folder.
    """
    address = storage.address("archive")
    return str(address) if address else paths.archive
