"""Tells by its first bytes which container of pages a file is, and hands it to the reader of that format.

A container is a file of several pages, such as a crawl, a table or an archive.  FORMATS has one entry for each format;
the first that recognises a file reads it.  A file that none recognises is one page, or of no use.  Each reader is a
module of its own, imported when a file needs it.  Found is what a reader gives: a Capture (a page, or a failure with
its reason) or a Passed (something skipped on purpose).
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from flows.acquire.files.table import TableWishes
from flows.acquire.files.wanted import Passed, WarcFilter
from flows.acquire.kinds import is_warc, looks_like_html
from flows.acquire.opening import opened
from flows.archive.captures import Capture
from parsers.rules import Rules, default_rules

Found = Capture | Passed
Told = Callable[[Path, str], None]


@dataclass(frozen=True, slots=True)
class FileStart:
    """The name and first bytes of a file, by which its format is recognised."""

    #: Its name decides only where the content leaves two answers open.
    path: Path
    #: The first bytes as they stand in the file.
    packed: bytes
    #: The first bytes, unpacked; the same bytes when the file is not packed.
    head: bytes
    #: Columns that the user names: a text whose first line has one of them is a table.
    columns: tuple[str, ...] = ()


def _opened_beside(path: Path, name: str) -> BinaryIO:
    """Open the file of this name in the folder of the file at `path`, or below it.  Raises NoFile or OSError."""
    return opened(path.parent / name)


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options for reading files, whatever their format; each reader uses those that concern it."""

    #: Limit for one page in bytes, unpacked.
    page_bytes: int
    #: Which records of a crawl to take.
    wanted: WarcFilter
    #: Called with the file and what was recognised of it, in a few words for a person: "a WARC file".
    told: Told
    #: Reads one file; containers use it for the files inside them.
    inner: Callable[[Path, Wishes], Iterator[Found]]
    #: How many containers the file lies in.
    depth: int = 0
    #: Whether the user named the file itself, and not a folder or container in which it lies.
    named: bool = True
    #: What holds for tables.
    table: TableWishes = field(default_factory=TableWishes)
    #: Gives the rules that tell where in a file of several articles one ends.
    rules: Callable[[], Rules] = default_rules
    #: Opens a file that is read as a stream: a crawl, or a table that is text.
    opened: Callable[[Path], BinaryIO] = opened
    #: Opens the file of a name that lies beside a file, in its folder or container or below, for files that name such
    #: parts of theirs.  Raises NoFile, OSError or KeyError when there is none.
    beside: Callable[[Path, str], BinaryIO] = _opened_beside


@dataclass(frozen=True, slots=True)
class Format:
    """One format of files that hold pages: how it is recognised and read."""

    #: For a sentence that begins "It is": "a WARC file".
    name: str
    #: Whether a file is of this format.  Must not raise.
    recognises: Callable[[FileStart], bool]
    #: Its pages in the order of the file; a Capture without a body for what cannot be read, a Passed for what is
    #: skipped.  May raise NoFile, OSError, and what is wrong with the file as a whole.
    read: Callable[[Path, Wishes], Iterator[Found]]
    #: Whether it is read from several places; when it is packed as a whole, it is unpacked aside first.
    is_seeked: bool = False


def format_of(sample: FileStart) -> Format | None:
    """Return the format of a container; None when the file is a single page, or of no use."""
    return next((one for one in FORMATS if one.recognises(sample)), None)


def _lazy(module: str, name: str) -> Callable[..., Any]:
    """Return a function that calls `name` in a reader's module.

    It imports the module when it is called: for a single page no reader is loaded.
    """
    return lambda *given: getattr(importlib.import_module(f"flows.acquire.files.{module}"), name)(*given)


def _two_steps(quick: Callable[[FileStart], object], surely: Callable[..., Any]) -> Callable[[FileStart], bool]:
    """Make a test of two steps: `quick` first, and only if that is true, `surely`.

    `surely`: the reader's own test, called with the unpacked first bytes.
    """
    return lambda sample: bool(quick(sample) and surely(sample.head))


def _read_warc(path: Path, wishes: Wishes) -> Iterator[Found]:
    from flows.acquire.files.warc import read_warc

    return read_warc(path, page_bytes=wishes.page_bytes, wanted=wishes.wanted, open_file=wishes.opened)


def _table(name: str, kind: str, test: str) -> Format:
    """Make the Format for one kind of table.

    `name`: the kind, for messages such as "It is CSV".  `kind`: a key of read_table.OPENERS.  `test`: the name of the
    function in table_kinds.py that recognises this kind.
    """
    read = _lazy("read_table", "read_table")
    return Format(
        name,
        _two_steps(lambda _: True, _lazy("table_kinds", test)),
        lambda path, wishes: read(path, wishes, kind),
        is_seeked=kind not in ("JSON Lines", "JSON", "CSV"),
    )


def _may_list_addresses(sample: FileStart) -> bool:
    """Whether one of the first lines holds a web address, and the file does not begin with mark-up.

    If not, the file cannot be a list of addresses.
    """
    begin = sample.head[:_FIRST_LINES].replace(b"\0", b"").lstrip()
    return b"://" in begin and (not begin.startswith(b"<") or begin.startswith(b"<http"))


def _is_zip(sample: FileStart) -> bool:
    """Whether a file is a zip archive, or a page of SingleFile that is one, too: its first part stands in a comment."""
    return sample.head.startswith(_ZIP) or (_ZIP[0] in sample.packed and looks_like_html(sample.packed))


#: First bytes of zip archives: of one with members, of an empty one, of one that was split.
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_TAR_BLOCK: Final = 512
#: An address, blanks, an IP address and digits: how each record of an ARC file begins.
_ARC: Final = re.compile(rb"\s*[a-z][a-z0-9+.-]{1,20}:[^\r\n]{0,4000}? +[0-9a-f.:-]{1,45} +\d{8}", re.IGNORECASE)
_HEADER: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\d{1,10}\s*\n)?[!-9;-~]{1,100}[ \t]*:")
#: Bytes in which a list of addresses must have its first.
_FIRST_LINES: Final = 4_096

#: Asked in this order: what is sure by its first bytes comes before what is told from the look of its text.
FORMATS: Final[tuple[Format, ...]] = (
    _table("a Parquet file", "Parquet", "is_parquet"),
    _table("an Arrow file", "Arrow", "is_arrow"),
    _table("a SQLite database", "SQLite", "is_sqlite"),
    _table("a DuckDB database", "DuckDB", "is_duckdb"),
    Format("a zip archive", _is_zip, _lazy("zip_members", "read_zip"), is_seeked=True),
    Format(
        "a tar archive",
        _two_steps(lambda sample: b"\0" in sample.head[:_TAR_BLOCK], _lazy("tar_members", "is_tar")),
        _lazy("tar_members", "read_tar"),
    ),
    Format(
        "a web archive of Safari",
        _two_steps(lambda sample: b"WebMainResource" in sample.head, _lazy("webarchive", "is_webarchive")),
        _lazy("webarchive", "read_webarchive"),
    ),
    Format(
        "an ARC file",
        _two_steps(lambda sample: _ARC.match(sample.head), _lazy("arc", "is_arc")),
        _lazy("arc", "read_arc"),
    ),
    Format(
        "an index, list or log of a crawl",
        _two_steps(lambda sample: not sample.head.startswith(b"<"), _lazy("crawl_lists", "is_crawl_list")),
        _lazy("crawl_lists", "read_crawl_list"),
    ),
    Format(
        "a HAR file",
        _two_steps(lambda sample: b'"log"' in sample.head.replace(b"\0", b""), _lazy("har", "is_har")),
        _lazy("har", "read_har"),
    ),
    Format("a WARC file", lambda sample: is_warc(sample.head, sample.path.name), _read_warc),
    Format(
        "a mailbox",
        _two_steps(lambda sample: b"From " in sample.head[:_FIRST_LINES], _lazy("mbox", "is_mbox")),
        _lazy("mbox", "read_mbox"),
    ),
    Format(
        "a page in MHTML, or a message",
        _two_steps(lambda sample: _HEADER.match(sample.head), _lazy("mhtml", "is_message")),
        _lazy("mhtml", "read_mhtml"),
    ),
    Format(
        "a list of addresses",
        _two_steps(_may_list_addresses, _lazy("address_list", "is_address_list")),
        _lazy("address_list", "read_address_list"),
    ),
    _table("JSON Lines", "JSON Lines", "is_json_lines"),
    _table("JSON", "JSON", "is_json_text"),
    Format(
        "a table in CSV",
        lambda sample: bool(_lazy("table_kinds", "is_csv")(sample.head, sample.path.name, sample.columns)),
        lambda path, wishes: _lazy("read_table", "read_table")(path, wishes, "CSV"),
    ),
)

#: What `told` is called with for each container; readers tell more.
NAMES: Final = frozenset(one.name for one in FORMATS)
