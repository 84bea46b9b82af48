"""Writes JSON with all characters unescaped, except control characters that a terminal would obey.

Takes values of JSON types and of the types that the warehouse gives (dates, decimals); gives text.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from flows.printing.terminal_text import UNSAFE, escaped


def plain_types(value: Any) -> Any:
    """Convert a value that JSON has no type for: dates and times to ISO 8601, decimals to numbers, others to text."""
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Write a value as one JSON text, on one line unless `indent` is given."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=plain_types)
    # Outside of strings JSON text holds none of these characters.
    return UNSAFE.sub(lambda found: escaped(found[0]), text)


def document(value: Any) -> str:
    """Write a value as an indented JSON document."""
    return json_text(value, indent=2)
