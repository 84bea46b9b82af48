"""Answers the requests of a page in the browser: each goes through our own client, or gets nothing.

The browser has no way to the network of its own.  Scripts and data are fetched as pages are: robots.txt, pauses between
requests to a host, no private addresses, limits of size and time.  Style sheets are answered as empty; pictures, fonts,
frames, trackers, all requests but GET, and pages of other outlets to which a script leads are refused.  `request` and
`route` are Playwright's objects: a request of the browser, and the means to answer that request.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final

from flows.acquire.http.client import Ask, Client
from flows.acquire.http.stand_ins import is_elsewhere
from flows.acquire.kinds import is_page_type
from flows.acquire.memory.memory import MemoryUnusable
from flows.acquire.opening import printable
from flows.archive.captures import Capture
from flows.errors import error_words
from parsers.rule_family import Family

#: Kinds of requests (Playwright's resource types) whose answers can bring text.
_WANTED: Final = frozenset({"script", "xhr", "fetch"})
#: Most times that scripts lead a page to another address, as an HTTP client follows few redirects; further are ignored.
_MOVES: Final = 5
#: Bytes of scripts and data that are kept for further pages of the run.
_KEPT_BYTES: Final = 50_000_000
#: Most refusals that are noted for one page.
_NOTED: Final = 20
#: What the browser is told of a request that is not made.
_REFUSED: Final = "blockedbyclient"
#: The same for the page itself: it stays as it is; otherwise the browser would show a page of its own.
_STAY: Final = "aborted"


class Kept:
    """A cache of scripts and data fetched in this run: each is requested once, not anew for each page that uses it."""

    def __init__(self, most: int = _KEPT_BYTES) -> None:
        self._most, self._bytes = most, 0
        self._answers: OrderedDict[tuple[str, str], Capture] = OrderedDict()

    def get(self, source: str, url: str) -> Capture | None:
        """Return the kept answer for an address, as fetched for this source; None for an address without one."""
        return self._answers.get((source, url))

    def put(self, source: str, url: str, answer: Capture) -> None:
        """Keep an answer for further pages of its source; the oldest ones are dropped when there are too many bytes."""
        if (source, url) in self._answers or answer.body is None or len(answer.body) > self._most:
            return
        self._answers[source, url] = answer
        self._bytes += len(answer.body)
        while self._bytes > self._most and self._answers:
            _, oldest = self._answers.popitem(last=False)
            self._bytes -= len(oldest.body or b"")


@dataclass(slots=True, kw_only=True)
class PageRequests:
    """Answers the requests that one page makes while the browser renders it."""

    #: The page as it was fetched; when a script leads to another address, what was fetched there.
    page: Capture
    client: Client
    #: The options with which the page was requested.
    ask: Ask
    trackers: Family
    kept: Kept
    #: Name of the source that the page belongs to.
    source: str
    #: Requests that may still be made.
    left: int
    #: Requests that are being answered.
    pending: int = 0
    #: Why requests that may matter got no answer, one sentence each.
    refusals: list[str] = field(default_factory=list)
    #: The address at another outlet to which a script wanted to lead; None without one.
    elsewhere: str | None = None
    #: An error that ends the whole run, met while a request was answered; None without one.
    stopped: MemoryUnusable | None = None
    #: The address at which the browser got the page last; None when it is still to get it.
    _served: str | None = None
    _moves: int = 0
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    async def answer(self, route: Any) -> None:
        """Answer one request of the browser; `route`: Playwright's.  Never raises: the browser may be gone by then."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.pending += 1
        try:
            await self._answer(route, route.request)
        except Exception as error:
            if isinstance(error, MemoryUnusable):
                self.stopped = error
            self._note(f"Answering {route.request.url} failed ({error_words(error)}).")
            with suppress(Exception):  # the browser is gone
                await route.abort(_REFUSED)
        finally:
            self.pending -= 1
            self._tasks.discard(task)

    def _note(self, said: str) -> None:
        """Note why a request got no answer; only the first few such notes are kept.  `said`: one sentence."""
        if len(self.refusals) < _NOTED:
            self.refusals.append(printable(said.strip()))

    async def close(self) -> None:
        """End the requests that are still being answered."""
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer(self, route: Any, request: Any) -> None:
        """Answer a request by what it is for: the page, a style sheet, a script or data, or anything else."""
        kind = request.resource_type
        if kind == "document":
            # Frames hold advertisements and embeds, whose addresses stand in the page itself.
            await (self._page(route, request) if _is_page(request) else route.abort(_REFUSED))
        elif kind == "stylesheet":
            await route.fulfill(status=200, content_type="text/css", body="")
        elif kind in _WANTED and request.method == "GET" and not self._tracks(request.url):
            await self._part(route, request.url)
        else:
            await route.abort(_REFUSED)

    def _tracks(self, url: str) -> bool:
        return any(rule.pattern.search(url.lower()) for rule in self.trackers.rules)

    async def _page(self, route: Any, request: Any) -> None:
        """Answer a request for the page itself: with the page as fetched, or with the page to which a script leads."""
        url = request.url.partition("#")[0]
        if self._served is not None:
            self._moves += 1
            moved = self.page if url == self._served else await self._moved(url, request.method)
            if moved is None or self._moves > _MOVES:
                await route.abort(_STAY)
                return
            redirected = moved is not self.page and moved.url != url
            self.page = moved
            if redirected:  # the browser must know the last address, too
                self._served = None
                await route.fulfill(status=200, content_type="text/html", body=_leading_to(moved.url))
                return
        self._served = url
        await route.fulfill(status=200, headers=_headers(self.page), body=self.page.body or b"")

    async def _moved(self, url: str, method: str) -> Capture | None:
        """Fetch the page at the address to which a script leads; None, with the reason noted, when it is not followed.

        `method`: of the request; only GET is followed.
        """
        if is_elsewhere(url, self.page.url):  # as for a page that leads on without a browser
            self.elsewhere = printable(url)
            self._note(f"A script leads on to another site, {url}, which was not followed.")
            return None
        if self._moves > _MOVES or self.left <= 0 or method != "GET":
            self._note(f"A script leads on to {url}, which was not followed.")
            return None
        self.left -= 1
        ask = replace(self.ask, etag=None, last_modified=None, needless=None)
        answer = as_page(await self.client.get(url, ask))
        if answer.outcome != "fetched" or not is_page_type(answer.media_type):
            self._note(f"A script leads on to {url}: {answer.outcome}. {answer.detail}")
            return None
        return replace(answer, redirects=(*self.page.redirects, self.page.url, *answer.redirects))

    async def _part(self, route: Any, url: str) -> None:
        """Answer a request for a script or data, from the cache or by fetching it."""
        answer = self.kept.get(self.source, url)
        if answer is None and self.left <= 0:
            self._note(f"{url} is one request too many of this page (browser.requests).")
            await route.abort(_REFUSED)
            return
        if answer is None:
            self.left -= 1
            ask = self.ask
            wanted = Ask(limit=ask.limit, pages_only=False, delay=ask.delay, allow_private=ask.allow_private)
            answer = await self.client.get(url, wanted)
        if answer.outcome == "fetched":
            self.kept.put(self.source, url, answer)
            await route.fulfill(status=200, headers=_headers(answer), body=answer.body or b"")
            return
        self._note(f"{url}: {answer.outcome}. {answer.detail}")
        if answer.outcome == "http_error" and answer.status:
            await route.fulfill(status=answer.status, content_type="text/plain", body="")
        elif answer.outcome == "empty":
            await route.fulfill(status=200, headers=_headers(answer), body="")
        else:
            await route.abort(_REFUSED)


def as_page(answer: Capture) -> Capture:
    """Return an answer in the form in which the browser is to get it; any answer but "script_redirect" is unchanged.

    The client gives a page that only leads on by a script the outcome "script_redirect", and puts its HTML into
    error_body, as the client runs no scripts.  The browser does run them, so here such a page becomes "fetched", with
    its HTML as the body.
    """
    if answer.outcome != "script_redirect" or answer.error_body is None:
        return answer
    return replace(answer, outcome="fetched", detail="", body=answer.error_body, error_body=None)


def _is_page(request: Any) -> bool:
    """Whether a request loads the page itself, not a frame in it or another window; those are refused."""
    if not request.is_navigation_request():
        return False
    try:
        return request.frame.parent_frame is None
    except Exception:  # the library's error for a window that has just been opened, which is none of ours
        return False


def _leading_to(url: str) -> str:
    """Return the HTML of a page whose script leads to an address; the browser gets this page in place of a redirect."""
    return f"<script>location.replace({json.dumps(url).replace('<', '%3C')})</script>"


def _headers(answer: Capture) -> dict[str, str]:
    """Return the headers that the browser gets: Content-Type alone; no cookies, redirects, hints or reports."""
    declared = answer.header("Content-Type")
    return {"Content-Type": declared} if declared else {}
