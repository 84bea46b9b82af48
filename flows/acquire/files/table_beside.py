"""Takes over a text's title, authors, day, section and tags from other columns of its table.

Finds these columns by the labels that the parsers know in many languages; writes their values above the text, as front
matter, which the parsers read.  So the archive's copy of the page holds them.  A page in HTML declares them itself.
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
    """The role (one of BESIDE) of a column by its name: "Autor" is "author"; None when it has none."""
    labels = labels_of(default_rules().family("text"))
    plain = column_key(name)
    keys = (line_key(name.strip()), line_key(plain), line_key(plain.replace("_", " ")))
    field = next((labels[key] for key in keys if key in labels), None)
    return plain if plain in BESIDE else _ROLES.get(field or "")


def find_beside(columns: Sequence[str], found: Mapping[str, str]) -> dict[str, str]:
    """The columns that tell of a text, by role: {"title": "Headline", "author": "By"}.

    A role is one of BESIDE; for each, the first column that has it.  found: role -> column, from `find_columns`: these
    columns are not used again.  The exception is a "date" that was taken as the time of the fetch: it is used as the
    text's date, too, if the table has no other column for that.
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
    """The lines to put above a text: one for each role, such as 'title: "Rain"', between two lines "---".

    "" when there is nothing to say.  said: role of BESIDE -> the cell.  A description that is only the beginning of the
    text, as in many tables, is left out.
    """
    cells = {role: cell for role in BESIDE if (cell := _text(role, said.get(role)))}
    summary = cells.get("standfirst", "").rstrip(" .\u2026[]")[:_TELLING]
    if summary and summary in " ".join(text.split()):
        del cells["standfirst"]
    lines = [f"{role}: {json.dumps(cell, ensure_ascii=False)}" for role, cell in cells.items()]
    return "\n".join(["---", *lines, "---", "", ""]) if lines else ""


def _text(role: str, value: Any) -> str:
    """A cell as one line of text; empty for a cell without text."""
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
    """A time as ISO 8601, if it is a number since 1970 or a datetime; a text stays as it is.

    A time of midnight becomes a day alone: programs write a day as its midnight.
    """
    if isinstance(value, (int, float)) or (isinstance(value, str) and _DIGITS.match(value.strip())):
        value = moment_of(float(value))
    if isinstance(value, datetime):
        return (value if value.time() != time.min else value.date()).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _parsed(text: str) -> Any:
    """The list that a cell holds as JSON or as Python prints it, "['a', 'b']"; any other text unchanged."""
    with suppress(ValueError, SyntaxError, RecursionError, MemoryError):
        found = literal_eval(text.strip()) if "'" in text or "None" in text else json.loads(text)
        return found if isinstance(found, (list, tuple)) else text
    return text
