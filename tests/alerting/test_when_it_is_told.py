"""When an alarm is told: once, as a reminder after growing pauses, and as well again, in simulated time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from flows.alerting import by_feed
from flows.alerting import check_round as checking
from flows.alerting.alarm import Alarm
from flows.alerting.alarm_memory import read_memory, state_file
from flows.alerting.check_round import Round, check_and_tell, open_alarms
from flows.alerting.message import Message
from flows.alerting.not_sent import NotSent
from flows.alerting.watching import LOOKS, WatchedPlace
from flows.config.alert_settings import Alerts
from flows.config.paths import Paths

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIRE = Alarm("run", "ingest", "ingest failed: it burns. Run it again.", "copydesk ingest")
FLOOD = Alarm("outlet", "herald/words", "herald has changed.", "copydesk explain URL")
DAY = 86_400.0


class Desk:
    """A data directory with alarms as a test sets them, a clock, and ways that keep what they are told or fail."""

    def __init__(self, paths: Paths, patch: pytest.MonkeyPatch) -> None:
        self.paths, self.settings = paths, Alerts(command=("x",), feed=True, reminder=DAY)
        self.alarms: list[Alarm] = []
        self.blind = False
        self.now = START
        self.got: list[Message] = []
        self.away = self.slow = False
        patch.setattr("flows.alerting.watching.LOOKS", (("run", self._look), ("outlet", self._others)))
        patch.setattr("flows.alerting.by_command.send", self._send)
        patch.setattr("warehouse.files.sync", lambda _: None)  # hundreds of checks; none of them loses its power

    def _look(self, _: WatchedPlace) -> Iterator[Alarm]:
        if self.blind:
            raise OSError("the disk is away")
        yield from (alarm for alarm in self.alarms if alarm.kind == "run")

    def _others(self, _: WatchedPlace) -> Iterator[Alarm]:
        yield from (alarm for alarm in self.alarms if alarm.kind != "run")

    def _send(self, message: Message, _: Alerts) -> None:
        if self.away:
            raise NotSent("nobody answers")
        self.got.append(message)
        if self.slow:
            raise NotSent("it is slow", uncertain=True)

    def later(self, **time: float) -> Round:
        """A check after this time."""
        self.now += timedelta(**time)
        return check_and_tell(self.paths, self.settings, (), self.now)

    def told(self) -> list[str]:
        """What was told since the last call: the states of the alarms of each message."""
        told = [" ".join(str(alarm["state"]) for alarm in message.alarms) for message in self.got]
        self.got.clear()
        return told


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(Paths(tmp_path), monkeypatch)


def test_once_then_reminders_after_growing_pauses_then_well_again(desk: Desk) -> None:
    desk.later()
    assert desk.told() == []
    desk.alarms = [FIRE]
    times = []
    for step in range(4 * 20):
        desk.later(hours=6)
        times += [(step // 4, state) for state in desk.told()]
    assert times == [(0, "new"), (1, "reminder"), (3, "reminder"), (7, "reminder"), (15, "reminder")]
    desk.alarms = []
    desk.later(minutes=5)
    assert "it lasted 19 days" in desk.got[0].text
    assert desk.told() == ["well again"]
    desk.later(days=40)
    assert desk.told() == [] and not read_memory(desk.paths).entries


def test_several_alarms_of_one_moment_are_one_message(desk: Desk) -> None:
    desk.alarms = [FIRE, FLOOD]
    desk.later()
    (message,) = desk.got
    assert "2 alarms" in message.subject
    for alarm in desk.alarms:
        typed = alarm.command.replace("copydesk", f"copydesk --data {desk.paths.root}")
        assert alarm.sentence in message.text and f"$ {typed}" in message.text
    assert desk.told() == ["new new"]


def test_no_reminder_when_none_is_wanted(desk: Desk) -> None:
    desk.settings = replace(desk.settings, reminder=0.0)
    desk.alarms = [FIRE]
    for _ in range(3):
        desk.later(days=100)
    assert desk.told() == ["new"]


def test_a_way_that_fails_tries_again_and_costs_no_other(desk: Desk) -> None:
    desk.alarms, desk.away = [FIRE], True
    told = {one.way: one for one in desk.later().told}
    assert not told["command"].sent and told["command"].why == "nobody answers" and told["feed"].sent
    desk.later(hours=1)
    assert read_memory(desk.paths).failing["command"].tries == 2
    assert [one.why for one in open_alarms(desk.paths, desk.settings, (), desk.now).told] == ["nobody answers"]
    desk.away = False
    desk.later(hours=1)
    assert desk.told() == ["new"] and not read_memory(desk.paths).failing
    assert len(read_memory(desk.paths).feed) == 1


def test_a_receiver_that_is_too_slow_to_say_so_is_not_flooded(desk: Desk) -> None:
    desk.alarms, desk.slow = [FIRE], True
    for _ in range(12 * 8):
        assert not {one.way: one for one in desk.later(minutes=5).told}["command"].sent
    assert len({message.id for message in desk.got}) == 1
    assert 2 < len(desk.told()) < 10, "and not 96"
    desk.alarms = [FIRE, FLOOD]
    desk.later(minutes=5)
    assert desk.told() == ["new"], "another alarm does not wait for that one"
    desk.slow = False
    desk.later(hours=6)
    assert desk.told() == ["new new"] and not read_memory(desk.paths).failing


def test_what_came_and_went_while_a_way_failed_is_told_all_the_same(desk: Desk) -> None:
    desk.alarms, desk.away = [FIRE], True
    desk.later()
    desk.alarms = []
    desk.later(hours=3)
    desk.away = False
    desk.later(days=2)
    assert FIRE.sentence in desk.got[0].text and "3 hours" in desk.got[0].text
    assert desk.told() == ["well again"]


def test_a_way_that_is_set_later_hears_of_nothing_that_is_over(desk: Desk) -> None:
    desk.settings = Alerts(feed=True)
    desk.alarms = [FIRE]
    desk.later()
    desk.alarms = []
    desk.later(hours=1)
    desk.settings = Alerts(feed=True, command=("x",))
    desk.later(hours=1)
    assert desk.told() == []


def test_what_cannot_be_looked_at_is_not_well_again(desk: Desk) -> None:
    desk.alarms = [FIRE, FLOOD]
    desk.later()
    desk.told()
    desk.blind = True
    desk.later(minutes=5)
    assert desk.told() == []
    desk.later(minutes=15)
    assert "the disk is away" in desk.got[0].text
    assert desk.told() == ["new"]


def test_what_comes_and_goes_is_told_less_and_less(desk: Desk) -> None:
    for half_hour in range(48):
        desk.alarms = [FIRE] if half_hour % 2 else []
        desk.later(minutes=30)
    told = desk.told()
    assert told[:3] == ["new", "well again", "new"]
    assert len(told) < 8, "and not 48"
    desk.alarms = []
    for _ in range(8):
        desk.later(hours=6)
    assert desk.told() == ["well again"]


def test_what_must_last_is_told_when_it_did(desk: Desk) -> None:
    held = Alarm("lock", "PID 7 (python)", "It is held.", patience=3600)
    desk.alarms = [held]
    assert not desk.later().open
    desk.alarms = []
    desk.later(minutes=30)
    desk.alarms = [held]
    desk.later(minutes=45)
    assert desk.told() == []
    assert len(desk.later(minutes=61).open) == 1
    assert desk.told() == ["new"]


def test_a_clock_that_was_ahead_holds_back_no_reminder(desk: Desk) -> None:
    desk.alarms = [FIRE]
    desk.later(days=9000)
    desk.now = START
    desk.later()
    desk.later(days=2)
    assert desk.told() == ["new", "reminder"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 9}', b"\xff", b'{"version": 1, "entries": [{}]}'])
def test_a_damaged_memory_costs_a_repeated_message(desk: Desk, content: bytes) -> None:
    desk.alarms = [FIRE]
    desk.later()
    state_file(desk.paths).write_bytes(content)
    assert "damaged" in open_alarms(desk.paths, desk.settings, (), desk.now).notes[0]
    assert "damaged" in desk.later(minutes=5).notes[0]
    desk.later(minutes=5)
    assert desk.told() == ["new", "new"]
    assert state_file(desk.paths).with_name("state.json.damaged").read_bytes() == content


def test_nobody_is_told_what_cannot_be_remembered(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.alarms = [FIRE]

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "state.json")

    with monkeypatch.context() as patch:
        patch.setattr("flows.alerting.alarm_memory._write", full)
        for _ in range(5):
            with pytest.raises(OSError, match="No space"):
                desk.later(minutes=5)
    assert desk.told() == []
    desk.later(minutes=5)
    assert desk.told() == ["new"]


def test_the_reserve_lets_a_full_disk_be_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.alerting import alarm_memory

    desk.later()
    reserve, write = desk.paths.alerts / "reserve", alarm_memory._write
    assert reserve.stat().st_size > 60_000

    def full(path: Path, content: bytes) -> None:
        if reserve.exists() or path == reserve:
            raise OSError(28, "No space left on device", str(path))
        write(path, content)

    monkeypatch.setattr(alarm_memory, "_write", full)
    desk.alarms = [Alarm("disk", "data", "The disk is full.")]
    desk.later(minutes=5)
    assert desk.told() == ["new"]


class Killed(BaseException):
    """Stands for kill -9: nothing handles it."""


def test_killed_at_any_moment_no_alarm_is_lost_and_one_is_told_twice_at_the_most(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check dies before or after each of its writes and messages, one after the other."""
    for number in range(16):
        state_file(desk.paths).unlink(missing_ok=True)
        desk.alarms, desk.now = [FIRE], START
        left = [number]

        def step(work, *values, left=left):  # type: ignore[no-untyped-def]
            if not left[0]:
                raise Killed
            left[0] -= 1
            done = work(*values)
            if not left[0]:
                raise Killed
            left[0] -= 1
            return done

        with monkeypatch.context() as patch:
            write, send, feed = checking.write_memory, desk._send, by_feed.send
            patch.setattr(checking, "write_memory", lambda *v, write=write: step(write, *v))
            patch.setattr("flows.alerting.by_command.send", lambda *v, send=send: step(send, *v))
            patch.setattr("flows.alerting.by_feed.send", lambda *v, feed=feed: step(feed, *v))
            with pytest.raises(Killed):
                desk.later()
        for _ in range(3):
            desk.later(minutes=5)
        assert desk.told() in (["new"], ["new", "new"]), number
        assert len({one["id"] for one in read_memory(desk.paths).feed}) == len(read_memory(desk.paths).feed) == 1


@pytest.mark.parametrize("name", ["a\uffffb", "<b>&amp;]]>", "x\x00\x1b\x85\u2028", "\ud800\udc00", "\ufffe" * 300])
def test_no_name_breaks_the_feed(desk: Desk, name: str) -> None:
    desk.settings = Alerts(feed=True)
    desk.alarms = [Alarm("outlet", name, f"{name} has changed.")]
    desk.later()
    root = ElementTree.parse(desk.paths.alerts / "alarms.atom").getroot()
    assert [child.tag.partition("}")[2] for child in root].count("entry") == 1


def test_the_file_is_plain_json(desk: Desk) -> None:
    desk.alarms = [replace(FIRE, sentence="A lone \ud800 surrogate.")]
    desk.later()
    assert json.loads(state_file(desk.paths).read_text("ascii"))["entries"][0]["alarm"]["about"] == "ingest"


def test_each_look_has_a_kind_that_is_known() -> None:
    from flows.alerting.alarm import KINDS

    assert {kind for kind, _ in LOOKS} <= set(KINDS)
