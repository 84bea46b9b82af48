"""Remembers what is wrong, since when, and who was told, in the file alerts/state.json of the data directory.

An alarm is open while the thing is wrong, and over afterwards.  A way is a means of sending: mail, webhook, feed or
command.  The file is written whole and brought to the disk before anybody is told, and again after each message.  If it
is lost, open alarms are told once more; nothing else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import Any, Final

from flows.alerting.alarm import Alarm
from flows.config.paths import Paths
from warehouse.files import swap_in

_VERSION: Final = 1
#: Bytes kept in reserve beside the file, so that an alarm about a full disk can be remembered and told.
_RESERVE: Final = 65_536


@dataclass(slots=True)
class Heard:
    """How often, and when last, one way (mail, webhook, feed, command) has told an alarm, or has tried to."""

    times: int
    at: datetime


@dataclass(slots=True)
class KnownAlarm:
    """An alarm with its history: since when it is open, and how often and when each way (mail, webhook ...) told it.

    Kept until a day after every way has told that the alarm is over.
    """

    alarm: Alarm
    since: datetime
    #: When the alarm was over; None while it is open.
    over: datetime | None = None
    #: Way -> what it has told.
    heard: dict[str, Heard] = field(default_factory=dict)
    #: The ways that have told that the alarm is over.
    closed: list[str] = field(default_factory=list)
    #: Way -> messages of which nobody knows whether they arrived: the check was killed, or the server too slow.
    tried: dict[str, Heard] = field(default_factory=dict)
    #: How often the alarm came back soon after it was over.
    returns: int = 0


@dataclass(slots=True)
class Failing:
    """A way of sending (mail, webhook ...) whose last message failed."""

    why: str
    since: datetime
    tries: int = 1


@dataclass(slots=True)
class AlarmMemory:
    """Everything that is remembered about alarms; the content of alerts/state.json."""

    #: By the key of the alarm.
    entries: dict[str, KnownAlarm] = field(default_factory=dict)
    #: By the name of the way.
    failing: dict[str, Failing] = field(default_factory=dict)
    #: Entries of the feed, the oldest first.
    feed: list[dict[str, str]] = field(default_factory=list)

    def open(self) -> list[KnownAlarm]:
        """The alarms that are open, the oldest first."""
        return sorted((one for one in self.entries.values() if one.over is None), key=lambda one: one.since)


def state_file(paths: Paths) -> Path:
    """The path of alerts/state.json in a data directory."""
    return paths.alerts / "state.json"


def read_memory(paths: Paths) -> AlarmMemory:
    """Read the remembered alarms; gives an empty AlarmMemory when there is no file.

    Raises ValueError when the file is damaged or of another version, OSError when it cannot be read.
    """
    try:
        content = state_file(paths).read_bytes()
    except FileNotFoundError:
        return AlarmMemory()
    try:
        return _read(json.loads(content.decode("utf-8")))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"{state_file(paths)} is damaged, or of another version of copydesk.") from error


def take_memory(paths: Paths) -> tuple[AlarmMemory, str | None]:
    """Read the remembered alarms in order to change them; gives (memory, sentence).

    The sentence is to be shown: it says that the file was damaged; None for a sound file.  A damaged file is renamed,
    and the memory begins empty.  Raises OSError.
    """
    try:
        return read_memory(paths), None
    except (ValueError, IsADirectoryError):
        file = state_file(paths)
        aside = file.with_name(f"{file.name}.damaged")
        file.replace(aside)
        return AlarmMemory(), f"{file} was damaged and is now {aside.name}; alarms that are open are told once more."


def write_memory(paths: Paths, memory: AlarmMemory) -> None:
    """Replace the file alerts/state.json as a whole, and wait until it is on the disk; raises OSError.

    A file next to it, `reserve`, takes up some space: when the disk is full, it is deleted to make room.
    """
    paths.alerts.mkdir(parents=True, exist_ok=True)
    reserve = paths.alerts / "reserve"
    text = json.dumps(_plain(memory), ensure_ascii=True, indent=1) + "\n"
    try:
        _write(state_file(paths), text.encode())
    except OSError as error:
        if error.errno not in (ENOSPC, EDQUOT) or not reserve.exists():
            raise
        reserve.unlink()
        _write(state_file(paths), text.encode())
        return
    if not reserve.exists():
        with suppress(OSError):  # a disk that is nearly full: the next check tries again
            _write(reserve, os.urandom(_RESERVE))  # not zeros, for which some disks keep no room


def _write(path: Path, content: bytes) -> None:
    """Write to a temporary file, wait until it is on the disk, and rename it to `path`; an OSError names `path`."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        aside.write_bytes(content)
        swap_in(aside, path)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        aside.unlink(missing_ok=True)


def _plain(memory: AlarmMemory) -> dict[str, Any]:
    """Turn the memory into JSON types."""

    def plain(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: plain(one) for key, one in value.items()}
        if isinstance(value, list):
            return [plain(one) for one in value]
        return value.isoformat() if isinstance(value, datetime) else value

    told: dict[str, Any] = plain(asdict(memory))
    return {"version": _VERSION, **told, "entries": [*told["entries"].values()]}


def _read(said: dict[str, Any]) -> AlarmMemory:
    """Make the memory from the JSON types that `_plain` made; any error means that the file is damaged."""
    if said["version"] != _VERSION:
        raise ValueError(said["version"])
    entries = [_entry(one) for one in said["entries"]]
    failing = {w: Failing(str(f["why"]), _time(f["since"]), int(f["tries"])) for w, f in said["failing"].items()}
    feed = [{str(name): str(text) for name, text in one.items()} for one in said["feed"]]
    return AlarmMemory({one.alarm.key: one for one in entries}, failing, feed)


def _entry(said: dict[str, Any]) -> KnownAlarm:
    heard, tried = (
        {way: Heard(int(one["times"]), _time(one["at"])) for way, one in said[name].items()}
        for name in ("heard", "tried")
    )
    return KnownAlarm(
        Alarm(**said["alarm"]),
        _time(said["since"]),
        None if said["over"] is None else _time(said["over"]),
        heard,
        [str(way) for way in said["closed"]],
        tried,
        int(said["returns"]),
    )


def _time(said: str) -> datetime:
    moment = datetime.fromisoformat(said)
    if moment.tzinfo is None:
        raise ValueError(said)
    return moment
