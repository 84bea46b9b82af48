"""copydesk import of a list of addresses, from a file and from standard input: each is requested, and counted."""

from __future__ import annotations

import http.server
import io
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli.cli import main
from tests.flows.desk import PAGES, ask

STORY = (PAGES / "northlight/dam-talks/page.html").read_bytes()
CONFIG = "[fetch]\nallow_private = true\ndelay = 0.0\nretries = 0\n"


class _Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path == "/story"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(STORY if found else b"gone")

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("how", ["a file", "standard input"])
def test_a_list_is_requested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], site: str, how: str
) -> None:
    listed = f"{site}/story\n{site}/gone\n{site}/story\nnonsense\n{site}/story#again\n{site}/story\n"
    config, path = tmp_path / "config", tmp_path / "urls.txt"
    config.mkdir()
    (config / "copydesk.toml").write_text(CONFIG)
    path.write_text(listed)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(listed.encode())))
    words = ["--data", str(tmp_path / "data"), "--config", str(config), "import"]
    assert main([*words, str(path) if how == "a file" else "-"]) == 3, "one address is gone, one line is none"
    said = capsys.readouterr().err
    assert "3 pages: http_error 1, new 1, refused_address 1" in said, said
    rows = ask(tmp_path / "data" / "news.duckdb", "SELECT url FROM current_articles")
    assert rows == [(f"{site}/story",)]
    reasons = ask(tmp_path / "data" / "news.duckdb", "SELECT reason FROM quarantine ORDER BY 1")
    assert reasons == [("http_error",), ("refused_address",)]
    assert main([*words, "--dry-run", str(path)]) == 0
    assert "addresses 5, refused_address 1" in capsys.readouterr().out
