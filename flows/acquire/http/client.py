"""Requests pages over HTTP: heeds robots.txt, pauses between requests to a host, bounds size and time.

Takes an address and an Ask (the options of one request), gives a Capture (the page, or why there is none): what went
wrong is its outcome (a code) and its detail (a sentence), never an exception.  Redirects are followed here, not by
aiohttp, so that robots.txt and pauses hold for each hop.  A host that refused requests is left alone for some time
("rests").  Requests no private addresses.  Writes nothing to disk.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Final
from urllib.parse import quote, urljoin

import aiohttp
from aiohttp.connector import Connection

from flows.acquire.http.failures import no_answer
from flows.acquire.http.politeness import HostGate
from flows.acquire.http.private_addresses import socket_factory
from flows.acquire.http.response import REDIRECTS, Ask, read_response
from flows.acquire.http.retries import NO_ANSWER, count_result, kind_of_refusal, wait_before_retry
from flows.acquire.http.robots import ROBOT, ROBOTS_BYTES, Robots, learn, remembered
from flows.acquire.http.stand_ins import behind_a_wall, in_place_of_a_page
from flows.acquire.keep import ArchiveStopped
from flows.acquire.memory.hosts import RESTS, HostNotes
from flows.acquire.memory.memory import Memory, MemoryUnusable
from flows.acquire.web_address import host_of, origin_of
from flows.archive.captures import Capture
from flows.config.settings import Fetching
from flows.errors import error_words
from parsers.rules import Family

__all__ = ["Ask", "Client"]

#: The Accept-Encoding of requests.
_ACCEPTED: Final = "gzip, deflate, br, zstd"
#: Bytes of the longest header that is read; some sites send a Content-Security-Policy of more than aiohttp's 8,190.
_LONGEST_LINE: Final = 1 << 16
#: RFC 9309 section 2.3.1.2: follow at least five redirects of a robots.txt.
_ROBOTS_REDIRECTS: Final = 5
#: The function that the request of the current task calls when it has been sent.
_LEFT: Final[ContextVar[Callable[[], None]]] = ContextVar("left")


class NotNeeded(Exception):
    """Raised when Ask.needless says, right before a request leaves, that it is not needed any more.

    `url`: the address that would have been requested.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class Client:
    """An HTTP client for one run; use as an async context manager.

    Each host has a gate (HostGate), which lets a few of its requests through at a time, with pauses.
    """

    def __init__(
        self,
        settings: Fetching,
        *,
        blocks: Family,
        version: str,
        memory: Memory | None = None,
        rests: Sequence[float] = RESTS,
        heed_rests: bool = True,
        room: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`memory`: keeps robots.txt files and notes on hosts between runs; None: nothing is kept after this run.

        `rests`: seconds for which a host that refuses is left alone: the first time, the second time and so on.
        `heed_rests`: False: request also from hosts that an earlier run left alone.  `room`: waits until there is
        memory for one more answer; None: no wait.
        """
        self._settings = settings
        self._memory = memory or Memory(None)
        self._rests, self._heed_rests = tuple(rests), heed_rests
        self._blocks, self._room = blocks, room
        contact = f" (+{settings.contact})" if settings.contact else ""
        self._headers = {
            "User-Agent": f"{ROBOT}/{version}{contact}",
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Encoding": _ACCEPTED,
        }
        self._gates: dict[str, HostGate] = {}
        self._robots: dict[tuple[str, bool], asyncio.Task[Robots]] = {}
        self._slots = asyncio.Semaphore(settings.connections)
        #: One for public addresses, and one that may also connect to private ones: they share no connection.
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def __aenter__(self) -> Client:
        self._sessions = {private: self._open_session(allow_private=private) for private in (False, True)}
        return self

    def _open_session(self, *, allow_private: bool) -> aiohttp.ClientSession:
        """Open a session of aiohttp.  `allow_private`: whether it may connect to private addresses."""
        settings = self._settings
        factory = socket_factory(allow_private=allow_private)
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=settings.connections, socket_factory=factory),
            timeout=aiohttp.ClientTimeout(total=settings.timeout, sock_connect=settings.connect_timeout),
            headers=self._headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            # Unpacked by us: aiohttp does not notice when the end of a gzip body is missing.
            auto_decompress=False,
            max_line_size=_LONGEST_LINE,
            max_field_size=_LONGEST_LINE,
            request_class=_Leaving,
        )

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._robots.values():
            task.cancel()
        await asyncio.gather(*self._robots.values(), return_exceptions=True)
        for session in self._sessions.values():
            await session.close()

    async def get(self, url: str, ask: Ask) -> Capture:
        """Request one address and follow its redirects; return the capture of the last answer.

        Raises NotNeeded when `ask.needless` says so, ArchiveStopped when `needless` cannot read the archive,
        MemoryUnusable when the notes on hosts cannot be kept.  Every other error is the capture's outcome.
        """
        try:
            return await self._follow(url, ask)
        except (NotNeeded, ArchiveStopped, MemoryUnusable):
            raise
        except Exception as error:  # reported as the outcome of this address
            return _failed(url, "unreadable", f"Asking for it failed ({error_words(error)}).")

    async def _follow(self, url: str, ask: Ask) -> Capture:
        """Request an address, and then each address to which the answer leads; return the last answer.

        An answer leads on by a redirect, or as a page without content that leads to another one.
        """
        chain: list[str] = []
        for _ in range(self._settings.redirects + 1):
            answer = await self._one(url, ask, heed_robots=True)
            target = _target(answer)
            if target is None and answer.body is not None and ask.pages_only:
                answer, target = in_place_of_a_page(answer, self._blocks)
            if target is None:
                return behind_a_wall(replace(answer, redirects=tuple(chain)), self._blocks) if chain else answer
            chain.append(url)
            if target in chain:
                break
            url = target
        said = f"It redirects further than {self._settings.redirects} times, or in a circle, last to {url}."
        return Capture(url, outcome="too_many_redirects", detail=said, redirects=tuple(chain), fetched_at=_now())

    async def _one(self, url: str, ask: Ask, *, heed_robots: bool) -> Capture:
        """Request one address when robots.txt allows it and its host's pause is over.

        Tries again after a temporary failure; follows no redirect.  `heed_robots`: False for robots.txt itself.
        """
        host = host_of(url)
        if host is None:
            return _failed(url, "refused_address", "It is no http or https address.")
        gate = self._gate(host, ask.delay)
        if heed_robots:
            objection = await self._objection(url, gate, ask)
            if objection is not None:
                return _failed(url, *objection)
        answer: Capture | None = None
        for attempt in range(self._settings.retries + 1):
            async with gate.turn(self._slots) as left:
                if self._room is not None:
                    await self._room()
                if gate.resting is not None:
                    return answer or _failed(url, "host_resting", gate.resting)
                if ask.needless is not None and ask.needless(url):
                    raise NotNeeded(url)
                answer = await self._ask(url, ask, left)
            count_result(gate, answer, page=ask.pages_only)
            wait = wait_before_retry(answer, attempt, self._settings)
            if wait is None:
                break
            if wait > self._settings.longest_wait:
                gate.rest(f"The host asks to wait {wait:,.0f} s", kind_of_refusal(page=ask.pages_only), seconds=wait)
                break
            gate.postpone(wait)
        assert answer is not None  # it was asked once at least
        if answer.outcome in NO_ANSWER:
            gate.refused("unreached")
        return answer

    def _gate(self, host: str, delay: float) -> HostGate:
        """Return the gate of a host, made at its first request.

        `delay`: least seconds between two requests from now on.
        """
        settings = self._settings
        if host not in self._gates:
            notes = HostNotes(self._memory, host, rests=self._rests)
            self._gates[host] = HostGate(
                delay=max(settings.delay, min(notes.crawl_delay, settings.longest_crawl_delay)),
                slots=settings.connections_per_host,
                refusals=settings.refusals,
                notes=notes,
                first_wait=random.uniform(0, settings.jitter),
                heed_rest=self._heed_rests,
            )
        gate = self._gates[host]
        gate.slow_down(delay)
        return gate

    async def robots(self, url: str, *, allow_private: bool | None = None) -> Robots:
        """The robots.txt rules of the site of an http or https address; the file is requested once a run at most.

        `allow_private`: as in Ask.  A file that was read through a private address is not used for requests that may
        not connect to one.
        """
        private = self._settings.allow_private if allow_private is None else allow_private
        origin = origin_of(url)
        known = self._robots.get((origin, private))
        if known is None:
            fetching = self._fetch_robots(origin, allow_private=private)
            known = self._robots[origin, private] = asyncio.create_task(fetching)
        return known.result() if known.done() else await asyncio.shield(known)

    async def _objection(self, url: str, gate: HostGate, ask: Ask) -> tuple[str, str] | None:
        """Return outcome and sentence when robots.txt forbids an address, else None.

        Also makes the host's gate keep the pause that robots.txt asks for.
        """
        robots = await self.robots(url, allow_private=ask.allow_private)
        gate.heed_crawl_delay(min(robots.crawl_delay(), self._settings.longest_crawl_delay))
        return robots.objection(url)

    def _may_be_private(self, ask: Ask) -> bool:
        return self._settings.allow_private if ask.allow_private is None else ask.allow_private

    async def _fetch_robots(self, origin: str, *, allow_private: bool) -> Robots:
        """Return the rules of an origin's robots.txt: from the stored copy while it is good, else from a new request.

        `origin`: scheme and host, as in "https://herald.example/".
        """
        copy = remembered(self._memory, origin)
        if copy.is_good(_now().timestamp()):
            return copy.permissions()
        ask = Ask(
            limit=ROBOTS_BYTES,
            pages_only=False,
            etag=copy.etag,
            last_modified=copy.last_modified,
            keep_beginning=True,
            allow_private=allow_private,
        )
        url = origin + "robots.txt"
        answer = await self._one(url, ask, heed_robots=False)
        for _ in range(_ROBOTS_REDIRECTS):
            target = _target(answer)
            if target is None:
                break
            answer = await self._one(target, ask, heed_robots=False)
        return learn(self._memory, copy, answer, _now().timestamp())

    async def _ask(self, url: str, ask: Ask, left: Callable[[], None]) -> Capture:
        """Send one request, and read the answer into a capture; an error becomes that capture's outcome.

        `left`: called when the request has been sent, as the host's pause counts from then.
        """
        session = self._sessions[self._may_be_private(ask)]
        conditions = {"If-None-Match": ask.etag, "If-Modified-Since": ask.last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        try:
            _LEFT.set(left)
            async with session.get(url, headers=headers, allow_redirects=False) as response:
                return await read_response(url, response, ask, self._blocks)
        except TimeoutError:
            return _failed(url, "timeout", f"The server took longer than {self._settings.timeout:g} s.")
        except Exception as error:  # reported as the outcome of this address
            return _failed(url, *no_answer(error))


class _Leaving(aiohttp.ClientRequest):
    """A request of aiohttp that calls the function in the context variable _LEFT when the request has been sent.

    That is after DNS look-up and handshake; the pause before the next request counts from then.  aiohttp's own traces
    are not used: they report a moment that is too early, and make each request a tenth slower.
    """

    async def send(self, conn: Connection) -> aiohttp.ClientResponse:
        response = await super().send(conn)
        _LEFT.get()()
        return response


def _now() -> datetime:
    return datetime.now(UTC)


def _failed(url: str, outcome: str, detail: str) -> Capture:
    return Capture(url, outcome=outcome, detail=detail, fetched_at=_now())


def _target(answer: Capture) -> str | None:
    """The absolute address to which a redirect leads, without fragment; None when the answer is not a redirect."""
    location = (answer.header("Location") or "").strip() if answer.status in REDIRECTS else ""
    if not location:
        return None
    # Bytes that are no UTF-8, which aiohttp gives as lone surrogates and would leave out of the request.
    location = "".join(quote(c, errors="surrogateescape") if "\ud800" <= c <= "\udfff" else c for c in location)
    try:
        return urljoin(answer.url, location).partition("#")[0]
    except ValueError:
        return location
