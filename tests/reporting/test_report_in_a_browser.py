"""The report's page in a real Chromium: no error, nothing wider than the screen, tables that sort."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from flows.config.paths import Paths
from flows.reporting.write_page import write_report
from parsers.rules import default_rules
from tests.reporting.browser import CHROMIUM, browser_tab

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH")]

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


def test_page_holds_in_a_browser(newsroom: Paths, tmp_path: Path) -> None:
    page = write_report(newsroom, default_rules(), tmp_path / "report.html", days=30)

    async def look() -> None:
        async with browser_tab(tmp_path / "profile") as tab:
            for width in WIDTHS:
                for scheme in ("light", "dark"):
                    await tab.open(page, width=width, scheme=scheme)
                    await tab.ask("document.querySelectorAll('details').forEach(d => d.open = true)")
                    assert await tab.ask(TOO_WIDE) == [], width
                    assert await tab.ask("document.documentElement.scrollWidth") <= width
                    assert await tab.ask(PALE) == [], (width, scheme)
                    shown = "narrow" if width < 641 else "wide"
                    seen = f"[...document.querySelectorAll('.{shown} svg')].every(s => s.getClientRects().length)"
                    assert await tab.ask(seen)
            words = "[...document.querySelectorAll('#stories tbody tr')].map(row => row.cells[0].textContent)"
            before = await tab.ask(words)
            await tab.ask("document.querySelector('#stories th button').focus()")
            await tab.send("Input.dispatchKeyEvent", type="keyDown", key="Enter", text="\r")
            await tab.send("Input.dispatchKeyEvent", type="keyUp", key="Enter")
            assert await tab.ask(words) == sorted(before, reverse=True)
            await tab.ask("document.querySelector('#stories th button').click()")
            assert await tab.ask(words) == sorted(before)
            assert tab.errors == []

    asyncio.run(look())
