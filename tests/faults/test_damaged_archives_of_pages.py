"""A zip or tar archive that is damaged, cut or hostile: its damaged members are reported, the others are read."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from flows.acquire.files import members
from flows.acquire.files.read_files import read_inputs
from flows.acquire.files.wanted import Passed
from flows.archive.captures import Capture
from tests.acquire.test_saved_pages import PACKS, tarred, zipped
from tests.faults.warcs import LIMIT, page, told

PAGES = {f"{n}.html": page(n, "The ferry sailed at dawn. " * 100) for n in range(5)}


def read(content: bytes, tmp_path: Path) -> list[object]:
    path = tmp_path / "pages"
    path.write_bytes(content)
    return list(read_inputs([path], page_bytes=LIMIT))


def test_a_damaged_member_of_a_zip(tmp_path: Path) -> None:
    content = bytearray(zipped(PAGES))
    at = content.find(b"2.html") + 20
    content[at : at + 20] = b"\xff" * 20
    found = read(bytes(content), tmp_path)
    assert told(found) == [(f"pages#{n}.html", "damaged" if n == 2 else "fetched") for n in range(5)]
    assert "2.html in" in found[2].detail  # type: ignore[attr-defined]


@pytest.mark.parametrize("way", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("cut", [1, 30, 250])
def test_a_zip_without_its_directory_gives_its_members_and_is_said_to_be_damaged(
    tmp_path: Path, cut: int, way: int
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as archive:
        for name, body in PAGES.items():
            archive.writestr(name, body)
    found = read(out.getvalue()[:-cut], tmp_path)
    assert [what for _, what in told(found)] == ["fetched"] * 5 + ["damaged"]
    assert [one.body for one in found[:5] if isinstance(one, Capture)] == list(PAGES.values())
    assert "directory is missing" in found[5].detail  # type: ignore[attr-defined]


@pytest.mark.parametrize("change", ["bytes are missing", "bytes are added", "a header is damaged"])
def test_a_zip_whose_members_are_not_where_its_directory_says(tmp_path: Path, change: str) -> None:
    content = zipped(PAGES)
    at = content.find(b"2.html")
    if change == "bytes are missing":
        content = content[: at + 10] + content[at + 20 :]
    elif change == "bytes are added":
        content = content[: at + 10] + b"\xff" * 5 + content[at + 10 :]
    else:
        content = content[: at - 30] + b"XX" + content[at - 28 :]
    found = dict(told(read(content, tmp_path)))
    assert [found[f"pages#{n}.html"] for n in range(5)] == ["fetched"] * 2 + ["damaged"] + ["fetched"] * 2
    assert found["pages"] == "damaged"


class _NoSeek(io.RawIOBase):
    """A file that cannot seek: a zip written to it has sizes and checksums behind each member."""

    def __init__(self) -> None:
        self.content = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.content += bytes(data)  # type: ignore[call-overload]
        return len(bytes(data))  # type: ignore[call-overload]


def test_a_cut_download_of_a_zip_that_was_written_as_a_stream(tmp_path: Path) -> None:
    out = _NoSeek()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in PAGES.items():
            archive.writestr(name, body)
    cut = out.content.find(b"3.html") + 40
    found = read(out.content[:cut], tmp_path)
    assert told(found)[:4] == [
        ("pages#0.html", "fetched"),
        ("pages#1.html", "fetched"),
        ("pages#2.html", "fetched"),
        ("pages#3.html", "truncated"),
    ]


def test_a_wrong_checksum_in_a_zip_without_its_directory(tmp_path: Path) -> None:
    content = bytearray(zipped(PAGES))
    at = content.find(b"2.html") - 16
    content[at] ^= 1
    found = read(bytes(content[:-30]), tmp_path)
    assert [what for _, what in told(found)] == ["fetched"] * 2 + ["damaged"] + ["fetched"] * 2 + ["damaged"]


def test_an_encrypted_member(tmp_path: Path) -> None:
    content = bytearray(zipped(PAGES))
    entry = content.find(b"PK\x01\x02")
    content[entry + 8] |= 1
    found = read(bytes(content), tmp_path)
    assert [what for _, what in told(found)] == ["unreadable"] + ["fetched"] * 4
    assert "encrypted" in found[0].detail  # type: ignore[attr-defined]


def test_a_damaged_header_in_a_tar(tmp_path: Path) -> None:
    content = bytearray(tarred(PAGES))
    at = content.find(b"2.html")
    content[at : at + 3] = b"xyz"
    found = read(bytes(content), tmp_path)
    assert [what for _, what in told(found)] == ["fetched"] * 2 + ["damaged"] + ["fetched"] * 2
    assert f"offset {at:,}" in found[2].detail  # type: ignore[attr-defined]


@pytest.mark.parametrize("pack", [bytes, lambda data: gzip.compress(data, mtime=0)])
def test_a_tar_that_is_cut(tmp_path: Path, pack: object) -> None:
    whole = tarred(PAGES)
    at = whole.find(b"3.html") + 1_000
    cut = whole[:at] if pack is bytes else gzip.compress(whole, mtime=0)[:-40]
    found = read(cut, tmp_path)
    outcomes = [what for _, what in told(found)]
    assert outcomes[:3] == ["fetched"] * 3 and outcomes[-1] == "truncated"
    assert len(outcomes) <= 5 and set(outcomes) == {"fetched", "truncated"}


def test_a_bomb_is_left_before_it_fills_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "_ALWAYS", 100_000)
    for pack in ("zip", "tar.gz", "tar.xz"):
        content = PACKS[pack]({"0.html": page(0), "bomb": bytes(3_000_000), "2.html": page(2)})
        monkeypatch.setattr(members, "_MAX_EXPANSION", 20)
        found = read(content, tmp_path)
        assert [what for _, what in told(found)] == ["fetched", "too_large"], pack
        assert "far more than any" in found[1].detail  # type: ignore[attr-defined]


def test_a_container_in_a_container_in_a_container(tmp_path: Path) -> None:
    content = zipped({"0.html": page(0)})
    for _ in range(6):
        content = zipped({"a.zip": content})
    found = read(content, tmp_path)
    assert [what for _, what in told(found)] == ["damaged"]
    assert "files inside each other" in found[0].detail  # type: ignore[attr-defined]


def test_hidden_members_and_the_notes_of_macos_are_no_pages(tmp_path: Path) -> None:
    names = ("./a.html", "__MACOSX/._a.html", ".DS_Store", "b/.git/config", "../b.html")
    found = told(read(zipped(dict.fromkeys(names, page(0))), tmp_path))
    assert [what for _, what in found] == ["fetched", *["(file type)"] * 3, "fetched"]


def test_links_devices_holes_and_long_attributes_of_a_tar(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("link.html", tarfile.SYMTYPE), ("hard.html", tarfile.LNKTYPE), ("dev", tarfile.CHRTYPE)):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
        holes = tarfile.TarInfo("holes.html")
        holes.type = tarfile.GNUTYPE_SPARSE
        archive.addfile(holes)
        about = tarfile.TarInfo("about")
        about.type, about.size = tarfile.XHDTYPE, 2_000_000
        archive.addfile(about, io.BytesIO(bytes(2_000_000)))
        last = tarfile.TarInfo("last.html")
        last.size = len(page(1))
        archive.addfile(last, io.BytesIO(page(1)))
    found = read(out.getvalue(), tmp_path)
    assert told(found) == [
        ("pages#link.html", "(file type)"),
        ("pages#hard.html", "(file type)"),
        ("pages#dev", "(file type)"),
        ("pages#holes.html", "unreadable"),
        (told(found)[4][0], "damaged"),
        ("pages#last.html", "fetched"),
    ]


def test_a_link_in_a_zip_is_no_page(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.html")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "../../etc/passwd")
        archive.writestr("member", page(1))
    found = read(out.getvalue(), tmp_path)
    assert told(found) == [("pages#link.html", "(file type)"), ("pages#member", "fetched")]


def test_a_name_that_is_no_text_and_two_members_of_one_name(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.html", page(1))
        archive.writestr("a.html", page(2))
    content = out.getvalue().replace(b"a.html", b"\xe9\x1b[2.h")
    bodies = [one.body for one in read(content, tmp_path) if isinstance(one, Capture)]
    assert bodies == [page(1), page(2)]


def test_members_that_lie_over_each_other(tmp_path: Path) -> None:
    """A zip bomb after D. Fifield, "A better zip bomb" (2019): many entries name the same bytes."""
    content = zipped({"0.html": page(0)})
    end = content.rfind(b"PK\x05\x06")
    start = content.find(b"PK\x01\x02")
    entry = content[start:end]
    many = content[:start] + entry * 50 + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 50, 50, len(entry) * 50, start, 0)
    found = read(many, tmp_path)
    assert all(isinstance(one, Capture | Passed) for one in found) and len(found) == 50
