"""Finds what `copydesk doctor` says of the Dask cluster that [work] scheduler in copydesk.toml names.

Asks the cluster's scheduler whether it can be used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from flows.config.settings import load_settings
from flows.config.toml_tables import ConfigError
from flows.parsing.cluster.connection import Connection
from flows.parsing.cluster.errors import ClusterError
from flows.parsing.cluster.library import distributed

#: Seconds for the scheduler to answer; somebody is waiting.
_ANSWERS: Final = 5.0


def cluster_faults(directories: tuple[Path, ...]) -> Iterator[str]:
    """Yield one sentence for each fault: the cluster cannot parse, or some of its workers get no pages.

    Yields nothing when the settings name no cluster.
    """
    with suppress(ConfigError):  # a mistake in the files is a fault of its own
        address = load_settings(*directories).work.scheduler
        if address:
            yield from _faults(address)


def _faults(address: str) -> Iterator[str]:
    told: list[str] = []
    try:
        there = Connection(distributed(), address, say=lambda _: None, tell=told.append, seconds=_ANSWERS)
        try:
            if not there.look():
                told.append(str(there.nobody()))
        finally:
            there.close()
    except ClusterError as error:
        told.append(str(error))
    yield from told
