"""Finds what `copydesk doctor` says of the lake under [publish]: whether its Delta tables can be opened.

A lake is a copy of all tables as Delta tables, in a folder or a bucket.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from flows.config.lake_settings import lake_of
from flows.config.paths import Paths
from flows.config.settings import load_settings
from flows.config.toml_tables import ConfigError
from warehouse.errors import LakeError
from warehouse.lake.publish import lake_flaw

#: Seconds for which a store that does not answer is asked; somebody is waiting.
_PATIENCE: Final = 5.0


def lake_fault(paths: Paths, directories: tuple[Path, ...]) -> str | None:
    """Say in one sentence why the lake of the settings cannot be written.

    None when it can be written, or when the settings name no lake.
    """
    with suppress(ConfigError):  # a mistake in the files is a fault of its own
        settings = load_settings(*directories)
        if settings.publish.lake:
            soon = replace(settings.publish, lake_seconds=min(_PATIENCE, settings.publish.lake_seconds))
            try:
                return lake_flaw(lake_of(replace(settings, publish=soon), None, paths.root))
            except LakeError as error:
                return str(error)
    return None
