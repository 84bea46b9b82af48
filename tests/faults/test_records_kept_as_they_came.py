"""Imported WARC records are stored byte for byte if they say what the archive would write, else they are written anew.

Either way every reader, a rebuilt index and `warcio check` find what was imported.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zipfile
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from warcio.checker import Checker

from flows.acquire.files.owner import Owner
from flows.archive.archive import Archive, read_archived
from flows.archive.captures import Capture
from flows.archive.catch_up import catch_up
from flows.archive.check_files import check_files
from flows.archive.export_wacz import export_wacz
from flows.archive.index import ArchiveIndex
from flows.archive.index_rows import CaptureRow
from flows.archive.warc_file import read_packed
from tests.faults.warcs import good, gz, http, packed, page, read, record

URL = "https://herald.example/1"
BODY = page(1)


def digest(data: bytes, algorithm: str = "sha1") -> str:
    return f"{algorithm}:{base64.b32encode(hashlib.new(algorithm, data).digest()).decode()}"


def one(*headers: str, body: bytes = BODY, answer: tuple[str, ...] = (), target: str = URL, **options: object) -> bytes:
    return record(target, http(body, *answer), *headers, **options)  # type: ignore[arg-type]


def labelled(kind: str, said: Callable[[bytes], str], data: bytes) -> bytes:
    return one(f"WARC-{kind}-Digest: {said(data)}")


#: What is kept as it came.
KEPT = {
    "without digests": one(),
    "as wget writes an address": one(target=f"<{URL}>"),
    "with a length that is true": one(answer=(f"Content-Length: {len(BODY)}",)),
    "with both digests": one(f"WARC-Block-Digest: {digest(http(BODY))}", f"WARC-Payload-Digest: {digest(BODY)}"),
    "with SHA-256 in hexadecimal digits": labelled(
        "Payload", lambda data: f"sha256:{hashlib.sha256(data).hexdigest()}", BODY
    ),
    "with SHA-256 in base 32": labelled("Payload", lambda data: digest(data, "sha256"), BODY),
    "with MD5 in base 32": labelled("Block", lambda data: digest(data, "md5"), http(BODY)),
    "with a fraction of a second": one(date="2026-02-01T08:00:00.123456789Z"),
    "of WARC 1.1": one(version="WARC/1.1"),
    "of HTTP/2": record(URL, http(BODY, status="HTTP/2 200")),
    "with more headers": one("WARC-IP-Address: 192.0.2.1", answer=('ETag: W/"a  b"', "Last-Modified: yesterday")),
    "with two headers of one name in the answer": one(answer=("Set-Cookie: a=1", "Set-Cookie: b=2")),
    "that says nothing of its type": record(URL, http(BODY, "Server: x", media_type=None)),
    "of another charset": record(URL, http("Möwe".encode("latin-1"), media_type="text/html; charset=ISO-8859-1")),
    "of a file": record("file:///pages/a.html", BODY, kind="resource", content_type="text/html"),
    "of a file on the web": record(URL, BODY, kind="resource", content_type="text/html; charset=utf-8"),
    "with line feeds only in its body": one(body=BODY + b"\n\n\nend\r\n"),
    "with a name in its gzip header": None,
}
#: What is packed anew.
ANEW = {
    "with chunks": one(answer=("Transfer-Encoding: chunked",), body=b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)),
    "that calls its body chunked": one(answer=("Transfer-Encoding: chunked",)),
    "packed by its server": one(answer=("Content-Encoding: gzip",), body=gz(BODY)),
    "packed by its server without a word": one(body=gz(BODY)),
    "that calls its body packed": one(answer=("Content-Encoding: gzip",)),
    "with a length that is smaller": one(answer=("Content-Length: 9",)),
    "with a wrong block digest": labelled("Block", digest, b"other"),
    "with a wrong payload digest": labelled("Payload", digest, b"other"),
    "with MD5 in hexadecimal digits": labelled("Payload", lambda data: f"md5:{hashlib.md5(data).hexdigest()}", BODY),
    "with a digest of no known kind": one("WARC-Payload-Digest: crc32:00000000"),
    "with a digest in small letters": labelled("Payload", lambda data: digest(data).lower(), BODY),
    "without a time": one(date=None),
    "with a time as digits": one(date="20260201080000"),
    "with a time in a zone": one(date="2026-02-01T08:00:00+02:00"),
    "with a time that is to come": one(date="2999-01-01T00:00:00Z"),
    "without an address": record(None, http(BODY)),
    "with blanks in its address": one(target="https://herald.example/a b"),
    "with an address in capitals": one(target="HTTPS://herald.example/1"),
    "with an answer in two parts": record(URL, b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n" + http(BODY)),
    "with a folded line": one(answer=("X-Folded: a\r\n b",)),
    "with a header that is no ASCII": one(answer=("X-Name: Möwe",)),
    "with lines of LF alone": record(URL, http(BODY).replace(b"\r\n", b"\n")),
    "of a page that was called data": record(URL, http(BODY, media_type="application/octet-stream")),
    "of a file that was called data": record(URL, BODY, kind="resource", content_type="application/octet-stream"),
    "with a status line alone": record(URL, http(BODY, media_type=None)),
    "without a status": record(URL, http(BODY, status="HTTP/1.1 OK")),
    "with a header twice": one("WARC-Date: 2026-02-02T08:00:00Z"),
    "that is an extract": record(URL, BODY, kind="conversion", content_type="text/html"),
    "without a name": one().replace(b"WARC-Record-ID", b"X-Record-ID"),
    "without the separator behind it": one(tail=b""),
    "with half of the separator": one(tail=b"\r\n"),
    "with a length that is none": one(length="007"),
    "of a draft of the standard": one(version="WARC/0.18"),
    "rendered by our browser": one("Copydesk-Rendered-By: Chromium 1"),
    "of a file that says what an answer does": record(URL, BODY, kind="resource", content_type="text/html; x=http"),
}
#: Whole files of which nothing is kept as it came.
FILES = {
    "two records in one member": gz(good(1) + good(2)),
    "one record in two members": gz(good(1)[:300]) + gz(good(1)[300:]),
    "a plain file": good(1) + good(2),
    "packed twice": gz(packed(good(1))),
    "a wrong checksum": packed(good(1))[:-8] + bytes(8),
}


def members(names: dict[str, bytes | None]) -> dict[str, bytes]:
    """Name -> the bytes as a gzip member; for None a member that has a file name in its header."""
    named = b"\x1f\x8b\x08\x08" + bytes(6) + b"x.warc\0" + gz(good(1))[10:]
    return {name: gz(data) if data is not None else named for name, data in names.items()}


def stored(content: bytes, folder: Path, owner: Owner | None = None) -> tuple[Path, list[CaptureRow]]:
    """Import a file's pages into a new archive; gives its directory and the rows of its index."""
    found = read(content, folder, "x.warc.gz")
    with Archive(folder / "archive", run="run") as archive:
        for capture in (owner or Owner()).of_all(found):  # type: ignore[arg-type]
            if isinstance(capture, Capture):
                archive.add(capture)
    with Archive(folder / "archive", run="run") as archive:
        return archive.directory, list(archive.captures())


def is_sound(directory: Path, rows: list[CaptureRow]) -> None:
    """Check that all readers of the archive find these rows and no fault, and that a rebuilt index has the same
    rows."""
    with Archive(directory, run="again") as archive:
        assert [fault.line() for fault in check_files(archive, lambda steps=1: None)] == []
        for found in archive.pages():
            assert read_archived(directory, found).body
    files = [str(path) for path in directory.glob("*.warc.gz")]
    assert Checker(Namespace(inputs=files, verbose=True)).process_all() == 0
    anew = ArchiveIndex(directory / "anew.sqlite")
    assert catch_up(directory, anew) == []
    assert anew.captures() == rows
    anew.close()
    (directory / "anew.sqlite").unlink()


def as_it_came(directory: Path, row: CaptureRow) -> bytes:
    return read_packed(directory, row.warc, row.offset, row.length)


@pytest.mark.parametrize("name", KEPT)
def test_a_record_is_kept_as_it_came(name: str, tmp_path: Path) -> None:
    content = members(KEPT)[name]  # type: ignore[arg-type]
    directory, rows = stored(content, tmp_path)
    assert [as_it_came(directory, row) for row in rows] == [content]
    is_sound(directory, rows)


@pytest.mark.parametrize("name", [*ANEW, *FILES])
def test_a_record_is_packed_anew(name: str, tmp_path: Path) -> None:
    content = FILES.get(name) or gz(ANEW[name])
    directory, rows = stored(content, tmp_path)
    assert rows and all(as_it_came(directory, row) not in content for row in rows)
    is_sound(directory, rows)


def test_what_the_user_says_of_pages_stands_in_the_note(tmp_path: Path) -> None:
    """--source is written into the note before the record; with --url the record is written anew, as it has another
    address."""
    content = packed(good(1))
    directory, rows = stored(content, tmp_path, Owner(source="herald"))
    assert [(row.source, as_it_came(directory, row)) for row in rows] == [("herald", content)]
    is_sound(directory, rows)
    (tmp_path / "other").mkdir()
    directory, rows = stored(content, tmp_path / "other", Owner(url="https://herald.example/named"))
    assert [row.url for row in rows] == ["https://herald.example/named"]
    assert as_it_came(directory, rows[0]) != content
    is_sound(directory, rows)


def test_a_capture_that_was_changed_is_not_what_its_record_says(tmp_path: Path) -> None:
    [found] = read(packed(good(1)), tmp_path)
    assert isinstance(found, Capture) and found.whole is not None and found.whole.says(found)
    for changes in ({"body": BODY + b" "}, {"status": 203}, {"headers": ()}, {"redirects": (URL,)}, {"url": URL + "0"}):
        assert not found.whole.says(replace(found, **changes)), changes  # type: ignore[arg-type]


def test_our_own_records_are_taken_over_from_archive_to_archive(tmp_path: Path) -> None:
    """Records of another copydesk archive are stored unchanged, also those that it had stored unchanged itself."""
    (tmp_path / "first").mkdir()
    fetched = Capture(URL, BODY, status=200, headers=(("Content-Type", "text/html"),), source="herald", channel="http")
    with Archive(tmp_path / "first" / "archive", run="run") as archive:
        archive.add(fetched)
    content = (tmp_path / "first" / "archive" / "run.warc.gz").read_bytes() + packed(good(2))
    directory, rows = stored(content, tmp_path)
    assert [(row.channel, row.source) for row in rows] == [("warc", None)] * 2
    assert all(as_it_came(directory, row) in content for row in rows)
    is_sound(directory, rows)
    (tmp_path / "third").mkdir()
    third, again = stored((directory / "run.warc.gz").read_bytes(), tmp_path / "third")
    assert [as_it_came(third, row) for row in again] == [as_it_came(directory, row) for row in rows]


def test_the_same_body_again_is_a_revisit_of_it(tmp_path: Path) -> None:
    directory, rows = stored(packed(one(), one(target="https://m.herald.example/1")), tmp_path)
    assert [row.sha256 for row in rows] == [hashlib.sha256(BODY).hexdigest()] * 2
    assert rows[1].length < rows[0].length + 400
    is_sound(directory, rows)


def test_an_exported_file_holds_it_with_its_note(tmp_path: Path) -> None:
    directory, rows = stored(packed(good(1), good(2)), tmp_path, Owner(source="herald"))
    with Archive(directory, run="export") as archive:
        done = export_wacz(archive, tmp_path / "x.wacz", lambda row: row == rows[1], lambda steps=1: None, software="x")
    assert done.captures == 1 and not done.faults
    taken = tmp_path / "taken"
    taken.mkdir()
    with zipfile.ZipFile(tmp_path / "x.wacz") as wacz:
        (taken / "data.warc.gz").write_bytes(wacz.read("archive/data-00001.warc.gz"))
        line = wacz.read("indexes/index.cdx").decode()
    with Archive(taken) as archive:
        assert archive.notes == ()
        [row] = archive.captures()
    assert row._replace(warc="run", offset=0, length=0) == rows[1]._replace(offset=0, length=0)
    assert f'"offset": "{row.offset}"' in line


def test_random_records_read_back_as_they_were_taken(tmp_path: Path) -> None:
    """From every random record that is stored unchanged, the archive reads back what the import read from it."""
    dice = Random(17)
    parts = [
        b"\r\n",
        b"\n",
        b"\r",
        b" ",
        b"\t",
        b":",
        b"x",
        b"\xc3\xa4",
        b"\xff",
        b"\0",
        b"\x0b",
        b"0",
        b"",
        b"HTTP/1.1 200\r\n",
    ]
    made = []
    for number in range(500):
        block = bytearray(http(page(number), "ETag: 7", f"Content-Length: {len(page(number))}", "Last-Modified: now"))
        data = bytearray(record(f"https://herald.example/{number}", bytes(block)))
        for _ in range(dice.randint(0, 2)):
            at = dice.randrange(len(data) - 60)
            data[at : at + dice.choice((0, 1, 2))] = dice.choice(parts)
        begin = data.find(b"\r\n\r\n") + 4
        length = b"Content-Length: %d\r\n" % (len(data) - begin - 4)
        made.append(re.sub(rb"Content-Length: \d+\r\n", length, bytes(data), count=1))
    found = [one for one in read(packed(*made), tmp_path) if isinstance(one, Capture) and one.whole is not None]
    assert 100 < len(found) < 450
    with Archive(tmp_path / "archive", run="run") as archive:
        for capture in found:
            archive.add(capture)
    with Archive(tmp_path / "archive", run="run") as archive:
        rows = list(archive.captures())
    is_sound(archive.directory, rows)
    assert len(rows) == len(found)
