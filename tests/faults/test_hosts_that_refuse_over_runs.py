"""Two runs request no host twice within its delay, and a host that refuses is left alone longer each time."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from flows.acquire.http.politeness import HostGate
from flows.acquire.memory.hosts import RESTS, HostNotes, Refused, step_by_age
from flows.acquire.memory.memory import FOLLOWING, Memory, MemoryUnusable, memory_flaw
from tests.acquire.loopback import ASK, answers, client, site

HOUR, DAY, WEEK = RESTS


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = 1_772_000_000.0

    def __call__(self) -> float:
        return self.now


def notes(memory: Memory, clock: Clock) -> HostNotes:
    return HostNotes(memory, "herald.example", clock=clock)


def spans(kind: Refused, waits: int) -> list[float]:
    """How long, in seconds, a host is left alone each time, when it refuses once after every such rest."""
    memory, clock, found = Memory(None), Clock(), []
    for _ in range(waits):
        host = notes(memory, clock)
        assert host.resting() is None
        host.rest("It refused", kind)
        begun = clock.now
        while notes(memory, clock).resting() is not None:
            clock.now += HOUR / 4
        found.append(clock.now - begun)
    return found


@pytest.mark.parametrize("kind", ["page", "other"])
def test_one_that_refuses_is_left_alone_longer_each_time(kind: Refused) -> None:
    assert spans(kind, 5) == [HOUR, DAY, WEEK, WEEK, WEEK]


def test_an_outage_of_some_hours_costs_no_day() -> None:
    found = spans("unreached", 40)
    assert found[:24] == [HOUR] * 24 and set(found[24:30]) == {DAY} and found[-1] == WEEK
    assert [step_by_age((60.0,), age) for age in (0, 1e9)] == [60, 60]


def test_it_is_left_alone_as_long_as_it_says_but_not_for_years() -> None:
    for said, kept in ((300.0, 300.0), (1e9, WEEK)):
        memory, clock = Memory(None), Clock()
        notes(memory, clock).rest("It asks to wait", "page", seconds=said)
        clock.now += kept - 1
        assert notes(memory, clock).resting() is not None
        clock.now += 2
        assert notes(memory, clock).resting() is None


def test_a_feed_that_comes_does_not_excuse_pages_that_are_refused() -> None:
    memory, clock = Memory(None), Clock()
    notes(memory, clock).rest("It refused", "page")
    for page, is_over in ((False, False), (True, True)):
        host = notes(memory, clock)
        assert host.succeeded(page=page) == is_over and host.is_on_trial == (not is_over)
    assert notes(memory, clock).resting() is None


def test_one_refusal_is_enough_for_a_host_that_was_left_alone() -> None:
    async def run() -> None:
        challenge = answers(status=403, text="<title>Just a moment...</title>", content_type="text/html")
        async with site({"/no": challenge}) as served:
            memory = Memory(None)
            asked = []
            for _ in range(3):
                async with client(memory=memory, heed_rests=False, refusals=3, retries=0) as one:
                    found = [await one.get(f"{served.url}/no?{n}", ASK) for n in range(4)]
                asked.append([capture.outcome for capture in found])
            assert asked == [
                ["blocked"] * 3 + ["host_resting"],
                ["blocked"] + ["host_resting"] * 3,
                ["blocked"] + ["host_resting"] * 3,
            ]
            assert "refused or failed again; it is left alone until" in found[-1].detail

    asyncio.run(run())


def test_a_later_run_does_not_ask_a_host_that_is_left_alone() -> None:
    async def run() -> None:
        async with site({"/busy": answers(status=503, headers={"Retry-After": "3600"})}) as served:
            memory = Memory(None)
            for _ in range(2):
                async with client(memory=memory) as one:
                    await one.get(served.url + "/busy", ASK)
                    assert (await one.get(served.url + "/page", ASK)).outcome == "host_resting"
            assert served.asked == ["/robots.txt", "/busy"]

    asyncio.run(run())


def test_two_runs_in_a_row_and_two_at_a_time_keep_the_pause(tmp_path: Path) -> None:
    async def run() -> None:
        async with site() as served:

            async def ask(number: int) -> None:
                with Memory(tmp_path) as memory:
                    async with client(memory=memory, delay=0.15) as one:
                        await one.get(f"{served.url}/page?{number}", ASK)

            await ask(0)
            await ask(1)
            await asyncio.gather(ask(2), ask(3))
            # The first is robots.txt.  A busy machine may hold a request back until the next one leaves: the sum tells.
            assert len(served.times) == 5 and served.times[-1] - served.times[0] > 4 * 0.14, served.times

    asyncio.run(run())


def test_a_request_of_a_clock_that_was_ahead_delays_none() -> None:
    memory, clock = Memory(None), Clock()
    clock.now += DAY
    notes(memory, clock).left()
    clock.now -= DAY
    host = notes(memory, clock)
    assert host.seconds_left(5) == 0 and host.reserve(5)
    assert not host.reserve(5) and host.seconds_left(5) == 5


def test_without_pauses_nothing_is_written_for_a_request() -> None:
    async def run() -> None:
        gate = HostGate(delay=0, slots=2, refusals=3, notes=notes(memory, Clock()))
        async with gate.turn(asyncio.Semaphore(2)) as left:
            left()

    memory = Memory(None)
    asyncio.run(run())
    row = memory.row("host", host="herald.example")
    assert row is not None and row["left_at"] is None


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"\xa5" * 5000])
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FOLLOWING).write_bytes(content)
    assert "is damaged" in (memory_flaw(tmp_path) or "")
    with Memory(tmp_path) as memory:
        assert "set aside as following.sqlite.damaged" in memory.notes[0]
        assert memory.rows("hosts", now=0.0) == []
    assert (tmp_path / "following.sqlite.damaged").read_bytes() == content
    assert memory_flaw(tmp_path) is None
    with Memory(tmp_path) as memory:
        assert memory.notes == ()


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / FOLLOWING).mkdir()
    with pytest.raises(IsADirectoryError):
        Memory(tmp_path)


def test_an_error_while_it_is_used_is_a_sentence() -> None:
    memory = Memory(None)
    memory.close()
    with pytest.raises(MemoryUnusable, match="cannot be used"):
        memory.rows("hosts", now=0.0)
