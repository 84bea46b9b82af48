"""The report's page in a real Chromium: no error, nothing wider than the screen, tables that sort."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from flows.comparing.changes import Changes
from flows.config.paths import Paths
from flows.reporting.write_changes import write_changes
from flows.reporting.write_page import write_report
from parsers.rules import default_rules
from tests.reporting.browser import CHROMIUM, SCHEMES, WIDTHS, browser_tab, flaws

LONG = "https://www.herald.example/" + "a-very-long-address-without-a-place-to-break-" * 4
ROW = {"outlet": "herald.example.org", "field": "published_at", "change": "changed", "pages": 2}
VERDICT = {"outlet": "herald.example.org", "was": "listing", "becomes": "article", "pages": 3, "examples": [LONG]}

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH")]


def test_page_holds_in_a_browser(newsroom: Paths, tmp_path: Path) -> None:
    page = write_report(newsroom, default_rules(), tmp_path / "report.html", days=30)

    async def look() -> None:
        async with browser_tab(tmp_path / "profile") as tab:
            for width in WIDTHS:
                for scheme in SCHEMES:
                    await tab.open(page, width=width, scheme=scheme)
                    assert await flaws(tab, width) == [], (width, scheme)
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


def test_what_a_reparse_would_change_holds_in_a_browser(tmp_path: Path) -> None:
    found = Changes()
    found.add([{**ROW, "examples": [{"article_id": 7, "url": LONG, "before": "x" * 400, "after": LONG}]}], [VERDICT])
    page = write_changes(found, tmp_path / "changes.html")

    async def look() -> None:
        async with browser_tab(tmp_path / "profile") as tab:
            for width in WIDTHS:
                for scheme in SCHEMES:
                    await tab.open(page, width=width, scheme=scheme)
                    await tab.ask("document.querySelectorAll('details').forEach(one => one.open = true)")
                    assert await flaws(tab, width) == [], (width, scheme)
            assert tab.errors == []

    asyncio.run(look())
