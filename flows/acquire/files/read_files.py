"""Reads pages from files and folders: HTML and text, plain or gzipped, and the containers in formats.py.

The first bytes of a file decide its format.  Every file gives its pages, one Capture without a body that says what is
wrong with it, or a Passed when it is skipped on purpose; an unreadable file does not stop the others.  Files come in
the order of their names.  `wishes`: the options of the import (formats.py).
"""

from __future__ import annotations

import codecs
import errno
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from flows.acquire.files import standard_input
from flows.acquire.files.file_address import file_address
from flows.acquire.files.formats import FileStart, Found, Told, Wishes, format_of
from flows.acquire.files.members import read_unpacked
from flows.acquire.files.page_names import (
    DATA,
    HAR,
    is_beside_a_page,
    is_content_of_har,
    is_no_page_name,
    names_no_page,
    unpacked_name,
)
from flows.acquire.files.several_articles import several_articles
from flows.acquire.files.table import TableWishes
from flows.acquire.files.trouble import is_no_room, trouble
from flows.acquire.files.wanted import Passed, WarcFilter
from flows.acquire.kinds import binary_name, is_sql_dump, is_warc, looks_like_html, media_type_of
from flows.acquire.opening import NoFile, opened, printable
from flows.acquire.packing import unpacked_head, whole_members
from flows.acquire.unpackers import CannotUnpack
from flows.acquire.web_address import page_address
from flows.archive.captures import Capture
from flows.errors import UsageError
from parsers.rules import Rules, default_rules

#: Bytes by which what is packed differs from what is not.
_MAGIC: Final = 8
#: Bytes read to tell the format of a file; also the most that is read of a sidecar.
_HEAD: Final = 1 << 16
#: Bytes in which an <html> tag must begin for a file with a data suffix to be read as HTML all the same.
_TAG_WITHIN: Final = 2_048
#: Bytes in which the comment with the address of a saved page must begin; browsers write it right after the doctype.
_SAVED_WITHIN: Final = 4_096
#: What to do with data that cannot be read, by its suffix.
_ADVICE: Final = {
    **dict.fromkeys(("csv", "tsv"), "; write it with commas, and the names of the columns in its first line"),
    **dict.fromkeys(("json", "jsonl", "ndjson"), "; write it as JSON Lines, an object a line"),
    **dict.fromkeys(("rss", "atom"), "; a feed is followed: `copydesk sources add URL`"),
}
#: The comments in which browsers ("Save page as") and the SingleFile extension store the address.
_SAVED_FROM: Final = re.compile(
    rb"<!--\s*saved from url=\(\d+\)(https?://[^\s>]+)|<!--\s+Page saved with SingleFile\s+url:\s*(https?://\S+)"
)
_SIDECAR: Final = re.compile(r"^(?:URL=)?(https?://\S+)\s*$", re.MULTILINE)
#: Errors that mean that a page has no sidecar file.
_ABSENT: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP})


def read_inputs(
    inputs: Iterable[Path],
    *,
    page_bytes: int,
    wanted: WarcFilter | None = None,
    told: Told | None = None,
    table: TableWishes | None = None,
    rules: Callable[[], Rules] = default_rules,
) -> Iterator[Found]:
    """Yield the pages of these files and folders, subfolders included, and what was skipped or cannot be read.

    `inputs`: paths; "-" is standard input.  `page_bytes`: limit for one page in bytes, unpacked.  `wanted`: which
    records of crawls and rows of tables to take; None: all.  `told`: called with the path of each container, and with
    what it is.  `table`: how to read tables; None: by the names of their columns.  `rules`: returns the rules that
    divide a file of several articles.  Raises OSError when the temporary directory is full, and UsageError for a query
    that cannot be run.
    """
    wanted, told, table = wanted or WarcFilter(), told or _nobody, table or TableWishes()
    wishes = Wishes(page_bytes, wanted, told, read_one, table=table, rules=rules)
    for given in inputs:
        if given == standard_input.NAME:
            yield from standard_input.read_standard_input(read_one, wishes)
        elif _is_folder(given):
            yield from _folder(given, replace(wishes, named=False))
        else:
            yield from read_one(given, wishes)


def _folder(folder: Path, wishes: Wishes) -> Iterator[Found]:
    """Yield the pages in the files below a folder; a Passed for each file whose name says that it is no page."""
    has_har = cache(lambda inside: any((folder / inside).glob(f"*{HAR}")))
    for path in _files_below(folder):
        if isinstance(path, Capture):
            yield path
            continue
        name = path.relative_to(folder).as_posix()
        if is_beside_a_page(name, lambda name: _is_file(folder / name)) or is_content_of_har(name, has_har):
            yield Passed(file_address(path), "page part")
        elif names_no_page(path.name):
            yield Passed(file_address(path), "file type")
        else:
            yield from read_one(path, wishes)


def _is_file(path: Path) -> bool:
    """Whether a path is a file; False also where the system refuses to say."""
    try:
        return path.is_file()
    except OSError:  # the name is too long for a file
        return False


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder; False also where the system refuses to say."""
    try:
        return path.is_dir()
    except OSError:  # reported when it is opened as a file
        return False


def _files_below(folder: Path) -> Iterator[Path | Capture]:
    """Yield the files below a folder in the order of their names, without hidden ones and linked folders.

    A folder that cannot be listed gives a Capture that says why.
    """
    waiting = [(folder, True)]
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            yield path
            continue
        try:
            with os.scandir(path) as listed:
                entries = sorted(((entry.name, _kind(entry)) for entry in listed), reverse=True)
        except OSError as error:
            said = f"the folder cannot be listed ({error.strerror or error}); change its permission or move it"
            yield _problem(path, "unreadable", said)
            continue
        waiting += [(path / name, kind == "folder") for name, kind in entries if kind]


def _kind(entry: os.DirEntry[str]) -> str:
    """Return the kind of an entry, "folder" or "file"; "" for an entry to leave out (hidden, a linked folder)."""
    try:
        if entry.name.startswith(".") or (entry.is_symlink() and entry.is_dir()):
            return ""
        return "folder" if entry.is_dir() else "file"
    except OSError:  # reported when it is opened as a file
        return "file"


def read_file(path: Path, *, page_bytes: int, wanted: WarcFilter | None = None) -> Iterator[Found]:
    """Yield the pages of one file, or a Capture that says what is wrong with it.

    `page_bytes`, `wanted`: as for `read_inputs`.  Raises OSError when the temporary directory is full: that is not the
    file's fault, and the next file would fail, too.
    """
    return read_one(path, Wishes(page_bytes, wanted or WarcFilter(), _nobody, read_one))


def _nobody(_: Path, __: str) -> None:
    """Do nothing: the `told` of a caller that does not want to know what was recognised."""


def read_one(path: Path, wishes: Wishes) -> Iterator[Found]:
    """Yield all pages of one file, a page or a container, or a Capture that says what is wrong.

    Raises as `read_inputs` does.
    """
    container = None
    try:
        container = format_of(sample := replace(sample_of(path), columns=tuple(wishes.table.columns.values())))
        if container is not None:
            if container.is_seeked and not sample.packed.startswith(sample.head[:_MAGIC]):
                found = read_unpacked(path, wishes)
            else:
                wishes.told(path, container.name)
                found = container.read(path, wishes)
            first = next(found, _problem(path, "empty", "there is nothing in it"))
            yield from chain((first,), found)
        elif is_no_page_name(path.name) and not wishes.named:
            yield Passed(file_address(path), "file type")
        else:
            yield from _page(path, sample.head, wishes)
    except UsageError:
        raise
    except Exception as error:  # whatever a reader raises is reported for this file; the others go on
        if is_no_room(error):
            import tempfile  # here, since it is slow to load

            assert isinstance(error, OSError)
            raise OSError(error.errno, error.strerror, tempfile.gettempdir()) from error
        if is_no_page_name(path.name) and not wishes.named and container is None:
            yield Passed(file_address(path), "file type")
        else:
            yield _problem(path, *trouble(error))


def sample_of(path: Path, open_file: Callable[[Path], BinaryIO] | None = None) -> FileStart:
    """Read the first bytes of a file; return them as they are and unpacked.

    `open_file`: opens it; None: as a file on this disk.  Raises what that raises, and CannotUnpack when not even the
    first bytes can be unpacked.
    """
    with (open_file or opened)(path) as file:
        packed = file.read(_HEAD)
        file.seek(0)
        try:
            # Only the first bytes: a WARC file may be damaged further on, or already in its first block.
            return FileStart(path, packed, unpacked_head(file, _HEAD))
        except CannotUnpack:
            if is_warc(b"", path.name):
                return FileStart(path, packed, b"")
            raise


def _page(path: Path, head: bytes, wishes: Wishes) -> Iterator[Capture]:
    """Yield the page in a file that is no container, or a Capture that says why it is no page.

    A text of several articles gives a page for each.  `head`: the unpacked first bytes.
    """
    name = binary_name(head)
    suffix = DATA.search(unpacked_name(path.name.lower()))
    if name is not None:
        yield _problem(path, "not_text", f"it is {name}")
    elif is_sql_dump(head):
        said = "it is a dump of a database in SQL; load it into a database (sqlite3, duckdb) and import that"
        yield _problem(path, "wrong_type", said)
    elif suffix and head.strip() and not looks_like_html(head) and not _is_html_below_something(head):
        advice = _ADVICE.get(suffix[1].lower(), "")
        yield _problem(path, "wrong_type", f"it holds data ({suffix[0]}) in none of the formats that are read{advice}")
    else:
        with opened(path) as file, whole_members(file) as stream:
            yield from _text(path, head, stream.read(wishes.page_bytes + 1), wishes)


def _is_html_below_something(head: bytes) -> bool:
    """Whether the <html> tag stands below other mark-up; below words or columns it is a part of data."""
    begin = head.removeprefix(codecs.BOM_UTF8).lstrip()
    return begin.startswith(b"<") and b"<html" in head[:_TAG_WITHIN].lower()


def _text(path: Path, head: bytes, body: bytes, wishes: Wishes) -> Iterator[Capture]:
    limit = wishes.page_bytes
    if len(body) > limit:
        yield _problem(path, "too_large", f"it is larger than {limit:,} bytes, the limit for one page")
    elif not body.strip():
        yield _problem(path, "empty", "there is nothing in it")
    else:
        address = _address_beside(path)
        if isinstance(address, Capture):
            yield address
        media_type = media_type_of(head, path.name)
        if articles := several_articles(body, media_type, wishes.rules()):
            yield from _articles(path, articles)
            return
        url = address if isinstance(address, str) else _saved_from(head) or file_address(path)
        yield Capture(url, body, channel="file", media_type=media_type)


def _articles(path: Path, articles: list[str]) -> Iterator[Capture]:
    """Yield a page for each article of a file; their addresses end in "#1", "#2" and so on."""
    for place, article in enumerate(articles, 1):
        url, body = f"{file_address(path)}#{place}", article.encode("utf-8", "replace")
        yield Capture(url, body, channel="file", media_type="text/plain", charset="utf-8")


def _address_beside(path: Path) -> str | Capture | None:
    """Read the page's address from a file `<name>.url` beside it; None when there is no such file.

    A Capture with the reason when that file is unusable.
    """
    sidecar = path.with_name(path.name + ".url")
    try:
        with opened(sidecar) as file:
            found = _SIDECAR.search(file.read(_HEAD).decode("utf-8", "replace"))
    except (OSError, NoFile) as error:
        if isinstance(error, NoFile) or error.errno in _ABSENT:
            return None
        said = f"it cannot be read ({error.strerror or error}); the page beside it is taken without its address"
        return _problem(sidecar, "unreadable", said)
    if found is None:
        return None
    said = "it holds no address that can be used; the page beside it is taken without one"
    return page_address(found[1]) or _problem(sidecar, "unreadable", said)


def _saved_from(head: bytes) -> str | None:
    """Return the page's address from the comment that browsers write when they save a page."""
    saved = _SAVED_FROM.search(head[:_SAVED_WITHIN])
    return page_address((saved[1] or saved[2]).decode("utf-8", "replace")) if saved else None


def _problem(path: Path, outcome: str, said: str) -> Capture:
    """Make a capture that says what is wrong with a file.  `said`: the end of a sentence that begins with its name."""
    return Capture(file_address(path), channel="file", outcome=outcome, detail=f"{printable(path)}: {said}.")
