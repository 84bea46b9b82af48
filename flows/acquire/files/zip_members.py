"""Reads zip archives of pages member by member, and WACZ files, which are zip archives of WARC files.

Each member is read like a file of its own; an unreadable one does not stop the others.  Of a WACZ file (specification
1.1.1, "Web Archive Collection Zipped") the crawl files are read, mostly below archive/; its indexes, lists and logs are
counted.
The directory of a zip archive is the list of members at its end.  `wishes`: the options of the import (formats.py);
`members` reads single members (members.py).
"""

from __future__ import annotations

import functools
import re
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from flows.acquire.files.formats import Found, Wishes
from flows.acquire.files.members import Members, TooMuch
from flows.acquire.files.saved_page import problem
from flows.acquire.files.wanted import Passed
from flows.acquire.files.zip_salvage import begins_zip_member, salvaged
from flows.acquire.opening import opened
from flows.errors import error_words
from parsers.decoding.binary_files import file_name

#: A member that office documents and e-books have -> what the file is.
_DOCUMENTS: Final = {
    "[Content_Types].xml": "an office document",
    "META-INF/container.xml": "an e-book",
    "META-INF/manifest.xml": "an office document",
    "META-INF/MANIFEST.MF": "a program",
}
#: The list of contents of a WACZ file, which other archives of data have, too, and the folders of its own.
_WACZ: Final = "datapackage.json"
_WACZ_PAGES: Final = "archive/"
_WACZ_LISTS: Final = ("indexes/", "pages/")
_CRAWL: Final = re.compile(r"\.(?:w?arc|wacz)(?:\.\w{2,4})?\Z", re.IGNORECASE)
#: Bytes at either end of an archive by which a document is named.
_LOOKED_AT: Final = 1 << 15
#: Bit 0 of a member's flags: it is encrypted (APPNOTE.TXT, section 4.4.4).
_ENCRYPTED: Final = 1
#: The bits of a member's external attributes above which its mode stands, where a Unix program wrote it.
_UNIX_MODE: Final = 16


def read_zip(path: Path, wishes: Wishes) -> Iterator[Found]:
    """Yield the pages in one zip archive or WACZ file, in the order of its directory.

    Where the directory is missing or damaged, the members are found by their own headers, and a Capture says so.
    Raises what opening the file raises.
    """
    with opened(path) as file:
        try:
            archive = zipfile.ZipFile(file)
        except Exception as error:  # zipfile raises many kinds for a damaged directory; reported with what was found
            yield from _without_directory(path, file, wishes, error_words(error), frozenset())
            return
        with archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            names = frozenset(entry.filename for entry in entries)
            if not all(begins_zip_member(file, entry.header_offset) for entry in entries):
                yield from _without_directory(path, file, wishes, "members are not where it says", names)
                return
            opens = [(entry, functools.partial(archive.open, entry)) for entry in entries]
            read = functools.partial(_listed, opens)
            yield from _bounded(path, wishes, names, read, open_named=archive.open)


def _without_directory(path: Path, file: BinaryIO, wishes: Wishes, why: str, listed: frozenset[str]) -> Iterator[Found]:
    """Yield the pages of an archive whose directory is unusable, from members found by their own headers.

    At the end, a Capture says what is wrong.  `why`: what is wrong with the directory.  `listed`: the names in it, as
    far as it can be read.
    """
    found = list(salvaged(file))
    names = frozenset(member.name for member in found)

    def read(members: Members, is_wacz: bool) -> Iterator[Found]:
        """Yield the pages in the members that were found."""
        for member in found:
            yield from _content(member.name, cast(Callable[[], IO[bytes]], member.open), members, is_wacz)
        for name in sorted(listed - names):
            yield members.problem(
                name, "damaged", "it is listed in the directory, and not found; get the archive again"
            )

    yield from _bounded(path, wishes, names, read)
    said = f"its directory is missing or damaged ({why}), {len(found):,} members were found without it"
    yield problem(path, "damaged", f"{said}; get it again")


def _bounded(
    path: Path,
    wishes: Wishes,
    names: frozenset[str],
    read: Callable[[Members, bool], Iterator[Found]],
    *,
    open_named: Callable[[str], IO[bytes]] | None = None,
) -> Iterator[Found]:
    """Yield the pages that `read` finds in the members, as long as these unpack to no more than is allowed.

    Where they unpack to more, the rest is left out, and a Capture says so.  An Office document or the like is a zip
    archive, too; it is not read, and a Capture says what it is.  `names`: of the members.  `read`: called with the
    Members, and with whether the archive is a WACZ file.  `open_named`: opens a member by its name; None: no member can
    be opened so.
    """
    if (document := _document(path, names)) is not None:
        yield problem(path, "not_text", f"it is {document}")
        return
    is_wacz = _is_wacz(frozenset(map(_with_slashes, names)))
    try:
        with Members(path, wishes, lambda: names, open_named) as members:
            yield from read(members, is_wacz)
    except TooMuch:
        yield problem(path, "too_large", "it unpacks to far more than any archive of pages; the rest is left out")


def _document(path: Path, names: frozenset[str]) -> str | None:
    """Name an office document or the like, and what to do, as the end of "It is ..."; None for an archive of pages.

    `names`: of the members.
    """
    document = next((said for name, said in _DOCUMENTS.items() if name in names), None)
    if document is None:
        return None
    with opened(path) as file:
        begin = file.read(_LOOKED_AT)
        file.seek(max(0, path.stat().st_size - _LOOKED_AT))
        named = file_name(begin + file.read())
    return named if named and "zip" not in named else document


def _listed(
    opens: Iterable[tuple[zipfile.ZipInfo, Callable[[], IO[bytes]]]], members: Members, is_wacz: bool
) -> Iterator[Found]:
    """Yield the pages in the members that the directory lists.

    `opens`: each member with the function that opens it.
    """
    for entry, open_it in opens:
        if stat.S_ISLNK(entry.external_attr >> _UNIX_MODE):
            yield Passed(members.uri(entry.filename), "file type")
        elif entry.flag_bits & _ENCRYPTED:
            yield members.problem(entry.filename, "unreadable", "it is encrypted; unpack it with its password first")
        else:
            yield from _content(entry.filename, open_it, members, is_wacz)


def _is_wacz(names: frozenset[str]) -> bool:
    """Whether an archive with these members is a WACZ file."""
    if any(name.startswith(_WACZ_PAGES) and _CRAWL.search(name) for name in names):
        return True
    return _WACZ in names and any(name.startswith(_WACZ_LISTS) or _CRAWL.search(name) for name in names)


def _with_slashes(name: str) -> str:
    """Return a member's name with the slashes that some programs for Windows write the other way."""
    return name.replace("\\", "/")


def _content(name: str, open_it: Callable[[], IO[bytes]], members: Members, is_wacz: bool) -> Iterator[Found]:
    """Yield the pages in one member; in a WACZ file only those in its crawl files, wherever they lie in it.

    `open_it`: opens the member.
    """
    if is_wacz and not _with_slashes(name).startswith(_WACZ_PAGES) and not _CRAWL.search(name):
        yield Passed(members.uri(name), "crawl index")
    else:
        yield from members.read(name, open_it)
