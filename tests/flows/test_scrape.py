"""The flow scrape against a real server on loopback: what is announced comes in, and comes in once."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from flows.acquire.memory.hosts import HostNotes
from flows.acquire.memory.memory import Memory
from flows.cli.cli import main
from flows.config.toml_tables import ConfigError
from flows.errors import UsageError
from flows.ingest import ingest
from flows.scrape import scrape
from tests.flows.desk import PAGES, ask

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>
<item><link>{base}/story/1</link></item><item><link>{base}/story/2</link></item><item><link>{base}/gone</link></item>
</channel></rss>"""
STORIES = {
    "/story/1": PAGES / "northlight/dam-talks/page.html",
    "/story/2": PAGES / "talbote/rathaus/page.html",
}


class Outlet(BaseHTTPRequestHandler):
    """A small outlet: robots.txt, a feed, two stories, and a page that is gone."""

    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path in STORIES:
            self._answer(200, "text/html", STORIES[self.path].read_bytes())
        elif self.path == "/feed":
            self._answer(200, "application/rss+xml", FEED.format(base=base).encode())
        else:
            self._answer(404, "text/plain", b"not here")

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Path]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Outlet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "copydesk.toml").write_text("[fetch]\nallow_private = true\ndelay = 0.0\njitter = 0.0\nretries = 0\n")
    feed = f"http://127.0.0.1:{server.server_address[1]}/feed"
    (folder / "sources.toml").write_text(f'[[source]]\nname = "small"\nfeeds = ["{feed}"]\nlanguage = "en"\n')
    yield folder
    server.shutdown()
    server.server_close()


def test_what_an_outlet_announces_comes_in_once(config: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    record = ingest(data=str(data), config=str(config))
    assert record.counts["scrape_new"] == 2
    news = data / "news.duckdb"
    assert ask(news, "SELECT count(*), count(DISTINCT source) FROM current_articles") == [(2, 1)]
    assert ask(news, "SELECT outcome, count(*) FROM fetches WHERE http_status = 404 GROUP BY ALL") == [("rejected", 1)]
    assert ask(news, "SELECT count(*) FROM fetches WHERE http_status = 200") == [(2,)]
    assert ask(news, "SELECT name, followed, language FROM sources") == [("small", True, "en")]
    again = ingest(data=str(data), config=str(config))
    assert again.counts.get("scrape_new", 0) == 0
    assert ask(news, "SELECT count(*) FROM current_articles") == [(2,)]


def following(data: Path) -> list[tuple[object, ...]]:
    """What is remembered of the lists of outlets: their addresses and when they are asked next."""
    with closing(sqlite3.connect(data / "archive" / "following.sqlite")) as memory:
        return memory.execute("SELECT address, next_at FROM lists").fetchall()


def test_a_scrape_can_be_narrowed_and_leaves_the_rest_as_it_was(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    words = ["--data", str(data), "--config", str(config)]
    assert main([*words, "run", "scrape", "--dry-run"]) == 0
    assert "would follow small: http://127.0.0.1" in capsys.readouterr().err and not data.exists()
    assert scrape(data=str(data), config=str(config), limit=1).counts["new"] == 1
    remembered = following(data)
    base = (config / "sources.toml").read_text().partition('feeds = ["')[2].partition("/feed")[0]
    only = scrape(["small"], data=str(data), config=str(config), only=[f"{base}/story/2"])
    assert only.counts["new"] == 1 and remembered == following(data) != []
    (tmp_path / "list.txt").write_text(f"{base}/story/1\n{base}/gone\n")
    assert main([*words, "run", "import", str(tmp_path / "list.txt"), "--source", "small"]) == 3
    assert following(data) == remembered, "nor does an import of the outlet's addresses"
    with pytest.raises(UsageError, match="is no address of a page"):
        scrape(["small"], data=str(data), config=str(config), only=["story/2"])
    with pytest.raises(UsageError, match="limit is 0"):
        scrape(data=str(data), config=str(config), limit=0)


def test_without_outlets_it_says_how_to_name_some(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scrape(data=str(tmp_path)).outcome == "done"
    assert "`copydesk sources add URL` adds one" in capsys.readouterr().err


def test_an_unknown_outlet_is_an_error_that_names_the_known_ones(config: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="known are: small"):
        scrape(["smal"], data=str(tmp_path / "data"), config=str(config))


def test_a_run_with_nothing_due_says_so_and_what_is_next(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = {"data": str(tmp_path / "data"), "config": str(config)}
    with (config / "copydesk.toml").open("a") as file:
        file.write("[follow]\nlist_least = 600.0\n")
    assert main([*command(place), "sources", "due"]) == 0
    assert "never asked yet" in capsys.readouterr().out
    assert scrape(**place).counts["new"] == 2
    capsys.readouterr()
    assert scrape(**place).counts.get("fetched", 0) == 0
    said = capsys.readouterr().err
    assert "nothing to do: nothing of 1 outlet is due; next small at " in said and "--now" in said
    assert main([*command(place), "--json", "sources", "due", "small"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["kind"], row["due"], row["failures"]) for row in rows][:2] == [("feed", False, 0), ("page", False, 1)]
    assert rows[0]["every"] == 600 and rows[1]["why"] == "failed 1 time" and "outcome" in rows[1]
    host = rows[0]["address"].split("/")[2]
    with Memory(tmp_path / "data" / "archive") as memory:
        HostNotes(memory, host).rest("It refuses", "page")
    assert main([*command(place), "--json", "sources", "due", "small"]) == 0
    told = [(row["due"], row["why"]) for row in json.loads(capsys.readouterr().out)["rows"]]
    assert {due for due, _ in told} == {False} and all("its host is left alone until then" in why for _, why in told)
    assert main([*command(place), "run", "scrape", "--now"]) == 0
    assert "http_error 1" in capsys.readouterr().err
    assert main([*command(place), "sources", "due", "nobody"]) == 2


def command(place: dict[str, str]) -> list[str]:
    return ["--data", place["data"], "--config", place["config"]]
