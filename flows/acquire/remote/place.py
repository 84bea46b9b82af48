"""Names for a file on a web server: a path for the readers, which know files by paths, and addresses for what is in it.

A file itself is known by its address.  What is in it and has no address of its own is known by
`file://host/path#place`, such as file://data.example/pages.csv#row=7: it was not fetched as a page, and its address
says nothing of where it was published.  Reads nothing.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from flows.acquire.files.formats import Found
from flows.acquire.opening import printable
from flows.archive.captures import Capture

#: The suffixes of a name that readers look at.
_SUFFIXES: Final = re.compile(r"(?:\.[a-z0-9]{1,10}){1,3}\Z", re.IGNORECASE | re.ASCII)
#: Names of files that are no pages: crawls, tables, archives, and what is packed.
_FILES: Final = re.compile(
    r"\.(?:(?:warc|arc|wacz|har|mht|mhtml|webarchive|zip|tar|tgz|jsonl|ndjson|json|csv|tsv|parquet|arrow|feather|sqlite3?"
    r"|duckdb|db)(?:\.(?:gz|zst|lz4|bz2|xz))*|gz|zst|lz4|bz2|xz)\Z",
    re.IGNORECASE,
)
_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Place:
    """The names of one file on a web server: its address, and a path and addresses made of it (see the module)."""

    url: str

    @property
    def name(self) -> str:
        """A name for a temporary copy of the file, such as "copydesk-DIGITS.csv.gz".

        The digits are a hash of the address, so that the name occurs nowhere else and can be replaced in messages; the
        suffixes are those of the file, by which readers know its format.
        """
        suffixes = _SUFFIXES.search(self._path.rpartition("/")[2])
        digest = hashlib.sha256(self.url.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
        return f"copydesk-{digest}{suffixes[0].lower() if suffixes else ''}"

    @property
    def looks_like_a_file(self) -> bool:
        """Whether the name is that of a crawl, a table or an archive (such as .warc.gz), not of a page.

        Such an address is first read as a file.
        """
        return _FILES.search(self._path) is not None

    @property
    def shown(self) -> str:
        """Host and path, for a line on a terminal."""
        return printable(self._host + self._path)

    @property
    def _path(self) -> str:
        return unquote(urlsplit(self.url).path)

    @property
    def _host(self) -> str:
        return urlsplit(self.url).netloc.rpartition("@")[2]

    def named(self, found: Found, path: Path) -> Found:
        """Return what a reader found, with the file's address in place of the path by which the reader knew it.

        `found`: a Capture, or a Passed (skipped on purpose).  `path`: the path given to the reader.
        """
        url = found.url
        if url.startswith(path.as_uri()):
            within = url.removeprefix(path.as_uri())
            query = urlsplit(self.url).query
            inside = f"file://{self._host}{quote(self._path)}{'?' + query if query else ''}{within}"
            url = inside if within else self.url
        if not isinstance(found, Capture):
            return replace(found, url=url)
        detail = found.detail.replace(str(path), path.name).replace(path.name, printable(self.url))
        return replace(found, url=url, detail=detail)
