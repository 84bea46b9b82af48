"""What the warehouse has learned and parse is given as data: lines that recur across an outlet's pages.

Read once a run from the published file, kept as one JSON file per state of knowledge, named by its hash, so that
worker processes read it once and a person can read what they were told.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

from flows.paths import Paths
from flows.ruleset import rules_for
from parsers import Rules
from warehouse.connect import reader
from warehouse.errors import WarehouseError
from warehouse.knowledge import boilerplate


def learn(paths: Paths) -> Path | None:
    """The file with what the published data tell now; None when nothing is published or nothing recurs yet."""
    try:
        with reader(paths.news) as connection:
            lines = boilerplate(connection)
    except WarehouseError:
        return None
    if not lines:
        return None
    text = json.dumps(lines, ensure_ascii=False, indent=1, sort_keys=True)
    paths.knowledge.mkdir(parents=True, exist_ok=True)
    file = paths.knowledge / f"boilerplate-{hashlib.sha256(text.encode()).hexdigest()[:12]}.json"
    if not file.exists():
        aside = file.with_suffix(".part")
        aside.write_text(text, "utf-8")
        aside.replace(file)
    return file


@cache
def informed_rules(config: tuple[Path, ...], knowledge: Path | None) -> Rules:
    """The rules of a run together with what was learned; read once per process, for the file never changes."""
    rules = rules_for(config)
    return rules if knowledge is None else replace(rules, boilerplate=json.loads(knowledge.read_text("utf-8")))
