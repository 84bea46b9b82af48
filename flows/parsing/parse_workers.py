"""Starts the process from which worker processes are forked, before it is known what they are to parse.

That process loads parsers and rules for a second or so; a command that will bring pages starts it first of all.
"""

from __future__ import annotations

from typing import Final

from flows.config.settings import Settings
from flows.parsing.worker_pool import warm_up

#: Modules that worker processes start with.
PRELOAD: Final = ("flows.parsing.parse_item", "flows.parsing.preload")


def begin_workers(settings: Settings) -> None:
    """Start the process from which workers are forked, and go on at once.

    Does nothing when it runs already, or when other machines parse.
    """
    if not settings.work.scheduler:
        warm_up(PRELOAD)
