"""For tests with a real browser: pages that are filled by scripts, and a run of one source that renders them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from flows.acquire.browser.find_browser import find_browser
from flows.acquire.following.follow import follow_sources
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.config.settings import Browser, Settings
from flows.config.sources import Source
from parsers.rules import default_rules
from tests.acquire.loopback import QUICK

#: Mark of tests that need the extra and a browser.
needs_browser = pytest.mark.skipif(
    find_spec("playwright") is None or find_browser(Browser()) is None,
    reason="the extra `browser` or a Chromium is not installed",
)

#: Text of a story; a page with as much is taken as soon as it has come to rest.
TEXT = "The ferry to the northern islands sailed again on Monday after a strike of nine days had ended at dawn. "
STORY = "".join(f"<p>{TEXT * 2}</p>" for _ in range(4))


#: A page as it was fetched, and as a browser showed it.
RAW = Capture(
    "https://herald.example/story",
    body=b"<html><div id=root></div>",
    fetched_at=datetime(2026, 3, 9, 7, tzinfo=UTC),
    status=200,
    headers=(("Content-Type", "text/html; charset=iso-8859-1"), ("ETag", '"1"')),
    media_type="text/html",
    charset="iso-8859-1",
    request=b"GET /story HTTP/1.1\r\nHost: herald.example\r\n\r\n",
)
RENDERED = Capture(
    RAW.url,
    body="<html><p>Fährt wieder".encode(),
    fetched_at=RAW.fetched_at,
    status=200,
    media_type="text/html",
    charset="utf-8",
    rendered_by="Chromium 130.0",
    raw=RAW,
)


def shell(script: str, more: str = "") -> bytes:
    """A page without text that one script fills."""
    head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferries sail again</title>'
    return f'{head}{more}</head><body><div id="root"></div><script>{script}</script></body></html>'.encode()


def showing(html: str = STORY) -> str:
    """A script that shows a text."""
    return f"document.getElementById('root').innerHTML = `<article><h1>Ferries sail again</h1>{html}</article>`;"


async def render(urls: Iterable[str], folder: Path, **changes: Any) -> dict[str, Capture]:
    """Follow these pages once; gives the captures by the last part of the address.

    changes: of the settings under [browser], and of the source: `when`, its render, and `feeds`.
    """
    when, feeds = changes.pop("when", True), tuple(changes.pop("feeds", ()))
    browser = Browser(**{"seconds": 5.0, **changes})
    settings = Settings(fetch=replace(QUICK, retries=0), browser=browser)
    captures: dict[str, Capture] = {}

    def work() -> None:
        with Archive(folder, run="run") as archive:
            follow_sources(
                [Source(name="herald", pages=tuple(urls), feeds=feeds, render=when)],
                archive=archive,
                settings=settings,
                rules=default_rules(),
                version="0",
                on_capture=lambda c, _: captures.update({c.requested_url.rpartition("/")[2]: c}),
            )

    await asyncio.to_thread(work)
    return captures
