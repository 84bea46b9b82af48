"""The content of a feed or sitemap: addresses of pages with their times, and addresses of further sitemaps.

Holds the values that all modules give that read a feed or sitemap (here called a list), and what these modules share: a
check against XML entities, and unpacking gzip and UTF-16.  Reads no list.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flows.acquire.unpackers import CannotUnpack, rescued_gzip_member
from parsers.decoding.utf16 import utf16_codec

#: How many bytes are looked at to recognise UTF-16 without a byte order mark.
_LOOKED_AT: Final = 1_024
#: What an XML declaration says about the encoding.
_ENCODING: Final = re.compile(r"""(\A\s*<\?xml[^>]*?)\sencoding\s*=\s*["'][^"']*["']""")


_GZIP: Final = b"\x1f\x8b"
#: Packed bytes given to gzip at a time; those before damage are unpacked one by one.
_SLICE: Final = 1 << 14
_BLANK: Final = codecs.BOM_UTF8 + b" \r\n\t"
#: Bytes in which a DOCTYPE with its declarations ends.
_HEAD: Final = 65_536
#: A DOCTYPE with declarations before the first element.
_DOCTYPE: Final = re.compile(
    rb"(?P<before>(?:\xef\xbb\xbf)?+\s*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+)*+)<!DOCTYPE[^\[>]*+\[(?P<inside>.*?)\]\s*>",
    re.IGNORECASE | re.DOTALL,
)
#: An entity that stands for text without other entities, or one that names a public list of such entities.
_HARMLESS: Final = re.compile(
    rb"""<!ENTITY\s+(?:\w+\s+(?:"(?:[^"%&]|&\#\w+;){0,80}"|'(?:[^'%&]|&\#\w+;){0,80}')|%\s+\w+\s+PUBLIC\s[^<>]*)\s*>""",
    re.IGNORECASE,
)


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


def without_declared_entities(body: bytes) -> bytes:
    """Return a document without the XML entities that it declares for single characters, as `nbsp` for a blank.

    HTML's names of characters are understood without being declared.  Raises UnreadableListing for a document that
    declares others, in UTF-16, too: a few of them can expand to gigabytes.
    """
    body = _without_characters(body)
    for text in (body, body.replace(b"\0", b"")):
        if b"<!entity" in text.lower():
            raise UnreadableListing("The document declares XML entities, which feeds and sitemaps have no use for.")
    return body


def _without_characters(body: bytes) -> bytes:
    """Remove the DOCTYPE before the first element when all entities in it are harmless."""
    found = _DOCTYPE.match(body, 0, _HEAD)
    if found is None or len(_HARMLESS.findall(found["inside"])) != found["inside"].lower().count(b"<!entity"):
        return body
    return body[: found.end("before")] + body[found.end() :]


def unpacked_list(body: bytes, limit: int) -> bytes:
    """Return the bytes of a list as `unpack_list` does, without the fault."""
    return unpack_list(body, limit)[0]


def unpack_list(body: bytes, limit: int) -> tuple[bytes, str]:
    """Return the bytes of a list, unpacked where they are packed with gzip, and in UTF-8 where they are in UTF-16.

    Also returns what is wrong with the packing in words, "" when nothing is; then only what comes before it is there.
    `limit`: most bytes after unpacking.  Raises UnreadableListing when there are more, or none can be unpacked.
    """
    if not body.startswith(_GZIP):
        return _in_utf8(body), ""
    text, fault = _gunzipped(body, limit)
    if len(text) > limit:
        raise UnreadableListing(f"The list is larger than {limit:,} bytes.")
    return _in_utf8(text), fault


def _gunzipped(body: bytes, limit: int) -> tuple[bytes, str]:
    """Unpack all gzip members, to at most about `limit` + 1 bytes; what stands behind them is left out.

    Returns the bytes and what is wrong in words.  Of a member that is cut off or damaged the beginning counts, of a
    text up to its last line end.  Raises UnreadableListing when nothing can be unpacked.
    """
    text, fault = b"", ""
    while body.startswith(_GZIP) and len(text) <= limit and not fault:
        part, body, fault = _member(body, limit + 1 - len(text))
        text += part
    if fault and not text.lstrip(_BLANK).startswith((b"<", b"{")):
        text = text[: text.rfind(b"\n") + 1]
    if fault and not text:
        raise UnreadableListing(f"The list cannot be unpacked ({fault}).")
    return text, fault


def _member(body: bytes, most: int) -> tuple[bytes, bytes, str]:
    """Unpack the gzip member with which `body` begins, to about `most` bytes.

    Returns what it holds, the packed bytes behind it, and what is wrong with it in words, "" when nothing is; then
    these are the bytes before the fault.
    """
    unpacker, text = rescued_gzip_member(), bytearray()
    packed = iter(body[at : at + _SLICE] for at in range(0, len(body), _SLICE))
    read = 0
    while not unpacker.eof and len(text) < most:
        given = next(packed, b"") if unpacker.hungry else b""
        if not given and unpacker.hungry:
            return bytes(text), b"", "its end is missing"
        read, rescue = read + len(given), unpacker.rescuer()
        try:
            text += unpacker.unpack(given, most - len(text))
        except CannotUnpack as error:
            return bytes(text) + rescue(given), b"", str(error)
    return bytes(text), unpacker.unused + body[read:], ""


def _in_utf8(body: bytes) -> bytes:
    """Convert UTF-16 to UTF-8 and remove the encoding that the XML declaration names; other bytes stay unchanged."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec: str | None = "utf-16"
    else:
        codec = utf16_codec(body[:_LOOKED_AT]) if b"\0" in body[:_LOOKED_AT] else None
    return _ENCODING.sub(r"\1", body.decode(codec, "replace")).encode() if codec else body
