"""Notes in the archive which files can be read now that failed in an earlier import.

A file that failed has a capture of its own with the reason.  The pages of a file that can be read have addresses of
their own, so that nothing would ever replace that capture.  Takes everything that an import found; archives a capture
without a body for each file that failed before and is sound now.
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
    """Collects which files one import read to their end.

    `whats`: what the user named: files, folders and web addresses.
    """

    def __init__(self, whats: Sequence[str]) -> None:
        self._given = [*filter(None, map(_address, whats))]
        #: Files that failed in this import, or were passed over.
        self._failed: set[str] = set()

    def saw(self, batch: Iterable[Found]) -> None:
        """Remember which files were read to their end, and which failed.

        `batch`: some of what the import found.
        """
        for found in batch:
            if isinstance(found, Reached):
                self._given += [found.url] if found.read.done else []
            elif _was_not_read(found):
                self._failed.add(_file(found.url))

    def note(self, archive: Archive) -> None:
        """Archive a capture for each file that failed earlier but not in this import; call it when all is read."""
        for given in dict.fromkeys(self._given):
            earlier = dict.fromkeys(map(_file, archive.failures_below(given)))
            for file in earlier:
                if file not in self._failed and _is_there(file):
                    keep(archive, Capture(file, channel="file"))


def _was_not_read(found: Found) -> bool:
    """Whether `found` says that a file, or a part of a file, was not read: it failed, or the whole file was skipped."""
    return "#" not in found.url if isinstance(found, Passed) else found.outcome != "fetched"


def _address(what: str) -> str | None:
    """Return the address by which captures know what a user named: the web address, or a file URI; else None."""
    if is_on_the_web(what):
        return what
    with suppress(OSError, ValueError):
        return file_address(Path(what))
    return None


def _file(url: str) -> str:
    """Return the address of a file, from that of a record, member or row in it: the part before "#"."""
    return url.partition("#")[0]


def _is_there(file: str) -> bool:
    """Whether a file still exists; files that are gone are not noted as sound.

    Always True for a file on a web server: it has just been read.
    """
    if not file.startswith("file:"):
        return True
    try:
        return Path(os.fsdecode(unquote_to_bytes(urlsplit(file).path))).exists()
    except (OSError, ValueError):
        return False
