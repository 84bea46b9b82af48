"""Fetches the pages of sources that have `render` set, and has the browser render them, one page at a time.

A source is an outlet as sources.toml describes it.  Takes an address, gives a Capture.  It has the page as the browser
shows it, and as `raw` the fetched answer; or it has the reason why the page could not be rendered.  A fault of the
browser is the outcome of that page alone.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from flows.acquire.browser.chromium import Chromium, NotRendered
from flows.acquire.browser.find_browser import find_browser, missing_for_browser
from flows.acquire.browser.requests import Kept, PageRequests, as_page
from flows.acquire.http.client import Ask, Client
from flows.acquire.http.leads_on import leads_on
from flows.acquire.http.stand_ins import ELSEWHERE, elsewhere_sentence
from flows.acquire.kinds import looks_like_html
from flows.archive.captures import Capture
from flows.archive.index_rows import CaptureRow
from flows.config.settings import Settings
from flows.config.sources import Source
from flows.errors import error_words
from parsers import Rejection, parse_page
from parsers.reasons import NEEDS_SCRIPTS
from parsers.rules import Rules

#: Media types that a browser shows as a page with scripts.
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
#: Refusals of requests that the sentence about a page names.
_NAMED: Final = 3
#: Bytes from which HTML is told.
_HEAD: Final = 4_096
#: Bytes of the largest page that is asked whether it is empty without scripts; a larger one is not, and takes long.
_LARGEST_SHELL: Final = 2_000_000
#: Details of captures, by which `is_as_fetched` knows those that were made before the source said `render`.
_RENDERED: Final = "A browser rendered it."
_NOT_RENDERED: Final = "It is read as it was fetched, since no browser is needed for it."


def is_as_fetched(last: CaptureRow | None) -> bool:
    """Whether a page's last capture was made before its source had `render` set.

    If True, the page is to be fetched again, once, and rendered: the page may have been empty without scripts, or may
    only have had a script that leads to another address.  False when the page was never captured (`last` is None).
    """
    if last is None:
        return False
    return last.outcome == "script_redirect" or (last.outcome in ("fetched", "not_modified") and not last.detail)


class Rendering:
    """Renders pages for one run; use as an async context manager.  Loads and starts nothing before the first page."""

    def __init__(self, settings: Settings, *, rules: Rules) -> None:
        self._settings, self._rules = settings, rules
        self._missing: str | None = None
        self._browser: Chromium | None = None
        self._turn = asyncio.Lock()
        self._kept = Kept()
        #: Seconds of the run that are left for rendering.
        self._seconds = settings.browser.run_seconds
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Rendering:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def get(self, client: Client, url: str, ask: Ask, source: Source) -> Capture:
        """Fetch a page whose source (outlet) has `render` set in sources.toml, and render it where that is needed.

        With `render = true` every page is rendered; with "when needed" only a page that holds nothing without scripts.
        For a page that is not rendered, the capture is that of the page as fetched.  Raises what Client.get raises.
        """
        always = source.render is True
        async with self._turn:  # pages wait here, so that the requests of the one at work need not wait behind theirs
            why = await self._unable()
            if always and why is not None:
                return Capture(url, outcome="no_browser", detail=why, fetched_at=datetime.now(UTC))
            # The same bytes with other data behind them are another page, and "not modified" says nothing about that.
            answer = await client.get(url, replace(ask, etag=None, last_modified=None))
            got = as_page(answer)
            # What only leads on by a script is empty without scripts, whatever a parser would say of it.
            if not await self._is_to_be_rendered(got, always=always or got is not answer):
                return replace(got, detail=_NOT_RENDERED) if got.outcome == "fetched" else got
            if why is not None:
                return _failed(got, "no_browser", why)
            return await self._rendered(client, got, ask, source.name)

    async def _unable(self) -> str | None:
        """Say in one sentence why no page can be rendered now; None when pages can be rendered."""
        settings = self._settings.browser
        if self._seconds <= 0:
            return f"The {settings.run_seconds:g} s for rendering in one run (browser.run_seconds) are over."
        if self._browser is None and self._missing is None:
            self._missing, program = missing_for_browser(settings), find_browser(settings)
            if self._missing is None and program is not None:
                self._browser = await self._stack.enter_async_context(
                    Chromium(program, settings, hidden=self._settings.alerts.secret_variables)
                )
        return self._missing

    async def _is_empty(self, made: Capture) -> bool:
        """Whether a rendered page still holds nothing that a parser can read; rendering has then failed."""
        return len(made.body or b"") <= _LARGEST_SHELL and await asyncio.to_thread(
            refused_without_scripts, made, self._rules
        )

    async def _is_to_be_rendered(self, got: Capture, *, always: bool) -> bool:
        """Whether to render a fetched answer, which must be HTML.

        With `always` every such answer is rendered; else only one that holds nothing until scripts run.
        """
        body = got.body or b""
        if got.outcome != "fetched" or not (got.media_type in _HTML or looks_like_html(body[:_HEAD])):
            return False
        return always or (
            len(body) <= _LARGEST_SHELL and await asyncio.to_thread(refused_without_scripts, got, self._rules)
        )

    async def _rendered(self, client: Client, got: Capture, ask: Ask, source: str) -> Capture:
        """Render a fetched page: return its capture as the browser shows it, or with the reason why that failed.

        `got`: the page as fetched.  `ask`: the options with which it was requested.  `source`: the name of its outlet.
        """
        assert self._browser is not None
        requests = PageRequests(
            page=got,
            client=client,
            ask=ask,
            trackers=self._rules.family("trackers"),
            kept=self._kept,
            source=source,
            left=self._settings.browser.requests,
        )
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            rendered = await self._browser.render(requests)
        except NotRendered as error:
            return _failed(requests.page, "render_failed", _with_failed_requests(str(error), requests))
        except Exception as error:  # the outcome of this page alone
            return _failed(requests.page, "render_failed", f"Rendering it failed ({error_words(error)}).")
        finally:
            self._seconds -= clock() - began
        if requests.stopped is not None:
            raise requests.stopped
        body = rendered.html.encode("utf-8", "replace")
        if len(body) > ask.limit:
            return _failed(requests.page, "render_failed", f"Rendered, it is larger than {ask.limit:,} bytes.")
        made = replace(_with_raw(requests.page, body=body, rendered_by=rendered.browser), detail=_RENDERED)
        if await self._is_empty(made) or (requests.elsewhere is not None and leads_on(made) is not None):
            if requests.elsewhere is not None:
                return _failed(requests.page, ELSEWHERE, elsewhere_sentence(requests.elsewhere, "by a script"))
            why = "It is still empty when its scripts have run."
            return _failed(requests.page, "render_failed", _with_failed_requests(why, requests))
        return made


def refused_without_scripts(got: Capture, rules: Rules) -> bool:
    """Whether the parser refuses a fetched page because it holds nothing until scripts run.

    Such a page is to be rendered.
    """
    read = parse_page(
        got.body or b"",
        url=got.url,
        media_type=got.media_type,
        charset=got.charset,
        fetched_at=got.fetched_at,
        rules=rules,
    )
    return isinstance(read, Rejection) and read.reason == NEEDS_SCRIPTS


def _with_raw(got: Capture, *, body: bytes | None, rendered_by: str = "") -> Capture:
    """Make the capture of a rendered page, which keeps the fetched answer `got` as `raw`.

    `body`: the HTML from the browser; None when rendering failed.  `rendered_by`: name and version of the browser.
    """
    return Capture(
        got.url,
        body=body,
        fetched_at=got.fetched_at,
        status=got.status,
        media_type="text/html",
        charset="utf-8",
        redirects=got.redirects,
        rendered_by=rendered_by,
        raw=got,
    )


def _failed(got: Capture, outcome: str, detail: str) -> Capture:
    return replace(_with_raw(got, body=None), outcome=outcome, detail=detail)


def _with_failed_requests(why: str, requests: PageRequests) -> str:
    """Return the sentence `why` followed by the first requests that failed: they may be why rendering failed."""
    return " ".join((why, *requests.refusals[:_NAMED]))
