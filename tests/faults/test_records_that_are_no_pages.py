"""WARC records that are not pages are counted by kind; they are neither articles nor faults, and are not forgotten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.acquire.files.wanted import KINDS
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.cli.cli import main
from flows.import_pages import import_pages
from tests.faults.warcs import good, gz, http, outcomes, packed, page, read, record

TEXT = b"Some lines of text, as long as many a short report from the coast.\n" * 9
URL = "https://herald.example/a"

OTHERS = {
    "warcinfo": record(None, b"software: x\r\nformat: WARC/1.0\r\nconformsTo: y\r\n", kind="warcinfo"),
    "request": record(URL, b"GET /a HTTP/1.1\r\n\r\n", kind="request"),
    "metadata": record(URL, b"fetchTimeMs: 12\r\n", kind="metadata"),
    "revisit": record(URL, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", kind="revisit"),
    "continuation": record(URL, TEXT, "WARC-Segment-Number: 2", kind="continuation"),
    "other record": record(URL, TEXT, kind="x-audit"),
    "dns": record("dns:herald.example", b"20260201\nherald.example. 30 IN A 192.0.2.1\n", content_type="text/dns"),
    "log": record("metadata://gnu.org/software/wget/warc/wget.log", TEXT, kind="resource", content_type="text/plain"),
    "crawler note": record("urn:text:" + URL, TEXT, kind="resource", content_type="text/plain"),
    "other protocol": record(
        "gemini://herald.example/", b"20 text/gemini\r\n# Ferry", content_type="application/gemini"
    ),
    "robots.txt": record("https://herald.example/robots.txt", http(TEXT, media_type="text/plain")),
    "favicon": record("https://herald.example/favicon.ico", http(page("not found"))),
    "status": record(URL, http(page("gone"), status="HTTP/1.1 404 Not Found")),
    "media type": record(URL, http(b"\x89PNG", media_type="image/png")),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_each_kind(tmp_path: Path, kind: str) -> None:
    assert kind in KINDS
    for content in (packed(good(1), OTHERS[kind], good(2)), good(1) + OTHERS[kind] + good(2)):
        assert outcomes(read(content, tmp_path)) == ["fetched", f"({kind})", "fetched"]


@pytest.mark.parametrize(
    "target",
    [
        "<metadata://gnu.org/software/wget/warc/MANIFEST.txt>",
        "metadata://gnu.org/software/wget/warc/wget_arguments.txt",
        "urn:pageinfo:https://herald.example/",
        "urn:view:https://herald.example/",
        "urn:X-wpull:snapshot?url=https%3A%2F%2Fherald.example%2F",
        "screenshot:https://herald.example/",
        "thumbnail:https://herald.example/",
        "whois://whois.example/herald.example",
        "data:text/html,x",
        "about:blank",
        "urn:X-wpull:log",
    ],
)
def test_what_crawlers_write_about_pages(tmp_path: Path, target: str) -> None:
    for content_type in ("text/plain", "text/html", "application/json"):
        note = record(target, TEXT, kind="resource", content_type=content_type)
        assert outcomes(read(packed(good(1), note), tmp_path))[1] in ("(log)", "(crawler note)", "(dns)")


@pytest.mark.parametrize("kind", ["Response", "RESPONSE", "resource", "conversion"])
def test_what_are_pages(tmp_path: Path, kind: str) -> None:
    block = http(TEXT, media_type="text/plain") if kind.lower() == "response" else TEXT
    own = "application/http" if kind.lower() == "response" else "text/plain"
    found = read(packed(record(URL, block, kind=kind, content_type=own)), tmp_path)
    assert (outcomes(found), found[0].body) == (["fetched"], TEXT)  # type: ignore[attr-defined]


VAGUE = [
    "application/octet-stream",
    "unknown/unknown",
    "text/xml",
    "application/vnd.wap.xhtml+xml",
    "text/html, text/html",
]


@pytest.mark.parametrize("media_type", VAGUE)
@pytest.mark.parametrize("how", ["plain", "packed", "in chunks"])
def test_html_whose_type_says_nothing_is_a_page(tmp_path: Path, media_type: str, how: str) -> None:
    html = b'<?xml version="1.0"?>\n<!DOCTYPE html>\n' + page("a")
    body = {"plain": html, "packed": gz(html), "in chunks": b"%x;a=b\r\n%s\r\n0\r\n\r\n" % (len(html), html)}[how]
    says = {"plain": (), "packed": ("Content-Encoding: gzip",), "in chunks": ("Transfer-Encoding: chunked",)}[how]
    [found] = read(packed(record(URL, http(body, *says, media_type=media_type))), tmp_path)
    assert (found.body, found.media_type) == (html, "text/html")  # type: ignore[attr-defined]


def test_html_from_ftp_whose_type_says_nothing_is_a_page(tmp_path: Path) -> None:
    target = "ftp://herald.example/a.html"
    stored = record(target, page("a"), kind="resource", content_type="application/octet-stream")
    [found] = read(packed(stored), tmp_path)
    assert (found.url, found.body, found.media_type) == (target, page("a"), "text/html")  # type: ignore[attr-defined]


@pytest.mark.parametrize("body", [b"<rss version='2.0'><channel/></rss>", TEXT, b"%PDF-1.7 ...", b"{}"])
@pytest.mark.parametrize("media_type", ["application/octet-stream", "application/xml"])
def test_other_data_is_none(tmp_path: Path, media_type: str, body: bytes) -> None:
    assert outcomes(read(packed(record(URL, http(body, media_type=media_type))), tmp_path)) == ["(media type)"]


@pytest.mark.parametrize("status", ["HTTP/1.1 999 Request denied", "HTTP/1.1 600", "HTTP/2 520"])
def test_a_refusal_with_a_number_of_its_own_is_no_page(tmp_path: Path, status: str) -> None:
    assert outcomes(read(packed(record(URL, http(page("no"), status=status))), tmp_path)) == ["(status)"]


def test_the_head_of_an_answer_may_lack_the_blank_line_behind_it(tmp_path: Path) -> None:
    block = http(page("a"), "Link: <b>,\r\n <c>").replace(b"\r\n\r\n<", b"\r\n<")
    [found] = read(packed(record(URL, block)), tmp_path)
    assert (found.body, found.media_type) == (page("a"), "text/html")  # type: ignore[attr-defined]


def test_a_record_without_a_type_has_a_row(tmp_path: Path) -> None:
    assert outcomes(read(packed(good(1), record(URL, http(page("a")), kind=None)), tmp_path)) == ["fetched", "damaged"]


ANSWER = http(page("a") * 3)
FIRST = record(URL, ANSWER[:100], "WARC-Segment-Number: 1")
ORIGIN = "WARC-Segment-Origin-ID: " + re.search(rb"<urn:.*?>", FIRST)[0].decode()  # type: ignore[index]


def segment(number: int, block: bytes, *headers: str) -> bytes:
    return record(URL, block, ORIGIN, f"WARC-Segment-Number: {number}", *headers, kind="continuation")


OTHER_FIRST = [record(f"{URL}/{n}", http(page(n)), "WARC-Segment-Number: 1") for n in range(16)]
SECOND = segment(2, ANSWER[100:150])
LAST = segment(3, ANSWER[150:], f"WARC-Segment-Total-Length: {len(ANSWER)}")


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((FIRST, SECOND, LAST), ["(continuation)", "(continuation)", "fetched"]),
        (
            (FIRST, good(1), SECOND, LAST, good(2)),
            ["fetched", "(continuation)", "(continuation)", "fetched", "fetched"],
        ),
        ((FIRST, SECOND), ["(continuation)", "truncated"]),
        ((FIRST, LAST), ["(continuation)", "truncated"]),
        ((FIRST, OTHERS["continuation"]), ["(continuation)", "truncated"]),
        ((FIRST, SECOND, FIRST), ["(continuation)", "truncated", "truncated"]),
        ((FIRST, SECOND, segment(3, b"x", "WARC-Segment-Total-Length: 7")), [*["(continuation)"] * 2, "truncated"]),
        (
            (FIRST, segment(2, ANSWER[100:], f"wArc-segment-TOTAL-length : {len(ANSWER)}")),
            ["(continuation)", "fetched"],
        ),
        ((SECOND, LAST), ["(continuation)", "(continuation)"]),
        # No more than some are held: a file of first segments alone takes no memory.
        ((FIRST, *OTHER_FIRST, SECOND, LAST), ["truncated", "(continuation)", "(continuation)", *["truncated"] * 16]),
        ((FIRST, *OTHER_FIRST[1:], SECOND, LAST), [*["(continuation)"] * 2, "fetched", *["truncated"] * 15]),
    ],
)
def test_a_page_that_was_split_over_records_is_joined_or_half_a_page(
    tmp_path: Path, records: tuple[bytes, ...], expected: list[str]
) -> None:
    for content in (packed(*records), b"".join(records)):
        found = read(content, tmp_path)
        assert outcomes(found) == expected
        pages = [one for one in found if isinstance(one, Capture) and one.url == URL and one.outcome == "fetched"]
        assert [(one.body, one.whole) for one in pages] == [(page("a") * 3, None)] * ("fetched" in expected)


def test_a_run_counts_them_by_kind_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    warc = tmp_path / "x.warc.gz"
    warc.write_bytes(packed(*OTHERS.values(), OTHERS["revisit"], good(1)))
    run = import_pages([str(warc)], data=str(tmp_path / "data"))
    assert (run.outcome, run.counts["new"], run.counts["passed"]) == ("done", 1, len(OTHERS) + 1)
    assert (run.counts["passed_revisit"], run.counts["passed_robots_txt"]) == (2, 1)
    said = capsys.readouterr().err
    assert f"{len(OTHERS) + 1} other files or records passed over (revisit 2, continuation 1, crawler note 1," in said
    with Archive(tmp_path / "data/archive") as archive:
        assert archive.counts() == {"fetched": 1}


def test_a_file_without_any_page_is_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    warc = tmp_path / "x.warc.gz"
    warc.write_bytes(packed(OTHERS["warcinfo"]))
    assert main(["--data", str(tmp_path / "data"), "import", str(warc)]) == 0
    assert "no pages; 1 other file or record passed over (warcinfo 1)" in capsys.readouterr().err
    assert main(["extract", str(warc)]) == 1
    assert "1 other file or record passed over (warcinfo 1)" in capsys.readouterr().err
