"""Tells what kind of file some bytes are: WARC, packed, HTML, text, or binary.

Takes the first bytes of a file (`head`), unpacked, and its name where these leave the kind open.  Parses no page.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from flows.acquire.warc_pieces import BLANK, begins_packed_record, header_length, next_record
from parsers.decoding.binary_files import file_name
from parsers.decoding.utf16 import utf16_codec

_PAGE_TYPES: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown"})
_MARKUP: Final = re.compile(
    rb"\s*+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|meta|article|div|p|h1)\b", re.I | re.S
)
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
#: A skippable frame of zstd (RFC 8878, section 3.1.2); WARC files packed with zstd begin with one.
_ZSTD_DICTIONARY: Final = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18", re.DOTALL)
_WARC_NAME: Final = re.compile(r"\.warc(\.(gz|zst|lz4|bz2|xz))*(\.open)?$", re.IGNORECASE)
#: Comments and settings, then a statement that makes or fills a table (mysqldump, pg_dump, .dump of SQLite).
_SQL_DUMP: Final = re.compile(
    rb"""\s*+(?:(?:--[^\n]*\n|/\*.{0,2000}?\*/;?|(?:PRAGMA|SET|BEGIN|START|USE|DROP|LOCK|SELECT)\b[^;]{0,500};)\s*+)*+
    (?:CREATE\s+(?:TEMP\w*\s+)?TABLE\s[^\n(]{1,300}\(|CREATE\s+(?:DATABASE|SCHEMA|SEQUENCE|EXTENSION|TYPE|FUNCTION)\s
      |INSERT\s+(?:OR\s+\w+\s+)?INTO\s[^\n(]{1,300}\(|COPY\s[^\n(]{1,300}\([^\n)]*\)\s+FROM\s+stdin)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
#: Control codes that occur in text: tab, line ends, form feed, and the escape of ISO-2022 charsets.
_TEXT_CODES: Final = b"\t\n\r\f\x1b"
_CONTROLS: Final = bytes((*range(1, 8), *range(14, 27), *range(28, 32)))
_LETTERS: Final = bytes(range(32, 127)) + bytes(range(128, 256))
#: Blanks of HTML and JSON, and the mark of UTF-8, which stand before what a file begins with.
BLANKS: Final = b"\xef\xbb\xbf \t\n\r\f"
#: Bytes from which text is told from binary data.
_LOOKED_AT: Final = 4_096
#: Bytes are binary when more than 1 in this many is a control code that does not occur in text; estimated.
_CONTROLS_ONE_IN: Final = 20
#: UTF-16 without a byte order mark has zero bytes on one side of each pair at least this many times as often as on the
#: other, and in at least 1 of _NULLS_ONE_IN bytes; estimated, so that pages with CJK characters pass, too.
_ONE_SIDED: Final = 10
_NULLS_ONE_IN: Final = 5
#: First bytes of files that people mix up with pages, and what the file is, for a sentence that begins "It is".
_MAGIC: Final = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a packed zip archive; unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd too many times; unpack it first"),
    (b"BZh", "packed with bzip2 too many times; unpack it first"),
    (b"\xfd7zXZ", "packed with xz too many times; unpack it first"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"\x1f\x8b", "packed with gzip too many times; unpack it first"),
    (b"version https://git-lfs.github.com/spec/", "a pointer of Git LFS to a file; get that with `git lfs pull`"),
    (b"/annex/objects/", "a pointer of git-annex to a file; get that with `git annex get`"),
)


def is_warc(head: bytes, name: str) -> bool:
    """Whether a file is a WARC file, decided by its first bytes, else by its name.

    `head`: the first bytes, unpacked; blank lines, a byte order mark, rubbish or a damaged record may come before the
    first whole record.
    """
    begin = head.removeprefix(codecs.BOM_UTF8).lstrip(BLANK)
    if begin.startswith(b"WARC/"):
        return True
    named = _WARC_NAME.search(name) is not None
    if looks_like_html(begin) or any(begin.startswith(magic) for magic, _ in _MAGIC):
        return named and next_record(head, 1) < len(head)
    return named or _holds_record(head)


def _holds_record(head: bytes) -> bool:
    """Whether a WARC record begins somewhere in these bytes, which shows that the file is a WARC file."""
    record = head[next_record(head, 1) :]
    if begins_packed_record(record):
        return True
    header = record[: header_length(record) or 0].lower()
    return b"\r\n" in header and all(name in header for name in (b"warc-type", b"warc-record-id", b"content-length"))


def looks_like_html(head: bytes) -> bool:
    """Whether a file begins with an HTML tag, after blanks and comments; it may then be read as a page."""
    return _MARKUP.match(head.removeprefix(codecs.BOM_UTF8)) is not None


def is_sql_dump(head: bytes) -> bool:
    """Whether a file is a dump of a database, SQL statements that make tables and fill them; it is then no page."""
    return _SQL_DUMP.match(head.removeprefix(codecs.BOM_UTF8)) is not None


def is_page_type(media_type: str | None) -> bool:
    """Whether a declared media type is one that news pages have: HTML, XHTML, plain text or Markdown.

    True also for None, that is, when no type is declared.
    """
    return media_type is None or media_type in _PAGE_TYPES


def binary_name(head: bytes) -> str | None:
    """Name what a binary file is, as the end of "It is ...": "a PDF document"; None for what may be text."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return (head.startswith(b"PK") and file_name(head)) or name
    if _ZSTD_DICTIONARY.match(head):
        return "packed with zstd too many times; unpack it first"
    return file_name(head) or "a binary file, neither HTML nor text" if looks_binary(head) else None


def looks_binary(data: bytes) -> bool:
    """Whether bytes cannot be text in any charset; a file of such bytes is no page.

    They cannot be text when they hold many control codes, or zero bytes at places where UTF-16 would have none.
    """
    head = data[:_LOOKED_AT]
    if head.startswith(_MARKS):
        return False
    nulls = head.count(0)
    if nulls and utf16_codec(head):
        return False
    if nulls and not (looks_like_html(head) and is_text_but_for_zeros(head)):
        even, odd = head[0::2].count(0), head[1::2].count(0)
        return min(even, odd) * _ONE_SIDED > max(even, odd) or nulls * _NULLS_ONE_IN < len(head)
    return _count_controls(head) * _CONTROLS_ONE_IN > len(head)


def is_text_but_for_zeros(data: bytes) -> bool:
    """Whether bytes are text with a few stray zero bytes and control codes, which browsers and the parsers ignore.

    Also True for an archive (such as tar) that stores text unpacked.  So ask this only of bytes already known to be a
    page or a table.
    """
    head = data[:_LOOKED_AT]
    return (_count_controls(head) + head.count(0)) * _CONTROLS_ONE_IN <= len(head)


def _count_controls(head: bytes) -> int:
    """Count the control codes that do not occur in text; zero bytes are not counted."""
    return len(head) - len(head.translate(None, _CONTROLS))


def is_plain_text(data: bytes) -> bool:
    """Whether bytes are certainly text: they begin with a byte order mark, or hold no control codes but _TEXT_CODES.

    Stricter than `looks_binary`: that can take some packed bytes for text.  This function does not, if it gets at least
    a dozen bytes.
    """
    head = data[:_LOOKED_AT]
    if any(head.startswith(magic) for magic, _ in _MAGIC):
        return False
    return head.startswith(_MARKS) or not holds_control_codes(head)


def holds_control_codes(head: bytes) -> bool:
    """Whether bytes hold a control code that never occurs in text (one-byte charsets, UTF-8) and so are no text."""
    return bool(head.translate(None, _TEXT_CODES + _LETTERS))


def media_type_of(head: bytes, name: str) -> str | None:
    """Return "text/html" or "text/plain", by a file's first bytes, else by its name's suffix; else None."""
    if looks_like_html(head):
        return "text/html"
    suffix = name.lower().removesuffix(".gz").rpartition(".")[2]
    if suffix in ("txt", "text", "md"):
        return "text/plain"
    return "text/html" if suffix in ("html", "htm", "xhtml", "shtml") else None
