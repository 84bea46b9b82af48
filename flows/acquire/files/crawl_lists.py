"""Recognises texts that lie beside a crawl and tell of its pages: indexes, lists of pages or files, a crawler's log.

They hold no page themselves, and look like a text or a table.  Only a list of pages may hold their texts (pages.jsonl
of a WACZ file).  `head`: the first bytes of a file, unpacked.  `wishes`: the options of the import (formats.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from flows.acquire.files.file_address import file_address
from flows.acquire.files.formats import Found, Wishes
from flows.acquire.files.read_table import read_table
from flows.acquire.files.saved_page import problem
from flows.acquire.files.table_text import head_text
from flows.acquire.files.wanted import Passed
from flows.acquire.opening import opened
from flows.acquire.packing import unpacked_head

#: A key, 14 digits (in some 17), and JSON, or the fields of the old form with the status behind the media type; in the
#: last index of a series (ZipNum) the name of a file with two numbers.
_CDX_LINE: Final = re.compile(r"\S+ \d{14}(?:\d{3})?(?: \{| \S+ \S+ (?:\d{3}|-) \S+|\t\S+\t\d+\t\d+)")
_CDX_HEADER: Final = re.compile(r" ?CDX(?: [A-Za-z])+\Z|!(?:OpenWayback-CDXJ|meta)\b")
#: Heritrix: time, status, size, address, what led there.
_LOG_LINE: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z?\s+-?\d{1,5}\s+(?:\d+|-)\s+[a-z][a-z0-9+.-]*:\S*\s+\S+\s")
_FILE_LINE: Final = re.compile(r"(?!\w+://|/annex/)\S+\.(?:w?arc|wacz|wat|wet)(?:\.\w{2,4})?\Z", re.IGNORECASE)
_PAGES: Final = re.compile(r'\{\s*"format"\s*:\s*"json-pages-')
#: What each kind is; of a list of pages None, since its texts are read when the user names the file.
_KINDS: Final = (
    (_CDX_HEADER, "it is an index of a crawl (CDX), not the crawl; import the WARC or ARC files that it names"),
    (_CDX_LINE, "it is an index of a crawl (CDX), not the crawl; import the WARC or ARC files that it names"),
    (_LOG_LINE, "it is the log of a crawler, not the crawl; import the WARC or ARC files beside it"),
    (_FILE_LINE, "it is a list of crawl files; import those, by their paths or by the address of their server"),
    (_PAGES, None),
)
#: Lines that must be alike, and characters of the longest that counts.
_LINES, _LONGEST = 20, 20_000


def is_crawl_list(head: bytes) -> bool:
    """Whether a file tells of a crawl and holds no page of it: an index, a list of its pages or files, a log."""
    return _kind_of(head) is not None


def read_crawl_list(path: Path, wishes: Wishes) -> Iterator[Found]:
    """Yield a Capture that says what such a file is and what to do; of a list of pages its texts, row by row.

    A file that the user did not name, but that lies in a folder or archive, gives one Passed.  Raises what opening and
    unpacking the file raises.
    """
    if not wishes.named:
        yield Passed(file_address(path), "crawl index")
        return
    with opened(path) as file:
        kind = _kind_of(unpacked_head(file, _LONGEST))
    if kind is None or kind[1] is None:
        yield from read_table(path, wishes, "JSON Lines")
    else:
        yield problem(path, "wrong_type", kind[1])


def _kind_of(head: bytes) -> tuple[re.Pattern[str], str | None] | None:
    """Return what kind of list a text is: its pattern, and what to say of it; None for any other text."""
    if head.lstrip()[:1] in (b"<", b""):
        return None
    # A line that may be cut is left out.
    whole = head[:_LONGEST].rpartition(b"\n")[0] or head[:_LONGEST]
    lines = [line for line in head_text(whole).lstrip("\ufeff").splitlines() if line.strip()][:_LINES]
    for pattern, said in _KINDS:
        firsts = lines[:1] if pattern in (_CDX_HEADER, _PAGES) else lines
        if firsts and all(map(pattern.match, firsts)):
            return pattern, said
    return None
