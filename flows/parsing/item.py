"""Defines one entry of the worklist of parse: where a page lies in the archive and what is known of it.

The body is not part of it, so an entry is small enough to be sent to a worker process.  An event is a capture without a
new body: a failure, an unchanged page, a known body.  Made by flows.parsing.worklist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.archive.index_rows import ArchivedPage, CaptureRow
from flows.parsing.unread_pages import Unread


@dataclass(frozen=True, slots=True)
class Item:
    """One capture to parse: where its body lies, and what is known of it."""

    #: Hash of the body for the capture that brought it, `<warc file>:<offset>` for an event.
    key: str
    #: Where the body lies, with its address and type; None for a capture without a body, or whose body is missing.
    page: ArchivedPage | None
    #: Columns of warehouse.staged.SCHEMA that are known before parsing.
    facts: Mapping[str, Any]
    #: The event; None for a page.
    event: CaptureRow | None = None
    #: Why the item cannot be parsed now: no file of the archive holds its body.
    unread: Unread | None = None
