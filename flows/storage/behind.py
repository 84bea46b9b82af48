"""The store behind a folder: a line in the file `store` of a folder says where the files lie that are not in it.

Whoever knows the folder finds its files, on this machine or in the store, without any settings; a process on another
machine is given the address of the store in place of the folder.  The line is an address and holds no credentials.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from flows.storage.address import StoreAddress, is_address, store_address
from flows.storage.store import Store, open_store
from warehouse.files import write_whole

#: Name of the file in a folder that names its store.
BEHIND: Final = "store"


def store_behind(where: Path | str) -> Store | None:
    """The store at an address, or behind a folder; None for a folder without one.  Asks it nothing.  Raises NoStore."""
    address = address_behind(where)
    return open_store(address) if address else None


def address_behind(where: Path | str) -> StoreAddress | None:
    """The address of the same store.  Raises NoStore when the text is no address."""
    if is_address(where):
        return store_address(str(where))
    with suppress(FileNotFoundError, NotADirectoryError):
        line = (Path(where) / BEHIND).read_text("utf-8").strip()
        return store_address(line) if line else None
    return None


def put_behind(folder: Path, address: StoreAddress) -> None:
    """Note which store is behind a folder.  Raises OSError."""
    found = None
    with suppress(FileNotFoundError):
        found = (folder / BEHIND).read_text("utf-8").strip()
    if found != str(address):
        write_whole(folder / BEHIND, f"{address}\n")


def folder_of(where: Path | str) -> Path | None:
    """The folder on this machine; None for the address of a store."""
    return None if is_address(where) else Path(os.fspath(where))
