"""Tries a store: puts a small file, puts it again, reads a part of it, lists it and removes it.

A store is a bucket of object storage or a shared folder.
"""

from __future__ import annotations

import os
from typing import Final

from flows.storage.errors import StoreError
from flows.storage.store import Store

_CONTENT: Final = b"copydesk tries whether this store can be used; this file can be removed.\n"


def store_flaw(store: Store) -> str | None:
    """Say what is wrong with a store, in one sentence; None when it can be used."""
    name = f"copydesk-probe-{os.getpid()}-{os.urandom(4).hex()}"
    try:
        store.create(name, _CONTENT)
        try:
            return _flaw(store, name)
        finally:
            store.delete(name)
    except StoreError as error:
        return str(error)


def _flaw(store: Store, name: str) -> str | None:
    """Say what is wrong with a store, tried with a file that was just put under this name; None when all works."""
    if store.create(name, b"again"):
        return f"{store.url} overwrites a file that must not be; use a server that knows puts with a condition."
    try:
        part = store.read(name, 9, 5)
    except FileNotFoundError:
        part = b""
    if part != _CONTENT[9:14]:
        return f"{store.url} does not give a part of a file as it was put; look at what is between here and there."
    if name not in store.sizes():
        return f"{store.url} does not list a file that was put; look at what is between here and there."
    return None
