"""The rules that a run parses with, read once per process from its config directories."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from parsers import Rules, default_rules, load_rules
from parsers.rules import shipped_config

_FOLDERS = ("rules", "publishers")


@cache
def rules_for(config: tuple[Path, ...]) -> Rules:
    """The rules of these directories, the later over the earlier, file by file.

    Called in every worker process: paths are cheap to send, compiled rules are not.
    """
    with_rules = [d for d in config if d != shipped_config() and any((d / name).is_dir() for name in _FOLDERS)]
    return load_rules(shipped_config(), *with_rules) if with_rules else default_rules()
