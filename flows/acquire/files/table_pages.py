"""Turns one row of a table into a capture: its page, address, time, headers, media type and charset.

Takes the row and the columns to use; gives a Capture, a Passed for a row that is skipped on purpose (no page, or not
asked for), or a Capture without a body that says what is wrong with the row.  What a column holds is its role, such as
"url" (table_columns.py).  A doubt is a fault of a row whose page is taken all the same, such as an unreadable time.
Reads no file.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from flows.acquire.files.declared_address import declared_address
from flows.acquire.files.file_address import file_address
from flows.acquire.files.formats import Found, Wishes
from flows.acquire.files.table import Row
from flows.acquire.files.table_beside import BESIDE, front_matter
from flows.acquire.files.table_cells import headers_of, moment_of, text_to_bytes
from flows.acquire.files.table_columns import page_role
from flows.acquire.files.wanted import Passed
from flows.acquire.kinds import is_page_type, looks_binary, looks_like_html
from flows.acquire.opening import printable
from flows.acquire.web_address import page_address
from flows.archive.captures import Capture, content_type
from parsers import Rejection
from parsers.decoding.decode import decode, is_html
from parsers.rules import default_rules

#: What to do with a table that was written column by column.
_AS_ROWS: Final = "the file holds columns, not rows; write it as rows (pandas: orient='records')"
_GZIP: Final = b"\x1f\x8b"
#: Status codes of answers that are pages.
_SUCCESS: Final = range(200, 300)
_STATUS: Final = re.compile(r"[1-5]\d\d(?:\.0)?", re.ASCII)
#: Names of an object that a message shows.
_NAMES: Final = 10
#: How a text begins that has fields of its own above it.
_FRONT_MATTER: Final = b"---"
_CHARSET: Final = re.compile(r"[\w.:+-]{1,40}", re.ASCII)


class _Fault(Exception):
    """Raised for a row that cannot be used.

    `outcome`: a code of OUTCOMES.  `said`: the end of a sentence that begins "Row 7 of the file".
    """

    def __init__(self, outcome: str, said: str) -> None:
        super().__init__(said)
        self.outcome = outcome


@dataclass(slots=True)
class Rows:
    """Turns the rows of one table into captures."""

    path: Path
    #: Name of the table in a database; None where the file is the table.
    table: str | None
    #: Role -> column, of `find_columns`.
    columns: Mapping[str, str]
    wishes: Wishes
    #: Faults of rows whose page was taken all the same, such as an unreadable time: kind -> number of rows.
    doubts: Counter[str] = field(default_factory=Counter)

    def capture(self, row: Row) -> Found:
        """Return the Capture or Passed for one row; whatever the row holds, nothing is raised."""
        try:
            if row.fault is not None:
                raise _Fault(*row.fault)
            return self._capture(row)
        except _Fault as fault:
            return self._problem(row, fault.outcome, str(fault))
        except (ValueError, TypeError, OverflowError) as error:
            return self._problem(row, "damaged", f"cannot be read ({type(error).__name__}: {error})")

    def _capture(self, row: Row) -> Found:
        """Return the Capture or Passed for one row; raises _Fault."""
        url, moment = self._address(row), self._moment(row)
        headers = headers_of(self._cell(row, "headers"))
        said = content_type(self._text(row, "media_type")), content_type(_header(headers, "content-type"))
        media_type = said[0][0] or said[1][0]
        status = self._status(row)
        if url and (why := self.wishes.wanted.objection(url, moment)):
            return Passed(url, why)
        if status is not None and status not in _SUCCESS:
            return Passed(url or self._place(row), "status")
        if not is_page_type(media_type):
            return Passed(url or self._place(row), "media type")
        body, decoded = self._body(row)
        named = decoded or self._charset(row) or said[0][1] or said[1][1]
        media_type = media_type or self._media_type(body)
        if above := self._front_matter_for(row, body, media_type, named):
            body, media_type = above.encode(named or "utf-8", "replace") + body, "text/plain"
        declared = None if url else declared_address(body, media_type, named)
        url = url or declared
        if why := self.wishes.wanted.objection(url, moment):
            return Passed(url or self._place(row), why)
        fetched = url is not None and url.startswith("http")
        return Capture(
            url or self._place(row),
            body,
            channel="file",
            fetched_at=moment,
            status=(status or (200 if headers else None)) if fetched else None,
            headers=headers if fetched else (),
            media_type=media_type,
            charset=named,
            url_declared=declared is not None,
        )

    def _cell(self, row: Row, role: str) -> Any:
        column = self.columns.get(role)
        return row.values.get(column) if column is not None else None

    def _text(self, row: Row, role: str) -> str:
        """Return the cell of the column with this role, as text; "" without such a column or value."""
        value = self._cell(row, role)
        if isinstance(value, bytes):
            return value.decode("utf-8", "replace").strip()
        return str(value).strip() if value is not None else ""

    def _address(self, row: Row) -> str | None:
        """Return the row's address; None when it has no usable address.

        An address that cannot be used is counted as a doubt.
        """
        said = self._text(row, "url")
        address = page_address(said)
        if said and address is None:
            self.doubts["an address that cannot be used"] += 1
        return address

    def _moment(self, row: Row) -> datetime | None:
        """Return the time of the fetch in the row; None when it has no readable time.

        A time that cannot be read is counted as a doubt.
        """
        value = self._cell(row, "fetched_at")
        moment = moment_of(value) if isinstance(value, (str, int, float, date)) else None
        if moment is None and value not in (None, ""):
            self.doubts["a time that cannot be read"] += 1
        return moment

    def _status(self, row: Row) -> int | None:
        said = self._text(row, "status")
        return int(said[:3]) if _STATUS.fullmatch(said) else None

    def _charset(self, row: Row) -> str | None:
        said = self._text(row, "charset").lower()
        return said if _CHARSET.fullmatch(said) else None

    def _media_type(self, body: bytes) -> str | None:
        """Return a page's media type when the table or the page's first bytes tell it; else None.

        "text/html" when the page's column is one for HTML, or the first bytes are HTML; "text/plain" for a column of
        text.
        """
        role = page_role(self.columns)
        if role == "html" or looks_like_html(body):
            return "text/html"
        return "text/plain" if role == "text" else None

    def _body(self, row: Row) -> tuple[bytes, str | None]:
        """Return the page's bytes, and their charset when the table held text.

        Raises _Fault for a cell without a page.
        """
        column = self.columns[page_role(self.columns)]
        value, limit = row.values.get(column), self.wishes.page_bytes
        charset = None
        if isinstance(value, str) and not self.wishes.table.base64:
            value, charset = text_to_bytes(value) if len(value) <= limit else (b"x" * (limit + 1), None)
        elif isinstance(value, (str, bytes)) and self.wishes.table.base64:
            value = _from_base64(value)
        elif isinstance(value, (bytearray, memoryview)):
            value = bytes(value)
        if value is None:
            raise _Fault("empty", f"has no page: its {printable(column)} is empty")
        if not isinstance(value, bytes):
            said = f"has no page: its {printable(column)} holds {_kind(value)}, not text"
            raise _Fault("not_text", said + _advice(row, column, value))
        body = _without_gzip(value, limit) if value.startswith(_GZIP) else value
        self._check(body, printable(column))
        return body, charset

    def _front_matter_for(self, row: Row, body: bytes, media_type: str | None, charset: str | None) -> str:
        """Return the lines to put above a text, with its title, author and so on from other columns.

        "" for a page in HTML, which declares them itself.
        """
        said = {role: self._cell(row, role) for role in BESIDE if role in self.columns}
        if all(cell in (None, "") for cell in said.values()):
            return ""
        if not _takes_ascii(charset):
            self.doubts["a charset that no title can be put into"] += 1
            return ""
        if body.lstrip().startswith(_FRONT_MATTER) or self._is_html(body, media_type, charset):
            return ""
        return front_matter(said, body.decode(charset or "utf-8", "replace"))

    def _is_html(self, body: bytes, media_type: str | None, charset: str | None) -> bool:
        decoded = decode(body, charset=charset)
        return isinstance(decoded, Rejection) or is_html(decoded, media_type, default_rules())

    def _check(self, body: bytes, column: str) -> None:
        """Raise _Fault for a page that is too large, empty or neither HTML nor text.

        `column`: where the page stands.
        """
        if len(body) > self.wishes.page_bytes:
            raise _Fault("too_large", f"is larger than {self.wishes.page_bytes:,} bytes, the limit for one page")
        if not body.strip():
            raise _Fault("empty", f"has no page: its {column} is empty")
        if looks_binary(body):
            raise _Fault("not_text", f"holds a page that is neither HTML nor text in its {column}")

    def _place(self, row: Row) -> str:
        """Return an address for a page without its own: the file's, with table and row in the fragment, "#row=7"."""
        table = f"{quote(self.table, errors='surrogateescape')}," if self.table is not None else ""
        return f"{file_address(self.path)}#{table}row={row.number}"

    def _problem(self, row: Row, outcome: str, said: str) -> Capture:
        """Make a capture that says what is wrong with a row.

        `said`: the end of a sentence that begins "Row 7 of the file".
        """
        rows = f"Row {row.number:,}" if row.count == 1 else f"Rows {row.number:,} to {row.number + row.count - 1:,}"
        line = f" (line {row.line:,})" if row.line is not None else ""
        table = f" of the table {printable(self.table)}" if self.table is not None else ""
        url = page_address(self._text(row, "url")) or self._place(row)
        detail = f"{rows}{line}{table} of {printable(self.path.name)} {said}."
        return Capture(url, channel="file", outcome=outcome, detail=detail)


def _takes_ascii(charset: str | None) -> bool:
    """Whether ASCII text can be put before a text in this charset: not for UTF-16, nor for one unknown to Python."""
    try:
        return "---".encode(charset or "utf-8") == b"---"
    except LookupError:
        return False


def _header(headers: tuple[tuple[str, str], ...], name: str) -> str | None:
    return next((value for key, value in headers if key.lower() == name), None)


def _advice(row: Row, column: str, value: Any) -> str:
    """Say what to do with a cell (`value`) that holds an object or a list, as the end of a sentence; else "" """
    cells = [*row.values.values()]
    if len(cells) > 1 and all(_is_like(cell, cells[0]) for cell in cells):
        return f"; {_AS_ROWS}"
    if not isinstance(value, Mapping):
        return ""
    names = ", ".join(printable(str(name)) for name in [*value][:_NAMES])
    return f"; it has {names}: select {printable(column)}.NAME with --query"


def _is_like(cell: Any, other: Any) -> bool:
    """Whether two cells hold the columns of one table, as pandas' to_json writes them unless it is told otherwise."""
    if isinstance(cell, Mapping) and isinstance(other, Mapping):
        return cell.keys() == other.keys()
    return isinstance(cell, list) and isinstance(other, list) and len(cell) == len(other)


def _kind(value: object) -> str:
    """Return what type of value a cell holds, in words for people."""
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, (list, tuple)):
        return "a list"
    return "a number" if isinstance(value, (int, float)) else f"a {type(value).__name__}"


def _from_base64(value: str | bytes) -> bytes:
    """Return the bytes in a cell of base64.  Raises _Fault."""
    try:
        data = value.encode("ascii") if isinstance(value, str) else value
        return base64.b64decode(b"".join(data.split()), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise _Fault("damaged", "holds no base64, although --base64 says so") from None


def _without_gzip(packed: bytes, limit: int) -> bytes:
    """Unpack a gzipped page, to at most `limit` + 1 bytes.  Raises _Fault."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
    try:
        body = unpacker.decompress(packed, limit + 1)
    except zlib.error as error:
        raise _Fault("damaged", f"holds a gzipped page that cannot be unpacked ({error})") from error
    if not unpacker.eof and len(body) <= limit:
        raise _Fault("truncated", "holds a gzipped page whose end is missing")
    return body
