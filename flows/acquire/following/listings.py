"""The content of a feed or sitemap: addresses of pages with their times, and addresses of further sitemaps.

Holds the values that all modules give that read a feed or sitemap (here called a list), and what these modules share: a
check against XML entities, and unpacking gzip and UTF-16.  Reads no list.
"""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Final

from parsers.decoding.utf16 import utf16_codec

#: How many bytes are looked at to recognise UTF-16 without a byte order mark.
_LOOKED_AT: Final = 1_024
#: What an XML declaration says about the encoding.
_ENCODING: Final = re.compile(r"""(\A\s*<\?xml[^>]*?)\sencoding\s*=\s*["'][^"']*["']""")


class UnreadableListing(Exception):
    """Raised for a document that is no feed or sitemap, or would exhaust memory or time.

    The message is one sentence.
    """


@dataclass(frozen=True, slots=True)
class Entry:
    """One page, or one further sitemap, that a feed or sitemap lists."""

    url: str
    #: When it was published and last changed; aware, UTC; None when the list does not say.
    published: datetime | None = None
    modified: datetime | None = None
    title: str | None = None

    @property
    def latest(self) -> datetime | None:
        """The later of the times `published` and `modified`; None when neither is known."""
        known = [moment for moment in (self.published, self.modified) if moment is not None]
        return max(known, default=None)


@dataclass(frozen=True, slots=True)
class Listing:
    """The content of one feed or sitemap."""

    pages: tuple[Entry, ...] = ()
    #: Sitemaps of a sitemap index, the latest first.
    further: tuple[Entry, ...] = ()
    #: How many of its entries have no usable address.
    nameless: int = 0
    #: What is malformed in it although it could be read; None when nothing is.
    flaw: str | None = None
    #: How many of its entries, the oldest, are left out because it has too many.
    left_out: int = 0
    #: What a feed calls itself, and its language, as it declares them; None when it does not.
    title: str | None = None
    language: str | None = None
    #: Whether it is a news sitemap: one that lists the stories of the last days, with their times of publication.
    news: bool = False
    #: For how many seconds it is good, according to itself; None when it does not say.
    good_for: float | None = None


def refuse_entities(body: bytes) -> None:
    """Raise UnreadableListing for a document that declares XML entities: a few of them can expand to gigabytes.

    Finds them in UTF-16, too.  No feed or sitemap in use declares any.
    """
    for text in (body, body.replace(b"\0", b"")):
        if b"<!entity" in text.lower():
            raise UnreadableListing("The document declares XML entities, which feeds and sitemaps have no use for.")


def unpacked_list(body: bytes, limit: int) -> bytes:
    """Return the bytes of a list, unpacked where they are packed with gzip, and in UTF-8 where they are in UTF-16.

    `limit`: most bytes after unpacking.  Raises UnreadableListing when there are more, or they cannot be unpacked.
    """
    if not body.startswith(b"\x1f\x8b"):
        return _in_utf8(body)
    try:
        with gzip.GzipFile(fileobj=BytesIO(body)) as packed:
            text = packed.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableListing(f"The list cannot be unpacked ({error}).") from error
    if len(text) > limit:
        raise UnreadableListing(f"The list is larger than {limit:,} bytes.")
    return _in_utf8(text)


def _in_utf8(body: bytes) -> bytes:
    """Convert UTF-16 to UTF-8 and remove the encoding that the XML declaration names; other bytes stay unchanged."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec: str | None = "utf-16"
    else:
        codec = utf16_codec(body[:_LOOKED_AT]) if b"\0" in body[:_LOOKED_AT] else None
    return _ENCODING.sub(r"\1", body.decode(codec, "replace")).encode() if codec else body
