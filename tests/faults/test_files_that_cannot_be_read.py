"""A file or folder that cannot be read, for whatever reason, is reported in a row; those beside it are read."""

from __future__ import annotations

import errno
import json
import os
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.acquire.files import read_files
from flows.acquire.files.read_files import read_inputs
from flows.acquire.files.wanted import Passed
from flows.archive.captures import Capture
from flows.cli.cli import main
from tests.faults.warcs import LIMIT, good, gz, packed, page
from tests.flows.desk import PAGES

STORY = PAGES / "northlight/dam-talks/page.html"


def found_in(folder: Path) -> dict[str, tuple[str, str]]:
    """Name of each file in a folder -> (outcome, message) of reading it."""
    found = {}
    for one in read_inputs([folder], page_bytes=LIMIT):
        name = one.url.rpartition("/")[2]
        assert name not in found
        found[name] = (one.outcome, one.detail) if isinstance(one, Capture) else ("passed", one.why)
    return found


def test_what_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.html").write_bytes(page("a"))
    (tmp_path / "z.html").write_bytes(page("z"))
    os.mkfifo("pipe.html")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.html")
    Path("round.html").symlink_to("round.html")
    Path("nowhere.html").symlink_to("not/there.html")
    Path("zeros.html").symlink_to("/dev/zero")
    found = found_in(tmp_path)
    assert (found.pop("a.html")[0], found.pop("z.html")[0]) == ("fetched", "fetched")
    assert {outcome for outcome, _ in found.values()} == {"unreadable"}
    assert "no regular file" in found["pipe.html"][1] and "no regular file" in found["zeros.html"][1]
    assert "no such file" in found["nowhere.html"][1]
    assert "symbolic links" in found["round.html"][1]
    assert len(found) == 5


@pytest.mark.parametrize(
    ("error", "outcome", "said"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "unreadable", "no permission"),
        (OSError(errno.EIO, "Input/output error"), "unreadable", "Input/output error"),
        (OSError(errno.ESTALE, "Stale file handle"), "unreadable", "Stale file handle"),
        (FileNotFoundError(errno.ENOENT, "No such file"), "unreadable", "no such file"),
        (OSError("without a number"), "unreadable", "without a number"),
        (MemoryError(), "unreadable", "MemoryError"),
        (RecursionError("too deep"), "unreadable", "RecursionError: too deep"),
        (LookupError("unknown encoding: \x1b[2J\udce9"), "unreadable", "unknown encoding: ?[2J?"),
    ],
)
def test_whatever_reading_raises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, outcome: str, said: str
) -> None:
    for name in ("a.html", "odd.html", "odd.warc", "z.html"):
        (tmp_path / name).write_bytes(good(1) if name.endswith("warc") else page(name))
    open_it = read_files.opened

    def broken(path: Path) -> Any:
        if path.name.startswith("odd"):
            raise error
        return open_it(path)

    monkeypatch.setattr(read_files, "opened", broken)
    found = found_in(tmp_path)
    assert [found[name][0] for name in sorted(found)] == ["fetched", outcome, outcome, "fetched"]
    assert said in found["odd.html"][1]


def test_a_warc_file_that_breaks_its_reader_halfway_keeps_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.acquire.files import warc_segments

    (tmp_path / "a.warc").write_bytes(good(1) + good(2) + good(3))
    (tmp_path / "z.html").write_bytes(page("z"))
    walk = warc_segments.walk_records

    def broken(*words: Any) -> Any:
        for number, piece in enumerate(walk(*words)):
            if number == 2:
                raise OSError(errno.EIO, "Input/output error")
            yield piece

    monkeypatch.setattr(warc_segments, "walk_records", broken)
    found = list(read_inputs([tmp_path], page_bytes=LIMIT))
    assert [c.outcome for c in found if isinstance(c, Capture)] == ["fetched", "fetched", "unreadable", "fetched"]


def test_no_room_to_unpack_a_file_is_no_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.warc.gz").write_bytes(gz(good(1) + good(2)))

    def full(self: Any, text: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "write", full)
    assert main(["--data", str(tmp_path / "data"), "import", str(tmp_path / "a.warc.gz")]) == 1
    said = f"copydesk: {tempfile.gettempdir()} cannot be written, the disk is full; make room and run again"
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("part", ["read_head", "read_body", "declared_address"])
def test_a_record_that_breaks_its_reader_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    from flows.acquire.files import warc
    from tests.faults.warcs import http, outcomes, read, record

    nameless = record(None, http(b"<p>odd</p>"))
    work: Callable[..., Any] = getattr(warc, part)

    def broken(data: Any, *words: Any, **options: Any) -> Any:
        seen = data if isinstance(data, bytes) else words[0]
        if b"<p>odd</p>" in seen:
            raise AttributeError("'NoneType' object has no attribute 'startswith'")
        return work(data, *words, **options)

    monkeypatch.setattr(warc, part, broken)
    found = read(packed(good(1), nameless, good(2)), tmp_path)
    assert outcomes(found) == ["fetched", "damaged", "fetched"]
    assert "cannot be read (AttributeError: 'NoneType'" in found[1].detail  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name", [b"caf\xe9.html", b"two\nlines.html", b"\x1b[31mred.html", b"a#b?c%41.html", b"\xff\xfe"]
)
def test_names(tmp_path: Path, name: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
    path.write_bytes(STORY.read_bytes())
    Path(os.fsdecode(os.fsencode(folder) + b"/empty-" + name)).write_bytes(b"")
    found = list(found_in(folder).values())
    assert [outcome for outcome, _ in found].count("fetched") == 1
    [said] = [detail for outcome, detail in found if outcome == "empty"]
    assert said.isprintable() and "nothing in it" in said
    assert main(["extract", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["headline"]


def test_a_name_as_long_as_names_can_be_has_no_address_beside_it(tmp_path: Path) -> None:
    (tmp_path / ("n" * 250 + ".html")).write_bytes(page("a"))
    assert [outcome for outcome, _ in found_in(tmp_path).values()] == ["fetched"]


def test_addresses_beside_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c", "d"):
        (tmp_path / f"{name}.html").write_bytes(page(name))
    (tmp_path / "a.html.url").mkdir()
    (tmp_path / "b.html.url").write_text("https://herald.example:99999/b\n")
    (tmp_path / "c.html.url").write_bytes(b"\xff\xfe no address at all")
    (tmp_path / "d.html.url").write_text("https://herald.example/d\n")
    open_it = read_files.opened

    def broken(path: Path) -> Any:
        if path.name == "d.html.url":
            raise PermissionError(errno.EACCES, "Permission denied")
        return open_it(path)

    monkeypatch.setattr(read_files, "opened", broken)
    found = [c for c in read_inputs([tmp_path], page_bytes=LIMIT) if isinstance(c, Capture)]
    told = [(c.url.rpartition("/")[2], c.outcome) for c in found]
    assert told == [
        ("a.html", "fetched"),
        ("b.html.url", "unreadable"),
        ("b.html", "fetched"),
        ("c.html", "fetched"),
        ("d.html.url", "unreadable"),
        ("d.html", "fetched"),
    ]
    assert "taken without" in found[1].detail and "Permission denied" in found[4].detail


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a/1.html", "locked/2.html", "z/3.html"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(page(name))
    scan = os.scandir

    def locked(path: Path) -> Any:
        if Path(path).name == "locked":
            raise PermissionError(errno.EACCES, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", locked)
    found = found_in(tmp_path)
    assert [found[name][0] for name in ("1.html", "locked", "3.html")] == ["fetched", "unreadable", "fetched"]
    assert "cannot be listed (Permission denied)" in found["locked"][1]


def test_a_folder_deeper_than_python_can_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("flat.html").write_bytes(page("flat"))
    deep, here = 1200, os.open(".", os.O_RDONLY)
    for _ in range(deep):
        Path("d").mkdir()
        os.chdir("d")
    Path("deep.html").write_bytes(page("deep"))
    bottom = os.open(".", os.O_RDONLY)
    os.fchdir(here)
    found = found_in(Path())
    # What removes old folders of tests cannot remove such a one.
    os.fchdir(bottom)
    Path("deep.html").unlink()
    for _ in range(deep):
        os.chdir("..")
        Path("d").rmdir()
    assert (found["deep.html"][0], found["flat.html"][0]) == ("fetched", "fetched")


def test_a_file_that_goes_or_grows_while_it_is_looked_at(tmp_path: Path) -> None:
    for name in ("a.html", "b.html", "c.html"):
        (tmp_path / name).write_bytes(page(name))
    looking = read_inputs([tmp_path], page_bytes=LIMIT)
    first = next(looking)
    (tmp_path / "b.html").unlink()
    (tmp_path / "c.html").write_bytes(page("c") * 5000)
    rest = list(looking)
    told = [c.outcome for c in (first, *rest) if isinstance(c, Capture)]
    assert told == ["fetched", "unreadable", "too_large"]


CDX = b"example,a)/ 20260201080000 http://a.example/ text/html 200 ABCD - - 1234 399 x.warc.gz\n"
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12345\n"


@pytest.mark.parametrize(
    ("name", "content", "outcome", "said"),
    [
        ("bomb.html.gz", gz(bytes(30_000_000)), "not_text", "binary"),
        ("bomb2.html.gz", gz(gz(b"x" * 30_000_000)), "too_large", "larger than"),
        (
            "four.html.gz",
            gz(gz(gz(gz(b"x")))),
            "not_text",
            "packed with gzip too many times",
        ),
        ("x.warc.gz", b"", "empty", "nothing in it"),
        ("x.warc.gz", gz(b""), "empty", "nothing in it"),
        ("x.warc", b"WARC/1.0\r\n", "truncated", "cut off"),
        ("x.warc.gz", b"\x1f\x8b\x08\x00" + b"rubbish" * 9, "damaged", "offset 0 of x.warc.gz"),
        ("x.warc.gz", b"no record anywhere", "damaged", "no WARC record"),
        ("x.arc", b"filedesc://a.arc 0.0.0.0 20260101 text/plain 77\n", "truncated", "offset 0 of x.arc"),
        ("x.arc.gz", gz(b"filedesc://a.arc 0.0.0.0 20260101 text/plain 77\n"), "truncated", "offset 0 of x.arc"),
        ("x.warc.zst", b"\x28\xb5\x2f\xfd" + bytes(90), "truncated", "x.warc.zst"),
        ("x.warc.zst", b"\x5d\x2a\x4d\x18" + bytes(90), "empty", "x.warc.zst"),
        ("x.wacz", b"PK\x03\x04" + bytes(90), "damaged", "directory is missing"),
        ("x.csv", b"name,price\nferry,3\n", "unreadable", "has no column of pages"),
        ("x.csv", b"no table,\njust some words\n", "wrong_type", "it holds data (.csv)"),
        (
            "x.tsv",
            b"some words\n",
            "wrong_type",
            "write it with commas, and the names of the columns in its first line",
        ),
        ("x.rss", b"<rss><channel/></rss>", "wrong_type", "`copydesk sources add URL`"),
        ("x.jsonl.gz", gz(b'{"name": "ferry", "price": 3}\n'), "unreadable", "it has name, price"),
        ("x.cdx", b" CDX N b a m s k r M S V g\n" + CDX, "wrong_type", "index of a crawl (CDX)"),
        ("x.cdx.gz", gz(CDX * 3), "wrong_type", "import the WARC or ARC files that it names"),
        ("x", CDX.replace(b"http:", b'{"url": "http:'), "wrong_type", "index of a crawl (CDX)"),
        ("x.idx", CDX[:26] + b"\tcdx-00000.gz\t0\t197\t1\n", "wrong_type", "index of a crawl (CDX)"),
        ("warc.paths.gz", gz(b"crawl/CC-NEWS-1.warc.gz\n" * 3), "wrong_type", "list of crawl files"),
        (
            "crawl.txt",
            b"2026-02-01T08:00:00.000Z   200   12 https://a.example/ L https://a.example/b text/html #1\n" * 2,
            "wrong_type",
            "log of a crawler",
        ),
        ("x.warc.gz", POINTER, "not_text", "git lfs pull"),
        ("x.csv", POINTER, "not_text", "git lfs pull"),
        ("x.html", b"/annex/objects/SHA256E-s1--a.html\n", "not_text", "git annex get"),
        ("x.eml", b"From: a@b.example\n\nA letter.\n", "wrong_type", ".eml"),
    ],
)
def test_what_is_not_read_is_said_and_becomes_no_article(
    tmp_path: Path, name: str, content: bytes, outcome: str, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    [found] = read_inputs([path], page_bytes=LIMIT)
    assert isinstance(found, Capture)
    assert (found.outcome, found.body) == (outcome, None)
    assert said in found.detail


@pytest.mark.parametrize("name", ["x.xml", "x.json", "x.csv.gz"])
def test_a_page_under_a_name_of_data_is_a_page(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b'<?xml version="1.0"?>\n' + page("a"))
    [found] = read_inputs([path], page_bytes=LIMIT)
    assert isinstance(found, Capture) and found.outcome == "fetched"


def test_packed_twice_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.html.gz.gz"
    path.write_bytes(gz(gz(page("a"))))
    [found] = read_inputs([path], page_bytes=LIMIT)
    assert not isinstance(found, Passed) and found.body == page("a")


@pytest.mark.parametrize("junk", [b"rubbish\r\n", b"rubbish" * 9, b"\r\n\r\n", b"\xef\xbb\xbf", bytes(9)])
@pytest.mark.parametrize("name", ["x.warc", "crawl.dat"])
def test_a_warc_file_with_something_before_it_is_no_page(tmp_path: Path, junk: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(junk + good(1) + good(2))
    found = [c.outcome for c in read_inputs([path], page_bytes=LIMIT) if isinstance(c, Capture)]
    assert found in (["fetched"] * 2, ["damaged", *["fetched"] * 2])
