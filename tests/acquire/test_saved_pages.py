"""Saved pages in: MHTML, web archives, what browsers save beside a page, zip and tar, lists of addresses."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import plistlib
import sys
import tarfile
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import lz4.frame
import pytest
import zstandard

from flows.acquire.files.read_files import read_inputs
from flows.acquire.files.wanted import KINDS, Passed
from flows.archive.captures import Capture

PAGE = "<!doctype html><html><body><p>Die Fähre legte um sechs Uhr ab.</p></body></html>"
LIMIT = 100_000
URL = "https://herald.example/ferry?a=1&b=2"
SAVED = "Sun, 1 Feb 2026 08:00:00 -0000"


def found_in(path: Path) -> list[tuple[str, str]]:
    """What became of everything below a path: the end of its address, and its outcome or its kind in brackets."""
    told = []
    for one in read_inputs([path], page_bytes=LIMIT):
        where = one.url.removeprefix(path.absolute().as_uri())
        if isinstance(one, Passed):
            assert one.why in KINDS
        told.append((where, one.outcome if isinstance(one, Capture) else f"({one.why})"))
    return told


def mhtml(*, location: bool = True, start: bool = False, text: str = PAGE, html: bool = True) -> bytes:
    """An MHTML file as browsers write them, by the email package: a frame or a picture may stand before the page."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "<Saved by Blink>"
    if location:
        message["Snapshot-Content-Location"] = URL
    message["Subject"] = "=?utf-8?Q?Die_F=C3=A4hre?="
    message["Date"] = SAVED
    page = EmailMessage(policy=SMTP)
    page.set_content(text, subtype="html" if html else "plain", charset="utf-8", cte="quoted-printable")
    page["Content-ID"] = "<page@mhtml>"
    page["Content-Location"] = URL
    frame = EmailMessage(policy=SMTP)
    frame.set_content("<p>An advertisement</p>", subtype="html")
    frame["Content-Location"] = "https://ads.example/frame"
    message.make_related()
    for part in (frame, page) if start or location else (page, frame):
        message.attach(part)
    message.add_related(b"\x89PNG", "image", "png")
    if start:
        message.set_param("start", "<page@mhtml>")
    return message.as_bytes()


@pytest.mark.parametrize("name", ["a.mht", "a.mhtml", "a.eml", "any name", "a.html"])
@pytest.mark.parametrize("how", [{}, {"location": False}, {"start": True}])
def test_a_page_in_mhtml(tmp_path: Path, name: str, how: dict[str, bool]) -> None:
    path = tmp_path / name
    path.write_bytes(mhtml(**how))
    found, *rest = read_inputs([path], page_bytes=LIMIT)
    assert isinstance(found, Capture)
    assert (found.url, found.outcome, found.media_type, found.charset) == (URL, "fetched", "text/html", "utf-8")
    assert found.body is not None and found.body.decode().replace("\r\n", "\n").strip() == PAGE
    assert found.fetched_at == datetime(2026, 2, 1, 8, tzinfo=UTC)
    assert [one.why for one in rest if isinstance(one, Passed)] == ["page part"] * 2


def test_a_page_that_opera_or_a_mail_program_wrote_byte_by_byte(tmp_path: Path) -> None:
    """RFC 2557, section 9.1, with folded headers, LF line ends, base64 and no MIME-Version."""
    path = tmp_path / "a.mht"
    path.write_bytes(
        b"\nContent-Type: multipart/related;\n\tboundary=xx\n\n--xx\nContent-Type: text/html;\n charset=iso-8859-1\n"
        b"Content-Transfer-Encoding: base64\nContent-Location:\n https://herald.example/a\n\nPHA+RuRocmU8L3A+\n--xx--\n"
    )
    [found] = read_inputs([path], page_bytes=LIMIT)
    assert isinstance(found, Capture)
    assert (found.body, found.charset, found.url) == (b"<p>F\xe4hre</p>", "iso-8859-1", "https://herald.example/a")


def placed(page: str, *above: str, told: str = "MIME-Version: 1.0") -> bytes:
    """A message that is the page itself.  page: its Content-Location; above: that of the message."""
    lines = [told, "Content-Type: text/html; charset=utf-8", *(f"Content-Base: {one}" for one in above)]
    return "\r\n".join([*lines, f"Content-Location: {page}", "", PAGE]).encode()


LONG = PAGE.replace("Die", "Die" + " lange" * 40)
MAIL = mhtml(location=False).replace(b"Content-Location: " + URL.encode(), b"X-Was: here")
ODD = {
    "a mark before it": (b"\xef\xbb\xbf" + mhtml(), URL),
    "blanks behind a soft line break": (mhtml(text=LONG).replace(b"=\r\n", b"= \t\r\n"), URL),
    "no MIME-Version": (placed(URL, told="Subject: Ferry"), URL),
    "a relative address": (placed("../ferry.html", "https://herald.example/a/b/"), "https://herald.example/a/ferry.html"),
    "an address in another charset": (placed("=?utf-8?Q?https://herald.example/f=C3=A4hre?="), "https://herald.example/fähre"),
    "an address that is none": (placed("=?x?Q?a?=", "https://[a"), ""),
    "as Apple Mail stores it": (b"%d    \n" % len(MAIL) + MAIL + b"<?xml version='1.0'?><plist/>", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_odd_messages_that_hold_a_page(tmp_path: Path, name: str) -> None:
    content, address = ODD[name]
    path = tmp_path / "a"
    path.write_bytes(content)
    found = next(iter(read_inputs([path], page_bytes=LIMIT)))
    assert isinstance(found, Capture) and found.body is not None
    assert found.url == (address or path.as_uri())
    assert found.body.decode().replace(" lange", "").strip() == PAGE


@pytest.mark.parametrize(
    ("content", "outcome", "said"),
    [
        (mhtml(location=False)[:-700], "truncated", "end is missing"),
        (mhtml(text=" "), "empty", "nothing in its page"),
        (mhtml(text="x" * LIMIT * 2), "too_large", "larger than 100,000 bytes"),
        (b"MIME-Version: 1.0\nContent-Type: image/png\n\n\x89PNG", "wrong_type", "none of its parts is a page"),
        (gzip.compress(mhtml())[:-40], "truncated", "end of what is packed"),
    ],
)
def test_mhtml_that_gives_no_page(tmp_path: Path, content: bytes, outcome: str, said: str) -> None:
    path = tmp_path / "a.mht"
    path.write_bytes(content)
    found = next(iter(read_inputs([path], page_bytes=LIMIT)))
    assert isinstance(found, Capture) and (found.outcome, found.body) == (outcome, None)
    assert said in found.detail and str(path) in found.detail


@pytest.mark.parametrize(
    "text",
    [
        "Headline: Ferry\nDate: 1 February 2026\nSubject: Harbour\n\nThe ferry sailed at dawn.",
        "From: Our correspondent\nDate: 1 February\n\nThe ferry sailed at dawn.",
        "MIME-Version: 1.0 is what a message begins with.\nThis is a story about mail.\n\nText.",
    ],
)
def test_a_story_with_labelled_lines_is_no_message(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    [found] = read_inputs([path], page_bytes=LIMIT)
    assert isinstance(found, Capture) and found.body == text.encode()


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_web_archive_of_safari(tmp_path: Path, form: plistlib.PlistFormat) -> None:
    main = {
        "WebResourceData": PAGE.encode(),
        "WebResourceURL": URL,
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8",
        "WebResourceFrameName": "",
    }
    picture = {"WebResourceData": b"\x89PNG", "WebResourceURL": "https://herald.example/a.png"}
    archive = {"WebMainResource": main, "WebSubresources": [picture], "WebSubframeArchives": [{}]}
    path = tmp_path / "Ferry.webarchive"
    path.write_bytes(plistlib.dumps(archive, fmt=form))
    found, *rest = read_inputs([path], page_bytes=LIMIT)
    assert isinstance(found, Capture)
    assert (found.url, found.body, found.charset, found.media_type) == (URL, PAGE.encode(), "utf-8", "text/html")
    assert [one.why for one in rest if isinstance(one, Passed)] == ["page part"] * 2
    path.write_bytes(plistlib.dumps(archive, fmt=form)[:-60])
    [cut] = read_inputs([path], page_bytes=LIMIT)
    assert isinstance(cut, Capture) and cut.outcome == "damaged"


@pytest.mark.parametrize("folder", ["Ferry_files", "Ferry-Dateien", "Ferry_fichiers", "Ferry.files"])
@pytest.mark.parametrize("where", ["folder", "zip", "tar"])
def test_frames_beside_a_saved_page_are_parts_of_it(tmp_path: Path, folder: str, where: str) -> None:
    names = [f"{folder}/ad.html", f"{folder}/deep/a.css", "Ferry.htm", "Harbour_files/story.html", "sub/Ferry.html"]
    path = tmp_path / "saved"
    contents = {f"x/{name}": PAGE.encode() for name in names}
    if where == "folder":
        for name, body in contents.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(body)
    else:
        path.write_bytes(PACKS[where](contents))
    told = {where.strip("/#"): what for where, what in found_in(path)}
    assert [told[f"x/{name}"] for name in names] == ["(page part)", "(page part)", "fetched", "fetched", "fetched"]


def test_a_folder_whose_page_would_have_too_long_a_name(tmp_path: Path) -> None:
    folder = tmp_path / ("n" * 250 + "_file")
    folder.mkdir()
    (folder / "a.html").write_text(PAGE)
    assert [what for _, what in found_in(tmp_path)] == ["fetched"]


def zipped(contents: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, body in contents.items():
            archive.writestr(name, body)
    return out.getvalue()


def tarred(contents: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, body in contents.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return out.getvalue()


PACKS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "zip": zipped,
    "tar": tarred,
    "gnu tar": lambda contents: tarred(contents, tarfile.GNU_FORMAT),
    "tar.gz": lambda contents: gzip.compress(tarred(contents), mtime=0),
    "tar.bz2": lambda contents: bz2.compress(tarred(contents)),
    "tar.xz": lambda contents: lzma.compress(tarred(contents)),
    "tar.zst": lambda contents: zstandard.ZstdCompressor().compress(tarred(contents)),
    "tar.lz4": lambda contents: bytes(lz4.frame.compress(tarred(contents))),
}


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("name", ["pages.bin", "page.html"])
def test_every_member_is_read_like_a_file(tmp_path: Path, pack: str, name: str) -> None:
    path = tmp_path / name
    long = "d" * 120 + "/" + "n" * 120 + ".html"
    path.write_bytes(
        PACKS[pack](
            {
                "../../etc/a.html": PAGE.encode(),
                "style.css": b"p {}",
                "broken.html": bytes(range(256)) * 20,
                "saved.mht": mhtml(),
                "inner.zip": zipped({"b.html": PAGE.encode(), "c.txt": b"Headline\n\nText."}),
                "urls.txt": b"https://herald.example/1\nhttps://herald.example/2\n",
                "data.bin": b"\0\1\2" * 200,
                "pages.sqlite-wal": bytes(range(256)) * 20,
                long: gzip.compress(PAGE.encode()),
            }
        )
    )
    assert [(where.lstrip("#"), what) for where, what in found_in(path)] == [
        ("../../etc/a.html", "fetched"),
        ("style.css", "(file type)"),
        ("broken.html", "not_text"),
        (URL, "fetched"),
        ("saved.mht/part-1", "(page part)"),
        ("saved.mht/part-2", "(page part)"),
        ("inner.zip/b.html", "fetched"),
        ("inner.zip/c.txt", "fetched"),
        ("urls.txt", "(address list)"),
        ("data.bin", "(file type)"),
        ("pages.sqlite-wal", "(file type)"),
        (long, "fetched"),
    ]
    assert [one.name for one in tmp_path.iterdir()] == [name], "nothing is unpacked beside it"


def test_the_fault_of_a_member_is_told_with_its_name_and_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    path.write_bytes(zipped({"a/cut.mht": mhtml(location=False)[:-700]}))
    [found] = [one for one in read_inputs([path], page_bytes=LIMIT) if isinstance(one, Capture)]
    assert found.detail == "a/cut.mht in pages.zip: its end is missing; get it again."


TYPES, ODF = "[Content_Types].xml", "META-INF/manifest.xml"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (zipped({TYPES: b"<Types/>", "word/document.xml": b"<w/>"}), "Word document (docx); save it as text"),
        (zipped({TYPES: b"<Types/>", "xl/workbook.xml": b"<w/>"}), "Excel workbook (xlsx); save its sheet as CSV"),
        (zipped({TYPES: b"<Types/>", "visio/document.xml": b"<w/>"}), "it is an office document"),
        (
            zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", ODF: b"<m/>"}, zipfile.ZIP_STORED),
            "(ods); save its",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "office document (xls, doc, ppt)"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(60), "7z archive; unpack it first"),
        (b"Rar!\x1a\x07\x01\0" + bytes(60), "RAR archive; unpack it first"),
        (b"FEA1" + bytes(60), "Feather, version 1"),
    ],
)
@pytest.mark.parametrize("name", ["letter.docx", "letter.zip"])
def test_an_office_document_is_no_archive_of_pages(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    [found] = read_inputs([path], page_bytes=LIMIT)
    assert isinstance(found, Capture) and found.outcome == "not_text" and said in found.detail


def test_a_page_of_singlefile_that_is_a_zip_archive_too(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    packed = zipped(
        {"index.html": f"<!--\n Page saved with SingleFile \n url: {URL} \n-->{PAGE}".encode(), "1.png": b"x"}
    )
    path.write_bytes(b"<!doctype html><html><body><p>Wait</p><!--" + packed + b"--></body></html>")
    assert found_in(path) == [(URL, "fetched"), ("#1.png", "(file type)")]


LIST = "\ufeff# stories\nhttps://herald.example/1\r\n\n  http://herald.example/2?q=ä ö\nno address\nhttps://herald.example/3"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_list_of_addresses(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(pack("\n".join([*["https://herald.example/x"] * 9, LIST.lstrip("\ufeff")]).encode()))
    told = found_in(path)[9:]
    assert told == [
        ("https://herald.example/1", "(address)"),
        ("#line-13", "refused_address"),
        ("#line-14", "refused_address"),
        ("https://herald.example/3", "(address)"),
    ]


TWO = "https://herald.example/1\nhttps://herald.example/2?a=b;c#d\n"


@pytest.mark.parametrize(
    "content",
    [
        TWO.encode("utf-16"),
        TWO.replace("\n", "\r").encode(),
        b"URL\r\n" + TWO.encode(),
        ("; two\n// stories\n" + TWO.replace("\n", " # seen\n")).encode(),
        TWO.replace("https", "- <https").replace("\n", ">\n").encode(),
        ("\ufeff" + TWO.replace("https", '"https').replace("\n", '",\n')).encode(),
    ],
)
def test_how_people_write_lists_of_addresses(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert found_in(path) == [(line, "(address)") for line in TWO.splitlines()]


@pytest.mark.parametrize(
    "text",
    ["https://herald.example/1 is where the story stands.\nMore text.", "The ferry\n\nhttps://herald.example/1\n"],
)
def test_a_text_with_addresses_is_no_list(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    assert [what for _, what in found_in(path)] == ["fetched"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PAGE.encode(), [("file:///dev/stdin", "fetched")]),
        (b"https://herald.example/1\n", [("https://herald.example/1", "(address)")]),
        (zipped({"a.html": PAGE.encode()}), [("file:///dev/stdin#a.html", "fetched")]),
        (b"", [("file:///dev/stdin", "empty")]),
    ],
)
def test_standard_input_holds_anything(
    monkeypatch: pytest.MonkeyPatch, content: bytes, expected: list[tuple[str, str]]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert found_in(Path("-")) == expected
