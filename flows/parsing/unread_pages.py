"""Counts and reports pages whose bytes the archive cannot read: a missing file, a damaged record, a lost body.

Such a page is neither staged nor noted as parsed, so the next run tries it again.  There is one sentence for each file,
however many pages it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from flows.printing.progress import number
from flows.storage.address import is_store_address

#: Most files that are listed by name; the rest are counted.
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Unread:
    """Why the archive cannot give the bytes of one page: which file or store, and where in it."""

    #: Path of the WARC file, or address of the store that cannot be asked; None when no file of the archive holds them.
    file: str | None
    why: str = ""
    #: Offset of the damaged record in bytes; None when the file as a whole cannot be read.
    offset: int | None = None


@dataclass(slots=True)
class Unreadable:
    """Counts the pages of a run whose bytes the archive cannot read, file by file."""

    #: (File, whether single records of it are damaged) -> the first such page, and how many there are.
    files: dict[tuple[str | None, bool], tuple[Unread, int]] = field(default_factory=dict)

    def add(self, unread: Unread) -> None:
        """Count one page that could not be read."""
        key = unread.file, unread.offset is not None
        first, count = self.files.get(key, (unread, 0))
        self.files[key] = first, count + 1

    @property
    def total(self) -> int:
        """How many pages could not be read."""
        return sum(count for _, count in self.files.values())

    def sentences(self) -> Iterator[str]:
        """Yield what is wrong and what to do: one sentence for each file, for the first few files."""
        yield from (_sentence(first, count) for first, count in [*self.files.values()][:_NAMED])
        more = len(self.files) - _NAMED
        if more > 0:
            yield f"So it is with {number(more, 'more file')} of the archive; `copydesk doctor` names them all."


def _sentence(first: Unread, count: int) -> str:
    pages = number(count, "page")
    if first.file is None:
        return (
            f"The body of {pages} lies in no file of the archive; put the missing WARC file back "
            "or import its pages again, and the next parse takes up what waits for it."
        )
    if first.offset is None and is_store_address(first.file):
        asked = f"{first.file} could not be asked for {pages} ({first.why})"
        return f"{asked}; nothing is lost, run again when that is mended."
    if first.offset is None:
        return (
            f"{first.file} cannot be read ({first.why}): {pages} of it could not be parsed; put it back or make it "
            "readable, and run again."
        )
    return (
        f"{first.file}: {pages} of it {'is' if count == 1 else 'are'} damaged, the first at {first.offset:,} "
        f"({first.why}); restore the file from a copy, and the next run takes up what it can read again."
    )
