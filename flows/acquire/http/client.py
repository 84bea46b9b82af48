"""Requests pages over HTTP: heeds robots.txt, pauses between requests to a host, bounds size and time.

Takes an address, gives a Capture; what went wrong is its outcome, never an exception.  Redirects are followed here, not
by aiohttp, so that robots.txt and pauses hold for each hop.  Requests no private addresses.  Writes nothing to disk.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import SimpleNamespace, TracebackType
from typing import Final
from urllib.parse import urljoin, urlsplit

import aiohttp

from flows.acquire.http.challenges import block_mark
from flows.acquire.http.politeness import HostGate
from flows.acquire.http.private_addresses import REFUSED, socket_factory
from flows.acquire.http.robots import ROBOT, ROBOTS_BYTES, Robots, read_robots
from flows.acquire.http.unpack import ACCEPTED, CannotUnpack, TooLarge, unpack
from flows.acquire.http_message import is_header_name
from flows.acquire.keep import ArchiveStopped
from flows.acquire.kinds import is_page_type
from flows.acquire.moments import in_utc
from flows.acquire.opening import printable
from flows.archive.captures import Capture, content_type
from flows.config.settings import Fetching
from flows.errors import error_words
from parsers.rules import Family

#: Bytes read at a time.
_CHUNK: Final = 1 << 16
#: Most bytes read of the body of an error; enough to recognise a challenge.
_ERROR_BYTES: Final = 1 << 16
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
#: Statuses that count as refusals by the host.
_REFUSALS: Final = frozenset({401, 403, 429})
#: Statuses after which a request is tried again; 520 to 524 are Cloudflare's, for a site that it cannot reach.
_TEMPORARY: Final = frozenset({408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
#: RFC 9309 section 2.3.1.2: follow at least five redirects of a robots.txt.
_ROBOTS_REDIRECTS: Final = 5
#: Most digits of a Retry-After that is read as seconds: 30 years.
_MOST_DIGITS: Final = 9
#: A pause before a retry is made longer by up to this factor at random, so that clients do not retry in step.
_BACKOFF_JITTER: Final = 1.5


@dataclass(frozen=True, slots=True)
class Ask:
    """The options of one request."""

    #: Largest body in bytes, unpacked.
    limit: int
    #: Whether to refuse all media types but HTML and text.
    pages_only: bool = True
    #: Validators of the last answer; with them the server can answer "not modified".
    etag: str | None = None
    last_modified: str | None = None
    #: Least seconds between two requests to this host; applies when it is more than fetch.delay.
    delay: float = 0.0
    #: Whether to keep the first bytes of a body that is too large.
    keep_beginning: bool = False
    #: Told the address right before a request leaves; when it says yes, NotNeeded is raised instead.
    needless: Callable[[str], bool] | None = None


class NotNeeded(Exception):
    """A request that became needless while it waited for its turn.  url: the address that it would have asked."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class Client:
    """An HTTP client for one run; use as an async context manager."""

    def __init__(self, settings: Fetching, *, blocks: Family, version: str) -> None:
        self._settings = settings
        self._blocks = blocks
        contact = f" (+{settings.contact})" if settings.contact else ""
        self._headers = {
            "User-Agent": f"{ROBOT}/{version}{contact}",
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Encoding": ACCEPTED,
        }
        self._gates: dict[str, HostGate] = {}
        self._robots: dict[str, asyncio.Task[Robots]] = {}
        self._slots = asyncio.Semaphore(settings.connections)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Client:
        settings = self._settings
        factory = socket_factory(allow_private=settings.allow_private)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=settings.connections, socket_factory=factory),
            timeout=aiohttp.ClientTimeout(total=settings.timeout, sock_connect=settings.connect_timeout),
            headers=self._headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            # Unpacked here: aiohttp does not notice when the end of a gzip body is missing.
            auto_decompress=False,
            trace_configs=[_telling_when_it_leaves()],
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._robots.values():
            task.cancel()
        await asyncio.gather(*self._robots.values(), return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def get(self, url: str, ask: Ask) -> Capture:
        """The capture of one address, redirects followed.

        Raises NotNeeded when ask.needless says so, and ArchiveStopped when that cannot tell; else nothing.
        """
        try:
            return await self._follow(url, ask)
        except (NotNeeded, ArchiveStopped):
            raise
        except Exception as error:  # reported as the outcome of this address
            return _failed(url, "unreadable", f"Asking for it failed ({error_words(error)}).")

    async def _follow(self, url: str, ask: Ask) -> Capture:
        chain: list[str] = []
        for _ in range(self._settings.redirects + 1):
            answer = await self._one(url, ask, heed_robots=True)
            target = _target(answer)
            if target is None:
                return replace(answer, redirects=tuple(chain))
            chain.append(url)
            if target in chain:
                break
            url = target
        said = f"It redirects further than {self._settings.redirects} times, or in a circle, last to {url}."
        return Capture(url, outcome="too_many_redirects", detail=said, redirects=tuple(chain), fetched_at=_now())

    async def _one(self, url: str, ask: Ask, *, heed_robots: bool) -> Capture:
        """Request one address when robots.txt allows it and its host's pause is over.

        Tries again after a temporary failure; follows no redirect.
        """
        host = _host(url)
        if host is None:
            return _failed(url, "refused_address", "It is no http or https address.")
        gate = self._gate(host, ask.delay)
        if heed_robots:
            objection = await self._objection(url, gate)
            if objection is not None:
                return _failed(url, *objection)
        answer = _failed(url, "host_resting", "")
        for attempt in range(self._settings.retries + 1):
            async with gate.turn(self._slots) as left:
                if gate.resting is not None:
                    return answer if attempt else _failed(url, "host_resting", gate.resting)
                if ask.needless is not None and ask.needless(url):
                    raise NotNeeded(url)
                answer = await self._ask(url, ask, left)
            _count_result(gate, answer)
            wait = self._wait(answer, attempt)
            if wait is None:
                break
            if wait > self._settings.longest_wait:
                gate.rest(f"The host asks to wait {wait:,.0f} s and is left alone in this run.")
                break
            gate.postpone(wait)
        if answer.outcome in ("unreachable", "timeout"):
            gate.refused()
        return answer

    def _gate(self, host: str, delay: float) -> HostGate:
        settings = self._settings
        if host not in self._gates:
            self._gates[host] = HostGate(
                delay=settings.delay,
                slots=settings.connections_per_host,
                refusals=settings.refusals,
                first_wait=random.uniform(0, settings.jitter),
            )
        gate = self._gates[host]
        gate.slow_down(delay)
        return gate

    def _wait(self, answer: Capture, attempt: int) -> float | None:
        """Seconds to wait before the next try; None when there should be none."""
        temporary = answer.outcome in ("unreachable", "timeout") or answer.status in _TEMPORARY
        if not temporary:
            return None
        asked = _retry_after(answer)
        if asked is not None and asked > self._settings.longest_wait:
            return asked
        if attempt >= self._settings.retries:
            return None
        return max(asked or 0.0, self._settings.delay * float(2**attempt) * random.uniform(1, _BACKOFF_JITTER))

    async def robots(self, url: str) -> Robots:
        """What the robots.txt of an http or https address's site says; it is requested once."""
        origin = urljoin(url, "/")
        if origin not in self._robots:
            self._robots[origin] = asyncio.create_task(self._fetch_robots(origin + "robots.txt"))
        return await asyncio.shield(self._robots[origin])

    async def _objection(self, url: str, gate: HostGate) -> tuple[str, str] | None:
        robots = await self.robots(url)
        gate.slow_down(min(robots.crawl_delay(), self._settings.longest_crawl_delay))
        return robots.objection(url)

    async def _fetch_robots(self, url: str) -> Robots:
        ask = Ask(limit=ROBOTS_BYTES, pages_only=False, keep_beginning=True)
        answer = await self._one(url, ask, heed_robots=False)
        for _ in range(_ROBOTS_REDIRECTS):
            target = _target(answer)
            if target is None:
                break
            answer = await self._one(target, ask, heed_robots=False)
        return read_robots(answer)

    async def _ask(self, url: str, ask: Ask, left: Callable[[], None]) -> Capture:
        """One request; an error becomes the capture's outcome.  left: called when its headers have been sent."""
        assert self._session is not None
        conditions = {"If-None-Match": ask.etag, "If-Modified-Since": ask.last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        try:
            asked = self._session.get(url, headers=headers, allow_redirects=False, trace_request_ctx=left)
            async with asked as response:
                return await self._read(url, response, ask)
        except TimeoutError:
            return _failed(url, "timeout", f"The server took longer than {self._settings.timeout:g} s.")
        except aiohttp.InvalidURL:
            return _failed(url, "refused_address", "It is not an address that can be requested.")
        except Exception as error:
            said = printable(f"{error or type(error).__name__} {error.__cause__ or ''}".strip())
            if REFUSED in said:
                said = "It leads to an address that is not public; set fetch.allow_private to fetch from your network."
                return _failed(url, "refused_address", said)
            return _failed(url, "unreachable", f"The server could not be reached or cut the connection ({said}).")

    async def _read(self, url: str, response: aiohttp.ClientResponse, ask: Ask) -> Capture:
        headers = tuple((name, value) for name, value in response.headers.items() if is_header_name(name))
        media_type, charset = content_type(response.headers.get("Content-Type"))
        answer = Capture(
            url,
            fetched_at=_now(),
            status=response.status,
            headers=headers,
            media_type=media_type,
            charset=charset,
        )
        if response.status in _REDIRECTS and "Location" in response.headers:
            return answer
        if response.status == 304:
            return replace(answer, outcome="not_modified")
        if not 200 <= response.status < 300:
            return await self._refused(answer, response)
        if ask.pages_only and not is_page_type(media_type):
            return replace(answer, outcome="wrong_type", detail=f"It is {media_type}, neither HTML nor text.")
        return await self._body(answer, response, ask)

    async def _body(self, answer: Capture, response: aiohttp.ClientResponse, ask: Ask) -> Capture:
        encoding = response.headers.get("Content-Encoding", "")
        too_large = replace(answer, outcome="too_large", detail=f"It is larger than {ask.limit:,} bytes.")
        if (response.content_length or 0) > ask.limit and not ask.keep_beginning:
            return too_large
        try:
            body = await unpack(response.content.iter_chunked(_CHUNK), encoding, ask.limit)
        except TooLarge as error:
            return replace(answer, body=error.beginning) if ask.keep_beginning else too_large
        except CannotUnpack as error:
            return replace(answer, outcome="damaged", detail=f"The body {error}.")
        mark = block_mark(self._blocks, status=response.status, headers=answer.headers, body=body)
        if mark is not None:
            return replace(answer, outcome="blocked", detail=f"The site answered with a challenge ({mark}).")
        if not body.strip():
            return replace(answer, outcome="empty", detail="The answer holds nothing.")
        return replace(answer, body=body)

    async def _refused(self, answer: Capture, response: aiohttp.ClientResponse) -> Capture:
        encoding = response.headers.get("Content-Encoding", "")
        try:
            body = await unpack(response.content.iter_chunked(_CHUNK), encoding, _ERROR_BYTES)
        except (TooLarge, CannotUnpack, aiohttp.ClientError):
            body = b""
        mark = block_mark(self._blocks, status=response.status, headers=answer.headers, body=body)
        if mark is not None or response.status == 429:
            why = mark or "too many requests"
            said = f"The site answered {response.status} with a challenge or refusal ({why})."
            return replace(answer, outcome="blocked", detail=said)
        said = printable(f"{response.status} {response.reason or ''}".strip())
        return replace(answer, outcome="http_error", detail=f"The server answered {said}.")


def _telling_when_it_leaves() -> aiohttp.TraceConfig:
    """Makes aiohttp call a request's trace_request_ctx when its headers are sent, after look-up and handshake."""
    config = aiohttp.TraceConfig()

    async def sent(session: aiohttp.ClientSession, context: SimpleNamespace, what: object) -> None:
        context.trace_request_ctx()

    config.on_request_headers_sent.append(sent)
    return config


def _now() -> datetime:
    return datetime.now(UTC)


def _failed(url: str, outcome: str, detail: str) -> Capture:
    return Capture(url, outcome=outcome, detail=detail, fetched_at=_now())


def _host(url: str) -> str | None:
    """Host and port of an address in lower case, without a user name; None when it is not http or https."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        return None
    return parts.netloc.rpartition("@")[2].lower() if known else None


def _target(answer: Capture) -> str | None:
    """The absolute target of a redirect, without fragment; None when the answer is not a redirect."""
    location = answer.header("Location") if answer.status in _REDIRECTS else None
    if not location:
        return None
    try:
        return urljoin(answer.url, location.strip()).partition("#")[0]
    except ValueError:
        return location


def _count_result(gate: HostGate, answer: Capture) -> None:
    if answer.outcome == "blocked" or answer.status in _REFUSALS:
        gate.refused()
    elif answer.status is not None and answer.status < 500:
        gate.succeeded()


def _retry_after(answer: Capture) -> float | None:
    """Seconds that the Retry-After header asks to wait (RFC 9110 section 10.2.3: a number or a date)."""
    value = (answer.header("Retry-After") or "").strip()
    if value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS:
        return float(value)
    try:
        return max(0.0, (in_utc(parsedate_to_datetime(value)) - _now()).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
