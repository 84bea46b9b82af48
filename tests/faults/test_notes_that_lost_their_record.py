"""A foreign WARC record that is stored unchanged has a note before it; either may be cut off, damaged, or missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.acquire.files.owner import Owner
from flows.archive.archive import Archive, read_archived
from flows.archive.archive_errors import UnreadablePage
from flows.archive.captures import Capture
from flows.archive.check_files import check_files
from flows.archive.index_rows import CaptureRow
from tests.faults.warcs import good, packed, read


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, list[CaptureRow]]:
    """An archive's file with three records stored unchanged, and their index rows; the index itself is removed."""
    with Archive(tmp_path, run="run") as archive:
        for found in Owner(source="herald").of_all(read(packed(*map(good, range(3))), tmp_path)):  # type: ignore[arg-type]
            assert isinstance(found, Capture) and found.whole is not None
            archive.add(found)
    with Archive(tmp_path) as archive:
        rows = list(archive.captures())
    (tmp_path / "index.sqlite").unlink()
    (tmp_path / "run.cdxj").unlink()
    return tmp_path / "run.warc.gz", rows


def opened(file: Path) -> tuple[tuple[str, ...], list[CaptureRow], list[str]]:
    """Open the archive; gives its messages, the captures that it knows, and the faults in its files."""
    with Archive(file.parent, run="next") as archive:
        faults = [fault.line() for fault in check_files(archive, lambda steps=1: None)]
        return archive.notes, list(archive.captures()), faults


@pytest.mark.parametrize("left", [0, 1, 100])
def test_a_note_without_its_record_is_cut_off(kept: tuple[Path, list[CaptureRow]], left: int) -> None:
    file, rows = kept
    file.with_name("run.warc.gz.open").write_bytes(file.read_bytes()[: rows[2].offset + left])
    file.unlink()
    notes, found, faults = opened(file)
    assert len(notes) == 1 and found == rows[:2] and not faults
    assert file.stat().st_size == rows[1].offset + rows[1].length


def test_the_end_of_a_file_comes_back(kept: tuple[Path, list[CaptureRow]]) -> None:
    """A closed file that was cut off behind a note and is repaired is read again from that note on."""
    file, rows = kept
    whole = file.read_bytes()
    file.write_bytes(whole[: rows[2].offset])
    assert opened(file)[1] == rows[:2]
    file.write_bytes(whole)
    assert opened(file) == ((), rows, [])


def test_a_damaged_record_that_comes_back_has_its_note(kept: tuple[Path, list[CaptureRow]]) -> None:
    """A damaged record, found when the index is made or the page is read, is known with its note again once it is
    repaired."""
    file, rows = kept
    whole = file.read_bytes()
    damaged = bytearray(whole)
    damaged[rows[1].offset + 60 : rows[1].offset + 70] = bytes(10)
    file.write_bytes(damaged)
    assert opened(file)[1] == [rows[0], rows[2]]
    file.write_bytes(whole)
    assert opened(file) == ((), rows, [])
    file.write_bytes(damaged)
    with Archive(file.parent, run="next") as archive:
        page = list(archive.pages())[1]
        with pytest.raises(UnreadablePage) as error:
            read_archived(file.parent, page)
        archive.set_aside(page, error.value.why)
    file.write_bytes(whole)
    assert opened(file) == ((), rows, [])


def test_a_record_without_its_note_is_told(kept: tuple[Path, list[CaptureRow]]) -> None:
    """With a damaged note the record's facts are lost, and the record is reported; an index that has them can still
    read it."""
    file, rows = kept
    begin = rows[0].offset + rows[0].length
    damaged = bytearray(file.read_bytes())
    damaged[begin + 30 : begin + 40] = bytes(10)
    file.write_bytes(damaged)
    notes, found, faults = opened(file)
    assert found == [rows[0], rows[2]] and len(notes) == 1 and len(faults) == 2
    assert "of another program, and no note stands before it" in faults[1]


def test_a_note_about_another_record_is_told(kept: tuple[Path, list[CaptureRow]]) -> None:
    file, rows = kept
    whole = file.read_bytes()
    first, second, third = (whole[row.offset : row.offset + row.length] for row in rows)
    file.write_bytes(whole.replace(second, third, 1))
    notes, found, faults = opened(file)
    assert [row.url for row in found] == [rows[0].url, rows[2].url]
    assert "does not match the hash in the note before it" in notes[0] and len(faults) == 1
    assert first != second


def test_a_file_of_another_program_among_ours_is_told(tmp_path: Path) -> None:
    """A foreign file in the archive's folder is reported, not read: it has to be imported, which chooses its pages."""
    (tmp_path / "foreign.warc.gz").write_bytes(packed(good(1)))
    notes, found, faults = opened(tmp_path / "foreign.warc.gz")
    assert not found and len(notes) == len(faults) == 1 and "of another program" in notes[0]
