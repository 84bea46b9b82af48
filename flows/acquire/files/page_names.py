"""Tells from a file's name, and from the names beside it, whether a file in a folder or archive can be a page.

Takes names, reads no file.  A file that a user names is read whatever its name.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable
from functools import cache
from typing import Final

from flows.acquire.kinds import is_page_type
from parsers.late_patterns import LatePattern

#: Suffixes of data files: never a page, even when the user names the file.
DATA: Final = re.compile(r"\.(json|jsonl|ndjson|csv|tsv|xml|rss|atom|cdxj?|eml|mbox|mht|mhtml)$", re.IGNORECASE)
#: Suffixes of other files that often lie beside pages and databases; never opened in folders, read when the user names
#: the file.
_NOT_PAGES: Final = re.compile(
    r"\.(toml|yaml|yml|ini|cfg|py|js|mjs|css|log|sql|url|lock|sh|map)$|-(?:wal|shm|journal)$|\.wal$|(?:^|/)(?:robots\.txt|wget-log[.\d]*)$",
    re.IGNORECASE,
)
#: Suffixes of files that are packed as a whole; the name before them tells what is in it.
_PACKED: Final = re.compile(r"\.(gz|bz2|xz|zst|lz4)$", re.IGNORECASE)
#: Folders into which browsers put pictures, styles and frames when they save a page ("Web page, complete"): the page's
#: name and one of these.  Those of Windows ("connected files") are in the language of the system.
_BESIDE: Final = LatePattern(
    r"(?i)(.+?)(?:_files|\.files|-Dateien|_fichiers|_bestanden|_file|_archivos|-filer|_tiedostot|_pliki|_soubory|_elemei"
    r"|_ficheiros|_arquivos|_dosyalar|_datoteke|_fitxers|_failid|_fails|_bylos|_fajlovi|_fitxategiak)"
)
_CONTENT_OF_HAR: Final = re.compile(r"[0-9a-f]{40}\.\w{1,10}")
#: Suffix of HAR files.
HAR: Final = ".har"
_PAGE_SUFFIXES: Final = (".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", "")


@cache
def _types() -> mimetypes.MimeTypes:
    """Return Python's built-in table of file types.

    The system's own table would make imports differ from machine to machine.
    """
    return mimetypes.MimeTypes()


def unpacked_name(name: str) -> str:
    """Return a file's name without the suffix that says how the file is packed: "a.html" for "a.html.gz"."""
    return _PACKED.sub("", name)


def names_no_page(name: str) -> bool:
    """Whether a name rules out both a page and a container of pages: True for "a.css", not for "a.html" or "a.zip"."""
    name = unpacked_name(name.lower())
    guessed, _ = _types().guess_type(name, strict=True)
    return bool(_NOT_PAGES.search(name)) or (guessed or "").startswith(("image/", "audio/", "video/", "font/"))


def is_hidden_member(name: str) -> bool:
    """Whether a member of an archive is hidden, or one of the notes that macOS packs beside each file.

    `name`: path of the member, with "/".
    """
    parts = name.split("/")
    return "__MACOSX" in parts or any(part.startswith(".") and part not in (".", "..") for part in parts)


def is_no_page_name(name: str) -> bool:
    """Whether a name rules out a single page: True for "a.css" and "a.zip", not for "a.html".

    "a.zip" may still be a container of pages; see `names_no_page`.
    """
    name = unpacked_name(name.lower())
    guessed, _ = _types().guess_type(name, strict=True)
    return bool(DATA.search(name)) or names_no_page(name) or not is_page_type(guessed)


def is_content_of_har(name: str, has_har: Callable[[str], bool]) -> bool:
    """Whether a file holds the content of one entry of a HAR file, and is read with that.

    Playwright names it by the SHA-1 of the content, and puts it beside the HAR file or into a folder there.  `name`:
    path of the file below the folder or archive that is read, with "/".  `has_har`: gets the path of a folder there, ""
    for the top one; returns whether a HAR file lies in it.
    """
    folder, _, own = name.rpartition("/")
    above = folder.rpartition("/")[0]
    return _CONTENT_OF_HAR.fullmatch(own) is not None and (has_har(folder) or has_har(above))


def is_beside_a_page(name: str, has: Callable[[str], bool]) -> bool:
    """Whether a file lies in the folder that a browser makes beside a saved page, for its pictures and frames.

    True for "saved/Story_files/ad.html" when there is a file "saved/Story.html".  `name`: path of the file below the
    folder or archive that is read, with "/".  `has`: gets such a path, returns whether there is a file.
    """
    parts = name.split("/")
    for depth, folder in enumerate(parts[:-1]):
        found = _BESIDE.fullmatch(folder)
        if found and any(has("/".join([*parts[:depth], found[1] + suffix])) for suffix in _PAGE_SUFFIXES):
            return True
    return False
