"""Reads whatever lies at one web address, a page or a file of pages (crawl, table, archive); its content decides which.

A page is fetched by the client for pages, which heeds robots.txt.  A file is read as a stream without asking
robots.txt, since the user has named it by hand.  The name decides only which of the two is tried first.  `reading`
(RemoteReading): the connections, options and memory of this run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from flows.acquire.files.formats import FileStart, Found, format_of
from flows.acquire.http.client import Ask
from flows.acquire.remote.not_fetched import NotFetched
from flows.acquire.remote.place import Place
from flows.acquire.remote.read_remote import RemoteReading, read_remote_file, reported
from flows.acquire.unpackers import CannotUnpack
from flows.acquire.web_address import page_address, plain_address
from flows.archive.captures import Capture

#: Bytes by which the format of a body is told.
_HEAD: Final = 1 << 16
#: Outcomes of a request for a page that a file can have, too.
_NO_PAGE: Final = frozenset({"wrong_type", "too_large", "not_text"})


def read_address(text: str, reading: RemoteReading) -> Iterator[Found]:
    """Yield the page at an address, or the pages of the file there; where neither can be read, a Capture that says why.

    `text`: the address as the user typed it.  Raises OSError when the temporary directory is full, and UsageError for a
    query that cannot be run.
    """
    url = page_address(text.partition("#")[0])
    if url is None:
        yield NotFetched("refused_address", "It is not an address that can be requested.").capture(plain_address(text))
        return
    yield from reported(url, _read(url, reading))


def _read(url: str, reading: RemoteReading) -> Iterator[Found]:
    """Yield the page at an address, or the pages of the file there; raises what reading raises."""
    found = read_remote_file(url, reading) if Place(url).looks_like_a_file else None
    if found is not None:
        yield from found
        return
    page = reading.web.get(url, Ask(limit=reading.wishes.page_bytes))
    if page.outcome == "fetched" and page.body is not None:
        yield from _body(page, reading)
    elif page.outcome in _NO_PAGE and not Place(url).looks_like_a_file:
        yield from _file_or(page, url, reading)
    else:
        yield page


def _body(page: Capture, reading: RemoteReading) -> Iterator[Found]:
    """Yield the page; or, when its body is in truth a file of pages (a list of addresses, JSON Lines), those pages."""
    body = page.body or b""
    columns = tuple(reading.wishes.table.columns.values())
    sample = FileStart(Path("/") / Place(page.url).name, body[:_HEAD], body[:_HEAD], columns)
    if format_of(sample) is None:
        yield page
        return
    with tempfile.TemporaryDirectory(prefix="copydesk-") as folder:
        aside = Path(folder) / Place(page.url).name
        aside.write_bytes(body)
        told, shown = reading.wishes.told, Path(Place(page.url).shown)
        wishes = replace(reading.wishes, told=lambda _, what: told(shown, what))
        for one in wishes.inner(aside, wishes):
            yield Place(page.url).named(one, aside)


def _file_or(page: Capture, url: str, reading: RemoteReading) -> Iterator[Found]:
    """Yield the pages in the file at an address where the client for pages got no page.

    When that is no file of pages either, yield `page`: the failure that the client for pages reported.
    """
    try:
        found = read_remote_file(url, reading)
    except (NotFetched, CannotUnpack):  # the first answer says more
        found = None
    if found is None:
        yield page
    else:
        yield from found
