"""Finds the columns of a table that hold the page, its address, the time of its fetch, its media type and the like.

What a column holds is its role: "url", "html", "fetched_at" (a key of KNOWN).  Takes the names of a table's columns,
and what the user says of them; gives the column for each role.  Reads no rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

#: Role -> names of columns that play it, the first of them that a table has; without case, and _ for any punctuation.
KNOWN: Final[dict[str, tuple[str, ...]]] = {
    "url": (
        "url", "link", "uri", "page_url", "article_url", "web_url", "source_url", "original_url", "final_url",
        "requested_url", "target_uri", "warc_target_uri", "href",
    ),
    "html": ("html", "raw_html", "html_raw", "page_html", "html_content", "html_body", "raw_page", "page_source"),
    "content": ("content", "body", "page_content", "raw_content", "page", "raw"),
    "text": ("text", "plain_text", "raw_text", "full_text", "article_text", "maintext"),
    "fetched_at": (
        "fetched_at", "fetch_time", "fetch_date", "crawled_at", "crawl_time", "crawl_date", "scraped_at", "scrape_date",
        "retrieved_at", "downloaded_at", "date_download", "warc_date", "timestamp", "date",
    ),
    "media_type": ("media_type", "content_type", "mime_type", "mimetype", "mime"),
    "charset": ("charset", "encoding"),
    "headers": ("headers", "response_headers", "http_headers"),
    "status": ("status_code", "http_status", "status"),
}  # fmt: skip
#: Roles of which one must be there, the most reliable first: "text" beside "html" is an extract of it.
PAGES: Final = ("html", "content", "text")
#: Columns that an error message names, and characters of each.
_SHOWN: Final = 30
_SHOWN_CHARACTERS: Final = 40
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PUNCTUATION: Final = re.compile(r"[\W_]+")


class NoColumn(Exception):
    """A table lacks a column; the message is the end of a sentence that begins "it"."""


def column_key(name: str) -> str:
    """Return a column's name normalised for comparison: "fetchedAt" and "Fetched At" give "fetched_at"."""
    return _PUNCTUATION.sub("_", _CAMEL.sub("_", name.strip())).strip("_").lower()


def column_role(name: str) -> str | None:
    """Return the role (a key of KNOWN) of a column by its name: "Page URL" gives "url"; None for an unknown name."""
    return next((role for role, names in KNOWN.items() if column_key(name) in names), None)


def find_columns(columns: Sequence[str], said: Mapping[str, str]) -> dict[str, str]:
    """Find the column for each role that the table has: ("link", "html") gives {"url": "link", "html": "html"}.

    `columns`: of the table, in order.  `said`: role -> column, as the user says, which overrides the names.  Raises
    NoColumn when the table has no column of pages, or lacks one that the user named.
    """
    found = {role: _named(column, columns) for role, column in said.items()}
    by_name = {column_key(column): column for column in reversed(columns)}
    for role, names in KNOWN.items():
        if role in said or (role in PAGES and not said.keys().isdisjoint(PAGES)):
            continue
        first = next((by_name[name] for name in names if name in by_name), None)
        if first is not None and first not in found.values():
            found[role] = first
    if found.keys().isdisjoint(PAGES):
        raise NoColumn(
            f"has no column of pages ({', '.join(KNOWN[role][0] for role in PAGES)}); it has {shown(columns)}; "
            "say which it is with --column html=NAME, or make one with --query"
        )
    return found


def page_role(found: Mapping[str, str]) -> str:
    """Return the role of the column that holds the page: "html", "content" or "text".  `found`: role -> column."""
    return next(role for role in PAGES if role in found)


def other_pages(columns: Sequence[str], found: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns that by their names could hold the page, too, but are not read.

    `found`: role -> column that is read.
    """
    taken = found[page_role(found)]
    return tuple(c for c in columns if c != taken and column_role(c) in PAGES and c not in _used(found))


def _used(found: Mapping[str, str]) -> set[str]:
    return {column for role, column in found.items() if role not in PAGES}


def _named(column: str, columns: Sequence[str]) -> str:
    """Return the column that the user named, whatever the case of its letters.  Raises NoColumn."""
    if column in columns:
        return column
    alike = [one for one in columns if one.casefold() == column.casefold()]
    if len(alike) != 1:
        raise NoColumn(f"has no column {_short(column)}; it has {shown(columns)}")
    return alike[0]


def shown(columns: Sequence[str]) -> str:
    """Return the names of columns as messages list them; of very many, the first."""
    if not columns:
        return "none"
    more = f" and {len(columns) - _SHOWN} more" if len(columns) > _SHOWN else ""
    return ", ".join(_short(column) for column in columns[:_SHOWN]) + more


def _short(name: str) -> str:
    plain = "".join(char if char.isprintable() else " " for char in name)
    return plain if len(plain) <= _SHOWN_CHARACTERS else plain[:_SHOWN_CHARACTERS] + "..."
