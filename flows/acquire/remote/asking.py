"""Requests a large file from a web server, to be read as a stream, and tries again after a temporary failure.

Pauses between two requests to a host, follows redirects, and connects to no private address, like the client for pages;
robots.txt is not asked, since the user has named the file by hand.  A host's gate (HostGate) lets its requests through
one after the other, with the pauses between them.  Gives an answer whose body is still to be read.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Final
from urllib.parse import urljoin, urlsplit

import aiohttp

from flows.acquire.http.failures import no_answer
from flows.acquire.http.politeness import HostGate
from flows.acquire.http.private_addresses import socket_factory
from flows.acquire.http.response import REDIRECTS
from flows.acquire.http.retries import NO_ANSWER, kind_of_refusal, retry_after
from flows.acquire.http.robots import ROBOT
from flows.acquire.memory.hosts import HostNotes
from flows.acquire.memory.memory import Memory
from flows.acquire.remote.not_fetched import NotFetched
from flows.config.settings import Fetching

#: Statuses of answers that are given to the caller: whole, a part, unchanged, no such part.
_GIVEN: Final = frozenset({200, 206, 304, 416})
_TEMPORARY: Final = frozenset({408, 429, *range(500, 600)})
_NO_ADDRESS: Final = "It is not an address that can be requested."
#: A pause before a retry is made longer by up to this factor at random, so that clients do not retry in step.
_JITTER: Final = 1.5


class Asker:
    """Makes the requests for files of one run; use as an async context manager, in the event loop that makes them.

    Each host has a gate (HostGate), which keeps the pauses between its requests and counts its refusals.
    """

    def __init__(self, settings: Fetching, *, version: str) -> None:
        self._settings = settings
        contact = f" (+{settings.contact})" if settings.contact else ""
        # Ranges count bytes as they are stored: nothing may be packed for the way.
        self._headers = {"User-Agent": f"{ROBOT}/{version}{contact}", "Accept-Encoding": "identity"}
        self._gates: dict[str, HostGate] = {}
        self._memory = Memory(None)
        self._slots = asyncio.Semaphore(settings.connections)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Asker:
        factory = socket_factory(allow_private=self._settings.allow_private)
        self._session = aiohttp.ClientSession(
            # As many connections as files are open; their readers are bounded elsewhere.
            connector=aiohttp.TCPConnector(limit=0, socket_factory=factory),
            # No limit for a whole file, which can take hours, but for each wait for more of it.
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=self._settings.connect_timeout, sock_read=self._settings.timeout
            ),
            headers=self._headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trace_configs=[_telling_when_it_leaves()],
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()
        self._memory.close()

    async def ask(
        self, url: str, headers: Mapping[str, str], *, method: str = "GET", first: int = 0
    ) -> aiohttp.ClientResponse:
        """Send a request, follow redirects, and return the response; its body is still to be read.

        Its status is 200, 206, 304 or 416; any other raises NotFetched.  `headers`: of the request, such as Range.
        `first`: how many tries the caller made before.  After such tries there is a pause before the request, longer
        after more of them.
        """
        if first:
            await asyncio.sleep(self._pause(first - 1))
        gate = self._gate(url)
        attempt = 0
        while gate.resting is None:
            try:
                answer = await self._follow(url, headers, method)
            except NotFetched as error:
                await asyncio.sleep(self._wait(error, attempt, gate))
                attempt += 1
            else:
                gate.succeeded(page=False)
                return answer
        raise NotFetched("host_resting", gate.resting)

    async def wait_for(self, url: str) -> None:
        """Wait until the host's pause is over, so that another client may send a request to this address.

        Raises NotFetched for anything but a web address.
        """
        async with self._gate(url).turn(self._slots) as left:
            left()

    def was_asked(self, url: str) -> None:
        """Begin the host's pause now: another client has just requested this address."""
        self._gate(url).postpone(self._settings.delay)

    def _wait(self, error: NotFetched, attempt: int, gate: HostGate) -> float:
        """Return the seconds until the next try after this error; raise the error when there is to be no further try.

        `attempt`: how many tries failed before this one.  `gate`: of the host; it is told when the error is a refusal
        of the host.
        """
        is_of_the_host = error.outcome == "blocked" or error.outcome in NO_ANSWER
        temporary = error.outcome in ("unreachable", "timeout") or error.status in _TEMPORARY
        if not temporary or attempt >= self._settings.retries or (error.wait or 0) > self._settings.longest_wait:
            if is_of_the_host:
                gate.refused(kind_of_refusal(page=False))
            raise error
        return max(error.wait or 0.0, self._pause(attempt))

    def _pause(self, attempt: int) -> float:
        """Return the seconds to wait between two tries: twice as many after each try.

        The pause is varied at random, so that clients do not retry in step.  `attempt`: how many tries failed before
        this one.
        """
        pause = self._settings.delay * float(2**attempt) * random.uniform(1, _JITTER)
        return min(pause, self._settings.longest_wait)

    async def _follow(self, url: str, headers: Mapping[str, str], method: str) -> aiohttp.ClientResponse:
        """Send a request, follow redirects, and return the last response.  Raises NotFetched."""
        for _ in range(self._settings.redirects + 1):
            response = await self._once(url, headers, method)
            location = response.headers.get("Location") if response.status in REDIRECTS else None
            if location is None:
                return _usable(response)
            response.close()
            url = urljoin(url, location.strip()).partition("#")[0]
        said = f"It redirects further than {self._settings.redirects} times, or in a circle, last to {url}."
        raise NotFetched("too_many_redirects", said)

    async def _once(self, url: str, headers: Mapping[str, str], method: str) -> aiohttp.ClientResponse:
        """Send one request after the host's pause; follow no redirect.  Raises NotFetched."""
        assert self._session is not None
        try:
            async with self._gate(url).turn(self._slots) as left:
                return await self._session.request(
                    method, url, headers=headers, allow_redirects=False, trace_request_ctx=left
                )
        except (aiohttp.InvalidURL, ValueError):
            raise NotFetched("refused_address", _NO_ADDRESS) from None
        except (aiohttp.ClientError, OSError) as error:
            raise self._failure(error) from error

    def _gate(self, url: str) -> HostGate:
        """Return the gate that spaces requests to this address's host.

        Raises NotFetched for anything but a web address.
        """
        try:
            parts = urlsplit(url)
            known = parts.scheme in ("http", "https") and parts.hostname
        except ValueError:
            known = None
        if not known:
            raise NotFetched("refused_address", _NO_ADDRESS)
        host = parts.netloc.rpartition("@")[2].lower()
        if host not in self._gates:
            settings = self._settings
            # How many files are open at a time is bounded by their readers; here count the pauses.
            self._gates[host] = HostGate(
                delay=settings.delay,
                slots=settings.connections,
                refusals=settings.refusals,
                # What a file's host refuses is of this run: the files themselves are remembered elsewhere.
                notes=HostNotes(self._memory, host),
                first_wait=random.uniform(0, settings.jitter),
            )
        return self._gates[host]

    def _failure(self, error: Exception) -> NotFetched:
        """Make the NotFetched for an error that aiohttp raised."""
        if isinstance(error, TimeoutError):
            return NotFetched("timeout", f"The server took longer than {self._settings.timeout:g} s.")
        return NotFetched(*no_answer(error))


def _telling_when_it_leaves() -> aiohttp.TraceConfig:
    """Make a trace for aiohttp by which the gate learns when a request's headers are sent: its next pause begins then.

    The function to call then is given to aiohttp with each request, as trace_request_ctx.
    """
    config = aiohttp.TraceConfig()

    async def sent(session: aiohttp.ClientSession, context: SimpleNamespace, what: object) -> None:
        context.trace_request_ctx()

    config.on_request_headers_sent.append(sent)
    return config


def _usable(response: aiohttp.ClientResponse) -> aiohttp.ClientResponse:
    """Return the same response if its status is 200, 206, 304 or 416; else raise NotFetched with the reason."""
    if response.status in _GIVEN:
        return response
    response.close()
    said = f"{response.status} {response.reason or ''}".strip()
    outcome = "blocked" if response.status == 429 else "http_error"
    wait = retry_after(response.headers.get("Retry-After"))
    raise NotFetched(outcome, f"The server answered {said}.", status=response.status, wait=wait)
