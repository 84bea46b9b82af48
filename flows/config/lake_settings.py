"""The address of the lake (where tables are kept as Delta tables, too), from the command line or the settings.

For S3 it includes the server that `[storage]` names.  Only checks the text, and whether the environment has credentials
at all; opens nothing, and does not import the library for lakes.
"""

from __future__ import annotations

import os
from pathlib import Path

from flows.config.settings import Settings
from flows.errors import UsageError
from flows.storage.credentials import missing_credentials
from warehouse.errors import LakeAway
from warehouse.lake.lake_address import LakeAddress, lake_address, wrong_lake


def check_lake(named: str | None) -> None:
    """Raise UsageError when the command line names a lake, and the text cannot be the address of one."""
    if named and (wrong := wrong_lake(named)):
        raise UsageError(f"The address of the lake {wrong}")


def lake_of(settings: Settings, named: str | None, root: Path) -> LakeAddress:
    """Choose the address of the lake to write.

    `named`: from the command line, where a relative folder starts from the working directory; None: take the settings,
    where it starts from the data directory `root`.  Raises LakeError for a text that cannot be an address, and its
    subclass LakeAway when the environment holds no credentials for S3: requests would then wait in vain.
    """
    publish, storage = settings.publish, settings.storage
    text = named or publish.lake
    if text.startswith(("s3:", "s3a:")) and (advice := missing_credentials("s3", os.environ)):
        raise LakeAway(f"{text} cannot be reached without credentials; {advice}.")
    return lake_address(
        text,
        seconds=publish.lake_seconds,
        below=None if named else root,
        endpoint=storage.endpoint,
        allow_http=storage.allow_http,
    )
