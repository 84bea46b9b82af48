"""Reads one answer: its headers, and its body with the content encoding undone, up to a limit.

Takes aiohttp's response while its body is still arriving; gives a Capture with the page, or with the reason why there
is no page.  `ask` holds the options of the request, `blocks` the rules that recognise challenges
(config/rules/blockpages.toml).  A body that is cut off is no page, however much of it arrived.  Follows no redirect,
requests nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

import aiohttp

from flows.acquire.http.challenges import block_mark
from flows.acquire.http.sent import head_as_sent
from flows.acquire.http_message import HttpMessage, Unusable, is_header_name, read_body
from flows.acquire.kinds import is_page_type
from flows.acquire.opening import printable
from flows.acquire.sniffing import LOOKED_AT, no_page, sniffed
from flows.archive.captures import Capture, content_type
from parsers.rules import Family

#: Most bytes read of the body of an error; enough to recognise a challenge.
_ERROR_BYTES: Final = 1 << 16
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
#: Statuses by which a site says that it wants something first (RFC 9110, sections 15.5.2 and 15.5.3).
_ASKS_FIRST: Final = {401: "a login", 402: "payment"}
#: Headers that say how to undo what was done to a body; what was done for the transfer (chunks), aiohttp has undone.
_OF_A_BODY: Final = frozenset({"content-encoding", "content-range"})


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
    #: Whether the request and its redirects may lead into the user's own network; None: as fetch.allow_private says.
    allow_private: bool | None = None
    #: Called with the address right before a request leaves; when it returns True, NotNeeded is raised instead.
    needless: Callable[[str], bool] | None = None


class _NotWanted(Exception):
    """Raised when the first bytes of a body are not those of a page; the message names the body: "a PDF document"."""


class _CutOff(Exception):
    """Raised when the connection ended before the body did; the message says after how many bytes."""


async def read_response(url: str, response: aiohttp.ClientResponse, ask: Ask, blocks: Family) -> Capture:
    """Read one response into a capture.  Raises TimeoutError."""
    headers = tuple((name, value) for name, value in response.headers.items() if is_header_name(name))
    media_type, charset = content_type(response.headers.get("Content-Type"))
    answer = Capture(
        url,
        fetched_at=datetime.now(UTC),
        status=response.status,
        headers=headers,
        media_type=media_type,
        charset=charset,
        request=head_as_sent(response),
    )
    if response.status in REDIRECTS and response.headers.get("Location", "").strip():
        return answer
    if response.status == 304 and (ask.etag or ask.last_modified):
        return replace(answer, outcome="not_modified")
    if response.status == 304:
        said = "The server answered 304 Not Modified, though it was asked for the whole."
        return replace(answer, outcome="http_error", detail=said)
    if not 200 <= response.status < 300:
        return await _refused(answer, response, blocks)
    return await _page(answer, response, ask, blocks)


async def _page(answer: Capture, response: aiohttp.ClientResponse, ask: Ask, blocks: Family) -> Capture:
    """Make the capture of an answer with status 2xx: with its body, or with the reason why that is no page."""
    if (response.content_length or 0) > ask.limit and not ask.keep_beginning:
        return _too_large(answer, ask)
    try:
        raw = await _raw(response, ask.limit, _objection(answer) if ask.pages_only else None)
        body = read_body(_unpacking(answer), raw, ask.limit)
    except _NotWanted as error:
        return _wrong_type(answer, str(error))
    except _CutOff as error:
        return replace(answer, outcome="truncated", detail=f"Its end is missing: {error}.")
    except Unusable as error:
        return replace(answer, outcome=error.outcome, detail=f"The body {error.said}.")
    if len(body) > ask.limit or len(raw) > ask.limit:
        return replace(answer, body=body[: ask.limit]) if ask.keep_beginning else _too_large(answer, ask)
    mark = block_mark(blocks, status=answer.status or 0, headers=answer.headers, body=body)
    if mark is not None:
        said = f"The site answered with a challenge ({mark})."
        return replace(answer, outcome="blocked", detail=said, error_body=body)
    if not body or body.isspace():
        return replace(answer, outcome="empty", detail="The answer holds nothing.")
    if not ask.pages_only:
        return replace(answer, body=body)
    media_type, named = sniffed(body, answer.media_type)
    return _wrong_type(answer, named) if named else replace(answer, body=body, media_type=media_type)


def _too_large(answer: Capture, ask: Ask) -> Capture:
    return replace(answer, outcome="too_large", detail=f"It is larger than {ask.limit:,} bytes.")


def _objection(answer: Capture) -> Callable[[bytes], str | None] | None:
    """Make a function that judges the first bytes of an answer: it returns what they are, such as "a PDF document".

    The function returns None for bytes that may begin a page.  No function is made (None) for an answer whose media
    type is that of a page: its first bytes need not be looked at.
    """
    if is_page_type(answer.media_type):
        return None
    encoding = answer.header("Content-Encoding") or ""
    return lambda beginning: no_page(beginning, encoding=encoding, declared=answer.media_type)


def _wrong_type(answer: Capture, named: str) -> Capture:
    sent = f"sent as {answer.media_type}" if answer.media_type else "sent without a type"
    return replace(answer, outcome="wrong_type", detail=f"It is {named}, {sent}.")


async def _raw(
    response: aiohttp.ClientResponse, limit: int, objection: Callable[[bytes], str | None] | None = None
) -> bytes:
    """Read the body as sent, still packed; stop once it is longer than `limit` bytes.

    `objection`: from `_objection`; called once with the first bytes.  When it says what they are, _NotWanted is raised
    with that.  Also raises _CutOff and TimeoutError.
    """
    parts: list[bytes] = []
    total = 0
    try:
        while total <= limit and (part := await response.content.readany()):
            parts.append(part)
            total += len(part)
            if objection is not None and total >= LOOKED_AT:
                _refuse_unwanted(b"".join(parts), objection)
                objection = None
    except TimeoutError:
        raise
    except (aiohttp.ClientError, OSError) as error:
        announced = f" of {response.content_length:,}" if response.content_length else ""
        came = response.content.total_bytes
        raise _CutOff(f"the connection ended after {came:,}{announced} bytes") from error
    body = b"".join(parts)
    if objection is not None:
        _refuse_unwanted(body, objection)
    return body


def _refuse_unwanted(beginning: bytes, objection: Callable[[bytes], str | None]) -> None:
    if beginning and (named := objection(beginning)) is not None:
        raise _NotWanted(named)


def _unpacking(answer: Capture) -> HttpMessage:
    """Return status and headers of an answer as `read_body` is to get them: only those that still hold for the body."""
    kept = tuple(header for header in answer.headers if header[0].lower() in _OF_A_BODY)
    return HttpMessage(answer.status, kept, 0)


async def _refused(answer: Capture, response: aiohttp.ClientResponse, blocks: Family) -> Capture:
    """Make the capture of an answer that is an error: its outcome, and the first bytes of what the site said."""
    try:
        body = read_body(_unpacking(answer), await _raw(response, _ERROR_BYTES), _ERROR_BYTES)[:_ERROR_BYTES]
    except (_CutOff, Unusable):
        body = b""
    mark = block_mark(blocks, status=response.status, headers=answer.headers, body=body)
    if mark is not None or response.status == 429:
        why = mark or "too many requests"
        said = f"The site answered {response.status} with a challenge or refusal ({why})."
        return replace(answer, outcome="blocked", detail=said, error_body=body)
    said = printable(f"{response.status} {response.reason or ''}".strip())
    if response.status in _ASKS_FIRST:
        detail = f"The site asks for {_ASKS_FIRST[response.status]} first: it answered {said}."
        return replace(answer, outcome="login_required", detail=detail, error_body=body)
    return replace(answer, outcome="http_error", detail=f"The server answered {said}.", error_body=body)
