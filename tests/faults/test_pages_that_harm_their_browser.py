"""Pages that hang, fill the memory, open dialogs, reload or never finish in the browser cost only themselves."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from aiohttp import web

from flows.acquire.browser import chromium, processes
from flows.acquire.browser.processes import MARK
from tests.acquire.browsers import STORY, TEXT, needs_browser, render, shell
from tests.acquire.loopback import answers, site
from tests.flows.desk import ROOT

pytestmark = [pytest.mark.slow, needs_browser]

#: Page -> (its script, its outcome, a part of its detail).
PAGES = {
    "kills_the_driver": ("fetch('/kill');", "render_failed", "browser failed"),
    "hangs": ("for (;;) {}", "render_failed", "did not come to rest"),
    "leaves": ("location.href = 'about:blank';", "render_failed", "empty document"),
    "greedy": (
        "const a = []; for (let i = 0; i < 8; i++) a.push(new Uint8Array(5e7).fill(1)); for (;;) {}",
        "render_failed",
        "MiB of memory",
    ),
    "asks_leads_and_never_rests": (
        "onbeforeunload = () => 'stay'; alert(1); confirm(2); prompt(3); location.href = '/hop';",
        "fetched",
        "",
    ),
}


#: Redirects, one behind the other.
HOPS = {
    "/hop": answers(status=302, headers={"Location": "/hop2"}),
    "/hop2": answers(status=302, headers={"Location": "/other"}),
}


#: Where they lead.
OTHER = f"<h1>Elsewhere</h1>{STORY}<script>setInterval(() => document.body.append('x'), 20);</script>".encode()


async def _kill(_: web.Request) -> web.Response:
    """Kill the process that drives the browser."""
    [driver] = processes.members(f"{os.getpid()}.0")
    os.kill(driver, signal.SIGKILL)
    return web.Response(text="")


def test_each_page_has_its_own_outcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "_LAST", 0.5)

    async def run() -> None:
        table = {f"/{name}": shell(script) for name, (script, _, _) in PAGES.items()}
        async with site({**table, **HOPS, "/kill": _kill, "/other": OTHER}) as served:
            urls = [f"{served.url}/{name}" for name in PAGES]
            # On a busy machine it takes more than a second to fill the memory.
            found = await render(urls, tmp_path, seconds=2.5, memory_bytes=350_000_000)
            for name, (_, outcome, detail) in PAGES.items():
                capture = found[name]
                assert (capture.outcome, detail in capture.detail) == (outcome, True), (name, capture.detail)
                if outcome == "fetched":
                    assert TEXT in (capture.body or b"").decode(), name
            assert found["asks_leads_and_never_rests"].url == f"{served.url}/other"

    asyncio.run(run())
    assert left_over(str(os.getpid())) == []


#: A process that renders a page; its arguments: the address, and a folder.
CHILD = """
import asyncio, sys
from pathlib import Path
from tests.acquire.browsers import render
asyncio.run(render(sys.argv[1:2], Path(sys.argv[2]), seconds=60))
"""


def test_killed_while_a_page_hangs(tmp_path: Path) -> None:
    async def run() -> None:
        page = shell("fetch('/began').then(() => { for (;;) {} });")
        async with site({"/hangs": page, "/began": answers(text="")}) as served:
            words = [sys.executable, "-c", CHILD, f"{served.url}/hangs", str(tmp_path)]
            child = subprocess.Popen(words, cwd=ROOT)
            try:
                await _until(lambda: "/began" in served.asked)
                assert left_over(str(child.pid))
            finally:
                child.send_signal(signal.SIGKILL)
                child.wait()
            await _until(lambda: not left_over(str(child.pid)))

    asyncio.run(run())


async def _until(true: object) -> None:
    end = time.monotonic() + 15
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


def left_over(started_by: str) -> list[int]:
    """PIDs of browser processes that the process `started_by` started and that still run."""
    mark, found = f"{MARK}={started_by}.".encode(), []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (entry / "environ").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found
