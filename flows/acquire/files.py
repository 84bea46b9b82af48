"""Read pages from files: HTML, text and WARC, in folders or one by one, each also gzipped.

What a file is, its first bytes decide.  Every file gives its pages, or one Capture without a body that says what is
wrong with it, or a Passed; nothing stops the rest.  The order is that of the names.
"""

from __future__ import annotations

import gzip
import mimetypes
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from flows.acquire.kinds import binary_name, is_page_type, media_type_of
from flows.acquire.wanted import Passed, WarcFilter
from flows.captures import Capture

_HEAD: Final = 1 << 16
_GZIP: Final = b"\x1f\x8b"
#: In a folder these are left alone without a look: what lies beside pages and is text, but no page.
_NOT_PAGES: Final = re.compile(
    r"\.(json|jsonl|toml|yaml|yml|ini|cfg|py|js|mjs|css|csv|tsv|xml|rss|log|sql|url|lock|sh|map)$", re.IGNORECASE
)
#: The standard's own table: the system's would make imports differ from machine to machine.
_TYPES: Final = mimetypes.MimeTypes()
#: "Save page as" of the browsers, and the SingleFile extension, leave the address in a comment.
_SAVED_FROM: Final = re.compile(
    rb"<!--\s*saved from url=\(\d+\)(https?://[^\s>]+)|<!--\s+Page saved with SingleFile\s+url:\s*(https?://\S+)"
)
_SIDECAR: Final = re.compile(r"^(?:URL=)?(https?://\S+)\s*$", re.MULTILINE)


def read_inputs(
    inputs: Iterable[Path], *, page_bytes: int, wanted: WarcFilter | None = None
) -> Iterator[Capture | Passed]:
    """Everything in these files and folders, folders with all that is below them.

    page_bytes: limit for one page, unpacked; wanted: which records of WARC files.
    """
    for given in inputs:
        if given.is_dir():
            for path in _files_below(given):
                if _is_no_page(path):
                    yield Passed(path.absolute().as_uri(), "file type")
                else:
                    yield from read_file(path, page_bytes=page_bytes, wanted=wanted)
        else:
            yield from read_file(given, page_bytes=page_bytes, wanted=wanted)


def _files_below(folder: Path) -> Iterator[Path]:
    """Files of a folder in the order of their names; hidden ones and linked folders are left out.

    A folder that cannot be listed comes itself.
    """
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for path in entries:
        if path.name.startswith("."):
            continue
        if path.is_dir():
            yield from () if path.is_symlink() else _files_below(path)
        else:
            yield path


def _is_no_page(path: Path) -> bool:
    name = path.name.lower().removesuffix(".gz")
    if _NOT_PAGES.search(name):
        return True
    guessed, _ = _TYPES.guess_type(name, strict=True)
    return not is_page_type(guessed)


def read_file(path: Path, *, page_bytes: int, wanted: WarcFilter | None = None) -> Iterator[Capture | Passed]:
    """The pages of one file, or what is wrong with it."""
    if path.exists() and not path.is_file():
        what = "the folder cannot be listed; change its permission" if path.is_dir() else "it is no regular file"
        yield _problem(path, "unreadable", f"{path}: {what}.")
        return
    try:
        head = _head(path)
        if head.startswith(b"WARC/"):
            # Imported here: what reads WARC files brings libraries that one page should not wait for.
            from flows.acquire.warc import read_warc

            yield from read_warc(path, page_bytes=page_bytes, wanted=wanted)
        else:
            yield _page(path, head, page_bytes)
    except FileNotFoundError:
        yield _problem(path, "unreadable", f"{path}: there is no such file; check the name.")
    except PermissionError:
        yield _problem(path, "unreadable", f"{path}: no permission to read it; change the permission or the user.")
    except EOFError:
        yield _problem(path, "truncated", f"{path}: the end of the gzip file is missing; get it again.")
    except (gzip.BadGzipFile, zlib.error) as error:
        yield _problem(path, "damaged", f"{path}: it cannot be unpacked ({error}); get it again.")
    except OSError as error:
        yield _problem(path, "unreadable", f"{path}: it cannot be read ({error.strerror or error}).")


def _head(path: Path) -> bytes:
    """The first bytes, unpacked when the file is gzipped."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.startswith(_GZIP):
        return head
    # Up to the first trouble: a WARC file may be damaged further on, or already in its first block.
    return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(head, _HEAD)


def _page(path: Path, head: bytes, page_bytes: int) -> Capture:
    name = binary_name(head)
    if name is not None:
        return _problem(path, "not_text", f"{path}: it is {name}.")
    body = _body(path, page_bytes)
    if len(body) > page_bytes:
        return _problem(path, "too_large", f"{path}: it is larger than {page_bytes:,} bytes, the limit for one page.")
    if not body.strip():
        return _problem(path, "empty", f"{path}: there is nothing in it.")
    url = _address(path, head) or path.absolute().as_uri()
    return Capture(url, body, channel="file", media_type=media_type_of(head, path.name))


def _body(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        if file.read(2) == _GZIP:
            file.seek(0)
            with gzip.GzipFile(fileobj=file) as unpacked:
                return unpacked.read(limit + 1)
        file.seek(0)
        return file.read(limit + 1)


def _address(path: Path, head: bytes) -> str | None:
    """The page's address from a file `<name>.url` beside it or from the comment that browsers leave when saving."""
    sidecar = path.with_name(path.name + ".url")
    if sidecar.is_file() and (found := _SIDECAR.search(sidecar.read_text("utf-8", "replace"))):
        return found[1]
    saved = _SAVED_FROM.search(head[:4096])
    return (saved[1] or saved[2]).decode("utf-8", "replace") if saved else None


def _problem(path: Path, outcome: str, detail: str) -> Capture:
    return Capture(path.absolute().as_uri(), channel="file", outcome=outcome, detail=detail)
