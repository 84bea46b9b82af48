"""A real Chromium for tests, driven by its DevTools protocol: opens a page at a width, and tells of its errors.

Finds the browser on the PATH; tests that need one are skipped where there is none.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

#: Widths in pixels: a phone, and a screen on a wall.
WIDTHS = (360, 1600)
#: The elements that reach further than the screen; what stands in a box that scrolls by itself may.
TOO_WIDE = """[...document.querySelectorAll("body *")].filter(element => !element.closest(".scroll > *")
  && element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(element => element.outerHTML.slice(0, 80))"""
#: Texts and their grounds whose contrast is below 4.5 (WCAG 2.2, criterion 1.4.3).
PALE = """(() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const over = ([r, g, b, a = 1], under) => [r, g, b].map((v, i) => v * a + under[i] * (1 - a));
  const ground = (element) => {
    if (!element) return [255, 255, 255];
    const colour = parts(getComputedStyle(element).backgroundColor);
    return (colour[3] ?? 1) === 1 ? colour.slice(0, 3) : over(colour, ground(element.parentElement));
  };
  return [...document.querySelectorAll("h1, h2, p, dt, dd, td, th, a, summary, li, caption, text")].filter(element => {
    if (!element.textContent.trim() || !element.getClientRects().length) return false;
    const style = getComputedStyle(element), colour = parts(element.matches("text") ? style.fill : style.color);
    const [a, b] = [light(colour), light(ground(element))].sort((x, y) => y - x);
    return (a + .05) / (b + .05) < 4.5;
  }).map(element => element.outerHTML.slice(0, 80));
})()"""
SCHEMES = ("light", "dark")


class Tab:
    """One page in the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._numbers = socket, count(1)
        #: What the page's scripts raised, and what the console says of it.
        self.errors: list[str] = []

    async def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The browser's answer to one command; events that come before it are looked at for errors."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            message = await asyncio.wait_for(self._socket.receive_json(), 20)
            if message.get("id") == number:
                return message.get("result", {})  # type: ignore[no-any-return]
            self._look(message)

    def _look(self, message: dict[str, Any]) -> None:
        told = message.get("params", {})
        if message.get("method") == "Runtime.exceptionThrown":
            self.errors.append(str(told["exceptionDetails"]))
        elif message.get("method") == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.errors.append(told["entry"]["text"])

    async def open(self, file: Path, *, width: int, scheme: str = "light") -> None:
        """Load a file at a width in pixels, and wait until it is complete."""
        for domain in ("Page", "Runtime", "Log"):
            await self.send(f"{domain}.enable")
        await self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False
        )
        await self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        await self.send("Page.navigate", url=file.absolute().as_uri())
        for _ in range(100):
            if await self.ask("document.readyState") == "complete" and await self.ask("location.href") != "about:blank":
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"{file} did not load")

    async def ask(self, expression: str) -> Any:
        """The value of an expression in the page."""
        found = await self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        return found["result"].get("value")


@asynccontextmanager
async def browser_tab(profile: Path) -> AsyncIterator[Tab]:
    """A tab of a headless Chromium with a fresh profile; the browser is killed at the end."""
    assert CHROMIUM is not None
    arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--remote-debugging-port=0",
        f"--user-data-dir={profile}",
    ]
    process = subprocess.Popen([CHROMIUM, *arguments, "about:blank"], stderr=subprocess.DEVNULL)
    try:
        port = await _port(profile / "DevToolsActivePort")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                (target, *_) = [page for page in await answer.json() if page["type"] == "page"]
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Tab(socket)
    finally:
        process.kill()
        process.wait()


async def _port(file: Path) -> int:
    for _ in range(400):
        if file.exists() and (lines := file.read_text().splitlines()):
            return int(lines[0])
        await asyncio.sleep(0.05)
    raise AssertionError("the browser did not start")


async def flaws(tab: Tab, width: int) -> list[str]:
    """What is wrong with the looks of the tab's page: what is wider than the screen, and what is too pale to read."""
    await tab.ask("document.querySelectorAll('details').forEach(details => details.open = true)")
    found = [f"too wide: {element}" for element in await tab.ask(TOO_WIDE)]
    if await tab.ask("document.documentElement.scrollWidth") > width:
        found.append("the page scrolls sideways")
    return found + [f"too pale: {element}" for element in await tab.ask(PALE)]
