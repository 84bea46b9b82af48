"""The interface of a store of whole files, and how a store is opened from its address.

A store is a bucket of object storage or a shared folder.  A file is written once and never changed; it is read in
ranges.  Buckets are opened by the library obstore, which is imported only when an address asks for one; a folder
(file://) needs no library.
"""

from __future__ import annotations

import importlib.util
import os
from functools import lru_cache
from typing import Final, Protocol

from flows.storage.address import StoreAddress, store_address
from flows.storage.content import Content, Seen
from flows.storage.errors import NoStore

_INSTALL: Final = "install it with: pip install 'copydesk[s3]'"


class Store(Protocol):
    """A place for whole files, each with a name without slashes: a bucket or a folder.

    Every method raises StoreError; threads may share a store.
    """

    @property
    def url(self) -> str:
        """The store's address, for messages: without time-outs and endpoint."""
        ...

    def create(self, name: str, content: Content) -> bool:
        """Write a file, whole or not at all; return False, and change nothing, when the name is taken."""
        ...

    def replace(self, name: str, content: Content) -> None:
        """Write a file, whole or not at all, over an earlier one of this name."""
        ...

    def holds(self, name: str, content: Content) -> bool:
        """Whether the file has exactly this content.  Raises FileNotFoundError."""
        ...

    def read(self, name: str, offset: int, length: int) -> bytes:
        """Read `length` bytes of a file from `offset` on; fewer when it ends before.  Raises FileNotFoundError."""
        ...

    def look(self, name: str) -> Seen | None:
        """Size and version of a file; None for a file that is not there."""
        ...

    def sizes(self) -> dict[str, int]:
        """Name and size in bytes of every file, ordered by name; subfolders are left out."""
        ...

    def delete(self, name: str) -> None:
        """Remove a file; does nothing when it is gone already."""
        ...


def open_store(address: str | StoreAddress) -> Store:
    """Open the store at an address; sends no request yet.  Raises NoStore."""
    found = address if isinstance(address, StoreAddress) else store_address(address)
    # A connection that a forked process inherits would be used by both.
    return _opened(found, os.getpid())


@lru_cache(maxsize=16)
def _opened(address: StoreAddress, process: int) -> Store:
    if address.provider == "file":
        from flows.storage.folder_store import FolderStore

        return FolderStore(address)
    if importlib.util.find_spec("obstore") is None:
        raise NoStore(f"{address.url} needs the library obstore, which is not installed; {_INSTALL}.")
    from flows.storage.bucket_store import BucketStore

    return BucketStore(address)
