"""Reads single cells of a table: text as bytes, times in the forms that programs write, HTTP headers.

Takes values as the readers give them; gives None, or nothing, for what cannot be read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from flows.acquire.moments import fetch_time

Headers = tuple[tuple[str, str], ...]

#: Numbers from which a time since 1970 is in milliseconds, microseconds, nanoseconds; in seconds, the least of them is
#: in the year 5138.  pandas writes milliseconds.
_UNITS: Final = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3))

#: Name of a header (RFC 9110, section 5.6.2).
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)


def text_to_bytes(text: str) -> tuple[bytes, str | None]:
    """Return the bytes of a text, and their charset.

    Surrogates that stand for bytes which are no UTF-8 (`surrogateescape`) become those bytes again; the charset is then
    None, for the parser to find.  Other surrogates, which JSON can hold, are joined to characters or replaced.
    """
    try:
        return text.encode("utf-8"), "utf-8"
    except UnicodeEncodeError:
        pass
    try:
        return text.encode("utf-8", "surrogateescape"), None
    except UnicodeEncodeError:
        whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return whole.encode("utf-8"), "utf-8"


def moment_of(value: str | float | date) -> datetime | None:
    """Return the time in a cell, in UTC; None when it cannot be read, is before 1990 or in the future.

    The cell may hold ISO 8601, 14 digits, the form of e-mails, or a number of seconds, milliseconds, microseconds or
    nanoseconds since 1970.
    """
    if isinstance(value, (int, float)):
        return _since_1970(value)
    if isinstance(value, date):
        return fetch_time(value.isoformat())
    found = fetch_time(value)
    if found is not None:
        return found
    try:
        return fetch_time(parsedate_to_datetime(value).isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    try:
        return _since_1970(float(value))
    except ValueError:
        return None


def _since_1970(number: float) -> datetime | None:
    """Return the time of a number that counts seconds, milliseconds, microseconds or nanoseconds since 1970."""
    seconds = next((number / unit for least, unit in _UNITS if number >= least), number)
    try:
        return fetch_time(datetime.fromtimestamp(seconds, UTC).isoformat())
    except (ValueError, OverflowError, OSError):
        return None


def headers_of(value: Any) -> Headers:
    """Return the HTTP headers in a cell: an object, a list of pairs, either of them as JSON, or lines "Name: value"."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        value = _parsed(value)
    if isinstance(value, Mapping):
        value = list(value.items())
    found: list[tuple[str, str]] = []
    for pair in value if isinstance(value, (list, tuple)) else ():
        if isinstance(pair, Mapping):  # {"name": ..., "value": ...}, or a struct of Parquet
            pair = tuple(pair.values())
        if isinstance(pair, (list, tuple)) and len(pair) == 2 and pair[0] and pair[1] is not None:
            values = pair[1] if isinstance(pair[1], (list, tuple)) else [pair[1]]
            found += [(_line(pair[0]), _line(one)) for one in values]
    return tuple((name, text) for name, text in found if _NAME.fullmatch(name))


def _parsed(text: str) -> Any:
    """Parse the text of a cell with HTTP headers, for `headers_of`.

    Gives the value of a text in JSON; for any other text, a list with [name, value] for each line "Name: value".
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return [line.split(":", 1) for line in text.splitlines() if ":" in line]


def _line(value: Any) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return " ".join(text.split())
