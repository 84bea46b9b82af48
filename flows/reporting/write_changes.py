"""Writes what a reparse would change as an HTML page that looks like the report.

It needs no network and no other file.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from flows.comparing.changes import Changes
from flows.reporting.write_page import FILTERS, FOLDER
from parsers import PARSER_VERSION
from warehouse.files import write_whole

#: Most rows of a table, and most fields of outlets that have examples; --json has all.
_ROWS: Final = 500


def write_changes(found: Changes, target: Path) -> Path:
    """Write what a reparse would change to an HTML file, whole or not at all; gives its path.  Raises OSError."""
    write_whole(target, changes_page(found))
    return target


def changes_page(found: Changes, *, now: datetime | None = None) -> str:
    """Write what a reparse would change as HTML.  `now`: the page's date; None: the clock's."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)
    pages.filters.update(FILTERS)
    values = {
        "now": (now or datetime.now(UTC)).astimezone(UTC),
        "version": PARSER_VERSION,
        "found": found,
        "counts": {"gained": 0, "lost": 0, "changed": 0, "unreadable": 0, "other_verdict": 0, **found.counts()},
        "fields": found.fields(),
        "verdicts": found.verdicts(),
        "most_rows": _ROWS,
    }
    return pages.get_template("changes.html").render(values)
