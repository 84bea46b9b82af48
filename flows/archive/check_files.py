"""Checks every file of the archive from its first byte to its last: records, digests, index and CDXJ.

Takes an open archive; gives one Fault for each thing that is wrong, with file and offset.  The index is the archive's,
a SQLite file; the CDXJ is the small index beside each WARC file, for replay programs.  With `mend`, both are made again
from the WARC files where they do not fit; a WARC file is never changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from flows.archive.archive import Archive
from flows.archive.catch_up import damage_sentence
from flows.archive.cdxj import cdxj_lines, cdxj_path, write_locked
from flows.archive.check_stored import StoredFiles, listing, stored_faults
from flows.archive.read_record import DamagedRecord, is_capture
from flows.archive.record_flaw import checked_record
from flows.archive.record_note import Note, as_noted, note_of
from flows.archive.warc_file import CDXJ, CLOSED, OPEN, all_warcs, closed_warcs, open_warc, warc_path
from flows.archive.warc_walk import CUT, DAMAGED, HUGE, WHOLE, Stretch, walk_gzip
from flows.errors import sentence
from flows.printing.progress import Bar

#: State of a part that is no complete record -> what is wrong with it.
_WHY: Final = {CUT: "its end is missing", DAMAGED: "it cannot be unpacked", HUGE: "it is larger than any page"}
_RESTORE: Final = "restore the file from a copy"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a file, and what to do."""

    #: Name of the file.
    file: str
    #: In bytes; None when the file as a whole is meant.
    offset: int | None
    #: What is wrong and what to do, for a person.
    why: str
    #: Whether it was made good.
    mended: bool = False
    #: What is at fault: the file as a whole, its end, one record, the index, or the CDXJ.
    kind: Literal["file", "end", "record", "index", "cdxj"] = "file"

    def line(self) -> str:
        """Write the fault in one line: file, offset, what is wrong."""
        place = self.file if self.offset is None else f"{self.file}:{self.offset}"
        return f"{place}: {self.why}{' (mended)' if self.mended else ''}"


def check_files(archive: Archive, advance: Bar, *, mend: bool = False) -> Iterator[Fault]:
    """Yield every fault of every file, in the order of the files.

    `advance`: moves a progress bar; called for every record, with 1 for a capture and 0 for any other.  `mend`: write
    index and CDXJ anew where they do not match their file.
    """
    known, found = archive.files(), listing(archive.directory)
    yield from _check_stored(archive, found)
    names = sorted({*all_warcs(archive.directory), *found.sizes})
    # While the store cannot be seen, it may have them.
    for name in sorted(known.keys() - set(names)) if found.flaw is None else ():
        yield Fault(warc_path(archive.directory, name).name, None, "it is missing; put it back")
    closed = {*closed_warcs(archive.directory), *found.sizes}
    for name in names:
        file = warc_path(archive.directory, name).name
        try:
            # Of a file that a run is writing, only what is indexed is sure to be whole.
            end = None if name in closed else known.get(name, 0)
            faults = [*_check_file(archive, name, advance, end=end, mend=mend)]
            yield from faults
            # Of a file that must be restored, the CDXJ is made again afterwards.
            if name in closed and all(fault.mended for fault in faults):
                yield from _check_cdxj(archive, name, mend=mend)
        except OSError as error:
            yield Fault(file, None, f"it cannot be read ({error.strerror}); put it back or make it readable")


def _check_stored(archive: Archive, found: StoredFiles) -> Iterator[Fault]:
    """Yield a Fault when the store cannot be listed, and one for each wrong file in it.

    The store is the bucket or folder with the closed files.  The records in them are not checked here.  `found`: what
    the store lists, or why it cannot be listed.
    """
    if found.flaw is not None:
        yield Fault("store", None, found.flaw.rstrip("."))
    try:
        yield from (Fault(name + CLOSED, None, why) for name, why in stored_faults(archive, found))
    except OSError as error:
        yield Fault("store", None, sentence(error).rstrip("."))


def deep_findings(archive: Archive, advance: Bar) -> Iterator[str]:
    """Yield the faults that `check_files` finds, a sentence each, for `copydesk doctor`.

    Missing and short files are left out: doctor reports them without reading the files.  `advance`: as in
    `check_files`.
    """
    for fault in check_files(archive, advance):
        name = fault.file.removesuffix(CLOSED).removesuffix(OPEN)
        if fault.kind == "record" and fault.offset is not None:
            yield damage_sentence(name, fault.offset, fault.why.removesuffix(f"; {_RESTORE}"))
        elif fault.kind == "index" and fault.offset is not None:
            yield f"{name}: at {fault.offset:,}, {fault.why}."
        elif fault.kind == "cdxj":
            yield f"{fault.line()}."


def _check_file(archive: Archive, name: str, advance: Bar, *, end: int | None, mend: bool) -> Iterator[Fault]:
    """Yield the faults of one file: its records, and how they match the index.

    `end`: the offset in bytes at which to stop; None: the end of the file.  `advance`, `mend`: as in `check_files`.
    """
    file = warc_path(archive.directory, name).name
    unseen = {offset: held for offset, held in archive.places(name).items() if end is None or offset < end}
    missing: list[int] = []
    at, note = 0, None
    with open_warc(archive.directory, name) as opened:
        for stretch in walk_gzip(opened):
            if end is not None and stretch.offset >= end:
                break
            at = stretch.offset + stretch.length
            advance(int(is_capture(stretch.data)))
            held = unseen.pop(stretch.offset, None)
            why = _fault_of_record(stretch, held, note)
            note = note_of(stretch.data) if stretch.state == WHOLE else None
            if why is not None:
                kind: Literal["end", "record"] = "end" if stretch.state == CUT else "record"
                yield Fault(file, stretch.offset, f"{why}; {_RESTORE}", kind=kind)
            elif held is None and is_capture(stretch.data):
                missing.append(stretch.offset)
    if missing and mend:
        archive.learn_again(name)
    remedy = "" if mend else "; `copydesk archive check --mend` takes it in"
    yield from (Fault(file, offset, f"the index does not know it{remedy}", mend, "index") for offset in missing)
    yield from _not_there(file, at, unseen)


def _fault_of_record(stretch: Stretch, held: tuple[int, str | None] | None, note: Note | None) -> str | None:
    """Say what is wrong with a part of a file; None when it is a whole record that matches the index.

    `held`: length and body hash of the record that the index knows at this offset; None when it knows no record there,
    and nothing is compared.  `note`: our record about this one, read just before it; None when there is no such record.
    """
    if stretch.state != WHOLE:
        return _WHY.get(stretch.state, stretch.state)
    try:
        record = checked_record(stretch.data)
        record = as_noted(record, note) if record is not None else None
    except DamagedRecord as error:
        return str(error)
    fits = held is None or (record is not None and (stretch.length, record.sha256) == held)
    return None if fits else "it is another one than the index says"


def _not_there(file: str, size: int, unseen: dict[int, tuple[int, str | None]]) -> Iterator[Fault]:
    """Yield a Fault for each record that the index knows but the file does not have.

    `size`: of the file, in bytes.  `unseen`: offset -> (length, hash of the body) of the records of the index that were
    not met in the file.
    """
    beyond = [offset + length for offset, (length, _) in unseen.items() if offset >= size]
    if beyond:
        yield Fault(file, size, f"{max(beyond) - size:,} bytes are missing at its end; {_RESTORE}", kind="end")
    within = (offset for offset in unseen if offset < size)
    why = f"the index knows a record there and none is; {_RESTORE}"
    yield from (Fault(file, offset, why, kind="index") for offset in within)


def _check_cdxj(archive: Archive, name: str, *, mend: bool) -> Iterator[Fault]:
    """Yield a Fault when the CDXJ index of a closed file is not what would be written now.  `mend`: write it anew."""
    path = cdxj_path(archive.directory, name)
    places = [(offset, length) for offset, (length, _) in archive.places(name).items()]
    wanted = "".join(sorted(cdxj_lines(archive.directory, name, places))).encode()
    try:
        found = path.read_bytes()
    except OSError:
        found = None
    if found == wanted:
        return
    why = "it cannot be read" if found is None else "it does not fit its WARC file"
    mended = False
    if mend and not path.is_dir():
        write_locked(archive.directory, name, places)
        mended = path.is_file() and path.read_bytes() == wanted
    remedy = "" if mended else "; `copydesk archive check --mend` writes it anew"
    yield Fault(name + CDXJ, None, f"{why}{remedy}", mended, "cdxj")
