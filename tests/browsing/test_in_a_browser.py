"""The pages in a real Chromium, on a phone and on a wide screen, in light and dark colours."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.reporting.browser import CHROMIUM, SCHEMES, WIDTHS, browser_tab, flaws

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH")]


def test_pages_hold_in_a_browser(reader: TestClient, tmp_path: Path) -> None:
    async def look() -> None:
        async with browser_tab(tmp_path / "profile") as tab:
            for address in ("/", "/?words=harbour", "/story/1", "/story/1/changes", "/story/99999"):
                page = tmp_path / "page.html"
                page.write_text(reader.get(address).text, "utf-8")
                for width in WIDTHS:
                    for scheme in SCHEMES:
                        await tab.open(page, width=width, scheme=scheme)
                        assert await flaws(tab, width) == [], (address, width, scheme)
            assert tab.errors == []

    asyncio.run(look())
