"""Files on a web server: known by their content, read as a stream or by way of a temporary file, asked for politely."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from flows.acquire.files.wanted import WarcFilter
from flows.acquire.remote.place import Place
from flows.archive.captures import Capture
from flows.config.settings import Remote
from tests.acquire import file_server as servers
from tests.acquire.file_server import Served, file_server, read
from tests.faults.warcs import good, http, page, record, told

ROWS = [{"url": f"https://herald.example/{n}", "html": page(n).decode()} for n in range(3)]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
WARC = b"".join(map(good, range(3)))
ALL = [(str(n), "fetched") for n in range(3)]


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("archive/data.warc", WARC)
    return out.getvalue()


def parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ROWS), out)
    return out.getvalue()


def arc() -> bytes:
    blocks = [(f"https://herald.example/{n} 10.0.0.1 20260201080000 text/html", http(page(n))) for n in range(3)]
    return b"".join(b"%s %d\n%s\n" % (line.encode(), len(block), block) for line, block in blocks)


CSV = ("url,html\n" + "".join(f'{row["url"]},"{row["html"]}"\n' for row in ROWS)).encode()
FORMATS = {
    "warc": WARC,
    "warc.gz": b"".join(map(gzip.compress, map(good, range(3)))),
    "warc.zst": b"".join(zstandard.ZstdCompressor().compress(good(n)) for n in range(3)),
    "arc": arc(),
    "arc.gz": gzip.compress(arc()),
    "jsonl": LINES,
    "jsonl.gz": gzip.compress(LINES),
    "json": json.dumps(ROWS).encode(),
    "csv": CSV,
    "wacz": zipped(),
    "parquet": parquet(),
}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("sized", [True, False], ids=["sized", "no length"])
def test_a_file_is_known_by_its_content_not_by_its_name(kind: str, sized: bool) -> None:
    file = Served(FORMATS[kind], sized=sized)
    with file_server(**{"data." + kind: file, "get?id=7": file}) as server:
        for name in ("data." + kind, "get?id=7"):
            assert told(read(f"{server.url}/{name}")) == ALL, name


@pytest.mark.parametrize("media_type", ["text/plain", "application/json", "text/html"])
def test_a_table_that_is_sent_like_a_page(media_type: str) -> None:
    with file_server(feed=Served(LINES, media_type=media_type)) as server:
        assert told(read(f"{server.url}/feed")) == ALL


def test_a_page_in_place_of_a_file_is_fetched_as_a_page() -> None:
    with file_server(**{"x.warc.gz": Served(page("front"), "text/html")}) as server:
        [found] = read(f"{server.url}/x.warc.gz")
        assert isinstance(found, Capture) and found.body == page("front")
        assert (found.url, found.channel, found.status) == (f"{server.url}/x.warc.gz", "http", 200)
        assert ("GET", "/robots.txt", None) in server.asked, "it is heeded for pages"


def test_a_page_that_is_packed_has_its_own_address() -> None:
    with file_server(**{"x.html.gz": gzip.compress(page("front"))}) as server:
        [found] = read(f"{server.url}/x.html.gz")
        assert isinstance(found, Capture)
        assert (found.url, found.body) == (f"{server.url}/x.html.gz", page("front"))


def test_robots_txt_is_heeded_for_pages_and_not_asked_for_files() -> None:
    robots = Served(b"User-agent: *\nDisallow: /", "text/plain")
    with file_server(**{"robots.txt": robots, "x.warc": Served(WARC), "page": Served(page(1), "text/html")}) as server:
        assert told(read(f"{server.url}/x.warc")) == ALL
        assert [path for _, path, _ in server.asked] == ["/x.warc"]
        assert told(read(f"{server.url}/page")) == [("page", "robots_denied")]
        assert all(agent.startswith("copydesk/") for agent in server.agents)


def test_the_pause_holds_between_all_requests_to_a_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "SETTINGS", replace(servers.SETTINGS, fetch=replace(servers.QUICK, delay=0.15)))
    with file_server(**{"x.warc": WARC, "page": Served(page(1), "text/html")}) as server:
        read(*(f"{server.url}/{name}" for name in ("x.warc", "page", "x.warc", "page")))
        assert [path for _, path, _ in server.asked] == ["/x.warc", "/robots.txt", "/page", "/x.warc", "/page"]
        # A busy machine may see one of them late, and so the next one soon after it.
        assert server.times[-1] - server.times[0] > 4 * 0.15 - 0.05
        assert min(later - earlier for earlier, later in pairwise(server.times)) > 0.05


def test_what_has_no_address_of_its_own_is_known_by_its_place() -> None:
    with file_server(**{"x.warc": record(None, http(page("lost"))) + b"WARC/1.0\r\nrubbish"}) as server:
        lost, rubbish = read(f"{server.url}/x.warc")
        host = server.url.removeprefix("http://")
        assert lost.url == f"file://{host}/x.warc#0", "no address of a page"
        assert isinstance(rubbish, Capture) and f"of {server.url}/x.warc" in rubbish.detail
        assert "copydesk-" not in rubbish.detail + rubbish.url


def test_private_addresses_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        servers, "SETTINGS", replace(servers.SETTINGS, fetch=replace(servers.QUICK, allow_private=False))
    )
    with file_server(**{"x.warc": WARC}) as server:
        for name in ("x.warc", "page"):
            assert [outcome for _, outcome in told(read(f"{server.url}/{name}"))] == ["refused_address"]
        assert not server.asked


def test_redirects_are_followed_and_not_in_circles() -> None:
    there, circle = Served(b"", location="/x.warc"), Served(b"", location="/b.warc")
    with file_server(**{"a.warc": there, "b.warc": circle, "x.warc": WARC}) as server:
        assert told(read(f"{server.url}/a.warc")) == ALL
        assert told(read(f"{server.url}/b.warc")) == [("b.warc", "too_many_redirects")]


@pytest.mark.parametrize("sized", [True, False])
def test_a_file_that_has_to_be_read_as_a_whole_has_a_limit(sized: bool) -> None:
    with file_server(**{"x.parquet": Served(FORMATS["parquet"], sized=sized)}) as server:
        [found] = read(f"{server.url}/x.parquet", remote=Remote(whole_bytes=1_000))
        assert isinstance(found, Capture) and found.outcome == "too_large" and "remote.whole_bytes" in found.detail


def test_an_empty_file_and_one_that_is_nothing() -> None:
    with file_server(**{"x.warc": b"", "y.warc": Served(b"\x89PNG\r\n\x1a\n" + bytes(99), "image/png")}) as server:
        assert told(read(f"{server.url}/x.warc")) == [("x.warc", "empty")]
        assert told(read(f"{server.url}/y.warc")) == [("y.warc", "wrong_type")]


def test_files_folders_and_addresses_can_be_mixed(tmp_path: Path) -> None:
    (tmp_path / "here.warc").write_bytes(good("here"))
    with file_server(**{"x.warc": WARC, "page": Served(page("page"), "text/html")}) as server:
        found = read(f"{server.url}/x.warc", str(tmp_path), f"{server.url}/gone", f"{server.url}/page")
    assert told(found) == [*ALL, ("here", "fetched"), ("gone", "http_error"), ("page", "fetched")]


def test_only_the_wanted_pages_of_a_crawl(tmp_path: Path) -> None:
    other = record("https://other.example/4", http(page(4)))
    with file_server(**{"x.warc": WARC + other}) as server:
        url = f"{server.url}/x.warc"
        wanted = WarcFilter(("other.example",))
        assert [one for one in told(read(url, memory=tmp_path, wanted=wanted)) if one[1] == "fetched"] == [
            ("4", "fetched")
        ]
        assert told(read(url, memory=tmp_path, wanted=wanted)) == [("x.warc", "(read before)")]
        both = WarcFilter(("other.example", "herald.example"))
        assert len(read(url, memory=tmp_path, wanted=both)) == 4, "more is wanted than was looked for"
        narrow = WarcFilter(("other.example",), page_paths=("/4",))
        assert told(read(url, memory=tmp_path, wanted=narrow)) == [("x.warc", "(read before)")]
        server.files["/x.warc"].etag = '"2"'
        assert len(read(url, memory=tmp_path, wanted=both)) == 4, "it has changed"


def test_a_file_whose_versions_cannot_be_told_apart_is_read_again(tmp_path: Path) -> None:
    with file_server(**{"x.warc": Served(WARC, etag=None)}) as server:
        for _ in range(2):
            assert told(read(f"{server.url}/x.warc", memory=tmp_path)) == ALL


def test_memory_stays_flat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.acquire.remote.remote_file._BEHIND", 1 << 18)
    body = b"".join(record(f"https://herald.example/{n}", http(page(n, "word " * 20_000))) for n in range(200))
    with file_server(**{"x.warc": body}) as server:
        tracemalloc.start()
        found = read(f"{server.url}/x.warc", wanted=WarcFilter(("nobody.example",)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert len(found) == 200 and len(body) > 20_000_000
    assert most < 8_000_000, f"{most:,} bytes for a file of {len(body):,}"


@pytest.mark.parametrize(
    ("url", "is_file"),
    [
        ("https://h.example/a/x.warc.gz", True),
        ("https://h.example/a/x.WARC.GZ?token=1", True),
        ("https://h.example/data.jsonl", True),
        ("https://h.example/a.zip", True),
        ("https://h.example/story.html", False),
        ("https://h.example/2026/02/story", False),
        ("https://h.example/story.php?file=x.warc", False),
        ("https://h.example/", False),
        ("https://h.example/warc", False),
    ],
)
def test_which_names_are_of_files(url: str, is_file: bool) -> None:
    assert Place(url).looks_like_a_file is is_file
