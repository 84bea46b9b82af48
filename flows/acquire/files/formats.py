"""Tells by its first bytes which container of pages a file is, and hands it to the reader of that format.

FORMATS has one entry for each format; the first that recognises a file reads it.  A file that none recognises is one
page, or nothing that is read.  Each reader is a module of its own, imported when a file needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flows.acquire.files.wanted import Passed, WarcFilter
from flows.acquire.kinds import is_warc
from flows.archive.captures import Capture

Found = Capture | Passed
Told = Callable[[Path, str], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a file, by which its format is told."""

    #: Its name decides only where the content leaves two answers open.
    path: Path
    #: The first bytes as they stand in the file.
    packed: bytes
    #: The first bytes, unpacked; the same bytes when the file is not packed.
    head: bytes


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user wants of the files, whatever their format; each reader takes from it what concerns it."""

    #: Limit for one page in bytes, unpacked.
    page_bytes: int
    #: Which records of a crawl to take.
    wanted: WarcFilter
    #: Called with the file and what was recognised of it, in a few words for a person: "a WARC file".
    told: Told


@dataclass(frozen=True, slots=True)
class Format:
    """One format of files that hold pages."""

    #: For a sentence that begins "It is": "a WARC file".
    name: str
    #: Whether a file is of this format.  Must not raise.
    recognises: Callable[[Sample], bool]
    #: Its pages in the order of the file; a Capture without a body for what cannot be read, a Passed for what is
    #: skipped.  May raise NoFile, OSError, and what is wrong with the file as a whole.
    read: Callable[[Path, Wishes], Iterator[Found]]


def format_of(sample: Sample) -> Format | None:
    """The format of a container; None when the file is a single page, or nothing that is read."""
    return next((one for one in FORMATS if one.recognises(sample)), None)


def _is_warc(sample: Sample) -> bool:
    return is_warc(sample.head, sample.path.name)


def _read_warc(path: Path, wishes: Wishes) -> Iterator[Found]:
    from flows.acquire.files.warc import read_warc

    return read_warc(path, page_bytes=wishes.page_bytes, wanted=wishes.wanted)


#: Asked in this order: what is sure by its first bytes comes before what is told from the look of its text.
FORMATS: Final[tuple[Format, ...]] = (Format("a WARC file", _is_warc, _read_warc),)
