"""Reads zip archives of pages member by member, and WACZ files, which are zip archives of WARC files.

Each member is read like a file of its own; an unreadable one does not stop the others.  Of a WACZ file (specification
1.1.1, "Web Archive Collection Zipped") the WARC files below archive/ are read; its indexes, lists and logs are counted.
"""

from __future__ import annotations

import functools
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from flows.acquire.files.formats import Found, Wishes
from flows.acquire.files.members import Members, TooMuch
from flows.acquire.files.saved_page import problem
from flows.acquire.files.wanted import Passed
from flows.acquire.opening import opened

#: A member that office documents and e-books have -> what the file is.
_DOCUMENTS: Final = {
    "[Content_Types].xml": "an office document",
    "META-INF/container.xml": "an e-book",
    "META-INF/manifest.xml": "an office document",
    "META-INF/MANIFEST.MF": "a program",
}
_WACZ: Final = "datapackage.json"
_WACZ_PAGES: Final = "archive/"
#: Bit 0 of a member's flags: it is encrypted (APPNOTE.TXT, section 4.4.4).
_ENCRYPTED: Final = 1
#: The bits of a member's external attributes above which its mode stands, where a Unix program wrote it.
_UNIX_MODE: Final = 16


def read_zip(path: Path, wishes: Wishes) -> Iterator[Found]:
    """The pages in one zip archive or WACZ file, in the order of its directory.

    Raises what opening it raises, and BadZipFile when its directory cannot be read.
    """
    with opened(path) as file, zipfile.ZipFile(file) as archive:
        names = frozenset(archive.namelist())
        document = next((said for name, said in _DOCUMENTS.items() if name in names), None)
        if document is not None:
            yield problem(path, "not_text", f"it is {document}")
            return
        is_wacz = _WACZ in names and any(name.startswith(_WACZ_PAGES) for name in names)
        try:
            with Members(path, wishes, names.__contains__) as members:
                for entry in archive.infolist():
                    if not entry.is_dir():
                        yield from _member(archive, entry, members, is_wacz=is_wacz)
        except TooMuch:
            yield problem(path, "too_large", "it unpacks to far more than any archive of pages; the rest is left out")


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, members: Members, *, is_wacz: bool) -> Iterator[Found]:
    name = entry.filename
    if is_wacz and not name.startswith(_WACZ_PAGES):
        yield Passed(members.uri(name), "crawl index")
    elif stat.S_ISLNK(entry.external_attr >> _UNIX_MODE):
        yield Passed(members.uri(name), "file type")
    elif entry.flag_bits & _ENCRYPTED:
        yield members.problem(name, "unreadable", "it is encrypted; unpack it with its password first")
    else:
        yield from members.read(name, functools.partial(archive.open, entry))
