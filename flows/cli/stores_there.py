"""Finds what `copydesk doctor` says of the stores (buckets, shared folders) of a data directory.

Tries whether each of them can be used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from flows.config.paths import Paths
from flows.config.settings import load_settings
from flows.config.toml_tables import ConfigError
from flows.storage.address import StoreAddress
from flows.storage.behind import address_behind
from flows.storage.errors import NoStore
from flows.storage.probe import store_flaw
from flows.storage.store import open_store

#: Seconds for which a store that does not answer is asked; somebody is waiting.
_PATIENCE = 5.0


def store_faults(paths: Paths, directories: tuple[Path, ...]) -> Iterator[str]:
    """Yield one sentence for each store that cannot be used.

    Tries the stores that the settings name, and those that hold files of this data directory.
    """
    stores: dict[str, StoreAddress] = {}
    for find in (_of_settings, _behind):
        try:
            stores |= {address.url: address for address in find(paths, directories) if address.url not in stores}
        except NoStore as error:
            yield str(error)
    for address in stores.values():
        try:
            flaw = store_flaw(open_store(address.patient(_PATIENCE)))
        except NoStore as error:
            flaw = str(error)
        if flaw is not None:
            yield flaw


def _of_settings(_: Paths, directories: tuple[Path, ...]) -> Iterator[StoreAddress]:
    with suppress(ConfigError):  # a mistake in the files is a fault of its own
        storage = load_settings(*directories).storage
        yield from filter(None, (storage.address("archive"), storage.address("staging")))


def _behind(paths: Paths, _: tuple[Path, ...]) -> Iterator[StoreAddress]:
    yield from filter(None, (address_behind(paths.archive), address_behind(paths.staging)))
