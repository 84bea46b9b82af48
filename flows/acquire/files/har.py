"""Reads HAR files, in which browsers' developer tools and proxies store the answers to all requests of a page.

"HTTP Archive (HAR) format", version 1.2: one JSON document with a list log.entries.  An entry is one request with its
response; the body is text, as the browser decoded it, or base64, or lies in a file beside.  Entries are read one by
one, so that the file may be larger than memory.  `wishes`: the options of the import (formats.py).
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import ijson

from flows.acquire.files.file_address import file_address
from flows.acquire.files.formats import Found, Wishes
from flows.acquire.files.har_leniently import entries_behind
from flows.acquire.files.saved_page import problem
from flows.acquire.files.table_text import encoding_of, head_text
from flows.acquire.files.wanted import Passed
from flows.acquire.files.warc_head import Head
from flows.acquire.http_message import HttpMessage, is_header_name
from flows.acquire.kinds import looks_binary
from flows.acquire.moments import fetch_time
from flows.acquire.opening import NoFile, opened, printable
from flows.acquire.packing import whole_members
from flows.acquire.web_address import page_address
from flows.archive.captures import Capture, content_type
from flows.errors import error_words

#: How a log begins, of one or of several in a list; before it may stand a comment or the address of a schema.
_BEGIN: Final = re.compile(
    r'\s*(?:\[\s*)?\{\s*(?:"[^"\\]{1,100}"\s*:\s*"(?:[^"\\]|\\.){0,2000}"\s*,\s*){0,5}"log"\s*:\s*\{', re.DOTALL
)
_KEYS: Final = ('"entries"', '"creator"', '"version"', '"pages"')
#: JSON lists and objects that enclose an entry of a single log, and most levels of nesting: an entry has some ten.
#: Chosen by hand.
_AROUND: Final = 3
_DEEPEST: Final = 500
#: The two characters in which base64 for addresses (RFC 4648, section 5) differs.
_FOR_ADDRESSES: Final = str.maketrans("-_", "+/")
#: The path of a file beside, or in a folder beside.
_BELOW: Final = re.compile(r"(?:(?!\.)[^/\\\0]{1,255}/){0,3}(?!\.)[^/\\\0]{1,255}")
#: What ijson's parsers say where the end of a document is missing; they have one class for that and for all else.
_CUT: Final = ("premature eof", "incomplete json")


def is_har(head: bytes) -> bool:
    """Whether a file begins like a HAR file, and is to be read as one."""
    text = head_text(head)
    return _BEGIN.match(text) is not None and any(key in text for key in _KEYS)


def read_har(path: Path, wishes: Wishes) -> Iterator[Found]:
    """Yield the pages in the entries of one HAR file, in order; a Passed (skipped on purpose) for any other entry.

    An entry that cannot be read is reported alone; where the JSON itself is broken beyond what har_leniently.py reads,
    what follows is lost, and that is reported.  Raises what opening and unpacking the file raises.
    """
    number = 0
    try:
        for entry in _all_entries(path):
            number += 1
            yield _Entry(path, wishes, number).read(entry)
    except (ijson.JSONError, ValueError, RecursionError) as error:
        if any(words in str(error).lower() for words in _CUT):
            yield problem(path, "truncated", f"its end is missing behind entry {number:,}; get it again")
        else:
            said = f"what follows entry {number:,} is no JSON ({error_words(error)}) and is lost"
            yield problem(path, "damaged", said)


def _all_entries(path: Path) -> Iterator[Any]:
    """Yield the entries of a file; from where it is no strict JSON, leniently.  Raises as `_entries` does."""
    number = 0
    try:
        with opened(path) as file, whole_members(file) as stream:
            for entry in _entries(_in_utf8(stream)):
                number += 1
                yield entry
    except ijson.JSONError as error:
        if any(words in str(error).lower() for words in _CUT):
            raise
        yield from entries_behind(path, number)


def _entries(stream: BinaryIO) -> Iterator[Any]:
    """Yield the entries in log.entries, one by one; raises ValueError where JSON is nested too deep.

    Does not use ijson.items, whose memory would grow with the square of the depth of the JSON.
    """
    depth, keys, inside, builder = 0, [""] * (_AROUND + 1), False, ijson.ObjectBuilder()
    around = _AROUND
    for event, value in ijson.basic_parse(stream, use_float=True, multiple_values=True):
        begins, ends = event in ("start_map", "start_array"), event in ("end_map", "end_array")
        depth -= ends  # the number of containers that enclose the event
        if depth == 0 and begins:
            around = _AROUND + (event == "start_array")  # a list of several logs is one container more
        if depth < around:
            if event == "map_key":
                keys[depth] = value
            is_list = begins and depth == around - 1 and event == "start_array"
            inside = is_list and keys[around - 2 : around] == ["log", "entries"]
        elif inside:
            builder.event(event, value)
        depth += begins
        if depth > _DEEPEST:
            raise ValueError(f"more than {_DEEPEST} lists and objects in one another")
        if inside and depth == around and not begins:
            yield builder.value
            builder = ijson.ObjectBuilder()


def _in_utf8(stream: BinaryIO) -> BinaryIO:
    """Return the stream in UTF-8 without a byte order mark; PowerShell writes what it passes on in UTF-16."""
    encoding, _ = encoding_of(cast(BufferedReader, stream).peek(1))
    if encoding == "utf-8-sig":
        stream.read(len(codecs.BOM_UTF8))
    if encoding.startswith("utf-16"):
        return cast(BinaryIO, codecs.EncodedFile(cast(Any, stream), "utf-8", encoding, "replace"))
    return stream


@dataclass(frozen=True, slots=True)
class _Entry:
    """Reads one entry of a HAR file.  `number`: its place in the file, from 1."""

    path: Path
    wishes: Wishes
    number: int

    @property
    def place(self) -> str:
        return f"entry-{self.number}"

    def read(self, entry: Any) -> Found:
        """Return the capture of an entry's page, or a Passed for an entry without a page; never raises."""
        try:
            return self._read(entry)
        except Exception as error:  # whatever reading it raises is reported for this entry; the others go on
            return self._problem(None, "damaged", f"cannot be read ({error_words(error)})")

    def _read(self, entry: Any) -> Found:
        """Return what an entry of the file holds: a Capture of its page, or a Passed when the entry is to be skipped.

        A page whose content is missing or unusable gives a Capture that says why.  Raises an error for an entry of an
        unusual form.
        """
        for part in ("request", "response"):
            if not isinstance(entry, dict) or not isinstance(entry.get(part), dict):
                return self._problem(None, "damaged", f"has no {part}")
        head, content = _head(entry), entry["response"].get("content") or {}
        name = head.url or f"{file_address(self.path)}#{self.place}"
        why = (
            "status"
            if head.status is None
            else head.objection() or self.wishes.wanted.objection(head.url, head.fetched_at)
        )
        if why:
            return Passed(name, why)
        found = self._body(content, head.charset)
        if isinstance(found, str):
            return self._problem(head, "empty", found)
        body, charset = found
        if len(body) > self.wishes.page_bytes:
            return self._problem(head, "too_large", f"is larger than the limit of {self.wishes.page_bytes:,} bytes")
        if not body.strip():
            return self._problem(head, "empty", "holds nothing")
        if looks_binary(body):
            return self._problem(head, "not_text", "is neither HTML nor text")
        return Capture(
            name,
            body,
            channel="warc",
            fetched_at=head.fetched_at,
            status=head.status if head.url else None,
            headers=head.message.headers if head.url and head.message else (),
            media_type=head.media_type,
            charset=charset,
        )

    def _body(self, content: dict[str, Any], charset: str | None) -> tuple[bytes, str | None] | str:
        """Return the body of an answer as bytes, and its charset; what to say where the body was not saved.

        That is the end of a sentence that begins "Entry 7 of the file".  `content`: of the response in HAR; Playwright
        names in its `_file` the file with the body, which lies beside the HAR file.  `charset`: of the answer.
        """
        if content.get("text") is not None:
            return _text_body(content, charset)
        name = content.get("_file")
        if not isinstance(name, str) or not name:
            return "was saved without its content; save the file with the contents"
        try:
            if not _BELOW.fullmatch(name):  # it could lead to any file of this machine
                raise KeyError(name)
            with self.wishes.beside(self.path, name) as file:
                return file.read(self.wishes.page_bytes + 1), charset
        except (NoFile, OSError, KeyError):
            return f"has its content in {printable(name)}, which does not lie beside it; keep the two together"

    def _problem(self, head: Head | None, outcome: str, said: str) -> Capture:
        """Make a capture that says what is wrong with this entry.

        `head`: its headers; None when they cannot be read.  `said`: the end of a sentence that begins "Entry 7 of the
        file".
        """
        url = (head.url if head else None) or f"{file_address(self.path)}#{self.place}"
        detail = f"Entry {self.number:,} of {printable(self.path.name)} {said}."
        return Capture(
            url, channel="warc", outcome=outcome, detail=detail, fetched_at=head.fetched_at if head else None
        )


def _head(entry: Any) -> Head:
    """Return the headers of an entry's answer as a Head, as if they were those of a WARC record.

    So the code that judges WARC records can judge them, too.
    """
    request, response = entry["request"], entry["response"]
    headers = _headers(response.get("headers"))
    status = response.get("status")
    message = HttpMessage(int(status) if status and 100 <= int(status) <= 599 else None, headers, 0)
    declared = (response.get("content") or {}).get("mimeType") or message.header("content-type")
    media_type, charset = content_type(str(declared))
    target = str(request["url"])
    return Head(
        type="response",
        target=target,
        url=page_address(target),
        fetched_at=fetch_time(str(entry.get("startedDateTime") or "")),
        message=message,
        media_type=media_type,
        charset=charset,
        same_target="",
        same_time=None,
        truncated=False,
        segmented=False,
        block=0,
        body=0,
    )


def _headers(listed: Any) -> tuple[tuple[str, str], ...]:
    """Return the headers of an answer, without those that HTTP does not allow or that lack their name or value.

    `listed`: as HAR gives them, a list of objects; some tools write one object.
    """
    pairs = (
        listed.items()
        if isinstance(listed, dict)
        else ((one.get("name"), one.get("value")) for one in listed or () if isinstance(one, dict))
    )
    return tuple((str(name), str(value)) for name, value in pairs if value is not None and is_header_name(str(name)))


def _unbase64(text: str) -> bytes:
    """Decode base64, also of the form for addresses, in lines, or without padding; raises binascii.Error."""
    plain = "".join(text.split()).rstrip("=").translate(_FOR_ADDRESSES)
    return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)


def _text_body(content: dict[str, Any], charset: str | None) -> tuple[bytes, str | None]:
    """Return the body of an answer as bytes, and its charset.

    `content`: of the response in HAR.  A body in base64 has the answer's `charset`.  A body in text was decoded by the
    browser; here it becomes UTF-8.
    """
    text = content["text"]
    if not isinstance(text, str):
        raise ValueError("its content is no text")
    if content.get("encoding") == "base64":
        try:
            return _unbase64(text), charset
        except binascii.Error as error:
            raise ValueError(f"its base64 is broken: {error}") from error
    return text.encode("utf-8", "replace"), "utf-8"
