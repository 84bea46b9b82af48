"""The data directory and configuration that `copydesk doctor` checks: the value that every check takes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.config.paths import Paths


@dataclass(frozen=True, slots=True)
class CheckedPlace:
    """The data directory and configuration to check, and how deeply."""

    paths: Paths
    #: The user's config directory; None: COPYDESK_CONFIG, or none.
    config: Path | None
    #: Whether to read every record of the archive.
    deep: bool = False
