"""An outlet that blocks is left alone, also by later runs; then one request tries it, and no waiting page is lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from flows.acquire.memory.memory import FOLLOWING, Memory
from flows.config.settings import Settings
from tests.acquire.loopback import PAGE, QUICK, answers, site
from tests.acquire.test_follow import feed, follow, tagged

pytestmark = pytest.mark.slow

SETTINGS = Settings(fetch=replace(QUICK, retries=0, refusals=2))
CHALLENGE = answers(status=403, text="<title>Just a moment...</title>", content_type="text/html")


def end_of_rests(tmp_path: Path) -> None:
    """Set all times until which hosts are left alone, and pages wait, to the past."""
    with Memory(tmp_path / "archive") as memory:
        for row in memory.rows("hosts", now=0.0):
            again = {**row, "until": 1.0}
            memory.do(
                "rest", **{name: value for name, value in again.items() if name not in ("left_at", "crawl_delay")}
            )
        for page in memory.rows("pages", source="herald", most=99):
            memory.do("keep_page", **{**page, "next_at": 1.0})


def test_one_that_blocks_its_pages_and_gives_its_feed(tmp_path: Path) -> None:
    async def run() -> None:
        table: dict[str, Any] = {f"/{n}": CHALLENGE for n in range(6)}
        async with site({**table, "/feed": tagged(feed(f"/{n}" for n in range(6)))}) as s:
            once = follow(s, tmp_path, SETTINGS, feeds=(s.url + "/feed",))
            assert (await once()).counts == {"blocked": 2, "host_resting": 4}
            s.asked.clear()
            second = await once()
            assert (second.counts, s.asked) == ({"left_for_next_run": 4}, [])
            assert "refused or failed 2 requests in a row; it is left alone until" in second.notes[0]
            end_of_rests(tmp_path)
            third = await once()
            assert third.counts == {"blocked": 1, "left_for_next_run": 5}, "one request tries it"
            assert [path for path in s.asked if path != "/feed"] == s.asked[-1:]
            with Memory(tmp_path / "archive") as memory:
                [host] = memory.rows("hosts", now=0.0)
                assert host["rests"] == 2
            for n in range(6):
                s.answers[f"/{n}"] = PAGE + bytes([65 + n])
            end_of_rests(tmp_path)
            assert (await once()).counts == {"fetched": 6}
            with Memory(tmp_path / "archive") as memory:
                assert memory.rows("hosts", now=0.0) == []

    asyncio.run(run())


def test_an_outlet_that_another_run_follows_is_left_to_it(tmp_path: Path) -> None:
    async def run() -> None:
        async with site({"/feed": tagged(feed(["/page"]))}) as s:
            once = follow(s, tmp_path, feeds=(s.url + "/feed",))
            (tmp_path / "archive").mkdir()
            with FileLock(tmp_path / "archive" / f"{FOLLOWING}.herald.lock"):
                tally = await once()
                assert (tally.counts, s.asked) == ({}, []) and "another run follows it" in tally.notes[0]
            assert (await once()).counts == {"fetched": 1}

    asyncio.run(run())
