"""Parses captures without archive or warehouse, for `copydesk extract`.

Takes captures (files, folders, WARC records); gives one dictionary of JSON types a page, with its source and the
article, or the reason why it was rejected.  Unsure pages are handed to the user's program where one is set.  A few
pages are parsed in this process, many in worker processes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit

from flows.acquire.files.standard_input import URI as STANDARD_INPUT
from flows.acquire.opening import printable
from flows.archive.captures import Capture
from flows.config.load_rules import blame_rules, checked_rules, rules_for
from parsers import RawPage, Rejection, parse_page

if TYPE_CHECKING:
    from flows.parsing.fallback.hook import Fallback
    from flows.parsing.fallback.no_answer import NoAnswer
    from flows.parsing.worker_pool import WorkerPool

#: Up to this many pages are parsed in this process: starting workers takes longer.
FEW = 12
#: Outcomes of requests that were answered with a body; all others say that no body came.
_OF_A_BODY = frozenset({"fetched", "wrong_type", "too_large", "empty", "not_text", "damaged", "truncated"})
#: Pages held in memory at a time: enough to keep all workers busy.
_BATCH = 256


@dataclass(frozen=True, slots=True)
class PageToParse:
    """One page to parse, with all that a worker process needs for it."""

    page: RawPage
    #: Where it came from, to be shown: a path, or an address.
    source: str
    #: Config directories.
    config: tuple[Path, ...]
    #: The user's program for unsure pages; None: there is none.
    fallback: Fallback | None = None


#: A capture with what is to be read of it; None when it has no body.
_Captured = tuple[Capture, PageToParse | None]


@dataclass(frozen=True, slots=True)
class Extracted:
    """The result of one page: what is printed; and if the user's program was asked in vain, why."""

    #: The article, or why the page gave none, as plain JSON types, with the page's source.
    result: dict[str, Any]
    #: Why the body is not that of the user's program, although the page was handed to it.
    lacking: NoAnswer | None = None


def read_all(
    captures: Iterable[Capture],
    config: tuple[Path, ...],
    *,
    seconds: float = 20.0,
    fallback: Fallback | None = None,
) -> Iterator[Extracted]:
    """Yield one result for each capture, in order; for a capture without a body, the result says why it has none.

    `config`: config directories.  `seconds`: most time for one page; applies only in worker processes.  `fallback`: the
    user's program for unsure pages.  Raises ConfigError, and NoWorkers when worker processes cannot be started.
    """
    stream: Iterator[_Captured] = ((capture, _reading(capture, config, fallback)) for capture in captures)
    first = list(islice(stream, FEW + 1))
    if len(first) <= FEW:
        for capture, reading in first:
            yield extract_page(reading) if reading else _problem(capture)
        return
    from flows.parsing.worker_pool import WorkerPool

    checked_rules(config)  # raises for a wrong rule here; in a worker it would end the process
    stream = chain(first, stream)
    with WorkerPool(
        extract_page, seconds=seconds, preload=("flows.cli.extract_pages", "flows.parsing.preload")
    ) as pool:
        while batch := list(islice(stream, _BATCH)):
            yield from _read_batch(batch, pool)


def _read_batch(batch: list[_Captured], pool: WorkerPool[PageToParse, Extracted]) -> Iterator[Extracted]:
    """Parse some captures in worker processes; yields their results in order."""
    from flows.parsing.worker_pool import Lost

    results = pool.map([reading for _, reading in batch if reading is not None])
    for capture, reading in batch:
        if reading is None:
            yield _problem(capture)
            continue
        _, result = next(results)
        if isinstance(result, Lost):
            yield Extracted({"source": reading.source, **Rejection(result.reason, result.detail).to_dict()})
        else:
            yield result


def extract_page(reading: PageToParse) -> Extracted:
    """Parse one page; gives its source with the article or the reason for rejection, as JSON types.

    Raises ConfigError when a rule or model cannot be used.
    """
    page = reading.page
    result = parse_page(
        page.body,
        url=page.url,
        media_type=page.media_type,
        charset=page.charset,
        fetched_at=page.fetched_at,
        rules=rules_for(reading.config),
    )
    blame_rules(result, reading.config)
    if reading.fallback is None or isinstance(result, Rejection):
        return Extracted({"source": reading.source, **result.to_dict()})
    from flows.parsing.fallback.hook import offer

    offered = offer(reading.fallback, page, result)
    return Extracted({"source": reading.source, **offered.article.to_dict()}, offered.lacking)


def _reading(capture: Capture, config: tuple[Path, ...], fallback: Fallback | None) -> PageToParse | None:
    """Make what is needed to parse a capture; None when the capture has no body."""
    if capture.body is None:
        return None
    # These addresses do not say where the page was published; a text's file may be named after its headline.
    nowhere = capture.url.startswith("file:")
    named = capture.media_type == "text/plain" and not capture.url.startswith(STANDARD_INPUT)
    url = None if nowhere and not named else capture.url
    page = RawPage(capture.body, url, capture.media_type, capture.charset, capture.fetched_at)
    return PageToParse(page, path_or_address(capture.url), config, fallback)


def is_unfetched(capture: Capture) -> bool:
    """Whether a request for an address failed: there was no usable answer.

    False for files, and when there was an answer that is no page.
    """
    return capture.channel == "http" and capture.outcome not in _OF_A_BODY


def _problem(capture: Capture) -> Extracted:
    """Make the result for a capture without a body: why it has none."""
    return Extracted({"source": path_or_address(capture.url), **Rejection(capture.outcome, capture.detail).to_dict()})


def path_or_address(url: str) -> str:
    """Show the address of a page: for a file its path, relative if the file lies below the working directory."""
    if not url.startswith("file:"):
        return url
    if url.startswith(STANDARD_INPUT):
        return printable(url.replace(STANDARD_INPUT, "standard input", 1))
    parts = urlsplit(url)
    if parts.netloc:  # a place in a file on a web server
        return printable(parts.netloc + parts.path + (f"#{parts.fragment}" if parts.fragment else ""))
    path = Path(os.fsdecode(unquote_to_bytes(parts.path)))
    short = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    # The fragment is the place of a record in a WARC file.
    return printable(short) + (f"#{parts.fragment}" if parts.fragment else "")
