"""The rules that a run parses with: those the project ships, with a user's config directory on top.

`rules_for` is called in every worker process, so it takes a path, which is cheap to send, and reads once per process.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flows.errors import UsageError
from parsers import Rules, default_rules, load_rules
from parsers.rules import shipped_config


def config_directory(named: Path | None, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The user's config directory: as named, else COPYDESK_CONFIG, else none.

    Raises UsageError when there is no such directory: silently parsing without somebody's rules helps nobody.
    """
    chosen = named or (Path(environ["COPYDESK_CONFIG"]) if environ.get("COPYDESK_CONFIG") else None)
    if chosen is None:
        return None
    if not chosen.expanduser().is_dir():
        raise UsageError(f"There is no config directory {chosen}; make it, or leave out --config and COPYDESK_CONFIG.")
    return chosen.expanduser().absolute()


@cache
def rules_for(config: Path | None) -> Rules:
    """Shipped rules, with those of a config directory laid over them file by file; read once per process."""
    return default_rules() if config is None else load_rules(shipped_config(), config)
