"""Files in: what each kind of file gives, and that none stops the rest."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from flows.acquire.files.read_files import read_file, read_inputs
from flows.acquire.files.warc import Passed
from flows.archive.archive import Archive
from flows.archive.captures import Capture

PAGE = b"<!doctype html><html><body><p>The ferry sailed at dawn.</p></body></html>"
LIMIT = 10_000


def capture(path: Path) -> Capture:
    [found] = read_file(path, page_bytes=LIMIT)
    assert isinstance(found, Capture)
    return found


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.html", PAGE, "text/html"),
        ("a.txt", PAGE, "text/html"),
        ("saved", PAGE, "text/html"),
        ("a.html.gz", gzip.compress(PAGE, mtime=0), "text/html"),
        ("really-packed.html", gzip.compress(PAGE, mtime=0), "text/html"),
        ("comment.php", b"\xef\xbb\xbf <!-- x --> <!-- y -->\n<HTML><body>", "text/html"),
        ("comments.txt", b"<!-- x -->" * 900 + b"text", "text/plain"),
        ("a.txt", b"Headline\n\nText with a <p> in it.", "text/plain"),
        ("a.TXT.gz", gzip.compress(b"Headline\n\nText.", mtime=0), "text/plain"),
        ("zeros.html", PAGE + b"<p>A zero\0 here, and there\0.</p>" + b"<p>More text.</p>" * 9, "text/html"),
        ("fragment.htm", b"Text, then <b>more</b>", "text/html"),
        ("dump", b"Headline\n\nText.", None),
        ("utf16.txt", "Headline".encode("utf-16"), "text/plain"),
        ("utf16-unmarked.txt", "Headline, and text behind it".encode("utf-16-le"), "text/plain"),
        ("koi.txt", "Заголовок и текст".encode("koi8-r"), "text/plain"),
    ],
)
def test_pages(tmp_path: Path, name: str, content: bytes, media_type: str | None) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    found = capture(path)
    assert (found.outcome, found.media_type, found.channel) == ("fetched", media_type, "file")
    assert found.body == (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content)
    assert found.url == path.as_uri()


@pytest.mark.parametrize(
    ("content", "outcome", "said"),
    [
        (b"", "empty", "nothing in it"),
        (b" \n\t ", "empty", "nothing in it"),
        (gzip.compress(b"", mtime=0), "empty", "nothing in it"),
        (b"%PDF-1.7 ...", "not_text", "a PDF document"),
        (bytes(range(256)) * 20, "not_text", "binary"),
        (b"<html>" + b"a\0\0" * 200, "not_text", "binary"),
        (gzip.compress(os.urandom(5000)), "not_text", "binary"),
        (b"x" * (LIMIT + 1), "too_large", "larger than 10,000 bytes"),
        (gzip.compress(b"x" * 50_000_000, mtime=0), "too_large", "larger than 10,000 bytes"),
        (gzip.compress(PAGE, mtime=0)[:-12], "truncated", "end of what is packed in it is missing"),
        (gzip.compress(PAGE, mtime=0)[:-8] + b"wrongsum", "damaged", "cannot be unpacked"),
        (b"\x1f\x8bnonsense", "damaged", "cannot be unpacked"),
    ],
)
def test_files_that_give_no_page(tmp_path: Path, content: bytes, outcome: str, said: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(content)
    found = capture(path)
    assert (found.outcome, found.body) == (outcome, None)
    assert said in found.detail and str(path) in found.detail


def test_a_file_has_one_address_however_its_path_is_typed(tmp_path: Path) -> None:
    (tmp_path / "in" / "there").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "in" / "there")
    (tmp_path / "page.html").write_bytes(PAGE)
    for typed in ("page.html", "in/../page.html", "in/there/../.././page.html", "link/../../page.html"):
        assert capture(tmp_path / typed).url == (tmp_path / "page.html").as_uri()


def test_what_is_not_there_or_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    assert "no such file" in capture(tmp_path / "missing.html").detail
    assert "no regular file" in capture(tmp_path / "pipe.html").detail


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    path.chmod(0)
    assert "no permission" in capture(path).detail


def test_a_folder_in_the_order_of_names(tmp_path: Path) -> None:
    for name in (
        "b.html",
        "a/z.html",
        "a/b.txt",
        "c",
        "broken.html",
        "page_files/style.css",
        ".hidden.html",
        "case.toml",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"\0\1\2" * 100 if "broken" in name else PAGE)
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    found = list(read_inputs([tmp_path], page_bytes=LIMIT))
    names = [(item.url.removeprefix(tmp_path.as_uri() + "/"), getattr(item, "outcome", "passed")) for item in found]
    assert names == [
        ("a/b.txt", "fetched"),
        ("a/z.html", "fetched"),
        ("b.html", "fetched"),
        ("broken.html", "not_text"),
        ("c", "fetched"),
        ("case.toml", "passed"),
        ("page_files/style.css", "passed"),
    ]
    assert [item.why for item in found if isinstance(item, Passed)] == ["file type", "file type"]


def test_a_name_whose_bytes_are_no_characters(tmp_path: Path) -> None:
    for name, content in ((b"caf\xe9.html", PAGE), (b"leer\xfc.html", b"")):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(content)
    with Archive(tmp_path.parent / "archive") as archive:
        for found in read_inputs([tmp_path], page_bytes=LIMIT):
            assert isinstance(found, Capture)
            archive.add(found)
        assert [row.url.rpartition("/")[2] for row in archive.captures()] == ["caf%E9.html", "leer%FC.html"]


def test_a_file_named_by_the_user_is_tried_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    path.write_bytes(PAGE)
    assert [getattr(item, "outcome", "") for item in read_inputs([path], page_bytes=LIMIT)] == ["fetched"]


@pytest.mark.parametrize(
    "content", ["https://herald.example/ferry\n", "[InternetShortcut]\r\nURL=https://herald.example/ferry\r\n"]
)
def test_the_address_from_a_sidecar(tmp_path: Path, content: str) -> None:
    (tmp_path / "ferry.html").write_bytes(PAGE)
    (tmp_path / "ferry.html.url").write_text(content)
    [found] = [item for item in read_inputs([tmp_path], page_bytes=LIMIT) if isinstance(item, Capture)]
    assert found.url == "https://herald.example/ferry"


@pytest.mark.parametrize(
    "comment",
    [
        b"<!-- saved from url=(0029)https://herald.example/ferry -->",
        b"<!--\n Page saved with SingleFile \n url: https://herald.example/ferry \n saved date: Mon\n-->",
    ],
)
def test_the_address_from_the_comment_of_a_browser(tmp_path: Path, comment: bytes) -> None:
    path = tmp_path / "ferry.html"
    path.write_bytes(b"<!DOCTYPE html>\n" + comment + PAGE)
    assert capture(path).url == "https://herald.example/ferry"
