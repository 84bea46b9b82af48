"""Bytes to text, and why that charset.

The charset is decided once, here, by the evidence that is hardest to get wrong: byte order mark, bytes that are valid
UTF-8, what the server declared, what the page declares (read by `bs4.dammit`), then detection.  Labels mean what the
WHATWG Encoding Standard says they mean (a page that says latin-1 is windows-1252).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.decoding.charsets import by_letters, codec_for
from parsers.model import Rejection

#: Larger pages are feeds, logs or attacks; no article in the benchmark is over 6 MB.
MAX_BYTES = 20_000_000

#: More unreadable characters than this share of the page, and it is no text in any charset we know.
MAX_REPLACED = 0.1

#: A page in UTF-8 with a few broken bytes (cut in the middle of a letter, one foreign quote) is still UTF-8.
MAX_BROKEN_UTF8 = 0.02

#: Servers send this when nobody configured them, so it loses against what the page says of itself.
_DEFAULT_HEADER = "cp1252"

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MAGIC = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x7fELF", b"OggS")
_CONTROLS = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))


#: Bytes that are looked at together when they are to be UTF-8: few, so that what is read stays near the processor.
_PIECE = 8192


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page as text."""

    #: The page itself when its bytes are valid UTF-8, which nobody needs as text when it is HTML; else its text.
    page: bytes | str = field(repr=False)
    charset: str
    #: bom, bytes (they are valid UTF-8), declared (by server or archive), page, or detected.
    method: str
    #: Characters that could not be read and stand as U+FFFD.
    replaced: int = 0

    @property
    def text(self) -> str:
        """The page as text."""
        return self.page if isinstance(self.page, str) else self.page.decode("utf-8")

    def beginning(self, length: int) -> str:
        """Its first characters, as many as asked for."""
        if isinstance(self.page, str):
            return self.page[:length]
        return self.page[: 4 * length].decode("utf-8", "ignore")[:length]

    def holds_null(self) -> bool:
        """Whether a null character is in it, of which the tree builder would make a sign that can be seen."""
        return b"\0" in self.page if isinstance(self.page, bytes) else "\0" in self.page

    def encoded(self) -> bytes:
        """The page in UTF-8."""
        return self.page if isinstance(self.page, bytes) else self.page.encode("utf-8", "replace")


def decode(body: bytes, *, charset: str | None = None, media_type: str | None = None) -> Decoded | Rejection:
    """Text of a page, or a Rejection: empty, too_large, not_text, undecodable.

    charset is what the server or the archive declared, with any label; what the bytes prove wins over it.
    """
    if not body or body.isspace():
        return Rejection("empty", "The page has no content.")
    if len(body) > MAX_BYTES:
        return Rejection("too_large", f"The page has {len(body):,} bytes; the limit is {MAX_BYTES:,}.")
    found = _by_bom(body) or _by_zeros(body)
    if found is None and _is_binary(body):
        return Rejection("not_text", "The page is a binary file, neither HTML nor text.")
    if found is None:
        found = _by_utf8(body) or _by_declaration(body, charset) or _by_guess(body, charset)
    if found.replaced and found.replaced > MAX_REPLACED * max(len(found.text), 1):
        detail = f"{found.replaced:,} of {len(found.text):,} characters cannot be read as {found.charset}."
        return Rejection("undecodable", detail)
    return found


def _by_bom(body: bytes) -> Decoded | None:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _lenient(body[len(mark) :], name, "bom")
    return None


def _by_zeros(body: bytes) -> Decoded | None:
    """UTF-16 without a mark: every other byte of its tags is zero."""
    head = body[:400]
    for name, zeros, letters in (("utf-16-le", head[1::2], head[0::2]), ("utf-16-be", head[0::2], head[1::2])):
        if zeros.count(0) > 0.9 * len(zeros) > 0 and letters.count(0) == 0:
            return _lenient(body, name, "detected")
    return None


def _is_binary(body: bytes) -> bool:
    head = body[:8192]
    return head.startswith(_MAGIC) or len(head) - len(head.translate(None, _CONTROLS)) > 0.1 * len(head)


def _by_utf8(body: bytes) -> Decoded | None:
    # Text in another charset is valid UTF-8 only when it is ASCII; ISO-2022-JP is that, and shows by its escapes.
    # One byte is found twenty times faster than two, and hardly a page has it.
    if b"\x1b" in body and b"\x1b$" in body:
        return None
    return Decoded(body, "utf-8", "bytes") if _is_utf8(body) else None


def _is_utf8(body: bytes) -> bool:
    """Whether bytes are valid UTF-8; in pieces this takes a third of the time that it takes to make one text."""
    view, at = memoryview(body), 0
    try:
        while at < len(view):
            at += codecs.utf_8_decode(view[at : at + _PIECE], "strict", at + _PIECE >= len(view))[1]
    except UnicodeDecodeError:
        return False
    return True


def _by_declaration(body: bytes, charset: str | None) -> Decoded | None:
    for name, method in _declared(body, charset):
        try:
            return Decoded(body.decode(name), name, method)
        except UnicodeError:
            continue
    return None


def _declared(body: bytes, charset: str | None) -> Iterator[tuple[str, str]]:
    """Codecs that somebody declared, the most trustworthy first."""
    # Imported here: pages in UTF-8, which are most, never come this far, and the import takes 50 ms.
    from bs4.dammit import EncodingDetector

    server = codec_for(charset)
    page = codec_for(EncodingDetector.find_declared_encoding(body, is_html=True, search_entire_document=False))
    named = [(server, "declared"), (page, "page")]
    if server == _DEFAULT_HEADER:
        named.reverse()
    # Valid UTF-8 was tried before: who declares it is wrong, or a few bytes are broken (_by_guess).
    yield from ((name, method) for name, method in named if name and name != "utf-8")


def _by_guess(body: bytes, charset: str | None) -> Decoded:
    """The reading with the fewest signs of being wrong; always gives one."""
    utf8 = _lenient(body, "utf-8", "detected")
    if b"\x1b$" not in body and utf8.replaced <= MAX_BROKEN_UTF8 * sum(ch > "\x7f" for ch in utf8.text):
        return utf8
    readings = [_lenient(body, name, method) for name, method in _declared(body, charset)]
    readings += [_lenient(body, name, "detected") for name in by_letters(body)]
    return min([*readings, utf8], key=lambda reading: reading.replaced)


def _lenient(body: bytes, name: str, method: str) -> Decoded:
    text = body.decode(name, "replace")
    # A page may itself hold U+FFFD; what counts is how much cannot be read.
    return Decoded(text, name, method, text.count("\ufffd"))


_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|meta)\b", re.IGNORECASE)


def is_html(decoded: Decoded, media_type: str | None) -> bool:
    """Whether a page is to be read as HTML: by its media type, else by its first tags."""
    if media_type in ("text/html", "application/xhtml+xml"):
        return True
    if media_type in ("text/plain", "text/markdown"):
        return False
    return bool(_HTML.search(decoded.beginning(4096)))
