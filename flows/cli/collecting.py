"""Keeps Python's cyclic garbage collector quiet while a command starts.

Modules, rules and models are kept to the end, so a collection finds nothing to delete.  Yet while they are made, the
collector runs some 190 times: a tenth of the processor time of `copydesk extract PAGE`.  Objects that nobody refers to
are deleted at once in any case.
"""

from __future__ import annotations

import gc
from typing import Final

#: So many objects are made before the collector's first run.  Chosen by hand: starting and parsing a first page make
#: some 105,000 that stay (`gc.get_count`).
_AT_START: Final = 200_000


def begin_later() -> None:
    """Put the collector's first run off until 200,000 objects exist; from then on it runs as often as usual."""
    usual = gc.get_threshold()

    def go_on(phase: str, _: dict[str, int]) -> None:
        if phase == "stop":
            gc.set_threshold(*usual)
            gc.callbacks.remove(go_on)

    gc.callbacks.append(go_on)
    gc.set_threshold(_AT_START, *usual[1:])
