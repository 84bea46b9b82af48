"""Closed WARC files in a store: uploaded once, read there in parts, and the index made anew from them."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.archive.archive import INDEX, Archive, read_archived
from flows.archive.archive_errors import UnreadablePage
from flows.archive.captures import Capture
from flows.archive.check_files import check_files
from flows.archive.export_wacz import export_wacz
from flows.archive.stored_warcs import stored_sizes
from flows.archive.storing import Storing
from flows.storage.address import StoreAddress, store_address
from flows.storage.behind import put_behind
from flows.storage.store import Store, open_store
from tests.stores import bucket_address

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
COPIED, MOVED = (Storing(closed=closed, file_bytes=8_000) for closed in ("copied", "moved"))


#: With a folder, and with a bucket.
both = pytest.mark.parametrize("address", ["folder", "bucket"], indirect=True)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> StoreAddress:
    if getattr(request, "param", "folder") == "folder":
        (tmp_path / "far").mkdir()
        return store_address((tmp_path / "far").as_uri())
    server, bucket = request.getfixturevalue("bucket_server"), request.getfixturevalue("bucket")
    return store_address(bucket_address(server, bucket))


@pytest.fixture
def store(address: StoreAddress, tmp_path: Path) -> Store:
    put_behind(made(tmp_path), address)
    return open_store(address)


def made(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir(exist_ok=True)
    return folder


def page(number: int) -> Capture:
    body = b"<html>%d " % number + bytes(range(256)) * 12 + str(hash(str(number))).encode() * 40
    at = NOON + timedelta(minutes=number)
    return Capture(f"https://x.example/{number}", body, status=200, fetched_at=at, headers=(("Server", "x"),))


def filled(folder: Path, storing: Storing, run: str = "one", pages: range = range(12)) -> list[str]:
    said: list[str] = []
    with Archive(folder, run=run, storing=storing, tell=said.append) as archive:
        for number in pages:
            archive.add(page(number))
            archive.flush()
    return said


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name.endswith((".warc.gz", ".cdxj"))}


@both
def test_closed_files_are_copied_and_stay(store: Store, tmp_path: Path) -> None:
    folder = made(tmp_path)
    assert filled(folder, COPIED) == []
    assert len(files(folder)) == 4
    assert store.sizes() == {name: (folder / name).stat().st_size for name in files(folder)}
    before = {name: store.look(name) for name in files(folder)}
    filled(folder, COPIED, run="two", pages=range(0))
    assert {name: store.look(name) for name in files(folder)} == before, "nothing is written twice"


@both
def test_what_lies_only_there_is_read_there(store: Store, tmp_path: Path, address: StoreAddress) -> None:
    folder = made(tmp_path)
    filled(folder, MOVED)
    assert not [*folder.glob("*.warc.gz")], "removed here, when the store has them"
    with Archive(folder) as archive:
        pages = [*archive.pages()]
        assert len(pages) == 12
        for number, one in enumerate(pages):
            for where in (folder, str(address)):
                assert read_archived(where, one).body == page(number).body
        row = archive.latest("https://x.example/7")
        assert row and archive.record(row).capture.body == page(7).body
        assert [*check_files(archive, lambda steps=1: None)] == []
        done = export_wacz(archive, tmp_path / "x.wacz", lambda row: True, lambda steps=1: None, software="test")
        assert (done.captures, done.faults) == (12, [])


def test_a_page_that_is_there_is_not_stored_again(store: Store, tmp_path: Path) -> None:
    folder = made(tmp_path)
    filled(folder, MOVED)
    with Archive(folder, run="two", storing=MOVED) as archive:
        again = archive.add(page(3))
        assert not again.new and again.noted, "a revisit: its body lies in the store"


def test_files_of_one_run_keep_apart_when_they_are_moved_meanwhile(store: Store, tmp_path: Path) -> None:
    """The name of a file that is gone here is not taken again."""
    folder = made(tmp_path)
    with Archive(folder, run="one", storing=MOVED) as archive:
        for number in range(12):
            archive.add(page(number))
            archive.flush()
            if number == 6 and archive._uploads:
                archive._uploads.finish(print)
                archive._uploads = archive._begun_uploads()
    with Archive(folder) as archive:
        assert [read_archived(folder, one).body for one in archive.pages()] == [page(n).body for n in range(12)]


@both
def test_a_lost_folder_is_made_anew_from_the_store(store: Store, tmp_path: Path, address: StoreAddress) -> None:
    folder = made(tmp_path)
    filled(folder, MOVED)
    with Archive(folder) as archive:
        before = [*archive.captures()]
    kept = {name: (folder / name).read_bytes() for name in files(folder)}
    shutil.rmtree(folder)
    put_behind(made(tmp_path), address)
    with Archive(folder) as archive:
        assert [*archive.captures()] == before
        assert [*check_files(archive, lambda steps=1: None)] == []
    assert {name: (folder / name).read_bytes() for name in files(folder)} == kept, "the CDXJ, too"


def test_a_copied_file_is_moved_when_the_setting_changes(store: Store, tmp_path: Path) -> None:
    folder = made(tmp_path)
    filled(folder, COPIED)
    assert filled(folder, MOVED, run="two", pages=range(0)) == []
    assert not [*folder.glob("*.warc.gz")]


def test_what_others_put_into_the_store_is_taken_in(store: Store, tmp_path: Path, address: StoreAddress) -> None:
    (tmp_path / "others").mkdir()
    other = made(tmp_path / "others")
    put_behind(other, address)
    filled(other, COPIED, run="others")
    filled(made(tmp_path), COPIED, pages=range(100, 104))
    with Archive(made(tmp_path)) as archive:
        assert len([*archive.pages()]) == 16
    assert (made(tmp_path) / INDEX).exists()


def test_what_another_run_uploads_while_the_store_is_listed_stays_known(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path)
    filled(folder, MOVED)

    def listed(store: Store) -> dict[str, int]:
        monkeypatch.undo()
        sizes = stored_sizes(store)
        filled(folder, MOVED, run="two", pages=range(20, 24))
        return sizes

    monkeypatch.setattr("flows.archive.catch_up_stored.stored_sizes", listed)
    with Archive(folder, run="three", storing=MOVED) as archive:
        assert not archive.add(page(20)).new
        assert len([*archive.pages()]) == 16


def test_a_file_that_is_damaged_in_the_store_is_read_again_when_it_is_restored(store: Store, tmp_path: Path) -> None:
    folder = made(tmp_path)
    filled(folder, MOVED)
    with Archive(folder) as archive:
        (first, *_) = archive.pages()
    name = f"{first.warc}.warc.gz"
    whole = store.read(name, 0, 10_000_000)
    at = first.offset + 60
    store.replace(name, whole[:at] + bytes(20) + whole[at + 20 :])
    with pytest.raises(UnreadablePage, match="restore the file from a copy") as caught:
        read_archived(folder, first)
    assert caught.value.offset == first.offset
    with Archive(folder) as archive:
        archive.set_aside(first, caught.value.why)
        assert len([*archive.pages()]) == 11
        assert [fault.offset for fault in check_files(archive, lambda steps=1: None)][:1] == [first.offset]
    store.replace(name, whole)
    with Archive(folder) as archive:
        assert len([*archive.pages()]) == 12 and archive.read(first.sha256).body == page(0).body
        assert [fault.kind for fault in check_files(archive, lambda steps=1: None, mend=True)] == ["cdxj"]
        assert [*check_files(archive, lambda steps=1: None)] == []


def test_a_page_that_is_damaged_here_is_read_in_the_store(store: Store, tmp_path: Path) -> None:
    folder = made(tmp_path)
    filled(folder, COPIED)
    with Archive(folder) as archive:
        pages = [*archive.pages()]
    path = folder / f"{pages[0].warc}.warc.gz"
    whole, at = path.read_bytes(), pages[0].offset + 60
    for broken in (whole[:at] + bytes(20) + whole[at + 20 :], whole[:at], b""):
        path.write_bytes(broken)
        assert [read_archived(folder, one).body for one in pages] == [page(number).body for number in range(12)]
    path.write_bytes(whole[:at] + bytes(20) + whole[at + 20 :])
    with Archive(folder) as archive:
        faults = [*check_files(archive, lambda steps=1: None)]
    assert {fault.kind for fault in faults} == {"file", "record"}, "it is told all the same"
    store.delete(path.name)
    with pytest.raises(UnreadablePage, match=f"{path}: the page at {pages[0].offset}"):
        read_archived(folder, pages[0])
