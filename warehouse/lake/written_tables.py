"""Notes what was last written to each table of a lake, in small JSON files next to the warehouse.

Before a write begins, the states of the table before and after it are both noted.  A kill at any moment leaves the
table in one of these two states, and the lake's own commit says in which.  If the lake has a table in any other state,
or if its notes are lost, the table is written as a whole and noted again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from warehouse.advice import naming
from warehouse.errors import LakeError
from warehouse.files import write_whole
from warehouse.lake.ranges import Fingerprints

#: The file that says which lake a folder is about, and of which warehouse.
_LAKE = "lake.json"


@dataclass(frozen=True, slots=True)
class State:
    """What a table of the lake held after one write: its version, and the fingerprints of its ranges."""

    #: The write, as the lake names it: time of the publication in microseconds since 1970.
    version: int
    #: The column by which the table is cut into ranges; None: it is one range.
    key: str | None
    #: How many numbers of the key each range holds.
    width: int
    ranges: Fingerprints


@dataclass(frozen=True, slots=True)
class LakeMemory:
    """The notes on what was written to the Delta tables of one lake."""

    folder: Path
    #: The name under which the lake knows this warehouse.
    warehouse: str

    def states(self, table: str) -> list[State]:
        """Read the noted states of a table, one or two; [] when there is no note or its file is damaged."""
        try:
            found = json.loads((self.folder / f"{table}.json").read_text("utf-8"))
            return [
                State(int(one["version"]), one["key"], int(one["width"]), {int(k): v for k, v in one["ranges"].items()})
                for one in found
            ]
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return []

    def note(self, table: str, *states: State) -> None:
        """Replace the noted states of a table; writes nothing when they are the same.  Raises OSError."""
        if list(states) == self.states(table):
            return
        told = [{**asdict(one), "ranges": dict(one.ranges)} for one in states]
        write_whole(self.folder / f"{table}.json", json.dumps(told))

    def gone(self, tables: set[str]) -> list[str]:
        """List the names of tables that were written earlier and are not among `tables`; their notes are deleted."""
        names = {path.stem for path in self.folder.glob("*.json") if path.name != _LAKE}
        for name in names - tables:
            (self.folder / f"{name}.json").unlink(missing_ok=True)
        return sorted(names - tables)


@contextmanager
def memory_of(folder: Path, url: str, warehouse: str) -> Iterator[LakeMemory]:
    """A block (`with`) in which the notes on the lake at `url` are locked against other processes; gives the notes.

    `folder`: holds the notes on all lakes.  `warehouse`: the name to use for this warehouse if the lake has no name for
    it yet.  Raises LakeError while another process writes to the lake, and OSError.
    """
    place = folder / hashlib.sha256(url.encode()).hexdigest()[:16]
    place.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place / "lake.lock")
    try:
        with naming(Path(lock.lock_file)):
            lock.acquire(timeout=0)
    except Timeout:
        raise LakeError(f"{url} is being written by another run; the next publish brings it up to date.") from None
    try:
        yield LakeMemory(place, _noted_name(place / _LAKE, url, warehouse))
    finally:
        lock.release()


def _noted_name(path: Path, url: str, warehouse: str) -> str:
    """Give the name of this warehouse in the lake's commits; it stays the same when the warehouse is filled anew.

    It is the name noted in the file `path`, else `warehouse`, which is then noted.
    """
    try:
        return str(json.loads(path.read_text("utf-8"))["warehouse"])
    except (OSError, ValueError, TypeError, KeyError):
        write_whole(path, json.dumps({"lake": url, "warehouse": warehouse}))
        return warehouse
