"""One entry of the worklist of parse, small enough to be sent to a worker process: a page's place, and what is known.

Made by flows.parsing.worklist; read by whoever parses.  Holds no body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.archive.index_rows import ArchivedPage, CaptureRow
from flows.parsing.unread_pages import Unread


@dataclass(frozen=True, slots=True)
class Item:
    """One capture to parse."""

    #: Hash of the body for the capture that brought it, `<warc file>:<offset>` for an event.
    key: str
    #: Place of the body, with its address and type; None for a capture without a body, or whose body is missing.
    page: ArchivedPage | None
    #: Columns of warehouse.staged.SCHEMA that are known before parsing.
    facts: Mapping[str, Any]
    #: The event; None for a page.
    event: CaptureRow | None = None
    #: Why it cannot be parsed now: no file of the archive holds its body.
    unread: Unread | None = None
