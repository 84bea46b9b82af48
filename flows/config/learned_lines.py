"""Lines that recur across an outlet's pages: learned from the warehouse, given to the parsers as data.

Asked once for each published state and kept as a JSON file named by its hash, so that worker processes read it once
and a person can look at it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from duckdb import DuckDBPyConnection

from flows.config.load_rules import rules_for
from flows.config.paths import Paths
from parsers import Rules
from parsers.folding import line_key
from warehouse.connect import reader
from warehouse.errors import WarehouseError, WarehouseMissing
from warehouse.files import write_whole
from warehouse.knowledge import boilerplate, published_state

#: Which file was written last, and for which published state.
_LAST = "last.json"


def learn(paths: Paths, tell: Callable[[str], None] = lambda _: None) -> Path | None:
    """The file with the recurring lines of the published data; None when nothing is published or nothing recurs yet.

    Going through all articles takes seconds when there are many: not done again before something new is published.
    Where the published file cannot be read the warehouse is asked.  tell: takes a sentence for whoever watches when
    neither can be, so that lines may be kept which another run cuts.
    """
    unread: list[str] = []
    for file in (paths.news, paths.warehouse):
        try:
            with reader(file) as connection:
                state = published_state(connection)
                return _kept(paths.knowledge, state) or _learn(paths.knowledge, state, connection)
        except WarehouseMissing:
            continue  # as before the first publication; `status` and `doctor` tell when it was there
        except WarehouseError as error:
            unread.append(str(error))
    for sentence in unread:
        tell(f"Pages are parsed without what was learned of recurring lines: {sentence}")
    return None


def _kept(folder: Path, state: str) -> Path | None:
    """The file that was written for this state; None when there is none, or when it was changed."""
    try:
        last = json.loads((folder / _LAST).read_text("utf-8"))
        file = folder / str(last["file"])
        return file if last["state"] == state and file == _file_of(folder, file.read_text("utf-8")) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _file_of(folder: Path, text: str) -> Path:
    """The name of the file with this text, which holds its hash, so that a damaged file is noticed."""
    return folder / f"boilerplate-{hashlib.sha256(text.encode()).hexdigest()[:12]}.json"


def _learn(folder: Path, state: str, connection: DuckDBPyConnection) -> Path | None:
    lines = boilerplate(connection)
    if not lines:
        return None
    text = json.dumps(lines, ensure_ascii=False, indent=1, sort_keys=True)
    folder.mkdir(parents=True, exist_ok=True)
    file = _file_of(folder, text)
    write_whole(file, text)
    write_whole(folder / _LAST, json.dumps({"state": state, "file": file.name}))
    return file


@cache
def informed_rules(config: tuple[Path, ...], knowledge: Path | None) -> Rules:
    """The rules of a run together with what was learned; read once per process, for the file never changes."""
    rules = rules_for(config)
    return rules if knowledge is None else replace(rules, boilerplate=_keyed(json.loads(knowledge.read_text("utf-8"))))


def _keyed(lines: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """The lines by the key that parsers look them up with.

    The warehouse stores that key; what an earlier version published or wrote to a file was folded by SQL instead.
    """
    keyed: dict[str, dict[str, int]] = {}
    for host, of_host in lines.items():
        for line, pages in of_host.items():
            own = keyed.setdefault(host, {})
            own[line_key(line)] = max(pages, own.get(line_key(line), 0))
    return keyed
