"""The clock jumps a year during a run: no host is left alone for a year, no page is given up too soon, and
the lake can still be written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.acquire.following.next_times import failed_list, failed_page, list_after
from flows.acquire.http.robots import Copy, learn, remembered
from flows.acquire.memory.hosts import HostNotes
from flows.acquire.memory.memory import Memory
from flows.acquire.memory.notes import FAILED, GIVEN_UP, NEW, PageNote, new_list
from flows.archive.captures import Capture
from flows.config.settings import Following
from tests.warehouse.lakes import begun, differences

SETTINGS = Following()
NOW = 1_800_000_000.0
HOUR, DAY = 3_600.0, 86_400.0
YEAR = 365 * DAY


@pytest.mark.parametrize("kind", ["page", "unreached"])
@pytest.mark.parametrize("seconds", [None, DAY])
def test_a_host_that_refused_in_the_future_is_asked_again(kind: Any, seconds: float | None) -> None:
    clock = [NOW + YEAR]
    with Memory(None) as memory:
        host = HostNotes(memory, "herald.example", clock=lambda: clock[0])
        host.rest("It refuses", kind, seconds=seconds)
        assert host.resting(), "as long as the clock is ahead"
        clock[0] = NOW
        assert host.resting() is None
        host.rest("It refuses", "unreached")
        assert host.resting()
        clock[0] += 2 * DAY
        host.rest("It refuses", "unreached")
        clock[0] += 2 * HOUR
        assert host.resting(), "it fails since two days: the row began when the clock was right, not in a year"


STORY = PageNote("herald", "k", "https://herald.example/k", "feed", "", None, None, NEW, wanted_at=NOW)


@pytest.mark.parametrize("jump", [YEAR, -50 * YEAR])
def test_a_page_that_failed_twice_is_not_given_up(jump: float) -> None:
    before, after = (NOW, NOW + jump) if jump > 0 else (NOW + jump, NOW)
    note = failed_page(failed_page(STORY, before, SETTINGS, "timeout"), after, SETTINGS, "timeout")
    assert (note.why, note.next_at) == (FAILED, after + DAY)


def test_a_page_that_fails_for_a_month_is_given_up() -> None:
    note, moment = STORY, NOW
    while note.next_at is not None or note.why == NEW:
        moment = note.next_at or NOW
        note = failed_page(note, moment, SETTINGS, "timeout")
    assert note.why == GIVEN_UP and 30 * DAY <= moment - NOW <= 38 * DAY


def test_a_list_that_failed_in_the_future_is_asked_rarely_all_the_same() -> None:
    note = failed_list(new_list("herald", "https://herald.example/feed", "feed", NOW), NOW + YEAR, SETTINGS, "timeout")
    asked, moment = 0, NOW
    while moment < NOW + 20 * DAY:
        note = failed_list(note, moment, SETTINGS, "timeout")
        moment, asked = note.next_at, asked + 1
    assert asked < 40


def test_a_usual_distance_is_never_negative() -> None:
    note = new_list("herald", "https://herald.example/feed", "feed", NOW)
    for moment in (NOW + YEAR, NOW, NOW + HOUR):
        note = list_after(note, moment, SETTINGS, brought=True)
    assert note.gap is not None and note.gap >= 0


def test_permissions_that_could_not_be_read_in_the_future(tmp_path: Path) -> None:
    away = Capture("https://herald.example/robots.txt", outcome="http_error", status=503, fetched_at=datetime.now(UTC))
    with Memory(None) as memory:
        copy = Copy("https://herald.example", undefined_since=NOW + YEAR)
        assert learn(memory, copy, away, NOW).refusal
        assert (memory.row("robots", origin=copy.origin) or {})["undefined_since"] == NOW


def test_permissions_that_could_not_be_read_in_1970(tmp_path: Path) -> None:
    """A machine without a clock of its own starts in 1970.  A robots.txt that failed then has not been failing ever
    since."""
    away = Capture("https://herald.example/robots.txt", outcome="http_error", status=503, fetched_at=datetime.now(UTC))
    with Memory(None) as memory:
        for moment in (60, 2 * HOUR, NOW, NOW + DAY, NOW + 29 * DAY):
            assert learn(memory, remembered(memory, "https://herald.example"), away, moment).refusal, moment
        assert not learn(memory, remembered(memory, "https://herald.example"), away, NOW + 31 * DAY).refusal


def test_a_lake_gets_what_is_published_after_the_clock_was_put_right(tmp_path: Path) -> None:
    desk = begun(tmp_path)
    for number, moment in ((2, "2027-03-02 12:00:00+00"), (3, "2026-03-02 13:00:00+00"), (4, "2026-03-02 14:00:00+00")):
        with duckdb.connect(str(desk.news)) as connection:
            connection.execute(f"INSERT INTO publications VALUES ({number}, '{moment}')")
            connection.execute(f"UPDATE blocks SET text = 'text {number}'")
        assert (desk.publish().faults, differences(desk.news, desk.lake)) == ([], {}), number
