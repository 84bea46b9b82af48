"""Decodes the bytes of a page to text, and says which evidence decided the charset.

Takes bytes and the server's declaration; gives a Decoded or a Rejection.  The evidence, most reliable first: a byte
order mark, bytes that are valid UTF-8 or nearly so, the server's declaration, the page's (read by `bs4.dammit`), then
detection.  The names of charsets ("labels") are understood as in the WHATWG Encoding Standard: a page that declares
latin-1 is in windows-1252.  `charset` is the label that the server or the archive declared.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.decoding.binary_files import file_name
from parsers.decoding.broken_utf8 import read_broken_utf8
from parsers.decoding.charsets import codec_for, likely
from parsers.decoding.containers import is_data
from parsers.decoding.encoded_twice import mend_encoded_twice
from parsers.decoding.mixed_lines import read_mixed
from parsers.decoding.utf16 import utf16_codec
from parsers.decoding.wrong_labels import true_codec
from parsers.model import Rejection
from parsers.rules import Rules

#: Bytes; larger pages are feeds, logs or attacks.  No article in the benchmark is over 6 MB.
MAX_BYTES = 20_000_000

#: The largest share (0 to 1) of unreadable characters in a page; with more, it is rejected.  Chosen by hand.
MAX_REPLACED = 0.1

#: The largest number of unreadable characters, and their largest share (0 to 1) of those beyond ASCII, at which a page
#: still counts as being in the charset that it declares: a letter may be cut in two.  Chosen by hand.
MAX_BROKEN, MAX_SHARE_BROKEN = 2, 0.1

#: The codec for the charset that many servers send by default; the page's own declaration is more reliable.
_DEFAULT_HEADER = "cp1252"

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: Control characters that text does not contain.
_CONTROLS = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))


#: Bytes that are tested for UTF-8 at a time: few, so that they stay in the processor's cache.
_PIECE = 8192
#: Bytes of the longest character in UTF-8 (RFC 3629).
_LONGEST_CHARACTER = 4
#: Bytes at the start that are searched for the zeros of UTF-16, and for control characters.  Chosen by hand.
_UTF16_HEAD = 400
_BINARY_HEAD = 8192
#: Characters at the start in which the first tags are looked for.  Chosen by hand.
_TAGS_HEAD = 4096
#: The share (0 to 1) of zeros in every other byte from which a page is UTF-16.  Chosen by hand.
_UTF16_ZEROS = 0.9
#: The share (0 to 1) of control characters from which a page is binary.  Chosen by hand.
_BINARY_CONTROLS = 0.1


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded page, and the charset it is in."""

    #: The page's bytes if they are valid UTF-8, since the HTML parser takes bytes; else its text.
    page: bytes | str = field(repr=False)
    #: The name of Python's codec.
    charset: str
    #: What decided the charset: bom, bytes (valid UTF-8), declared (by server or archive), page, detected, or twice
    #: (the text was encoded twice, and is mended).
    method: str
    #: How many characters could not be read and became U+FFFD.
    replaced: int = 0

    @property
    def text(self) -> str:
        """The page as text."""
        return self.page if isinstance(self.page, str) else self.page.decode("utf-8")

    def beginning(self, length: int) -> str:
        """The first characters of the text; `length`: how many at most."""
        if isinstance(self.page, str):
            return self.page[:length]
        return self.page[: _LONGEST_CHARACTER * length].decode("utf-8", "ignore")[:length]

    def holds_null(self) -> bool:
        """Whether the page contains a null character, which the HTML parser would replace by a visible one."""
        return b"\0" in self.page if isinstance(self.page, bytes) else "\0" in self.page

    def encoded(self) -> bytes:
        """The page as UTF-8 bytes."""
        return self.page if isinstance(self.page, bytes) else self.page.encode("utf-8", "replace")


def decode(body: bytes, *, charset: str | None = None) -> Decoded | Rejection:
    """Decode a page; gives a Rejection (empty, too_large, not_text or undecodable) when that is impossible.

    A byte order mark or valid UTF-8 overrides the declared `charset`.
    """
    if not body or body.isspace():
        return Rejection("empty", "The page has no content.")
    if len(body) > MAX_BYTES:
        return Rejection("too_large", f"The page has {len(body):,} bytes; the limit is {MAX_BYTES:,}.")
    found = _by_bom(body) or _by_zeros(body) or _by_utf16(body)
    if found is None and _is_binary(body):
        named = file_name(body)
        detail = f"It is {named}." if named else "The page is a binary file, neither HTML nor text."
        return Rejection("not_text", detail)
    if found is None:
        found = (
            _by_utf8(body)
            or _by_mixed_lines(body)
            or _by_broken_utf8(body)
            or _by_declaration(body, charset)
            or _by_guess(body, charset)
        )
    if (mended := mend_encoded_twice(found.encoded())) is not None:
        found = Decoded(mended, found.charset, "twice", mended.count("\ufffd"))
    if found.replaced and found.replaced > MAX_REPLACED * max(len(found.text), 1):
        detail = f"{found.replaced:,} of {len(found.text):,} characters cannot be read as {found.charset}."
        return Rejection("undecodable", detail)
    return found


def _by_bom(body: bytes) -> Decoded | None:
    """Decode a page that begins with a byte order mark; None without one."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _lenient(body[len(mark) :], name, "bom")
    return None


def _by_zeros(body: bytes) -> Decoded | None:
    """Decode UTF-16 without a byte order mark, when every other byte at the start is zero (Latin letters).

    None otherwise.
    """
    head = body[:_UTF16_HEAD]
    for name, zeros, letters in (("utf-16-le", head[1::2], head[0::2]), ("utf-16-be", head[0::2], head[1::2])):
        if zeros.count(0) > _UTF16_ZEROS * len(zeros) > 0 and letters.count(0) == 0:
            return _lenient(body, name, "detected")
    return None


def _by_utf16(body: bytes) -> Decoded | None:
    """Decode UTF-16 without a byte order mark, in a script other than Latin; else None."""
    codec = utf16_codec(body)
    if codec is None or body.startswith(b"PK") or file_name(body[:_BINARY_HEAD]) is not None:
        return None
    return _lenient(body, codec, "detected")


def _by_mixed_lines(body: bytes) -> Decoded | None:
    """Decode a page with lines in UTF-8 and lines in an older charset; None for any other page."""
    found = None if b"\x1b$" in body else read_mixed(body)
    return Decoded(found, "utf-8", "detected", found.count("\ufffd")) if found else None


def _is_binary(body: bytes) -> bool:
    """Whether the start of a page is that of a known binary file, or has too many control characters for text."""
    head = body[:_BINARY_HEAD]
    return file_name(head) is not None or len(head) - len(head.translate(None, _CONTROLS)) > _BINARY_CONTROLS * len(
        head
    )


def _by_utf8(body: bytes) -> Decoded | None:
    """The page as UTF-8, if its bytes are valid UTF-8; else None.

    None also for ISO-2022-JP: its bytes are valid UTF-8, too, but mean other characters.
    """
    # Text in another charset is valid UTF-8 only if all its bytes are ASCII.  ISO-2022-JP is such a charset; its escape
    # sequences reveal it.  The test for one byte is twenty times faster than for two, and hardly any page contains it.
    if b"\x1b" in body and b"\x1b$" in body:
        return None
    return Decoded(body, "utf-8", "bytes") if _is_utf8(body) else None


def _is_utf8(body: bytes) -> bool:
    """Whether bytes are valid UTF-8; tested in pieces, which takes a third of the time of decoding all at once."""
    view, at = memoryview(body), 0
    try:
        while at < len(view):
            at += codecs.utf_8_decode(view[at : at + _PIECE], "strict", at + _PIECE >= len(view))[1]
    except UnicodeDecodeError:
        return False
    return True


def _by_broken_utf8(body: bytes) -> Decoded | None:
    """Decode a page as UTF-8 if most of its characters beyond ASCII are valid, whatever charset it declares.

    None otherwise.
    """
    text = None if b"\x1b$" in body else read_broken_utf8(body)
    return None if text is None else Decoded(text, "utf-8", "detected", text.count("\ufffd"))


def _by_declaration(body: bytes, charset: str | None) -> Decoded | None:
    """Decode a page in the first declared charset that fits without errors, else in one with a few errors.

    None otherwise.
    """
    declared = list(_declared(body, charset))
    for name, method in declared:
        try:
            return Decoded(body.decode(name), name, method)
        except UnicodeError:
            continue
    return next((found for name, method in declared if _hardly_broken(found := _lenient(body, name, method))), None)


def _hardly_broken(found: Decoded) -> bool:
    """Whether so few characters are unreadable that the page may be in this charset."""
    return found.replaced <= max(MAX_BROKEN, MAX_SHARE_BROKEN * sum(ch > "\x7f" for ch in found.text))


def _declared(body: bytes, charset: str | None) -> Iterator[tuple[str, str]]:
    """Yield (codec, method) for each charset but UTF-8 that the server or the page declares, the more reliable first.

    The method is "declared" for the server's and "page" for the page's own.
    """
    # Imported here, since the import takes 50 ms and pages in UTF-8, which are most, do not need it.
    from bs4.dammit import EncodingDetector

    server = true_codec(codec_for(charset), body)
    said = EncodingDetector.find_declared_encoding(body, is_html=True, search_entire_document=False)
    page = true_codec(codec_for(said), body)
    named = [(server, "declared"), (page, "page")]
    if server == _DEFAULT_HEADER:
        named.reverse()
    # UTF-8 is left out: it was tried before, so the declaration is wrong.
    yield from ((name, method) for name, method in named if name and name != "utf-8")


def _by_guess(body: bytes, charset: str | None) -> Decoded:
    """Decode a page in the declared or detected charset that leaves the fewest unreadable characters."""
    readings = [_lenient(body, name, method) for name, method in _declared(body, charset)]
    readings += [_lenient(body, name, "detected") for one in likely(body) if (name := true_codec(one, body))]
    return min([*readings, _lenient(body, "utf-8", "detected")], key=lambda reading: reading.replaced)


def _lenient(body: bytes, name: str, method: str) -> Decoded:
    """Decode a page in the charset `name`, with U+FFFD for unreadable bytes; `method`: what decided the charset."""
    text = body.decode(name, "replace")
    # U+FFFD characters that the page itself contains are counted, too: they cannot be read either.
    return Decoded(text, name, method, text.count("\ufffd"))


_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|meta)\b", re.IGNORECASE)


def is_html(decoded: Decoded, media_type: str | None, rules: Rules) -> bool:
    """Whether to read a page as HTML.

    Its media type decides, if that is one of HTML, plain text or Markdown.  Else it is HTML when tags are at its start
    and it is not a file of data that holds tags.
    """
    if media_type in ("text/html", "application/xhtml+xml"):
        return True
    if media_type in ("text/plain", "text/markdown"):
        return False
    beginning = decoded.beginning(_TAGS_HEAD)
    return bool(_HTML.search(beginning)) and not is_data(beginning, rules.family("text"))
