"""The files of the archive as others read them: every digest fits, every record says what it is."""

from __future__ import annotations

import io
import shutil
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from flows.acquire.files.read_files import read_file
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.archive.storing import Storing

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SENT = b"GET /storm HTTP/1.1\r\nHost: herald.example\r\nUser-Agent: copydesk/1\r\n\r\n"
STORM = Capture(
    "https://herald.example/storm",
    b"<p>Storm</p>",
    fetched_at=NOON,
    status=200,
    headers=(("Content-Type", "text/html"), ("Content-Encoding", "br"), ("Content-Length", "9"), ("ETag", '"1"')),
    redirects=("http://herald.example/storm",),
    request=SENT,
)
BLOCKED = Capture(
    "https://herald.example/blocked",
    outcome="blocked",
    detail="The site answered 403 with a challenge.",
    fetched_at=NOON,
    status=403,
    headers=(("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "25")),
    error_body="<p>Prüfung läuft</p>".encode(),
    request=SENT,
)
#: One of each kind of record, by the type that it gets.
KINDS = {
    "a page": (STORM, "response"),
    "the same page elsewhere": (replace(STORM, url="https://m.herald.example/storm", redirects=()), "revisit"),
    "an unchanged page": (replace(STORM, body=None, status=304, outcome="not_modified"), "revisit"),
    "a refusal": (BLOCKED, "response"),
    "a challenge that says 200": (replace(BLOCKED, url="https://herald.example/200", status=200), "response"),
    "an error without a word": (replace(BLOCKED, url="https://herald.example/404", error_body=b""), "metadata"),
    "no answer": (Capture("https://herald.example/slow", outcome="timeout", detail="It took 60 s."), "metadata"),
    "a feed, whose body is not kept": (replace(STORM, url="https://herald.example/rss", body=None), "metadata"),
    "a file": (Capture("file:///pages/my storm.txt", b"Storm\n", channel="file", media_type="text/plain"), "resource"),
    "the same file": (Capture("file:///pages/2.txt", b"Storm\n", channel="file"), "revisit"),
    "an empty page": (Capture("https://herald.example/empty", b"", status=200), "response"),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("archive")
    with Archive(directory, run="one", storing=Storing(software="copydesk/9")) as archive:
        for capture, _ in KINDS.values():
            archive.add(capture)
    return directory


def records(path: Path) -> Iterator[tuple[Any, bytes]]:
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            yield record, record.content_stream().read()


def of(directory: Path, url: str, kind: str = "response") -> tuple[Any, bytes]:
    """The record of an address."""
    found = records(directory / "one.warc.gz")
    return next(pair for pair in found if pair[0].rec_type == kind and pair[0].rec_headers["WARC-Target-URI"] == url)


def test_every_digest_fits(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert Checker(Namespace(inputs=[str(written / "one.warc.gz")], verbose=True)).process_all() == 0
    said = capsys.readouterr().out
    assert "failed" not in said and "no digest" not in said


def test_each_kind_of_capture_is_one_record(written: Path) -> None:
    types = [record.rec_type for record, _ in records(written / "one.warc.gz")]
    assert types[0] == "warcinfo"
    assert [kind for kind in types[1:] if kind != "request"] == [kind for _, kind in KINDS.values()]


def test_a_file_begins_by_saying_who_wrote_it(written: Path) -> None:
    info, block = next(records(written / "one.warc.gz"))
    assert info.rec_headers["WARC-Filename"] == "one.warc.gz"
    fields = dict(line.split(": ", 1) for line in block.decode().splitlines())
    assert fields["software"] == "copydesk/9" and fields["format"] == "WARC File Format 1.1"
    assert fields["conformsTo"].endswith("/warc-1.1/") and fields["isPartOf"] == "one"
    assert str(written) not in block.decode(), "no path of this machine"


def test_what_was_sent_stands_behind_what_came(written: Path) -> None:
    found = list(records(written / "one.warc.gz"))
    sent = [n for n, (record, _) in enumerate(found) if record.rec_type == "request"]
    assert len(sent) == sum(capture.request is not None for capture, _ in KINDS.values())
    for n in sent:
        request, answer = found[n][0], found[n - 1][0]
        assert request.rec_headers["WARC-Concurrent-To"] == answer.rec_headers["WARC-Record-ID"]
        assert request.rec_headers["WARC-Target-URI"] == answer.rec_headers["WARC-Target-URI"]
        assert request.http_headers.get_header("User-Agent") == "copydesk/1"


def test_headers_of_the_transfer_are_true_of_what_is_stored(written: Path) -> None:
    """The body is stored as it reads; what packed it on its way stands under another name."""
    record, body = of(written, STORM.url)
    http = record.http_headers
    assert body == STORM.body and http.get_header("Content-Length") == str(len(body))
    assert http.get_header("Content-Encoding") is None
    assert http.get_header("X-Archive-Orig-Content-Encoding") == "br"
    assert http.get_header("X-Archive-Orig-Content-Length") == "9"


def test_a_length_that_is_true_stays(tmp_path: Path) -> None:
    with Archive(tmp_path, run="one") as archive:
        archive.add(replace(STORM, headers=(("content-length", "12"), ("X", "y"))))
    record, _ = of(tmp_path, STORM.url)
    assert record.http_headers.headers == [("content-length", "12"), ("X", "y")]


def test_a_revisit_names_the_record_that_it_means(written: Path) -> None:
    first, _ = of(written, STORM.url)
    for url, profile in ((STORM.url, "server-not-modified"), ("https://m.herald.example/storm", "identical-payload-d")):
        again, body = of(written, url, "revisit")
        named = again.rec_headers
        assert body == b"" and f"/revisit/{profile}" in named["WARC-Profile"]
        assert named["WARC-Refers-To-Target-URI"] == first.rec_headers["WARC-Target-URI"]
        assert named["WARC-Refers-To-Date"] == first.rec_headers["WARC-Date"]
        assert named["WARC-Payload-Digest"] == first.rec_headers["WARC-Payload-Digest"]


def test_no_answer_is_told_in_words_that_others_read(written: Path) -> None:
    _, block = of(written, "https://herald.example/slow", "metadata")
    assert block == b"outcome: timeout\r\ndetail: It took 60 s.\r\n"


def test_what_a_site_said_is_kept_and_is_no_page(written: Path, tmp_path: Path) -> None:
    shutil.copytree(written, tmp_path / "a")
    for rebuilt in (False, True):
        if rebuilt:
            for file in (tmp_path / "a").glob("index.sqlite*"):
                file.unlink()
        with Archive(tmp_path / "a") as archive:
            assert not [page for page in archive.pages() if page.url == BLOCKED.url]
            assert BLOCKED.url in [event.url for event in archive.events()], "it is staged as what it is"
            (row,) = archive.history(BLOCKED.url)
            assert (row.outcome, row.sha256) == ("blocked", None)
            assert archive.record(row).capture.error_body == BLOCKED.error_body


@pytest.mark.parametrize(("limit", "kept"), [(64_000, 64_000), (10, 10), (0, None)])
def test_of_an_error_only_the_beginning_is_kept(tmp_path: Path, limit: int, kept: int | None) -> None:
    with Archive(tmp_path, run="one", storing=Storing(error_bytes=limit)) as archive:
        archive.add(replace(BLOCKED, error_body=b"x" * 65_536))
        (row,) = archive.history(BLOCKED.url)
        said = archive.record(row).capture.error_body
    assert (said and len(said)) == kept
    if kept:
        assert of(tmp_path, BLOCKED.url)[0].rec_headers["WARC-Truncated"] == "length"
    assert Checker(Namespace(inputs=[str(tmp_path / "one.warc.gz")], verbose=False)).process_all() == 0


def test_an_import_of_our_own_file_takes_the_pages_and_no_error(written: Path) -> None:
    found = list(read_file(written / "one.warc.gz", page_bytes=100_000))
    pages = [one.url for one in found if isinstance(one, Capture) and one.body is not None]
    assert pages == [STORM.url, "file:///pages/my%20storm.txt"]
    passed = [getattr(one, "why", "") for one in found if not isinstance(one, Capture)]
    assert passed.count("status") == 2, "the refusal, and the challenge that says 200"


def test_a_file_of_an_earlier_version_is_read_as_before(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).with_name("earlier_archive.warc.gz"), tmp_path / "old.warc.gz")
    with Archive(tmp_path, run="new") as archive:
        assert archive.notes == ()
        assert {page.url: archive.read(page.sha256).body for page in archive.pages()} == {
            "https://h.example/a": b"<p>hallo</p>",
            "file:///x/y.txt": b"hallo",
        }
        assert archive.counts() == {"fetched": 3, "http_error": 1, "not_modified": 1, "timeout": 1}
        assert not archive.add(Capture("https://h.example/new", b"<p>hallo</p>", status=200)).new
    assert len((tmp_path / "old.cdxj").read_text().splitlines()) == 4


@pytest.mark.parametrize(
    ("set_to", "a_second", "waiting", "level"),
    [(0, 0.0, 1, 4), (0, 41.0, 1, 4), (0, 500.0, 1, 2), (0, 3.0, 5, 2), (9, 500.0, 16, 9), (1, 0.0, 1, 1)],
)
def test_how_hard_a_page_is_packed(set_to: int, a_second: float, waiting: int, level: int) -> None:
    """As time allows, unless somebody has said how hard."""
    assert Storing(level=set_to).level_when(a_second, waiting) == level


@pytest.mark.parametrize("level", [0, 1, 2, 3, 5, 9])
def test_any_gzip_reads_what_was_packed(tmp_path: Path, level: int) -> None:
    import gzip

    with Archive(tmp_path, run="one", storing=Storing(level=level)) as archive:
        archive.add(STORM)
    assert STORM.body is not None and STORM.body in gzip.decompress((tmp_path / "one.warc.gz").read_bytes())
    with pytest.raises(EOFError):
        gzip.decompress((tmp_path / "one.warc.gz").read_bytes()[:-3])
    assert io.BytesIO((tmp_path / "one.warc.gz").read_bytes()).read(3) == b"\x1f\x8b\x08"
