"""JSON as copydesk prints it: characters as they are, but for those that a terminal would obey.

A value reads the same in any program, whatever it holds; `plain_types` makes JSON types of what the warehouse gives.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from flows.printing.terminal_text import UNSAFE, escaped


def plain_types(value: Any) -> Any:
    """What JSON has no word for: times as ISO 8601, exact numbers as numbers, the rest as text."""
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)


def json_text(value: Any, *, indent: int | None = None) -> str:
    """A value as one JSON text, on one line unless indent is given."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=plain_types)
    # Outside of strings JSON has no such characters but line feeds, which are safe.
    return UNSAFE.sub(lambda found: escaped(found[0]), text)


def document(value: Any) -> str:
    """A value as a JSON document for people, too."""
    return json_text(value, indent=2)
