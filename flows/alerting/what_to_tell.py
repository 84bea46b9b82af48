"""What is to be told: brings what was found into the memory, and chooses what each way has not told yet.

Takes times as arguments.  An alarm is told once, then as a reminder after growing pauses, then as well again; each way
has its own count, so that one that fails loses nothing.
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
#: How long what was over is kept, to know it when it comes back.
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
    """One alarm, as it is told in one message."""

    state: str
    entry: KnownAlarm
    #: How often the way has told the alarm before.
    times: int = 0


def bring_in(memory: AlarmMemory, found: FoundAlarms, now: datetime) -> None:
    """Add new alarms, bring known ones up to date, and close those that are over.

    Alarms of a kind of which nothing is known stay as they are.
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
    """The alarm came back: ways that told that it was over tell it anew, the others have nothing to tell."""
    if entry.closed:
        entry.since, entry.returns = now, entry.returns + 1
    for way in entry.closed:
        entry.heard.pop(way, None)
    entry.over, entry.closed = None, []


def is_ripe(entry: KnownAlarm, now: datetime) -> bool:
    """Whether an alarm has lasted for as long as it must before it is told."""
    return now - entry.since >= timedelta(seconds=entry.alarm.patience)


def _no_future(entry: KnownAlarm, now: datetime) -> None:
    """Bring times back that a clock that was ahead has left: otherwise reminders would wait for them."""
    entry.since = min(entry.since, now)
    for heard in (*entry.heard.values(), *entry.tried.values()):
        heard.at = min(heard.at, now)


def news_for(way: str, memory: AlarmMemory, now: datetime, *, reminder: float) -> list[News]:
    """What a way has to tell now; [] when there is nothing new.  reminder: seconds to the first one; 0: none."""
    order, found = (NEW, REMINDER, OVER), []
    for entry in memory.entries.values():
        state = _over(way, entry, memory, now) if entry.over else _open(way, entry, now, reminder)
        if state is not None:
            heard = entry.heard.get(way)
            found.append(News(state, entry, heard.times if heard else 0))
    return sorted(found, key=lambda one: (order.index(one.state), one.entry.alarm.key))


def _open(way: str, entry: KnownAlarm, now: datetime, reminder: float) -> str | None:
    heard = entry.heard.get(way)
    if heard is None:
        return NEW if is_ripe(entry, now) else None
    return REMINDER if reminder and now - heard.at >= _pause(reminder, heard.times) else None


def _over(way: str, entry: KnownAlarm, memory: AlarmMemory, now: datetime) -> str | None:
    """A way that failed while the alarm was open tells it, too; one that was not set then has nothing to tell.

    What comes and goes is called well only after it has been well for a while, longer each time.
    """
    assert entry.over is not None
    if way in entry.closed or not (way in entry.heard or way in entry.tried or way in memory.failing):
        return None
    held = timedelta(0) if not entry.returns else min(_RETURN * float(2 ** min(entry.returns, _DOUBLED)), _KEPT)
    return OVER if now - entry.over >= held else None


def _pause(reminder: float, times: int) -> timedelta:
    """The pause after an alarm was told so often: each is twice as long as the one before."""
    first = timedelta(seconds=reminder)
    return min(first * float(2 ** min(times - 1, _DOUBLED)), max(_LONGEST, first))


def may_try(way: str, news: News, now: datetime) -> bool:
    """Whether to send news again that may have arrived: at once the first time, then after growing pauses.

    A server that takes every message and is too slow to say so would get the same one at every check.
    """
    tried = news.entry.tried.get(way)
    if tried is None or tried.times < 2:
        return True
    return now - tried.at >= min(_AGAIN * float(2 ** min(tried.times - 1, _DOUBLED)), _LONGEST_AGAIN)


def mark_tried(way: str, news: Sequence[News], now: datetime) -> None:
    """Remember, before a way sends these alarms, that it was tried: they may arrive though it fails."""
    for one in news:
        before = one.entry.tried.get(way)
        one.entry.tried[way] = Heard(before.times + 1 if before else 1, now)


def unmark_tried(way: str, news: Sequence[News]) -> None:
    """Forget that a way was tried for these alarms, once it is known whether it told them."""
    for one in news:
        one.entry.tried.pop(way, None)


def mark_told(way: str, news: Sequence[News], now: datetime) -> None:
    """Remember that a way has told these alarms."""
    for one in news:
        if one.state == OVER:
            one.entry.closed.append(way)
        else:
            one.entry.heard[way] = Heard(one.times + 1, now)


def forget(memory: AlarmMemory, ways: Sequence[str], now: datetime) -> None:
    """Drop what has been over for a while and has been told by all ways that had to; and ways that are not set."""
    for key, entry in [*memory.entries.items()]:
        is_old = entry.over is not None and now - entry.over >= _KEPT
        if is_old and not any(_over(way, entry, memory, now) for way in ways):
            del memory.entries[key]
    for way in set(memory.failing) - set(ways):
        del memory.failing[way]
