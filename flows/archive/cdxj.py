"""Writes and checks the CDXJ index beside a closed WARC file, by which replay programs such as pywb find its captures.

A file is closed when no run writes it any more.  The index has a line for each page, error and revisit (a capture whose
body another record has): the key of its address, the time, and JSON that says where the record stands
(specs.webrecorder.net/cdxj).  The `name` of a file is without suffix; `places` are the offset and length of each of its
captures, in bytes.  The index is made from the WARC file alone, is written whole, and can be deleted at any time: the
next opening of the archive writes it again.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final

from filelock import Timeout

from flows.archive.surt import surt_key
from flows.archive.warc_file import CDXJ, closed_warcs, file_lock, open_warc, release, warc_path
from flows.storage.behind import store_behind
from warehouse.files import swap_in

#: Suffix of an index that is being written.
_NEW: Final = ".cdxj.new"
#: Types of the records that are listed; of `metadata` there is nothing to replay, and of a page that was rendered the
#: `conversion` is replayed: what its scripts would ask for is not in the archive.
_LISTED: Final = frozenset({"response", "resource", "conversion", "revisit"})
#: Packed bytes from which the headers of a record are read, and most bytes unpacked from them: first few, which are
#: enough for most, then as many as headers may have.
_STEPS: Final = ((1 << 10, 1 << 11), (1 << 12, 1 << 13), (1 << 14, 1 << 16))
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_DIGITS: Final = re.compile(r"\D")
#: Digits of a time in a line: up to the second.
_TIME: Final = 14
#: Names of the headers that a line tells of, in lower case.
_TOLD: Final = {
    name.encode(): name
    for name in (
        *("warc-type", "warc-target-uri", "warc-date", "warc-payload-digest"),
        *("content-type", "copydesk-status"),
    )
}
_JSON: Final = json.JSONEncoder(ensure_ascii=False).encode
_STATUS: Final = re.compile(rb"HTTP/\S+ (\d{3})")

Places = Iterable[tuple[int, int]]
#: Lines that are made already, each by the offset of its record.
Known = Mapping[int, str]
MADE_NONE: Final[Known] = MappingProxyType({})


def cdxj_path(directory: Path, name: str) -> Path:
    """The path of the CDXJ index of a WARC file."""
    return directory / (name + CDXJ)


def write_cdxj(directory: Path, name: str, places: Places, known: Known = MADE_NONE) -> None:
    """Write the CDXJ index of a closed file, safely: a temporary file is synced, then renamed.

    `known`: lines that were made when the records were written; the others are made from the file.  Raises OSError.
    """
    aside = directory / (name + _NEW)
    try:
        with aside.open("w", encoding="utf-8") as file:
            file.writelines(sorted(cdxj_lines(directory, name, places, known)))
        swap_in(aside, cdxj_path(directory, name))
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


def drop_cdxj(directory: Path, name: str) -> None:
    """Remove the CDXJ index of a file whose indexed records have changed; the archive's next opening makes it again."""
    with suppress(OSError):  # then `archive check` finds that it does not fit
        cdxj_path(directory, name).unlink(missing_ok=True)


def write_missing(directory: Path, places: Callable[[str], Places]) -> list[str]:
    """Write the CDXJ indexes that closed files lack; return one sentence for each that cannot be written.

    `places`: called with the name of a file, returns the places of its captures.
    """
    notes = []
    there = {path.name.removesuffix(CDXJ) for path in directory.glob("*" + CDXJ)}
    unfinished = {path.name.removesuffix(_NEW) for path in directory.glob("*" + _NEW)}
    for name in closed_warcs(directory):
        if name in there and name not in unfinished:
            continue
        try:
            write_locked(directory, name, places(name))
        except OSError as error:
            said = f"cannot be written ({error.strerror}); nothing is lost, the next run tries again."
            notes.append(f"{cdxj_path(directory, name).name}: {said}")
    return notes


def write_locked(directory: Path, name: str, places: Places, known: Known = MADE_NONE) -> None:
    """Write the CDXJ index of a closed file, unless another process is doing so.

    `known`: as in `write_cdxj`.  Raises OSError.
    """
    lock = file_lock(directory, name)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return
    try:
        if warc_path(directory, name).is_file() or store_behind(directory) is not None:
            write_cdxj(directory, name, places, known)
    finally:
        release(lock)


def cdxj_lines(directory: Path, name: str, places: Places, known: Known = MADE_NONE) -> Iterator[str]:
    """Yield the lines for the captures at these places, not sorted; no line for a damaged record.

    `known`: as in `write_cdxj`.  Raises OSError.
    """
    with open_warc(directory, name) as file:
        file_name = warc_path(directory, name).name
        for offset, length in places:
            line = known.get(offset) or cdxj_line(_head(file, offset, length), file_name, offset, length)
            if line is not None:
                yield line


def _head(file: BinaryIO, offset: int, length: int) -> bytes:
    """Read the beginning of a record: its own headers, the headers of the HTTP answer in it, and some bytes more.

    b"" for a damaged record.
    """
    head = b""
    for packed, most in _STEPS:
        file.seek(offset)
        try:
            head = zlib.decompressobj(31).decompress(file.read(min(length, packed)), most)
        except zlib.error:
            return b""
        if _holds_all(head):
            break
    return head


def _holds_all(head: bytes) -> bool:
    """Whether the first bytes of a record hold its headers and, in a record of HTTP, those of the answer."""
    own, end, block = head.partition(b"\r\n\r\n")
    return bool(end) and (b"application/http" not in own.lower() or b"\r\n\r\n" in block)


def cdxj_line(head: bytes, file_name: str, offset: int, length: int) -> str | None:
    """Make the line of one record; None for a record that is not listed, such as a request.

    example,herald)/storm 20260201080000 {"url": "https://herald.example/storm", "mime": "text/html", ...}

    `head`: the first bytes of the record, unpacked.  `file_name`: of the WARC file.  `offset`, `length`: of the packed
    record, in bytes.
    """
    end = _HEAD_END.search(head)
    named = _headers(head[: end.start()] if end else b"")
    kind, url, moment = named.get("warc-type"), named.get("warc-target-uri"), named.get("warc-date")
    if end is None or kind not in _LISTED or not url or not moment:
        return None
    if url.startswith("<") and url.endswith(">"):  # as wget writes it
        url = url[1:-1]
    status, mime = _status_and_type(kind, named, head[end.end() :])
    facts = {
        "url": url,
        "mime": mime,
        "status": status,
        "digest": named.get("warc-payload-digest"),
        "length": str(length),
        "offset": str(offset),
        "filename": file_name,
    }
    told = _JSON({key: value for key, value in facts.items() if value})
    return f"{surt_key(url)} {_DIGITS.sub('', moment)[:_TIME]} {told}\n"


def _status_and_type(kind: str, named: dict[str, str], block: bytes) -> tuple[str | None, str]:
    """Find HTTP status and media type of a record, for its line.  The status is None for a record without one.

    `kind`: the record's WARC-Type.  `named`: its headers, by name in lower case.  `block`: the bytes after them.
    """
    http = block.partition(b"\r\n\r\n")[0] if "http" in named.get("content-type", "") else b""
    status = _STATUS.match(http)
    declared = _headers(http).get("content-type", "") if kind == "response" else named.get("content-type", "")
    mime = "warc/revisit" if kind == "revisit" else declared.partition(";")[0].strip()
    return status[1].decode() if status else named.get("copydesk-status"), mime.replace(" ", "")


def _headers(lines: bytes) -> dict[str, str]:
    """Read the headers that a CDXJ line uses, by name in lower case; the first one counts where a name is repeated.

    `lines`: the head of a record or of an HTTP answer; its first line is passed over.
    """
    found: dict[str, str] = {}
    for line in lines.split(b"\n")[1:]:
        name, _, value = line.partition(b":")
        told = _TOLD.get(name.strip().lower())
        if told is not None:
            found.setdefault(told, value.decode("utf-8", "replace").strip())
    return found
