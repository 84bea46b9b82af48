"""Reads mailboxes in the mbox format (RFC 4155), message by message: newsletters, pages sent by mail.

A line that begins with "From ", after an empty line or with a date in it, and with headers below it, begins a
message.  Takes a path, packed or not; gives for each message what mhtml.py gives for a file of one message, and adds
the message's number.  One message is held in memory at a time.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from flows.acquire.files.formats import Found, Wishes
from flows.acquire.files.mhtml import is_message, read_mhtml_message
from flows.acquire.files.saved_page import MOST_BYTES, problem
from flows.acquire.opening import opened
from flows.acquire.packing import whole_members
from flows.acquire.warc_pieces import BLANK

_FROM: Final = b"From "
#: Such a line with the day and time at which the message came: some programs write no empty line before it.
_DATED: Final = re.compile(rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d")
#: A header below it, since the text of a message may have such a line, too.
_HEADER: Final = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
#: Most bytes of a line that are read at a time; the longest that RFC 5322 allows has 1,000.
_LINE: Final = 1 << 20


def is_mbox(head: bytes) -> bool:
    """Whether a file begins with a message of a mailbox, and is to be read as one."""
    first, _, message = head.removeprefix(codecs.BOM_UTF8).lstrip(BLANK).partition(b"\n")
    return first.startswith(_FROM) and is_message(message)


def read_mbox(path: Path, wishes: Wishes) -> Iterator[Found]:
    """Yield the pages of the messages in one mailbox, in order; a Capture without a body for a message without a page.

    `wishes`: the options of the import (formats.py).  Raises what opening and unpacking the file raises.
    """
    with opened(path) as file, whole_members(file) as stream:
        for number, message in enumerate(_messages(stream), 1):
            place = f"message={number}"
            if len(message) > MOST_BYTES:
                yield problem(path, "too_large", f"its message {number:,} is larger than any page", place=place)
            else:
                yield from read_mhtml_message(path, wishes, message, place=place)


def _messages(file: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of each message, without its "From " line; a message that is too large is cut."""
    held, size, is_behind_blank = list[bytes](), 0, True
    line = file.readline(_LINE).removeprefix(codecs.BOM_UTF8)
    while line and not line.strip(BLANK):
        line = file.readline(_LINE)
    while line:
        following = file.readline(_LINE)
        if line.startswith(_FROM) and (is_behind_blank or _DATED.match(line)) and _HEADER.match(following):
            if held:
                yield b"".join(held)
            held, size = [], 0
        elif size <= MOST_BYTES:
            held.append(line)
            size += len(line)
        is_behind_blank, line = not line.strip(), following
    if held:
        yield b"".join(held)
