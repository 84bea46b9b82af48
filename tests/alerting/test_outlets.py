"""Alarms about outlets, from pages to the message: a layout that breaks and is mended, a host that refuses."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from duckdb import DuckDBPyConnection

from flows.alerting.alarm_memory import read_memory
from flows.alerting.check_round import check_and_tell
from flows.alerting.outlets import blocked_hosts
from flows.config.alert_settings import Alerts
from flows.config.paths import Paths
from parsers.model import Block
from tests.warehouse.batches import page
from tests.warehouse.test_health import DAYS, day, history
from warehouse.connect import writer
from warehouse.load import load_batch

Batch = Callable[..., Path]
STUB = {"blocks": (Block("paragraph", "Read on in the app."),)}
ATOM = "{http://www.w3.org/2005/Atom}"


def told(paths: Paths) -> list[str]:
    """The titles in the feed, the oldest first; it must be well-formed, with an id and a time for each entry."""
    root = ElementTree.parse(paths.alerts / "alarms.atom").getroot()
    entries = root.findall(f"{ATOM}entry")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    assert all(datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "") for entry in entries)
    return [(entry.findtext(f"{ATOM}title") or "").split(": ", 1)[1] for entry in reversed(entries)]


def test_a_layout_breaks_and_is_mended(tmp_path: Path, master: Path, batch: Batch) -> None:
    paths, dice, settings = Paths(tmp_path / "data").make(), random.Random(7), Alerts(feed=True, free_bytes=0)
    days = [
        [*history(dice), *day(DAYS - 1, dice, pages=12, **STUB)],
        day(DAYS, dice, pages=12, **STUB),
        day(DAYS + 1, dice, pages=12),
    ]
    titles, now = [], datetime(2026, 4, 11, tzinfo=UTC)
    for number, rows in enumerate(days):
        with writer(master) as connection:
            load_batch(connection, batch(f"day {number}", *rows))
        paths.news.write_bytes(master.read_bytes())
        found = check_and_tell(paths, settings, (), now + timedelta(hours=number))
        titles.append(told(paths))
        if number < 2:
            (entry,) = [one for one in found.open if one.alarm.about == "post.example/words"]
            assert "words of a story" in entry.alarm.sentence and "5 now" in entry.alarm.sentence
            assert entry.alarm.command.startswith(f"copydesk explain https://post.example/{DAYS - 1}/")
    assert titles[0] == titles[1], "told once"
    assert any("post.example/words" in title for title in titles[0]) or "alarms" in titles[0][0]
    assert titles[2][: len(titles[0])] == titles[0] and "well again" in titles[2][-1]
    assert not read_memory(paths).open()


def test_a_host_that_refuses(connection: DuckDBPyConnection, batch: Batch) -> None:
    def refused(number: int) -> dict[str, Any]:
        return page(
            f"https://herald.example/{number}", None, fetched_at=datetime.now(UTC) - timedelta(hours=5 - number),
            body_sha256=None, stage="fetch", reason="blocked", detail="It answered 403\r\nBcc: all@x.example.",
            http_status=403,
        )  # fmt: skip

    load_batch(connection, batch("b", *map(refused, range(3))))
    (alarm,) = blocked_hosts(connection)
    assert alarm.key == "blocked:herald.example" and "3 so far: It answered 403 Bcc" in alarm.sentence
    assert alarm.command.startswith("copydesk import cc-news --host herald.example")
