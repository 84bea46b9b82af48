"""doctor names each missing archive file, each damaged record, and an archive that is not the one the pages came
from."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.archive.read_record import DamagedRecord, from_member
from flows.archive.records import to_records
from flows.cli.cli import main
from flows.cli.diagnosis import CheckedPlace, findings
from flows.config.paths import Paths

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = Capture("https://x.example/", b"", fetched_at=NOON, status=200)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three files of four records: two pages, one of them a second time, and a failed request."""
    folder = Paths(tmp_path).make().archive
    for run in ("one", "two", "three"):
        with Archive(folder, run=run) as opened:
            for number in range(2):
                opened.add(
                    replace(PAGE, url=f"https://x.example/{run}/{number}", body=f"{run} {number}".encode() * 400)
                )
            opened.add(replace(PAGE, url=f"https://x.example/{run}/again", body=f"{run} 0".encode() * 400))
            opened.add(replace(PAGE, url=f"https://x.example/{run}/gone", body=None, outcome="http_error", status=404))
    return folder


def doctor(archive: Path, *, deep: bool = True) -> list[str]:
    return list(findings(CheckedPlace(Paths(archive.parent), None, deep)))


def test_a_sound_archive(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor(archive) == []
    assert main(["--data", str(archive.parent), "doctor", "--deep"]) == 0
    assert capsys.readouterr().out == "All is well.\n"


def test_one_sentence_for_each_damaged_record(archive: Path) -> None:
    with Archive(archive) as opened:
        places = {row.url: row for row in opened.captures()}
    path = archive / "two.warc.gz"
    content = bytearray(path.read_bytes())
    for name in ("0", "again", "gone"):
        row = places[f"https://x.example/two/{name}"]
        content[row.offset + 40 : row.offset + 50] = bytes(10)
    path.write_bytes(content)
    assert doctor(archive, deep=False) == [], "only reading shows it"
    said = doctor(archive)
    assert len(said) == 3
    for name, sentence in zip(("0", "again", "gone"), said, strict=True):
        offset = places[f"https://x.example/two/{name}"].offset
        assert sentence.startswith(f"two: the record at {offset:,} cannot be read (") and "restore the file" in sentence


def test_another_file_under_the_same_name(archive: Path) -> None:
    (archive / "two.warc.gz").write_bytes((archive / "three.warc.gz").read_bytes())
    said = [one for one in doctor(archive) if one.startswith("two: ")]
    assert len(said) >= 4, "not one of its records is the one that it should be"


def test_files_that_are_away(archive: Path) -> None:
    (archive / "one.warc.gz").rename(archive.parent / "one.warc.gz")
    (archive / "two.warc.gz").unlink()
    (archive / "two.warc.gz").mkdir()
    content = (archive / "three.warc.gz").read_bytes()
    (archive / "three.warc.gz").write_bytes(content[:-30])
    for deep in (False, True):
        said = sorted(doctor(archive, deep=deep))
        assert len(said) == 3, said
        assert "one.warc.gz is missing; put it back" in said[0]
        assert said[1] == "three: 30 bytes are missing at its end; restore the file from a copy."
        assert said[2].startswith("two cannot be read (Is a directory)")


def test_many_files_are_not_named_one_by_one(tmp_path: Path) -> None:
    folder = Paths(tmp_path).make().archive
    for run in range(30):
        with Archive(folder, run=f"run{run:02}") as opened:
            opened.add(replace(PAGE, body=b"%d" % run))
    for file in folder.glob("*.warc.gz"):
        file.unlink()
    said = doctor(folder)
    assert len(said) == 21 and said[-1] == "10 more files are missing or cannot be read."


def test_what_is_damaged_when_the_index_is_made_is_remembered(archive: Path) -> None:
    """Making the index skips a damaged record; doctor reports it until its file is repaired, and then it is indexed."""
    path = archive / "two.warc.gz"
    whole = path.read_bytes()
    at = whole.index(b"\x1f\x8b\x08", 1) + 40  # in the first page, behind the record about the file
    path.write_bytes(whole[:at] + bytes(10) + whole[at + 10 :])
    for file in archive.glob("index.sqlite*"):
        file.unlink()
    with Archive(archive) as opened:
        assert len(opened.notes) == 1 and len(list(opened.pages())) == 5
    with Archive(archive) as opened:
        assert opened.notes == (), "it is told once by the runs"
    (said,) = doctor(archive, deep=False)
    assert said.startswith(f"two: the record at {at - 40} cannot be read (it cannot be unpacked)")
    path.write_bytes(whole)
    with Archive(archive) as opened:
        assert len(list(opened.pages())) == 6
    assert doctor(archive) == []


def test_a_flaw_that_passes_by_itself(archive: Path) -> None:
    """A record noted as damaged because it was misread once is found whole when doctor reads all records."""
    with Archive(archive) as opened:
        page = next(opened.pages())
        opened.set_aside(page, "it was misread")
    assert len(doctor(archive, deep=False)) == 1
    assert doctor(archive) == []
    with Archive(archive) as opened:
        assert len(list(opened.pages())) == 6


def test_an_empty_folder_where_the_archive_was(sample_data: Path, tmp_path: Path) -> None:
    """An unmounted disk leaves an empty folder, without an index that could say what is missing."""
    data = tmp_path / "data"
    shutil.copytree(sample_data, data)
    shutil.move(data / "archive", tmp_path / "away")
    (data / "archive").mkdir()
    (said,) = doctor(data / "archive")
    assert "lacks" in said and "all 24 pages of the warehouse came; put the archive back" in said
    with Archive(data / "archive"):
        pass
    assert len(doctor(data / "archive")) == 1, "an index that was begun there changes nothing"


def test_explain_says_which_file_is_away(sample_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    shutil.copytree(sample_data, data)
    for file in data.glob("archive/*.warc.gz"):
        file.unlink()
    assert main(["--data", str(data), "explain", "1"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert ".warc.gz cannot be read (No such file or directory); put it back" in line


def test_odd_bytes_are_a_damaged_record_and_nothing_else() -> None:
    """Reading a record with random damage gives the record or raises DamagedRecord, and nothing else."""
    body = b"<p>A story.</p>" * 20
    (pieces,) = to_records(replace(PAGE, body=body), sha256=sha256(body).hexdigest(), origin=None)
    whole = b"".join(pieces)
    dice, damaged = random.Random(7), 0
    for _ in range(600):
        odd, place = bytearray(whole), dice.randrange(len(whole))
        odd[place : place + dice.choice((0, 1, 1, 30))] = dice.randbytes(dice.choice((0, 1, 1, 9)))
        try:
            from_member(bytes(odd))
        except DamagedRecord:
            damaged += 1
    assert damaged > 300
