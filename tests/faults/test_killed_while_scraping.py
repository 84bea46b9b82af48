"""kill -9 while pages are fetched: none is lost or requested twice, and the next run keeps the pause between
requests."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from flows.archive.archive import Archive
from tests.acquire.loopback import PAGE, Site, site
from tests.acquire.test_follow import feed, tagged
from tests.faults.processes import begin
from tests.flows.desk import copydesk

pytestmark = pytest.mark.slow

PAGES, DELAY = 12, 0.2


def outlet() -> dict[str, object]:
    pages = {f"/{n}": PAGE + bytes([65 + n]) for n in range(PAGES)}
    return {**pages, "/feed": tagged(feed(f"/{n}" for n in range(PAGES)))}


async def until(served: Site, count: int) -> None:
    for _ in range(600):
        if len(served.asked) >= count:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"only {len(served.asked)} requests within 30 s")


def test_the_next_run_goes_on_where_the_killed_one_was(tmp_path: Path) -> None:
    async def run() -> None:
        async with site(outlet()) as served:
            config = tmp_path / "config"
            config.mkdir()
            (config / "copydesk.toml").write_text(f"[fetch]\nallow_private = true\ndelay = {DELAY}\njitter = 0\n")
            (config / "sources.toml").write_text(f'[[source]]\nname = "herald"\nfeeds = ["{served.url}/feed"]\n')
            data, log = tmp_path / "data", tmp_path / "log"
            words = ("--config", config, "run", "scrape")
            process = await asyncio.to_thread(begin, data, *words, log=log, home=tmp_path)
            await until(served, 7)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            before = len(served.asked)
            ended = await asyncio.to_thread(copydesk, data, *words)
            assert ended.returncode == 0, ended.stderr
            # The one whose answer was on its way when the process died may be asked again, no other.
            pages = [path for path in served.asked if path not in ("/robots.txt", "/feed")]
            assert set(pages) == {f"/{n}" for n in range(PAGES)} and len(pages) <= PAGES + 1
            assert served.asked.count("/robots.txt") == 1 and served.asked.count("/feed") <= 2
            assert before < len(served.asked)
            gaps = [after - at for at, after in zip(served.times, served.times[1:], strict=False)]
            assert min(gaps) > DELAY * 0.7
            with Archive(data / "archive") as archive:
                held = [row.url for row in archive.captures() if row.sha256 is not None]
            assert sorted(held) == sorted({f"{served.url}/{n}" for n in range(PAGES)})
            again = await asyncio.to_thread(copydesk, data, *words)
            assert "fetched" not in again.stderr

    asyncio.run(run())
