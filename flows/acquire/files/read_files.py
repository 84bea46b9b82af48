"""Reads pages from files and folders: HTML, text and WARC, plain or gzipped.

The first bytes of a file decide its format.  Every file gives its pages, one Capture without a body that says what is
wrong with it, or a Passed when it is skipped; an unreadable file does not stop the others.  Files come in the order of
their names.
"""

from __future__ import annotations

import errno
import gzip
import mimetypes
import os
import re
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from flows.acquire.files.several_articles import several_articles
from flows.acquire.files.wanted import Passed, WarcFilter
from flows.acquire.kinds import binary_name, is_page_type, is_warc, looks_like_html, media_type_of
from flows.acquire.opening import NoFile, opened, printable
from flows.acquire.web_address import page_address
from flows.archive.captures import Capture
from flows.errors import error_words

#: Bytes read to tell the format of a file; also the most that is read of a sidecar.
_HEAD: Final = 1 << 16
#: Bytes in which an <html> tag must begin for a file with a data suffix to be read as HTML all the same.
_TAG_WITHIN: Final = 2_048
#: Bytes in which the comment with the address of a saved page must begin; browsers write it right after the doctype.
_SAVED_WITHIN: Final = 4_096
_GZIP: Final = b"\x1f\x8b"
#: Layers of gzip that are unpacked.  Some archives pack a packed file again; more than that has not been seen.
_LAYERS: Final = 3
#: Suffixes of data files: never a page, even when the user names the file.
_DATA: Final = re.compile(r"\.(json|jsonl|ndjson|csv|tsv|xml|rss|atom|cdxj?|eml|mbox|mht|mhtml)$", re.IGNORECASE)
#: Suffixes of other files that often lie beside pages; skipped in folders, read when the user names the file.
_NOT_PAGES: Final = re.compile(r"\.(toml|yaml|yml|ini|cfg|py|js|mjs|css|log|sql|url|lock|sh|map)$", re.IGNORECASE)
#: Python's built-in table; the system's table would make imports differ from machine to machine.
_TYPES: Final = mimetypes.MimeTypes()
#: The comments in which browsers ("Save page as") and the SingleFile extension store the address.
_SAVED_FROM: Final = re.compile(
    rb"<!--\s*saved from url=\(\d+\)(https?://[^\s>]+)|<!--\s+Page saved with SingleFile\s+url:\s*(https?://\S+)"
)
_SIDECAR: Final = re.compile(r"^(?:URL=)?(https?://\S+)\s*$", re.MULTILINE)
#: Errors that mean that a page has no sidecar file.
_ABSENT: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP})

#: Errors of a full disk; they come from the temporary directory, the only place that reading writes to.
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})

Found = Capture | Passed


def read_inputs(inputs: Iterable[Path], *, page_bytes: int, wanted: WarcFilter | None = None) -> Iterator[Found]:
    """The pages of these files and folders, subfolders included, and what was skipped or cannot be read.

    page_bytes: limit for one page in bytes, unpacked.  wanted: which records of WARC files to take; None: all.  Raises
    OSError when the temporary directory is full.
    """
    for given in inputs:
        if not _is_folder(given):
            yield from read_file(given, page_bytes=page_bytes, wanted=wanted)
            continue
        for path in _files_below(given):
            if isinstance(path, Capture):
                yield path
            elif _is_no_page(path):
                yield Passed(path.absolute().as_uri(), "file type")
            else:
                yield from read_file(path, page_bytes=page_bytes, wanted=wanted)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # reported when it is opened as a file
        return False


def _files_below(folder: Path) -> Iterator[Path | Capture]:
    """The files below a folder in the order of their names, without hidden ones and linked folders.

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
    """ "folder" or "file"; empty for an entry to leave out."""
    try:
        if entry.name.startswith(".") or (entry.is_symlink() and entry.is_dir()):
            return ""
        return "folder" if entry.is_dir() else "file"
    except OSError:  # reported when it is opened as a file
        return "file"


def _is_no_page(path: Path) -> bool:
    name = path.name.lower().removesuffix(".gz")
    if _DATA.search(name) or _NOT_PAGES.search(name):
        return True
    guessed, _ = _TYPES.guess_type(name, strict=True)
    return not is_page_type(guessed)


def read_file(path: Path, *, page_bytes: int, wanted: WarcFilter | None = None) -> Iterator[Found]:
    """The pages of one file, or a Capture that says what is wrong with it.

    page_bytes, wanted: as for `read_inputs`.  Raises OSError when the temporary directory is full: that is not the
    file's fault, and the next file would fail, too.
    """
    try:
        head = _head(path)
        if is_warc(head, path.name):
            # Imported here: reading a single page does not need the WARC libraries.
            from flows.acquire.files.warc import read_warc

            found = read_warc(path, page_bytes=page_bytes, wanted=wanted)
            first = next(found, _problem(path, "empty", "there is nothing in it"))
            yield from chain((first,), found)
        else:
            yield from _page(path, head, page_bytes)
    except Exception as error:  # whatever a reader raises is reported for this file; the others go on
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            raise OSError(error.errno, error.strerror, tempfile.gettempdir()) from error
        yield _problem(path, *_trouble(error))


def _trouble(error: Exception) -> tuple[str, str]:
    """Outcome and the end of a sentence for an error raised while a file was read."""
    match error:
        case FileNotFoundError():
            return "unreadable", "there is no such file; check the name"
        case PermissionError():
            return "unreadable", "no permission to read it; change the permission or the user"
        case EOFError():
            return "truncated", "the end of the gzip file is missing; get it again"
        case gzip.BadGzipFile() | zlib.error():
            return "damaged", f"it cannot be unpacked ({error}); get it again"
        case NoFile():
            return "unreadable", str(error)
        case OSError():
            return "unreadable", f"it cannot be read ({error.strerror or error})"
        case _:
            return "unreadable", f"it cannot be read ({error_words(error)})"


def _head(path: Path) -> bytes:
    """The first bytes, unpacked when the file is gzipped."""
    with opened(path) as file:
        head = file.read(_HEAD)
    for _ in range(_LAYERS):
        if not head.startswith(_GZIP):
            break
        try:
            # Only the first bytes: a WARC file may be damaged further on, or already in its first block.
            head = zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(head, _HEAD)
        except zlib.error:
            if is_warc(b"", path.name):
                return b""
            raise
    return head


def _page(path: Path, head: bytes, page_bytes: int) -> Iterator[Capture]:
    name = binary_name(head)
    suffix = _DATA.search(path.name.lower().removesuffix(".gz"))
    if name is not None:
        yield _problem(path, "not_text", f"it is {name}")
    elif suffix and not looks_like_html(head) and b"<html" not in head[:_TAG_WITHIN].lower():
        said = f"it holds data ({suffix[0]}), and HTML, text and WARC are read; write each article to a file of its own"
        yield _problem(path, "wrong_type", said)
    else:
        yield from _text(path, head, page_bytes)


def _text(path: Path, head: bytes, page_bytes: int) -> Iterator[Capture]:
    body = _body(path, page_bytes)
    if len(body) > page_bytes:
        yield _problem(path, "too_large", f"it is larger than {page_bytes:,} bytes, the limit for one page")
    elif not body.strip():
        yield _problem(path, "empty", "there is nothing in it")
    else:
        address = _address_beside(path)
        if isinstance(address, Capture):
            yield address
        media_type = media_type_of(head, path.name)
        if articles := several_articles(body, media_type):
            yield from _articles(path, articles)
            return
        url = address if isinstance(address, str) else _saved_from(head) or path.absolute().as_uri()
        yield Capture(url, body, channel="file", media_type=media_type)


def _articles(path: Path, articles: list[str]) -> Iterator[Capture]:
    """A page for each article of a file; the fragment of its address is its place in the file, from 1."""
    for place, article in enumerate(articles, 1):
        url, body = f"{path.absolute().as_uri()}#{place}", article.encode("utf-8", "replace")
        yield Capture(url, body, channel="file", media_type="text/plain", charset="utf-8")


def _body(path: Path, limit: int) -> bytes:
    """The content of a file, all layers of gzip undone; at most one byte more than the limit."""
    with opened(path) as file:
        stream: Any = file
        for _ in range(_LAYERS):
            if not stream.peek(2).startswith(_GZIP):
                break
            stream = gzip.GzipFile(fileobj=cast(BinaryIO, stream), mode="rb")
        body: bytes = stream.read(limit + 1)
        return body


def _address_beside(path: Path) -> str | Capture | None:
    """The address in a file `<name>.url` beside the page; a Capture when it is unusable, None when there is no file."""
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
    """The page's address from the comment that browsers write when they save a page."""
    saved = _SAVED_FROM.search(head[:_SAVED_WITHIN])
    return page_address((saved[1] or saved[2]).decode("utf-8", "replace")) if saved else None


def _problem(path: Path, outcome: str, said: str) -> Capture:
    return Capture(path.absolute().as_uri(), channel="file", outcome=outcome, detail=f"{printable(path)}: {said}.")
