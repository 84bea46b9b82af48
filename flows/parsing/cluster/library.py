"""Imports Dask with its own messages turned off: copydesk reports what happens in sentences of its own.

Nothing else in copydesk imports Dask before a run or a worker asks for it here.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Final

from flows.parsing.cluster.errors import NoDask

#: Loggers that would print warnings and tracebacks; what a user sets for them in Dask's own way stays.
_QUIET: Final = ("distributed", "distributed.client", "distributed.gc", "tornado.application")


def distributed() -> ModuleType:
    """Import Dask's package `distributed`.  Raises NoDask."""
    if "distributed" not in sys.modules:
        try:
            import dask

            if dask.config.get("logging", None) is None:
                dask.config.set(logging=dict.fromkeys(_QUIET, "critical"))
            import distributed  # noqa: F401 - it is given below
        except ImportError as error:
            raise NoDask(None if error.name in ("dask", "distributed") else error) from error
    return sys.modules["distributed"]
