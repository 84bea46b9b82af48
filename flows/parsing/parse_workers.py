"""Begins the process from which the worker processes of parse are forked, before it is known what they are to parse.

It loads parsers and rules for a second or so; a command that will bring pages begins it first of all.
"""

from __future__ import annotations

from typing import Final

from flows.config.settings import Settings
from flows.parsing.worker_pool import warm_up

#: Modules that worker processes start with.
PRELOAD: Final = ("flows.parsing.parse_item", "flows.parsing.preload")


def begin_workers(settings: Settings) -> None:
    """Begin that process, unless it runs or other machines parse; the caller goes on at once."""
    if not settings.work.scheduler:
        warm_up(PRELOAD)
