"""Remembers how far files on web servers were read, and what was looked for, so that a later run goes on there.

One small JSON file for each file on a server, in a folder beside the WARC files of the archive, so that a copy of the
archive always holds both.  When such a JSON file is lost or damaged, the server's file is read from its start once
more.  A reading is one run's work on one file: what it looked for (a Window), how far it came, and whether it came to
the end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from flows.acquire.files.table import TableWishes
from flows.acquire.files.wanted import Passed, WarcFilter
from flows.acquire.moments import in_utc
from flows.acquire.remote.version import Version
from warehouse.files import write_whole

_DIGITS: Final = 32
#: Most readings of one file that are kept, the latest; each looked for something else.
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Window:
    """What a run looked for in a file: hosts, paths, period, page limit, how tables are read.

    If an earlier run looked for the same or for more, a later run need not read again what that run has read.
    """

    hosts: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    page_bytes: int = 0
    #: How tables were read.
    table: str = ""

    def covers(self, other: Window) -> bool:
        """Whether a reading with this Window has found everything that one with the other Window looks for.

        A reading of all hosts, for instance, has found what one of a single host looks for.
        """
        return (
            (not self.hosts or (bool(other.hosts) and {*other.hosts} <= {*self.hosts}))
            and (not self.paths or (bool(other.paths) and {*other.paths} <= {*self.paths}))
            and (self.since is None or (other.since is not None and self.since <= other.since))
            and (self.until is None or (other.until is not None and other.until <= self.until))
            and self.page_bytes >= other.page_bytes
            and self.table == other.table
        )


@dataclass(frozen=True, slots=True)
class Read:
    """How far one version of a file was read, in bytes from its start, and whether to its end."""

    version: Version = field(default_factory=Version)
    #: Offset up to which all records are in the archive.
    reached: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached(Passed):
    """A mark among the captures that reading a file gives: all records before it have been given.

    Once those are in the archive, call `remember`, and a later run goes on from here.
    """

    memory: RemoteMemory
    read: Read

    def remember(self) -> None:
        """Store this mark, for later runs.  Raises OSError."""
        self.memory.note(self.url, self.read)


@dataclass(frozen=True, slots=True)
class RemoteMemory:
    """Stores, in one folder, how far files on servers were read; `window`: what this run looks for."""

    folder: Path
    window: Window

    def of(self, url: str) -> Read:
        """Return how far a file was read by an earlier run that looked for the same as this one, or for more.

        Without such a run, return a Read that begins at 0.
        """
        version, readings = self._kept(url)
        best = Read(version)
        for window, reached, done in readings:
            if window.covers(self.window) and (done, reached) > (best.done, best.reached):
                best = Read(version, reached, done)
        return best

    def note(self, url: str, read: Read) -> None:
        """Store how far this run read a file.  Raises OSError."""
        version, readings = self._kept(url)
        kept = [one for one in readings if not self.window.covers(one[0])] if version == read.version else []
        kept = [*kept, (self.window, read.reached, read.done)][-_MOST:]
        said = {
            "address": url,
            **asdict(read.version),
            "readings": [{"looked_for": asdict(window), "reached": n, "done": done} for window, n, done in kept],
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._file(url), json.dumps(said, indent=1) + "\n")

    def _file(self, url: str) -> Path:
        return self.folder / f"{hashlib.sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()[:_DIGITS]}.json"

    def _kept(self, url: str) -> tuple[Version, list[tuple[Window, int, bool]]]:
        """Return the version of a file that was read, and all readings of that version.

        A reading is given as its Window, the offset that it reached, and whether it came to the end.
        """
        try:
            said = json.loads(self._file(url).read_bytes())
            version = Version(_text(said["etag"]), _text(said["last_modified"]), _whole(said["size"]))
            return version, [_reading(one) for one in said["readings"]]
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return Version(), []  # lost or damaged: then the file is read from its beginning


def _reading(said: Mapping[str, Any]) -> tuple[Window, int, bool]:
    """Make a reading from its JSON form; raises ValueError, TypeError or KeyError when that is damaged."""
    asked = said["looked_for"]
    hosts, paths = tuple(map(str, asked["hosts"])), tuple(map(str, asked["paths"]))
    since, until = _text(asked["since"]), _text(asked["until"])
    window = Window(hosts, paths, since, until, int(asked["page_bytes"]), str(asked["table"]))
    return window, int(said["reached"]), said["done"] is True


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def window_of(wanted: WarcFilter, page_bytes: int, table: TableWishes) -> Window:
    """Return the options of a run as a Window, which can be stored and compared."""
    read_as = {"columns": dict(table.columns), "query": table.query, "base64": table.base64}
    return Window(
        tuple(sorted(wanted.hosts)),
        tuple(sorted(wanted.page_paths)),
        _moment(wanted.since),
        _moment(wanted.until),
        page_bytes,
        json.dumps(read_as, sort_keys=True) if any(read_as.values()) else "",
    )


def _moment(moment: datetime | None) -> str | None:
    return in_utc(moment).isoformat(timespec="microseconds") if moment is not None else None
