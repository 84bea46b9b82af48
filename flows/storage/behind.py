"""Finds the store that belongs to a folder: a bucket or another folder with files that are not in the folder itself.

A file named `store` in the folder holds the address of the store, without credentials; so whoever knows the folder
finds all its files without any settings.  A process on another machine is given the address of the store in place of
the folder: `where` is either of the two.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from flows.storage.address import StoreAddress, is_store_address, store_address
from flows.storage.errors import NoStore
from flows.storage.store import Store, open_store
from warehouse.files import write_whole

#: Name of the file in a folder that names its store.
BEHIND: Final = "store"


def store_behind(where: Path | str) -> Store | None:
    """Open the store at an address, or the one that belongs to a folder; None for a folder without a store.

    Sends no request.  Raises NoStore.
    """
    address = address_behind(where)
    return open_store(address) if address else None


def address_behind(where: Path | str) -> StoreAddress | None:
    """Find the address of a store, given as text or in the file `store` of a folder; None for a folder without a store.

    Raises NoStore when the address is wrong, and OSError when the file cannot be read.
    """
    if is_store_address(where):
        return _read(str(where))
    with suppress(FileNotFoundError, NotADirectoryError):
        return _read_behind(Path(where) / BEHIND)
    return None


def has_store(where: Path | str) -> bool:
    """Whether `where` is a store's address, or a folder with a store whose address can be read."""
    try:
        return address_behind(where) is not None
    except (NoStore, OSError):  # whoever asks that store for something is told
        return False


def _read_behind(file: Path) -> StoreAddress:
    try:
        return _read(file.read_text("utf-8").strip())
    except (NoStore, UnicodeDecodeError) as error:
        raise NoStore(
            f"{file} holds no address of a store; name it under [storage] in copydesk.toml, and the next run writes it."
        ) from error


@lru_cache(maxsize=16)
def _read(line: str) -> StoreAddress:
    return store_address(line)  # for each page that is read


def put_behind(folder: Path, address: StoreAddress) -> None:
    """Write the address of a folder's store into the folder's file `store`.  Raises OSError."""
    found = None
    with suppress(FileNotFoundError):
        found = (folder / BEHIND).read_text("utf-8", errors="replace").strip()
    if found != str(address):
        write_whole(folder / BEHIND, f"{address}\n")


def folder_of(where: Path | str) -> Path | None:
    """The folder, if `where` is the path of one; None for the address of a store."""
    if isinstance(where, Path):
        return where
    return None if is_store_address(where) else Path(where)
