"""Makes the worklist of parse: pages and events of the archive as small items that can be sent to a worker.

A page is a body that is in no batch yet; an event is a capture without a new body (a failure, an unchanged page, a
known body).  After staging, items are noted in the archive's index; if a note is lost, the item is parsed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flows.archive.archive import Archive
from flows.archive.index_rows import ArchivedPage, CaptureRow
from flows.archive.warc_file import CLOSED
from flows.parsing.item import Item
from flows.parsing.unread_pages import Unread
from flows.running.ahead import Ahead
from warehouse.quarantine import QuarantinedPage


def new_items(archive: Archive) -> Iterator[Item]:
    """Yield all items that are in no batch yet: first the pages, then the events."""
    yield from map(from_page, archive.fresh())
    yield from (from_event(archive, event) for event in archive.events())


def arriving_items(archive: Archive, ahead: Ahead) -> Iterator[Item | None]:
    """Yield the items that are in no batch yet, while another flow still archives pages.

    Pages come as they are archived, events at the end.  A None means that there is no new page at the moment.  `ahead`:
    the state of that other flow.
    """
    taken: dict[str, int] = {}  # name of a file -> offset of the last page of it
    after: tuple[str, int] | None = None
    for last in ahead.looks():
        end = archive.last_place() if after is None else None
        # At the end from the start: files are not always begun in the order of their names.
        for page in archive.fresh(None if last else after):
            if page.offset > taken.get(page.warc, -1):
                taken[page.warc] = page.offset
                after = page.warc, page.offset
                yield from_page(page)
        after = after or end
        if last:
            yield from (from_event(archive, event) for event in archive.events())
        else:
            yield None


def note_staged(archive: Archive, items: Sequence[Item], *, batch_id: str, versions: Mapping[str, str]) -> None:
    """Note in the archive that these items are in a staged batch."""
    pages = [item.page.sha256 for item in items if item.event is None and item.page is not None]
    archive.mark_parsed(pages, batch_id=batch_id, **versions)
    archive.mark_staged([item.event for item in items if item.event is not None], batch_id=batch_id)


def note_unread(archive: Archive, item: Item, unread: Unread) -> None:
    """Note a damaged record or a missing body in the archive, so that not every run tries the item again.

    A file that cannot be read is not noted: every run tries it again until the file is put back.
    """
    if unread.offset is not None and item.page is not None:
        archive.set_aside(item.page, unread.why)
    if item.event is not None and (unread.offset is not None or unread.file is None):
        archive.mark_bodiless([item.event])


def from_page(page: ArchivedPage) -> Item:
    """Make the item for a page: its body, with the facts of its first capture."""
    facts = {
        "source": page.source,
        "channel": page.channel,
        "requested_url": page.requested_url,
        "final_url": page.url,
        "url_declared": bool(page.url_declared),
        "http_status": page.status,
        "etag": page.etag,
        "last_modified": page.last_modified,
        "fetched_at": page.fetched_at,
        **_body(page),
    }
    return Item(page.sha256, page, facts)


def from_event(archive: Archive, event: CaptureRow) -> Item:
    """Make the item for an event.  If the archive holds the body that the event refers to, that is parsed, too."""
    # A page that the server calls unchanged is not parsed again: the warehouse extends the revision that it has.
    wanted = event.sha256 if event.outcome != "not_modified" else None
    held = archive.page(wanted) if wanted else None
    moment = datetime.fromisoformat(event.fetched_at)
    page = held and replace(held, url=event.url, fetched_at=moment)
    facts = {
        "source": event.source,
        "channel": event.channel,
        "requested_url": event.requested_url,
        "final_url": event.url,
        "url_declared": bool(event.url_declared),
        "http_status": event.status,
        "etag": event.etag,
        "last_modified": event.last_modified,
        "fetched_at": moment,
        **(_body(held) if held else _no_body(event)),
    }
    return Item(f"{event.warc}:{event.offset}", page, facts, event, Unread(None) if wanted and not held else None)


def from_quarantine(archive: Archive, entry: QuarantinedPage) -> Item | None:
    """Make the item for a quarantined page that is to be parsed again; None when the page never had a body."""
    if not entry.body_sha256:
        return None
    # A key of its own: with the same parser and rules the batch would otherwise be one that is loaded already.
    key = f"{entry.body_sha256}:{entry.attempts}"
    held = archive.page(entry.body_sha256)
    if held is None:
        return Item(key, None, {}, unread=Unread(None))
    asked, url = entry.requested_url or held.requested_url, entry.url or held.url
    page = replace(held, requested_url=asked, url=url, fetched_at=entry.fetched_at, channel=entry.channel)
    return replace(from_page(page), key=key)


def _body(page: ArchivedPage) -> dict[str, Any]:
    """Give the columns of a staged row that describe the body of a page: place in the archive, hash, size, type."""
    return {
        "body_sha256": page.sha256,
        "byte_length": page.body_length,
        "media_type": page.media_type,
        "charset": page.charset,
        "warc_file": page.warc + CLOSED,
        "warc_offset": page.offset,
        "warc_length": page.length,
    }


def _no_body(event: CaptureRow) -> dict[str, Any]:
    return {"outcome": "rejected", "stage": "fetch", "reason": event.outcome, "detail": event.detail}
