"""CSV for spreadsheets: a cell that would be run as a formula is marked as text.

Follows OWASP's page on CSV injection: a cell that begins with = + - @ (also in full width), a tab or a line break gets
an apostrophe before it, which a spreadsheet takes for "this is text".  Numbers, times and truth values are left alone.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TextIO

#: Blanks and invisible characters, which spreadsheets ignore before a formula.
_BLANKS = re.compile(
    r"[\s\x00-\x1f\x7f-\xa0\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]*"
)
#: Characters that can begin a formula on their own.
_BREAKS = ("\t", "\r", "\n", "\0")
_SIGNS = frozenset("=+-@")


def harmless(value: Any) -> Any:
    """Give the value to write into a cell so that no spreadsheet runs it as a formula: "=1+1" gives "'=1+1".

    Numbers, booleans and None are unchanged; all else becomes text.
    """
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    text = value if isinstance(value, str) else _written(value)
    return f"'{text}" if is_formula(text) else text


def _written(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else str(value)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may take a cell's text for a formula, so that it must be marked as text."""
    blanks = _BLANKS.match(text)
    end = blanks.end() if blanks else 0
    # NFKC makes the full-width, small and raised forms of the signs the plain ones.
    return text.startswith(_BREAKS) or unicodedata.normalize("NFKC", text[end : end + 1])[:1] in _SIGNS


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]], target: TextIO) -> int:
    """Write a header and rows, every text in quotation marks; gives the number of rows."""
    writer = csv.writer(target, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([harmless(name) for name in columns])
    written = 0
    for row in rows:
        writer.writerow([harmless(value) for value in row])
        written += 1
    return written
