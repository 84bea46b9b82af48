"""Files that could not be read and now can: what an import read is compared with the failures that the archive holds.

A file leaves no capture of its own when its pages have addresses of their own, so its earlier failure would stand for
ever.  Takes everything that an import found; archives, for each such file, a capture without a body that says so.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from flows.acquire.files.file_address import file_address
from flows.acquire.files.formats import Found
from flows.acquire.files.wanted import Passed
from flows.acquire.keep import keep
from flows.acquire.remote.read_so_far import Reached
from flows.acquire.remote.whats import is_on_the_web
from flows.archive.archive import Archive
from flows.archive.captures import Capture


class Recovered:
    """What one import read to its end.  whats: the files, folders and addresses that it was given."""

    def __init__(self, whats: Sequence[str]) -> None:
        self._given = [*filter(None, map(_address, whats))]
        #: Files that failed in this import, or were passed over.
        self._failed: set[str] = set()

    def saw(self, batch: Iterable[Found]) -> None:
        """Remember the files and addresses that were read to their end, and those of which something failed."""
        for found in batch:
            if isinstance(found, Reached):
                self._given += [found.url] if found.read.done else []
            elif _says_no(found):
                self._failed.add(_file(found.url))

    def note(self, archive: Archive) -> None:
        """Archive a note for each file that failed earlier, and not in this import; call it when all was read."""
        for given in dict.fromkeys(self._given):
            earlier = dict.fromkeys(map(_file, archive.failures_below(given)))
            for file in earlier:
                if file not in self._failed and _is_there(file):
                    keep(archive, Capture(file, channel="file"))


def _says_no(found: Found) -> bool:
    """Whether a file, or a part of one, could not be read; a file that is passed over is not read either."""
    return "#" not in found.url if isinstance(found, Passed) else found.outcome != "fetched"


def _address(what: str) -> str | None:
    """The address of what is imported, as captures name it; None for what has none."""
    if is_on_the_web(what):
        return what
    with suppress(OSError, ValueError):
        return file_address(Path(what))
    return None


def _file(url: str) -> str:
    """The file of an address in which a record, member or row is named by the fragment."""
    return url.partition("#")[0]


def _is_there(file: str) -> bool:
    """Whether a file is there still; what is on the web was read just now."""
    if not file.startswith("file:"):
        return True
    try:
        return Path(os.fsdecode(unquote_to_bytes(urlsplit(file).path))).exists()
    except (OSError, ValueError):
        return False
