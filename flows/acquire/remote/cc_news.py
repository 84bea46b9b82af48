"""Finds the files of CC-NEWS, Common Crawl's news crawl, that hold the pages of a period, and reads them.

Under the base address lies a list for each month, `crawl-data/CC-NEWS/YYYY/MM/warc.paths.gz`, with the path of a file
on each line.  A file's name holds the time at which it was begun; its pages are of the hours after that.  Several files
are read at a time.  A list or file that fails is reported and costs no other; the next import tries it again.
`reading` holds what this run looks for and its connections (RemoteReading); `remote` is the section [remote] of the
settings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Final
from urllib.parse import quote

from flows.acquire.files.formats import Found
from flows.acquire.files.trouble import trouble
from flows.acquire.files.wanted import Passed, WarcFilter
from flows.acquire.moments import in_utc
from flows.acquire.opening import printable
from flows.acquire.packing import unpacked
from flows.acquire.remote.not_fetched import NotFetched
from flows.acquire.remote.read_remote import RemoteReading, read_remote_file, reported
from flows.acquire.remote.several import interleaved
from flows.acquire.unpackers import CannotUnpack
from flows.archive.captures import Capture
from flows.config.settings import Remote
from flows.printing.progress import number

#: Its first month ("News Dataset Available", Common Crawl, 4 October 2016).
_FIRST: Final = (2016, 8)
_TIME: Final = re.compile(r"CC-NEWS-(\d{14})\b")
_FILE: Final = re.compile(r"(?!/)(?!.*(?:\.\.|//|:)).+\.warc(?:\.[a-z0-9]+)?", re.IGNORECASE)
#: Most bytes of a list, unpacked, and characters of a wrong line that are shown; a month has some 1,000 files.
_LIST_BYTES: Final = 1 << 26
_SHOWN: Final = 80
_DAY: Final = timedelta(days=1)
_MOMENT: Final = timedelta(microseconds=1)
_MEGABYTE: Final = 1e6


@dataclass(frozen=True, slots=True)
class CrawlFile:
    """One WARC file of CC-NEWS: its address, and when the crawler began to write it."""

    url: str
    #: When it was begun; None when its name does not say so.
    began: datetime | None

    @property
    def name(self) -> str:
        """The last part of the file's address."""
        return self.url.rpartition("/")[2]


def read_cc_news(reading: RemoteReading, remote: Remote, say: Callable[[str], None]) -> Iterator[Found]:
    """Yield the wanted pages of CC-NEWS, and a Capture for each list and file that cannot be read.

    `reading`: what to look for.  `remote`: the settings.  `say`: called with a line for the user for each file that is
    done.  Raises OSError when the temporary directory is full.
    """
    files, before = [], 0
    for found in wanted_files(reading, remote, say):
        if not isinstance(found, CrawlFile):
            yield found
        elif _was_read(found, reading):
            before += 1
            yield Passed(found.url, "read before")
        else:
            files.append(found)
    say(f"CC-NEWS: {number(len(files) + before, 'file')} may hold pages of the period, {before} of them read before")
    done = count(1)

    def read(file: CrawlFile) -> Iterator[Found]:
        pages = 0
        for one in reported(file.url, _pages(file.url, reading)):
            pages += isinstance(one, Capture) and one.body is not None
            yield one
            if isinstance(one, Capture) and one.url == file.url:
                say(f"{file.name}: {one.detail}")
        arrived = f"{reading.web.received / _MEGABYTE:,.1f} MB so far"
        say(f"{file.name}: {number(pages, 'page')}; file {next(done)} of {len(files)}, {arrived}")

    yield from interleaved([partial(read, file) for file in files], remote.files)


def _was_read(file: CrawlFile, reading: RemoteReading) -> bool:
    """Whether an earlier run read this file to its end, so that it need not be read again.

    Makes no request to see whether the file has changed: files of CC-NEWS do not.
    """
    return reading.memory is not None and reading.memory.of(file.url).done


def _pages(url: str, reading: RemoteReading) -> Iterator[Found]:
    """Yield the pages in one file.  Raises NotFetched when the server gives something other than a crawl."""
    found = read_remote_file(url, reading)
    if found is None:
        raise NotFetched("unreadable", "It is no crawl; the server gives something else in its place.")
    yield from found


def wanted_files(reading: RemoteReading, remote: Remote, say: Callable[[str], None]) -> Iterator[CrawlFile | Found]:
    """Yield the files that may hold pages of the wanted period, earliest first; before these, Captures for bad lists.

    `say`: called with a sentence for the user when a list is missing that may be missing.  That is the list of the
    month that has just begun, and that of the month before the period.  The latter is read because a file begun before
    midnight can hold pages of the day after.
    """
    since, until = _period(reading.wishes.wanted)
    begin = since - timedelta(hours=remote.margin_hours)
    may_lack = {month for month in _months(begin - _DAY, since) if month != (since.year, since.month)}
    now = datetime.now(UTC)
    may_lack.add((now.year, now.month))
    files: dict[str, CrawlFile] = {}
    for month in _months(begin - _DAY, min(until - _MOMENT, now)):
        for found in _listed(month, remote.cc_news, reading):
            if isinstance(found, CrawlFile):
                files.setdefault(found.url, found)
            elif isinstance(found, Capture) and found.status == 404 and month in may_lack:
                say(found.detail)
            else:
                yield found
    in_order = sorted(files.values(), key=lambda file: (file.began or since, file.url))
    yield from _of_period(in_order, begin, until)


def _period(wanted: WarcFilter) -> tuple[datetime, datetime]:
    """Return start and end of the wanted period, cut to the time for which CC-NEWS has pages."""
    first, last = datetime(*_FIRST, 1, tzinfo=UTC), datetime.now(UTC) + _DAY
    since = max(in_utc(wanted.since), first) if wanted.since is not None else first
    return since, min(in_utc(wanted.until), last) if wanted.until is not None else last


def _months(first: datetime, last: datetime) -> Iterator[tuple[int, int]]:
    """Yield year and number of each month from one time to another.

    November 2025 to January 2026 gives (2025, 11), (2025, 12), (2026, 1).
    """
    year, month = max((first.year, first.month), _FIRST)
    while (year, month) <= (last.year, last.month):
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _of_period(files: list[CrawlFile], since: datetime, until: datetime) -> Iterator[CrawlFile]:
    """Yield the files begun in a period, the last one begun before it, and those whose names give no time.

    The last one before it may still have been written when the period began.
    """
    earlier = [file for file in files if file.began is not None and file.began < since]
    yield from earlier[-1:]
    yield from (file for file in files if file.began is None or since <= file.began < until)


def _listed(month: tuple[int, int], base: str, reading: RemoteReading) -> Iterator[CrawlFile | Found]:
    """Yield the files that the list of a month names, then a Capture for whatever of the list cannot be read.

    `month`: year and number.  `base`: the address below which CC-NEWS lies.
    """
    url = f"{base.rstrip('/')}/crawl-data/CC-NEWS/{month[0]:04}/{month[1]:02}/warc.paths.gz"
    wrong: list[str] = []
    try:
        for line in _lines(url, reading):
            file = _file(line, base)
            if file is None:
                wrong.append(line)
            else:
                yield file
    except NotFetched as error:
        said = f"{error.detail} CC-NEWS has no list of {month[0]:04}-{month[1]:02} there."
        yield (NotFetched(error.outcome, said, status=error.status) if error.status == 404 else error).capture(url)
    except (EOFError, CannotUnpack, OSError) as error:
        outcome, said = trouble(error)
        yield NotFetched(outcome, f"The list of files is read as far as it goes: {said}.").capture(url)
    if wrong:
        said = f"{number(len(wrong), 'line')} of it name no file of a crawl ({printable(wrong[0][:_SHOWN])})."
        yield NotFetched("unreadable", said).capture(url)


def _lines(url: str, reading: RemoteReading) -> Iterator[str]:
    """Yield the lines of a list as they arrive; a cut last line is left out.

    Raises NotFetched, and what unpacking raises.
    """
    file = reading.web.open(url)
    assert file is not None  # no version was named
    try:
        stream, left = unpacked(file), _LIST_BYTES  # type: ignore[arg-type]
        while line := stream.readline(left):
            left -= len(line)
            if left <= 0:
                raise NotFetched("too_large", f"The list of files is larger than {_LIST_BYTES:,} bytes.")
            if text := line.decode("utf-8", "replace").strip():
                yield text
    finally:
        file.shut()


def _file(line: str, base: str) -> CrawlFile | None:
    """Return the file that a line of a list names; None for a line of any other form.

    `base`: the address below which CC-NEWS lies.
    """
    if not _FILE.fullmatch(line):
        return None
    found = _TIME.search(line)
    try:
        began = datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC) if found else None
    except ValueError:
        began = None
    return CrawlFile(f"{base.rstrip('/')}/{quote(line)}", began)


def preview_cc_news(reading: RemoteReading, remote: Remote, say: Callable[[str], None]) -> Iterator[str]:
    """Yield lines for the user: which files would be read, and their sizes; read none of them.

    `say`: as for `wanted_files`.
    """
    total = files = 0
    for found in wanted_files(reading, remote, say):
        if isinstance(found, CrawlFile):
            files += 1
            try:
                size = reading.web.version(found.url).size
                total += size or 0
                said = f"{size:,} bytes" if size is not None else "of unknown size"
            except NotFetched as error:
                said = error.detail
            if _was_read(found, reading):
                said += " (read before)"
            yield f"{found.url}: {said}"
        elif isinstance(found, Capture):
            yield f"{printable(found.url)}: {found.detail}"
    yield f"CC-NEWS: {number(files, 'file')}, {total:,} bytes."
