"""Writes the lines that recur on an outlet's pages from the warehouse to a JSON file, as part of the parsers' rules.

Worker processes read the file, and people can look at it.  It is made once for each published state (the content of the
warehouse that was last published); its name holds its hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from duckdb import DuckDBPyConnection

from flows.config.paths import Paths
from warehouse.connect import reader
from warehouse.errors import WarehouseError, WarehouseMissing
from warehouse.files import write_whole
from warehouse.knowledge import boilerplate, published_state

#: A small file that names the learned lines written last, and the published state they were read from.
_LAST = "last.json"
#: Seconds to wait for the warehouse while it is written: in an import, pages are loaded beside those that are parsed.
_PATIENCE = 10.0
#: Hexadecimal digits of the hash in a file name.
_DIGITS = 12


def learned_lines_file(paths: Paths, tell: Callable[[str], None] = lambda _: None) -> Path | None:
    """Return the file with the recurring lines of the published data; made now if need be.

    None when nothing is published or no line recurs.  The query takes seconds on many articles, so it runs once for
    each published state.  When the published file cannot be read, the warehouse is asked instead.  When neither can be
    read, returns None and calls `tell` with a sentence for each: pages are then parsed without recurring lines.
    """
    unread: list[str] = []
    for file, seconds in ((paths.news, 0.0), (paths.warehouse, _PATIENCE)):
        try:
            with reader(file, timeout=seconds) as connection:
                state = published_state(connection)
                return _kept(paths.knowledge, state) or _learn(paths.knowledge, state, connection)
        except WarehouseMissing:
            continue  # nothing was published yet; if the file is lost, `status` and `doctor` report it
        except WarehouseError as error:
            unread.append(str(error))
    for sentence in unread:
        tell(f"Pages are parsed without what was learned of recurring lines: {sentence}")
    return None


def _kept(folder: Path, state: str) -> Path | None:
    """The file that was written for this published state; None when no such file is there, or it was altered since."""
    try:
        last = json.loads((folder / _LAST).read_text("utf-8"))
        file = folder / str(last["file"])
        return file if last["state"] == state and file == _file_of(folder, file.read_text("utf-8")) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _file_of(folder: Path, text: str) -> Path:
    """The path of the file with this text; its name holds the hash of the text, so that damage is noticed."""
    return folder / f"boilerplate-{hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]}.json"


def _learn(folder: Path, state: str, connection: DuckDBPyConnection) -> Path | None:
    """Query the recurring lines, and write them to a file; return its path, None when no line recurs."""
    lines = boilerplate(connection)
    if not lines:
        return None
    text = json.dumps(lines, ensure_ascii=False, indent=1, sort_keys=True)
    folder.mkdir(parents=True, exist_ok=True)
    file = _file_of(folder, text)
    write_whole(file, text)
    write_whole(folder / _LAST, json.dumps({"state": state, "file": file.name}))
    return file
