"""Makes a Capture of the one page in a file that also holds its pictures: MHTML, a web archive, an e-mail.

Takes the page's bytes with what is known of them; gives the page, or the reason why it is no page, or a Passed when the
user did not ask for it.  `wishes`: the options of the import (formats.py).  `place`: where a message stands in a
mailbox, such as "message=3"; the message's address ends with it.  It is "" for the only page of a file.  Parses
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from flows.acquire.files.file_address import file_address
from flows.acquire.files.formats import Found, Wishes
from flows.acquire.files.trouble import TooLarge
from flows.acquire.files.wanted import Passed
from flows.acquire.kinds import looks_binary
from flows.acquire.opening import opened, printable
from flows.acquire.packing import whole_members
from flows.acquire.web_address import page_address
from flows.archive.captures import Capture, content_type

#: Most bytes of a file that holds one page with its pictures: 256 MiB, as for a record of a WARC file.
MOST_BYTES: Final = 1 << 28


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page and what its file says of it."""

    body: bytes
    #: Where it was published, as written in the file; empty when that is not known.
    address: str
    #: Its Content-Type, as written in the file.
    declared: str = ""
    saved_at: datetime | None = None
    #: How many pictures, styles and frames the file holds besides.
    parts: int = 0


@contextmanager
def whole_file(path: Path) -> Iterator[bytes]:
    """A block (`with`) that gives the content of a file of one page, unpacked.

    Raises TooLarge, and what opening and unpacking the file raises.
    """
    with opened(path) as file, whole_members(file) as stream:
        data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise TooLarge
        yield data


def given(path: Path, wishes: Wishes, page: SavedPage, *, place: str = "") -> Iterator[Found]:
    """Yield the capture of the page in a file, and a Passed (skipped on purpose) for each part saved with it.

    `place`: where the page stands in the file, for its address; "" when it is the whole file.
    """
    uri = file_address(path) + (f"#{place}" if place else "")
    address = page_address(page.address)
    url = address if address is not None and address.startswith(("http://", "https://")) else None
    why = wishes.wanted.objection(url, page.saved_at)
    yield Passed(url or uri, why) if why else _capture(path, wishes, page, url or uri, place)
    for number in range(page.parts):
        yield Passed(f"{uri}{',' if place else '#'}part-{number + 1}", "page part")


def _capture(path: Path, wishes: Wishes, page: SavedPage, url: str, place: str) -> Capture:
    """Return the capture of the page, or a capture with the reason why it cannot be read."""
    if len(page.body) > wishes.page_bytes:
        said = f"its page is larger than {wishes.page_bytes:,} bytes, the limit for one page"
        return problem(path, "too_large", said, place=place)
    if not page.body.strip():
        return problem(path, "empty", "there is nothing in its page", place=place)
    if looks_binary(page.body):
        return problem(path, "not_text", "its page is neither HTML nor text", place=place)
    media_type, charset = content_type(page.declared)
    return Capture(url, page.body, channel="file", fetched_at=page.saved_at, media_type=media_type, charset=charset)


def problem(path: Path, outcome: str, said: str, *, place: str = "") -> Capture:
    """Make a capture that says what is wrong with a file, or with one place in it.

    `said`: the end of a sentence that begins with the file's name.  `place`: as in `given`.
    """
    uri = file_address(path) + (f"#{place}" if place else "")
    return Capture(uri, channel="file", outcome=outcome, detail=f"{printable(path)}: {said}.")
