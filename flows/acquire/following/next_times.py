"""Decides when a list or a page is requested next, from the note on it; pure arithmetic, no clock.

A list is a feed or sitemap.  A note is what is remembered of a list or page between runs.  A list is requested as often
as it has new entries.  A page that changed is requested again at set ages; a failing one after an hour, a day, a week.
Times are seconds since 1970, spans are seconds.  `settings` is the section [follow] of the settings; `outcome` is a
code of OUTCOMES.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import Final

from flows.acquire.memory.hosts import since_then, step_by_age, step_by_count
from flows.acquire.memory.notes import FAILED, GIVEN_UP, YOUNG, ListNote, PageNote
from flows.config.settings import Following

#: A list without new entries for some time is requested again after this part of that time: what comes after a long
#: silence is found late by an eighth of the silence at most, and a silence of a month costs some fifty requests.
_OF_THE_SILENCE: Final = 1 / 8
#: A list with regular new entries is requested after this part of their usual distance.  With arrivals at random (a
#: Poisson process, as Cho and Garcia-Molina found for pages), new entries then wait an eighth of that distance.
_OF_THE_GAP: Final = 1 / 4
#: How often a list must have brought something until its usual distance is believed.
_SEEN_OFTEN: Final = 4
#: Outcomes whose first failure counts as several in a row: outcome -> number.
_FROM_THE_START: Final = {"render_failed": 2}
#: Weight of the latest distance in the usual one, a moving average: some ten distances count.
_LATEST: Final = 0.2


def list_after(note: ListNote, now: float, settings: Following, *, brought: bool) -> ListNote:
    """Return the note on a list that was read or found unchanged, with the time of the list's next request in it.

    `brought`: whether the list had new entries.
    """
    if note.brought_at is None:
        note = replace(note, brought_at=now)
    elif brought:
        distance = max(0.0, now - note.brought_at)
        gap = distance if note.gap is None else (1 - _LATEST) * note.gap + _LATEST * distance
        note = replace(note, brought_at=now, brought=note.brought + 1, gap=gap)
    return replace(note, asked_at=now, failing_since=None, next_at=now + list_interval(note, now, settings))


def list_interval(note: ListNote, now: float, settings: Following) -> float:
    """Seconds until a list that has just answered is requested again: the more, the longer it has had nothing new."""
    if note.told_at is not None and not (note.etag or note.last_modified):
        # Its index tells when it changes; without validators it would be read in full for nothing meanwhile.
        return settings.list_most
    interval = (now - (note.brought_at or now)) * _OF_THE_SILENCE
    if note.gap is not None and note.brought >= _SEEN_OFTEN:
        interval = max(interval, note.gap * _OF_THE_GAP)
    return min(max(interval, _declared(note, now), settings.list_least), settings.list_most)


def _declared(note: ListNote, now: float) -> float:
    """Seconds for which the list itself says that it stays the same; 0 when it does not say so, or cannot be believed.

    Many systems print one hour for every feed.  So the list is believed only when it has been watched for at least that
    long, and new entries do not come faster.
    """
    said = note.declared or 0.0
    return said if now - note.first_at >= said and (note.gap is None or note.gap >= said) else 0.0


def is_due(next_at: float | None, now: float, settings: Following) -> bool:
    """Whether a list or page is to be requested now.

    `next_at`: the time of its next request; None: never.  A time further ahead than `farthest` was stored by a wrong
    clock, and counts as due.
    """
    return next_at is not None and not now < next_at <= now + farthest(settings)


def farthest(settings: Following) -> float:
    """The longest time in seconds that a next request can lie ahead.

    A stored time that is further ahead comes from a wrong clock.
    """
    return max(settings.list_most, settings.failed_again[-1], *settings.page_again)


def failed_list(note: ListNote, now: float, settings: Following, outcome: str) -> ListNote:
    """Return the note on a list that could not be fetched or read, with the time of the next attempt in it.

    By default a failing list is asked hourly on the first day, then daily, then weekly.
    """
    since = since_then(note.failing_since, now)
    wait = step_by_age(settings.failed_again, now - since)
    return replace(note, asked_at=now, failing_since=since, outcome=outcome, next_at=now + wait)


def fetched_page(note: PageNote, now: float, settings: Following, *, changed: bool, young: bool) -> PageNote | None:
    """Return the note on a page that was just fetched or is unchanged, with the time of its next request in it.

    None when the page is not to be requested again.  `changed`: whether its content is new.  `young`: whether its story
    is of the last days, so that it may change again.
    """
    if not changed or not young:
        return None
    first = note.first_at if note.why == YOUNG and note.first_at is not None else now
    again = next((first + age for age in settings.page_again if first + age > now), None)
    if again is None:
        return None
    return replace(
        note, why=YOUNG, wanted_at=now, first_at=first, failures=0, failing_since=None, outcome="fetched", next_at=again
    )


def _asked_enough(failures: int, outcome: str, settings: Following) -> bool:
    """Whether a page has failed often enough to be given up: more often than it is requested in `give_up` seconds.

    A page with fewer failures is kept, however long it has been failing: a clock may have jumped, or the machine may
    have been off for a month.  Always True for "no_browser", as these failures are not counted.
    """
    passed = sum(total <= settings.give_up for total in accumulate(settings.failed_again))
    return failures > passed or outcome == "no_browser"  # whose failures are not counted


def failed_page(note: PageNote, now: float, settings: Following, outcome: str) -> PageNote:
    """Return the note on a page that could not be fetched: due in an hour, a day, a week; given up after a month.

    A page that sources.toml names is never given up.  A page on which the browser failed waits longer from the start,
    since rendering costs much.  A page for which no browser was there waits an hour each time, since the fault is not
    its own.
    """
    failures = max(note.failures + 1, _FROM_THE_START.get(outcome, 1)) if outcome != "no_browser" else 1
    since = since_then(note.failing_since, now)
    # What the user named is never given up.
    given_up = note.channel != "http" and now - since >= settings.give_up and _asked_enough(failures, outcome, settings)
    return replace(
        note,
        why=GIVEN_UP if given_up else FAILED,
        wanted_at=now,
        failures=failures,
        failing_since=since,
        outcome=outcome,
        next_at=None if given_up else now + step_by_count(settings.failed_again, failures),
    )
