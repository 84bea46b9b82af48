"""Reads a record at a known offset of a WARC file, in the archive's folder or in the store that has its closed files.

Takes `where`, the archive's folder or the address of its store (a bucket or folder elsewhere), and what the index knows
of a page: file, offset, length.  Gives the page, or the record.  Needs no index, so that any process may read.
"""

from __future__ import annotations

import zlib
from pathlib import Path

from flows.archive.archive_errors import UnreadablePage, UnreadableStore
from flows.archive.index_rows import ArchivedPage, CaptureRow
from flows.archive.read_record import DamagedRecord, Record, from_member
from flows.archive.warc_file import CLOSED, ShortFile, read_member, warc_path
from flows.storage.address import store_address
from flows.storage.behind import address_behind, folder_of, has_store
from flows.storage.errors import NoStore, StoreError
from parsers.model import RawPage


def read_archived(where: Path | str, page: ArchivedPage) -> RawPage:
    """Read a page's body from its WARC file, and check it against its hash.

    Needs no index, so any process may call it.  `where`: the archive's folder, or the address of the store that has its
    closed files, as flows.storage.address writes it; credentials come from the environment.  RawPage.url is the page's
    address.  It is None for a page that was imported from a file without an address: the address of the file is not
    where the page was published.  Raises UnreadablePage.
    """
    record = record_at(where, page)
    if record.capture.body is None or record.sha256 != page.sha256:
        why = "it is another page than the index says"
        raise UnreadablePage(_named(where, page.warc), why, offset=page.offset)
    url = None if page.url.startswith("file:") else page.url
    known = page.media_type, page.charset, page.fetched_at
    return RawPage(record.capture.body, url, *known, rendered_by=record.capture.rendered_by)


def record_at(where: Path | str, place: ArchivedPage | CaptureRow) -> Record:
    """Read the record of a page or capture: from the file in the folder, or from the store.

    The store is asked when the file in the folder is missing or damaged.  `place`: what the index knows of the page or
    capture.  Raises UnreadablePage.
    """
    try:
        return _read_at(where, place)
    except UnreadablePage as error:
        folder = folder_of(where)
        if folder is None or not warc_path(folder, place.warc).exists() or not has_store(folder):
            raise
        try:
            return _read_at(str(address_behind(folder)), place)
        except UnreadablePage:  # what is wrong here is what can be mended
            raise error from None


def _read_at(where: Path | str, place: ArchivedPage | CaptureRow) -> Record:
    """Read the record at its place in a file of `where`, the folder or the store.  Raises UnreadablePage."""
    try:
        return from_member(read_member(where, place.warc, place.offset, place.length))
    except (StoreError, NoStore) as error:
        store = error.store if isinstance(error, StoreError) else str(where)
        raise UnreadableStore(store, error) from error
    except (OSError, ShortFile) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UnreadablePage(_named(where, place.warc), why, offset=None) from error
    except (EOFError, zlib.error, DamagedRecord) as error:
        raise UnreadablePage(_named(where, place.warc), str(error), offset=place.offset) from error


def _named(where: Path | str, name: str) -> str:
    """The path of a WARC file, or its address in the store, as messages name it."""
    folder = folder_of(where)
    return str(warc_path(folder, name)) if folder else f"{store_address(str(where)).url}/{name}{CLOSED}"
