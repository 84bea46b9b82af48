"""Runs one round of alerting: looks for what is wrong in a data directory, notes it, and sends what was not told yet.

A way is a means of sending (mail, webhook, feed, command); a look is a check that gives alarms (watching.py); the
memory is the file alerts/state.json (alarm_memory.py).  Only one round at a time works on a data directory.  What is
wrong is on the disk before anybody is told, and what was told is there right after it: a kill at any moment loses no
alarm and repeats one message at the most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from flows.alerting import by_command, by_feed, by_mail, by_webhook
from flows.alerting.alarm_memory import AlarmMemory, Failing, KnownAlarm, read_memory, take_memory, write_memory
from flows.alerting.message import Message, message_of_news, trial
from flows.alerting.not_sent import NotSent
from flows.alerting.watching import Look, WatchedPlace, look
from flows.alerting.what_to_tell import (
    News,
    bring_in,
    forget,
    is_ripe,
    mark_told,
    mark_tried,
    may_try,
    news_for,
    unmark_tried,
)
from flows.config.alert_settings import Alerts
from flows.config.paths import Paths
from flows.errors import CopydeskError

#: Seconds to wait for another round to end.
_WAIT: Final = 120.0


@dataclass(frozen=True, slots=True)
class Told:
    """What one way of alerting (mail, webhook, feed, command) sent in a round, or why it sent nothing."""

    way: str
    #: How many alarms the message was about; 0: there was nothing to tell.
    count: int = 0
    #: Why the message was not sent, or what else is to be said about it; "" when all is well.
    why: str = ""
    sent: bool = True
    #: Whether the message may have arrived although it counts as not sent.
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class _Watched:
    """The data directory that a round looks at, and the settings by which it sends."""

    paths: Paths
    settings: Alerts
    #: The user's config directory; None without one.
    config: Path | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """The open alarms that one round found, and for each way of alerting what it sent of them."""

    open: tuple[KnownAlarm, ...]
    told: tuple[Told, ...]
    #: Sentences about the memory itself.
    notes: tuple[str, ...] = ()


def open_alarms(paths: Paths, settings: Alerts, more: Sequence[tuple[str, Look]], now: datetime) -> Round:
    """Find what is wrong just now, without telling anybody or writing anything.  Raises OSError.

    The result also names the ways of sending whose last message failed.  `more`: checks to make besides those of
    watching.py, each as (kind of its alarms, the check).
    """
    notes: tuple[str, ...] = ()
    try:
        memory = read_memory(paths)
    except ValueError as error:
        memory, notes = AlarmMemory(), (str(error),)
    _look(memory, paths, settings, more, now)
    told = tuple(Told(way, why=one.why, sent=False) for way, one in memory.failing.items() if way in settings.ways)
    return Round(_ripe(memory, now), told, notes)


def check_and_tell(
    paths: Paths,
    settings: Alerts,
    more: Sequence[tuple[str, Look]] = (),
    now: datetime | None = None,
    config: Path | None = None,
) -> Round:
    """Find what is wrong, and send what was not told yet by each way that is set (mail, webhook, feed, command).

    A way that fails is tried again by the next round.  `more`: checks to make besides those of watching.py, each as
    (kind of its alarms, the check).  `now`: the present time; None: the clock's.  `config`: the config directory that
    the commands in a message name; None: they name none.  Raises CopydeskError when another round is still at work.
    Raises OSError when the memory cannot be written.  Then nothing is sent: without the memory, each round would send
    the same again.
    """
    with _alone(paths):
        moment = now or datetime.now(UTC)
        memory, note = take_memory(paths)
        _look(memory, paths, settings, more, moment)
        write_memory(paths, memory)
        watched = _Watched(paths, settings, config)
        told = tuple(_tell(way, memory, watched, moment) for way in settings.ways)
        forget(memory, settings.ways, moment)
        write_memory(paths, memory)
        return Round(_ripe(memory, moment), told, (note,) if note else ())


@contextmanager
def _alone(paths: Paths) -> Iterator[None]:
    """A block (`with`) in which no other round works; raises CopydeskError when another round does not end in time."""
    paths.alerts.mkdir(parents=True, exist_ok=True)
    lock = FileLock(paths.alerts / "check.lock")
    try:
        lock.acquire(timeout=_WAIT)
    except Timeout:
        raise CopydeskError("Another `copydesk alerts check` has not ended; look why, or try again later.") from None
    try:
        yield
    finally:
        lock.release()


def _look(memory: AlarmMemory, paths: Paths, settings: Alerts, more: Sequence[tuple[str, Look]], now: datetime) -> None:
    """Make all checks, and bring the memory up to date with the alarms that they found."""
    keys = {entry.alarm.key for entry in memory.open()}
    bring_in(memory, look(WatchedPlace(paths, settings, now, keys), more), now)


def _ripe(memory: AlarmMemory, now: datetime) -> tuple[KnownAlarm, ...]:
    """List the open alarms that have lasted long enough to be told."""
    return tuple(entry for entry in memory.open() if is_ripe(entry, now))


def _tell(way: str, memory: AlarmMemory, watched: _Watched, now: datetime) -> Told:
    """Send by one way what is due now; gives what was sent.

    When there are alarms to tell but all of them have to wait, the result holds the last failure of this way.
    """
    news = news_for(way, memory, now, reminder=watched.settings.reminder)
    now_due = [one for one in news if may_try(way, one, now)]
    if not now_due:
        before = memory.failing.get(way) if news else None
        return Told(way, why=before.why, sent=False) if before else Told(way)
    return _tried(way, now_due, memory, watched, now)


def _tried(way: str, news: Sequence[News], memory: AlarmMemory, watched: _Watched, now: datetime) -> Told:
    """Send the alarms `news` by one way, and note in the memory, before and after, how that went."""
    mark_tried(way, news, now)
    write_memory(watched.paths, memory)
    told = _sent(way, message_of_news(way, news, now, watched.paths.root, watched.config), watched, memory)
    if not told.uncertain:
        unmark_tried(way, news)
    if told.sent:
        mark_told(way, news, now)
        memory.failing.pop(way, None)
    else:
        before = memory.failing.get(way)
        memory.failing[way] = Failing(told.why, before.since, before.tries + 1) if before else Failing(told.why, now)
    write_memory(watched.paths, memory)
    return Told(way, len(news), told.why, told.sent)


def _sent(way: str, message: Message, watched: _Watched, memory: AlarmMemory) -> Told:
    """Send a message by one way; an error of any kind becomes the `why` of the result."""
    send: dict[str, Callable[[], str | None]] = {
        "command": lambda: by_command.send(message, watched.settings),
        "webhook": lambda: by_webhook.send(message, watched.settings),
        "mail": lambda: by_mail.send(message, watched.settings),
        "feed": lambda: by_feed.send(message, watched.paths, memory),
    }
    try:
        return Told(way, why=send[way]() or "")
    except NotSent as error:
        return Told(way, why=str(error), sent=False, uncertain=error.uncertain)
    except Exception as error:  # one way never costs another; its text may hold anything, so only its kind is told
        return Told(way, why=f"it failed with {type(error).__name__}", sent=False, uncertain=True)


def send_trial(paths: Paths, settings: Alerts, config: Path | None = None) -> tuple[Told, ...]:
    """Send a test message by each way that is set (mail, webhook ...); gives for each whether it was sent.

    The message stays in the feed as an entry.  `config`: as for `check_and_tell`.
    """
    watched = _Watched(paths, settings, config)
    message = trial(datetime.now(UTC), paths.root, config)
    with _alone(paths):
        memory, _ = take_memory(paths)
        told = tuple(_sent(way, message, watched, memory) for way in settings.ways)
        write_memory(paths, memory)
    return told
