"""A file that vanishes, or cannot be opened or closed, while the archive is opened, costs no other file."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

import flows.archive.catch_up
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.archive.warc_file import OpenWarc, closed_warcs

PAGE = Capture("https://x.example/", b"", status=200)


def store(directory: Path, *runs: str) -> None:
    for run in runs:
        with Archive(directory, run=run) as archive:
            archive.add(replace(PAGE, url=f"https://x.example/{run}", body=run.encode()))


def forget(directory: Path) -> None:
    for file in directory.glob("index.sqlite*"):
        file.unlink()


def known(archive: Archive) -> list[str]:
    return [page.warc for page in archive.pages()]


def test_it_was_listed_and_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(tmp_path, "one", "two")
    forget(tmp_path)
    monkeypatch.setattr(flows.archive.catch_up, "closed_warcs", lambda d: ["gone", *closed_warcs(d), "gone too"])
    with Archive(tmp_path) as archive:
        assert (known(archive), archive.notes) == (["one", "two"], ())


def test_it_cannot_be_read(tmp_path: Path) -> None:
    store(tmp_path, "one", "two")
    forget(tmp_path)
    (tmp_path / "between.warc.gz").mkdir()
    for _ in range(2):
        with Archive(tmp_path) as archive:
            assert known(archive) == ["one", "two"]
            (note,) = archive.notes
            assert note.startswith("between cannot be read (Is a directory)")


def test_a_left_over_file_that_cannot_be_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(tmp_path, "one")
    (tmp_path / "dead.warc.gz.open").write_bytes((tmp_path / "one.warc.gz").read_bytes())
    (tmp_path / "folder.warc.gz.open").mkdir()
    with Archive(tmp_path) as archive:
        assert known(archive) == ["one"]
        assert sorted(note.partition(":")[0] for note in archive.notes) == ["dead.warc.gz.open", "folder.warc.gz.open"]
        assert any("cannot be closed (Is a directory)" in note for note in archive.notes)
    assert (tmp_path / "dead.warc.gz").exists()


def test_it_is_read_while_it_gets_its_final_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is renamed from NAME.open to NAME just when a reader looks for it."""
    writer = Archive(tmp_path, run="one")
    stored = writer.add(replace(PAGE, body=b"story"))
    writer.flush()
    exists = os.path.exists

    with Archive(tmp_path, run="reader") as reader:
        really = Path.exists

        def close_then_look(path: Path) -> bool:
            found = really(path)
            if path.suffix == ".open" and found:
                monkeypatch.undo()
                writer.close()
            return found

        monkeypatch.setattr(Path, "exists", close_then_look)
        assert reader.read(stored.sha256 or "").body == b"story"
    assert exists(tmp_path / "one.warc.gz")


def test_no_file_can_be_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a new file cannot be made, the archive stays usable, and the file's name can be used later."""
    with Archive(tmp_path, run="one") as archive:
        with monkeypatch.context() as broken:
            broken.setattr(Path, "open", _refuse)
            with pytest.raises(PermissionError):
                archive.add(replace(PAGE, body=b"lost"))
        archive.add(replace(PAGE, body=b"kept"))
    assert [path.name for path in tmp_path.glob("*.warc.gz")] == ["one.warc.gz"]


def _refuse(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_two_runs_of_one_name(tmp_path: Path) -> None:
    first = OpenWarc(tmp_path, "one")
    first.append(b"first")
    first.close()
    second = OpenWarc(tmp_path, "one")
    assert second.name == "one.2"
    second.close()
    assert [path.name for path in tmp_path.glob("*.warc.gz*")] == ["one.warc.gz"], "one that stayed empty is removed"
