"""An address in the place of a file: extract prints its article, explain its account, import loads it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli.cli import main
from tests.acquire.file_server import FileServer, Served, file_server
from tests.flows.desk import PAGES, ask

STORY = (PAGES / "northlight/dam-talks/page.html").read_bytes()
HEADLINE = "Dam talks resume as river runs low"
CHALLENGE = b"<html><head><title>Just a moment...</title></head><body>cf-browser-verification</body></html>"


@pytest.fixture
def server() -> Iterator[FileServer]:
    html = "text/html; charset=utf-8"
    files = {
        "story": Served(STORY, html),
        "moved": Served(b"", location="/story"),
        "front": Served((PAGES / "harbourpost/section-front/page.html").read_bytes(), html),
        "denied/story": Served(STORY, html),
        "picture": Served(b"\x89PNG\r\n\x1a\n" + bytes(99), "image/png"),
        "empty": Served(b"", html),
        "wall": Served(CHALLENGE, html),
        "busy": Served(b"", statuses=[503] * 9),
        "robots.txt": Served(b"User-agent: *\nDisallow: /denied/", "text/plain"),
        "crawl.warc.gz": Served((PAGES / "archive/sample.warc.gz").read_bytes()),
        "list.txt": Served(b"", "text/plain"),
    }
    with file_server(**files) as served:
        served.files["/list.txt"].body = f"{served.url}/story\n{served.url}/gone\n".encode()
        yield served


@pytest.fixture
def config(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    folder.mkdir()
    settings = "[fetch]\nallow_private = true\ndelay = 0\njitter = 0\nretries = 0\ntimeout = 5\n"
    (folder / "copydesk.toml").write_text(settings)
    return folder


def call(capsys: pytest.CaptureFixture[str], config: Path, *words: str) -> tuple[int, str, str]:
    code = main(["--config", str(config), "--data", str(config.parent / "data"), *words])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.mark.parametrize("name", ["story", "moved"])
def test_extract_prints_the_article(
    name: str, server: FileServer, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = call(capsys, config, "extract", f"{server.url}/{name}")
    article = json.loads(out)
    assert (code, err) == (0, "")
    assert (article["headline"], article["source"]) == (HEADLINE, f"{server.url}/story")
    assert not (config.parent / "data").exists(), "it writes nothing"


FAILURES = [
    ("denied/story", "robots.txt asks robots to leave this address alone"),
    ("gone", "The server answered 404"),
    ("wall", "answered with a challenge"),
    ("busy", "The server answered 503"),
]


@pytest.mark.parametrize(("name", "said"), FAILURES)
def test_what_cannot_be_fetched_is_said_in_one_sentence(
    name: str, said: str, server: FileServer, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"{server.url}/{name}"
    for verb in ("extract", "explain"):
        code, out, err = call(capsys, config, verb, url)
        assert code == 1
        assert f"copydesk: {url}: " in err and said in err
        assert "Traceback" not in err and out in ("", "[\n]\n")
    code, _, err = call(capsys, config, "run", "import", url)
    assert (code, "1 page: " in err) == (3, True)


@pytest.mark.parametrize(("name", "reason"), [("picture", "wrong_type"), ("empty", "empty"), ("front", "listing")])
def test_what_is_fetched_and_no_article_is_rejected(
    name: str, reason: str, server: FileServer, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = call(capsys, config, "extract", f"{server.url}/{name}")
    assert (code, json.loads(out)["rejected"]["reason"]) == (3, reason)


def test_addresses_where_nobody_answers(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for url in ("http://127.0.0.1:9/story", "http://127.0.0.1:9/x.warc.gz"):
        code, _, err = call(capsys, config, "extract", url)
        assert (code, "could not be reached" in err) == (1, True)
    (config / "copydesk.toml").unlink()
    for url in ("http://127.0.0.1:9/story", "http://127.0.0.1:9/x.warc.gz", "http://[::1]:9/", "http://localhost:9/"):
        code, _, err = call(capsys, config, "extract", url)
        assert (code, "is not public; to fetch from your network, set allow_private" in err) == (1, True), url
    for url in ("https://", "http://:80/x", "http://a b.example:x/", "https://x.example:0/"):
        code, _, err = call(capsys, config, "extract", url)
        assert (code, "not an address that can be requested" in err) == (1, True), url


def test_one_failure_costs_no_other_page(
    server: FileServer, config: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(STORY)
    words = [f"{server.url}/gone", str(page), f"{server.url}/crawl.warc.gz", f"{server.url}/story"]
    code, out, err = call(capsys, config, "extract", "--jsonl", *words)
    assert code == 1 and err.count("\n") == 1
    assert len(out.splitlines()) == 6


def test_explain_shows_the_account_of_a_page_that_nobody_imported(
    server: FileServer, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = call(capsys, config, "explain", f"{server.url}/story", "--json")
    assert (code, json.loads(out)["headline"]) == (0, HEADLINE)
    wanted = "https://www.meridianwire.example/world/europe/port-strike-halts-grain-2026-03-12/"
    code, out, _ = call(capsys, config, "explain", f"{server.url}/crawl.warc.gz", "--url", wanted, "--json")
    assert (code, json.loads(out)["source"]) == (0, wanted)


@pytest.mark.slow
def test_import_archives_parses_and_loads(server: FileServer, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (config / "sources.toml").write_text('[[source]]\nname = "north"\nlanguage = "en"\ntimezone = "Africa/Nairobi"\n')
    data = config.parent / "data"
    code, _, err = call(capsys, config, "import", f"{server.url}/list.txt", f"{server.url}/moved", "--source", "north")
    assert code == 3 and "http_error 1" in err, "an address of the list is gone"
    found = ask(data / "news.duckdb", "SELECT headline, url FROM current_articles")
    assert found == [(HEADLINE, f"{server.url}/story")], found
    assert ask(data / "news.duckdb", "SELECT name, timezone FROM sources") == [("north", "Africa/Nairobi")]
    asked = ask(data / "news.duckdb", "SELECT requested_url, outcome FROM fetches ORDER BY ALL")
    assert (f"{server.url}/moved", "article") in asked
    assert call(capsys, config, "explain", f"{server.url}/story")[0] == 0
