"""Reads HAR files, in which browsers' developer tools and proxies store the answers to all requests of a page.

"HTTP Archive (HAR) format", version 1.2: one JSON document with a list log.entries.  An entry is one request with its
response; the body is text, as the browser decoded it, or base64.  Entries are read one by one, so that the file may be
larger than memory.  `wishes`: the options of the import (formats.py).
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
from flows.acquire.files.saved_page import problem
from flows.acquire.files.wanted import Passed
from flows.acquire.files.warc_head import Head
from flows.acquire.http_message import HttpMessage, is_header_name
from flows.acquire.kinds import looks_binary
from flows.acquire.moments import fetch_time
from flows.acquire.opening import opened, printable
from flows.acquire.packing import whole_members
from flows.acquire.web_address import page_address
from flows.archive.captures import Capture, content_type
from flows.errors import error_words

_BEGIN: Final = re.compile(rb'\s*\{\s*"log"\s*:\s*\{')
_KEYS: Final = (b'"entries"', b'"creator"', b'"version"', b'"pages"')
#: JSON lists and objects that enclose an entry, and most levels of nesting: an entry has some ten.  Chosen by hand.
_AROUND: Final = 3
_DEEPEST: Final = 500
#: What ijson's parsers say where the end of a document is missing; they have one class for that and for all else.
_CUT: Final = ("premature eof", "incomplete json")


def is_har(head: bytes) -> bool:
    """Whether a file begins like a HAR file, and is to be read as one."""
    return _BEGIN.match(head.removeprefix(codecs.BOM_UTF8)) is not None and any(key in head for key in _KEYS)


def read_har(path: Path, wishes: Wishes) -> Iterator[Found]:
    """Yield the pages in the entries of one HAR file, in order; a Passed (skipped on purpose) for any other entry.

    An entry that cannot be read is reported alone; where the JSON itself is broken, what follows is lost, and that is
    reported.  Raises what opening and unpacking the file raises.
    """
    number = 0
    with opened(path) as file, whole_members(file) as stream:
        try:
            for entry in _entries(_without_mark(stream)):
                number += 1
                yield _Entry(path, wishes, number).read(entry)
        except (ijson.JSONError, UnicodeDecodeError, ValueError) as error:
            if any(words in str(error).lower() for words in _CUT):
                yield problem(path, "truncated", f"its end is missing behind entry {number:,}; get it again")
            else:
                said = f"what follows entry {number:,} is no JSON ({error_words(error)}) and is lost"
                yield problem(path, "damaged", said)


def _entries(stream: BinaryIO) -> Iterator[Any]:
    """Yield the entries in log.entries, one by one; raises ValueError where JSON is nested too deep.

    Does not use ijson.items, whose memory would grow with the square of the depth of the JSON.
    """
    depth, keys, inside, builder = 0, ["", "", ""], False, ijson.ObjectBuilder()
    for event, value in ijson.basic_parse(stream, use_float=True):
        begins, ends = event in ("start_map", "start_array"), event in ("end_map", "end_array")
        depth -= ends  # the number of containers that enclose the event
        if depth < _AROUND:
            if event == "map_key":
                keys[depth] = value
            inside = begins and depth == _AROUND - 1 and event == "start_array" and keys[1:] == ["log", "entries"]
        elif inside:
            builder.event(event, value)
        depth += begins
        if depth > _DEEPEST:
            raise ValueError(f"more than {_DEEPEST} lists and objects in one another")
        if inside and depth == _AROUND and not begins:
            yield builder.value
            builder = ijson.ObjectBuilder()


def _without_mark(stream: BinaryIO) -> BinaryIO:
    """Return the stream without a byte order mark at its start."""
    if cast(BufferedReader, stream).peek(len(codecs.BOM_UTF8)).startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
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
        head, content = _head(entry), entry["response"].get("content") or {}
        name = head.url or f"{file_address(self.path)}#{self.place}"
        why = (
            "status"
            if head.status is None
            else head.objection() or self.wishes.wanted.objection(head.url, head.fetched_at)
        )
        if why:
            return Passed(name, why)
        if content.get("text") is None:
            return self._problem(head, "empty", "was saved without its content; save the file with the contents")
        body, charset = _body(content, head.charset)
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
    headers = tuple(
        (str(header["name"]), str(header["value"]))
        for header in response.get("headers") or ()
        if is_header_name(str(header["name"]))
    )
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


def _body(content: dict[str, Any], charset: str | None) -> tuple[bytes, str | None]:
    """Return the body of an answer as bytes, and its charset.

    `content`: of the response in HAR.  A body in base64 has the answer's `charset`.  A body in text was decoded by the
    browser; here it becomes UTF-8.
    """
    text = str(content["text"])
    if content.get("encoding") == "base64":
        try:
            return base64.b64decode(text, validate=True), charset
        except binascii.Error as error:
            raise ValueError(f"its base64 is broken: {error}") from error
    return text.encode("utf-8", "replace"), "utf-8"
