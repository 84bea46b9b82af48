"""Takes over a text's title, authors, date, section and tags from other columns of its table.

A column's role is what it holds: "title", "author" (one of BESIDE).  Finds these columns by the labels ("Author:",
"Autor:") that the parsers know in many languages; writes their values above the text, as front matter (lines "key:
value" between two lines "---"), which the parsers read.  So the archive's copy of the page holds them.  A page in HTML
declares them itself.
"""

from __future__ import annotations

import json
import math
import re
from ast import literal_eval
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any, Final

from flows.acquire.files.table_cells import moment_of
from flows.acquire.files.table_columns import column_key
from parsers.folding import line_key
from parsers.rules import default_rules
from parsers.text.header_fields import labels_of

#: What the parsers call the field of a label -> the role of its column, which is its key in front matter, too.
_ROLES: Final = {
    "headline": "title",
    "kicker": "kicker",
    "standfirst": "standfirst",
    "byline": "author",
    "published": "published",
    "modified": "modified",
    "section": "section",
    "tags": "tags",
}
#: The roles of columns beside a text, in the order in which they stand above it.
BESIDE: Final = tuple(_ROLES.values())
#: Roles of KNOWN whose column can be one of these as well: a "date" is that of the fetch, and of the text.
_SHARED: Final = frozenset({"fetched_at"})
#: Roles whose cells may hold several names.
_LISTS: Final = frozenset({"author", "section", "tags"})
#: Characters of the longest value: some corpora have ten authors, no more.
_LONGEST: Final = 1_000
_LIST: Final = re.compile(r"\s*[\[(].*[\])]\s*$", re.DOTALL)
_DIGITS: Final = re.compile(r"\d{9,19}(?:\.\d+)?$", re.ASCII)
#: Characters of a description by which it is found in the text.
_TELLING: Final = 60
#: Characters that a line of front matter cannot hold.
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def role_beside(name: str) -> str | None:
    """Return the role (one of BESIDE) of a column by its name: "Autor" gives "author"; None for any other name."""
    labels = labels_of(default_rules().family("text"))
    plain = column_key(name)
    keys = (line_key(name.strip()), line_key(plain), line_key(plain.replace("_", " ")))
    field = next((labels[key] for key in keys if key in labels), None)
    return plain if plain in BESIDE else _ROLES.get(field or "")


def find_beside(columns: Sequence[str], found: Mapping[str, str]) -> dict[str, str]:
    """Return the columns that tell of a text, by role: {"title": "Headline", "author": "By"}.

    For each role of BESIDE it is the first column whose name has that role.  `found`: role -> column, from
    `find_columns`; these columns are not used again.  One exception: a "date" column that `find_columns` took as the
    time of the fetch is the text's date as well, if the table has no other column for the date.
    """
    taken = {column for role, column in found.items() if role not in _SHARED}
    shared = {column for role, column in found.items() if role in _SHARED}
    beside: dict[str, str] = {}
    for column in sorted(columns, key=lambda column: column in shared):
        role = role_beside(column) if column not in taken else None
        if role is not None and role not in found:
            beside.setdefault(role, column)
    return beside


def front_matter(said: Mapping[str, Any], text: str) -> str:
    """Return the lines to put above a text, between two lines "---": one for each role, such as 'title: "Rain"'.

    Return "" when no cell says anything.  `said`: the cell for each role of BESIDE.  A description is left out when it
    is only the beginning of the text, as in many tables.
    """
    cells = {role: cell for role in BESIDE if (cell := _text(role, said.get(role)))}
    summary = cells.get("standfirst", "").rstrip(" .\u2026[]")[:_TELLING]
    if summary and summary in " ".join(text.split()):
        del cells["standfirst"]
    lines = [f"{role}: {json.dumps(cell, ensure_ascii=False)}" for role, cell in cells.items()]
    return "\n".join(["---", *lines, "---", "", ""]) if lines else ""


def _text(role: str, value: Any) -> str:
    """Return a cell as one line of text; "" for a cell without text, or with a very long one."""
    if role in ("published", "modified"):
        value = _moment(value)
    if role in _LISTS and isinstance(value, str) and _LIST.match(value):
        value = _parsed(value)
    if isinstance(value, Mapping):
        value = value.get("name")
    if role in _LISTS and isinstance(value, (list, tuple)):
        value = ", ".join(text for one in value if (text := _text("", one)))
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    text = " ".join(_CONTROLS.sub(" ", str(value)).split()) if value is not None else ""
    return text if len(text) <= _LONGEST and text.lower() not in ("none", "null", "nan", "nat") else ""


def _moment(value: Any) -> Any:
    """Return a number that counts from 1970, a date or a datetime as text in ISO 8601; any other value unchanged.

    A time of midnight becomes a date alone: programs write a date as its midnight.
    """
    if isinstance(value, (int, float)) or (isinstance(value, str) and _DIGITS.match(value.strip())):
        value = moment_of(float(value))
    if isinstance(value, datetime):
        return (value if value.time() != time.min else value.date()).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _parsed(text: str) -> Any:
    """Return the list that a cell holds as JSON or as Python prints it, "['a', 'b']"; any other text unchanged."""
    with suppress(ValueError, SyntaxError, RecursionError, MemoryError):
        found = literal_eval(text.strip()) if "'" in text or "None" in text else json.loads(text)
        return found if isinstance(found, (list, tuple)) else text
    return text
