"""copydesk import of a list of addresses, from a file and from standard input: each is requested, and counted."""

from __future__ import annotations

import http.server
import io
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.archive.archive import Archive
from flows.cli.cli import main
from tests.flows.desk import PAGES

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


def test_a_list_is_requested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], site: str
) -> None:
    listed = f"{site}/story\n{site}/gone\n{site}/story\nnonsense\n{site}/story#again\n{site}/story\n"
    config, path, data = tmp_path / "config", tmp_path / "urls.txt", tmp_path / "data"
    config.mkdir()
    (config / "copydesk.toml").write_text(CONFIG)
    path.write_text(listed)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(listed.encode())))
    words = ["--data", str(data), "--config", str(config)]
    assert main([*words, "run", "import", "-"]) == 3, "one address is gone, one line is none"
    said = capsys.readouterr().err
    assert "3 pages: http_error 1, new 1, refused_address 1" in said, said
    with Archive(data / "archive") as archive:
        assert archive.counts() == {"fetched": 1, "http_error": 1, "refused_address": 1}
        [held] = archive.pages()
        assert (held.url, archive.read(held.sha256).body) == (f"{site}/story", STORY)
    assert main([*words, "run", "import", str(path)]) == 3
    assert "known 1" in capsys.readouterr().err
    assert main([*words, "import", "--dry-run", str(path)]) == 0
    assert "addresses 5, refused_address 1" in capsys.readouterr().out
