"""Decides what to tell: updates the memory with the alarms that were found, and chooses what each way has not told yet.

An alarm is told when it is new, then as a reminder after growing pauses, then once more when it is over.  A way is a
means of sending (mail, webhook, feed, command).  What each way has told is noted for that way alone, so that a way
which fails can tell it later.  An entry is an alarm with its history in the memory.  Times come in as arguments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flows.alerting.alarm_memory import AlarmMemory, Heard, KnownAlarm
from flows.alerting.watching import FoundAlarms

#: The longest pause between two reminders.
_LONGEST: Final = timedelta(days=30)
#: How long an alarm that is over is kept, to know it when it comes back.
_KEPT: Final = timedelta(days=1)
#: Half the time for which an alarm that came back once must be over before that is told.
_RETURN: Final = timedelta(minutes=5)
#: Half the pause before an uncertain message is sent for the third time; the pauses grow up to the longest.
_AGAIN: Final = timedelta(minutes=5)
_LONGEST_AGAIN: Final = timedelta(hours=6)
#: How often a pause is doubled at most: far beyond the longest pause, and no number that a float cannot hold.
_DOUBLED: Final = 30
#: States of a piece of news, in the order in which a message tells them.
NEW, REMINDER, OVER = "new", "reminder", "well again"


@dataclass(frozen=True, slots=True)
class News:
    """One alarm to tell: as new, as a reminder, or as over."""

    state: str
    entry: KnownAlarm
    #: How often the way has told the alarm before.
    times: int = 0


def bring_in(memory: AlarmMemory, found: FoundAlarms, now: datetime) -> None:
    """Bring the memory up to date with the alarms that were found now.

    New alarms are added, known ones renewed, and those not found again closed.  Alarms of a kind whose check failed
    stay as they are.
    """
    for key, alarm in found.alarms.items():
        entry = memory.entries.get(key)
        if entry is None:
            memory.entries[key] = KnownAlarm(alarm, now)
            continue
        entry.alarm = alarm
        if entry.over is not None:
            _reopen(entry, now)
    for key, entry in [*memory.entries.items()]:
        _no_future(entry, now)
        if entry.over is None and key not in found.alarms and entry.alarm.kind not in found.unknown:
            if is_ripe(entry, now) or entry.heard:
                entry.over = now
            else:
                del memory.entries[key]  # it did not last long enough to be told


def _reopen(entry: KnownAlarm, now: datetime) -> None:
    """Open an alarm again that was over and has come back.

    A way of sending (mail, webhook ...) that has told that the alarm was over will tell it as a new one.
    """
    if entry.closed:
        entry.since, entry.returns = now, entry.returns + 1
    for way in entry.closed:
        entry.heard.pop(way, None)
    entry.over, entry.closed = None, []


def is_ripe(entry: KnownAlarm, now: datetime) -> bool:
    """Whether an alarm has lasted for its `patience` (seconds); before that nobody is told."""
    return now - entry.since >= timedelta(seconds=entry.alarm.patience)


def _no_future(entry: KnownAlarm, now: datetime) -> None:
    """Set the times of an entry that lie in the future to the present time.

    A clock that was ahead left such times, and reminders would wait for them.
    """
    entry.since = min(entry.since, now)
    for heard in (*entry.heard.values(), *entry.tried.values()):
        heard.at = min(heard.at, now)


def news_for(way: str, memory: AlarmMemory, now: datetime, *, reminder: float) -> list[News]:
    """Choose what to tell by one way (mail, webhook ...) now.

    New alarms come first, then reminders, then alarms that are over.  `reminder`: seconds until the first reminder of
    an alarm; 0: no reminders.
    """
    order, found = (NEW, REMINDER, OVER), []
    for entry in memory.entries.values():
        state = _over(way, entry, memory, now) if entry.over else _open(way, entry, now, reminder)
        if state is not None:
            heard = entry.heard.get(way)
            found.append(News(state, entry, heard.times if heard else 0))
    return sorted(found, key=lambda one: (order.index(one.state), one.entry.alarm.key))


def _open(way: str, entry: KnownAlarm, now: datetime, reminder: float) -> str | None:
    """Give NEW or REMINDER when this way of sending has to tell an open alarm now; else None.

    `reminder`: seconds until the first reminder; 0: no reminders.
    """
    heard = entry.heard.get(way)
    if heard is None:
        return NEW if is_ripe(entry, now) else None
    return REMINDER if reminder and now - heard.at >= _pause(reminder, heard.times) else None


def _over(way: str, entry: KnownAlarm, memory: AlarmMemory, now: datetime) -> str | None:
    """OVER when this way of sending has to tell that an alarm is over; else None.

    It has to when it has told the alarm, or has tried and failed.  If the alarm was over before and came back, it must
    first have been over for a while, longer each time.
    """
    assert entry.over is not None
    if way in entry.closed or not (way in entry.heard or way in entry.tried or way in memory.failing):
        return None
    held = timedelta(0) if not entry.returns else min(_RETURN * float(2 ** min(entry.returns, _DOUBLED)), _KEPT)
    return OVER if now - entry.over >= held else None


def _pause(reminder: float, times: int) -> timedelta:
    """The time to wait for the next reminder after an alarm was told `times` times.

    It doubles each time, up to a limit.  `reminder`: seconds until the first one.
    """
    first = timedelta(seconds=reminder)
    return min(first * float(2 ** min(times - 1, _DOUBLED)), max(_LONGEST, first))


def may_try(way: str, news: News, now: datetime) -> bool:
    """Whether to send an alarm now by one way (mail, webhook, feed, command), or to wait for a later round.

    An alarm waits only if two attempts or more to send it ended without a clear answer, so that its message may have
    arrived.  The pauses between further attempts grow.  Otherwise a server that takes each message, but answers too
    late, would get the same one in every round.
    """
    tried = news.entry.tried.get(way)
    if tried is None or tried.times < 2:
        return True
    return now - tried.at >= min(_AGAIN * float(2 ** min(tried.times - 1, _DOUBLED)), _LONGEST_AGAIN)


def mark_tried(way: str, news: Sequence[News], now: datetime) -> None:
    """Count an attempt to send these alarms; called before it is made, since a message may arrive though sending fails.

    `way`: mail, webhook, feed or command.
    """
    for one in news:
        before = one.entry.tried.get(way)
        one.entry.tried[way] = Heard(before.times + 1 if before else 1, now)


def unmark_tried(way: str, news: Sequence[News]) -> None:
    """Forget the counted attempts of one way (mail, webhook ...) to send these alarms.

    Called once it is certain whether the message arrived.
    """
    for one in news:
        one.entry.tried.pop(way, None)


def mark_told(way: str, news: Sequence[News], now: datetime) -> None:
    """Note that one way of sending (mail, webhook ...) has told these alarms, or has told that they are over."""
    for one in news:
        if one.state == OVER:
            one.entry.closed.append(way)
        else:
            one.entry.heard[way] = Heard(one.times + 1, now)


def forget(memory: AlarmMemory, ways: Sequence[str], now: datetime) -> None:
    """Remove alarms from the memory that have been over for a day, when every way of sending has told that.

    Failures of ways that are no longer set are removed, too.
    """
    for key, entry in [*memory.entries.items()]:
        is_old = entry.over is not None and now - entry.over >= _KEPT
        if is_old and not any(_over(way, entry, memory, now) for way in ways):
            del memory.entries[key]
    for way in set(memory.failing) - set(ways):
        del memory.failing[way]
