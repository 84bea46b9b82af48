"""Reads Safari's web archives (.webarchive): a property list, binary or XML, that holds one page with its pictures.

Its keys are WebMainResource, WebSubresources and WebSubframeArchives; a resource has WebResourceData, WebResourceURL,
WebResourceMIMEType and WebResourceTextEncodingName (WebKit, LegacyWebArchive.cpp).  Gives the page and counts the rest.
"""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from flows.acquire.files.formats import Found, Wishes
from flows.acquire.files.saved_page import SavedPage, given, problem, whole_file
from flows.acquire.warc_pieces import BLANK
from flows.errors import error_words

_MAIN: Final = b"WebMainResource"


def is_webarchive(head: bytes) -> bool:
    """Whether a file begins like a web archive of Safari, and is to be read as one."""
    begin = head.lstrip(BLANK)
    is_list = begin.startswith(b"bplist0") or (begin.startswith(b"<?xml") and b"<plist" in begin)
    return is_list and _MAIN in begin


def read_webarchive(path: Path, wishes: Wishes) -> Iterator[Found]:
    """Yield the page of one web archive, and a Passed (skipped on purpose) for each of its other parts.

    `wishes`: the options of the import (formats.py).  Raises what opening and unpacking the file raises.
    """
    with whole_file(path) as data:
        yield from _page_of(path, wishes, data)


def _page_of(path: Path, wishes: Wishes, data: bytes) -> Iterator[Found]:
    try:
        archive = plistlib.loads(data)
        main = archive["WebMainResource"]
        body = main["WebResourceData"]
    except Exception as error:  # plistlib and the XML parser under it raise many kinds; reported for this file
        yield problem(path, "damaged", f"it is a web archive that cannot be read ({error_words(error)})")
        return
    if not isinstance(body, bytes):
        yield problem(path, "damaged", "it is a web archive whose page is no data")
        return
    charset = _text(main, "WebResourceTextEncodingName")
    declared = _text(main, "WebResourceMIMEType") + (f"; charset={charset}" if charset else "")
    parts = _count(archive, "WebSubresources") + _count(archive, "WebSubframeArchives")
    yield from given(path, wishes, SavedPage(body, _text(main, "WebResourceURL"), declared, None, parts))


def _text(resource: dict[str, Any], name: str) -> str:
    found = resource.get(name)
    return found if isinstance(found, str) else ""


def _count(archive: dict[str, Any], name: str) -> int:
    found = archive.get(name)
    return len(found) if isinstance(found, list) else 0
