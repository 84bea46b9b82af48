"""A web server on loopback that serves files in the many ways in which servers do: with ranges or without, broken off.

Runs in a thread; what it was asked is kept.  And a reader of addresses with quick settings.
"""

from __future__ import annotations

import http.server
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flows.acquire.files.formats import Found
from flows.acquire.remote.read_so_far import Reached
from flows.acquire.remote.whats import Whats
from flows.config.settings import Limits, Remote, Settings
from parsers.rules import shipped_config
from tests.acquire.loopback import QUICK

SETTINGS = Settings(fetch=QUICK, limits=Limits(page_bytes=1_000_000))


@dataclass
class Served:
    """One file, and how it is served."""

    body: bytes
    media_type: str = "application/octet-stream"
    etag: str | None = '"1"'
    last_modified: str | None = None
    #: Whether a part is given when one is asked for.
    ranges: bool = True
    #: Whether the length is told.
    sized: bool = True
    #: Bytes after which each answer breaks off, one after the other; then none does.
    breaks: list[int] = field(default_factory=list)
    #: Statuses of the first answers; then 200.
    statuses: list[int] = field(default_factory=list)
    #: Seconds between two pieces of the body.
    pause: float = 0.0
    #: Seconds between headers and body.
    silence: float = 0.0
    #: Changes the file before the answer of this number.
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    location: str | None = None


@dataclass
class FileServer:
    """The server: its files, and the requests that it got."""

    url: str = ""
    files: dict[str, Served] = field(default_factory=dict)
    #: Method, path and Range of each request.
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    #: When each came, in seconds of a steady clock.
    times: list[float] = field(default_factory=list)
    busiest: int = 0
    busy: int = 0

    def ranges(self, path: str) -> list[str | None]:
        """The Range of each request for a file."""
        return [part for method, asked, part in self.asked if method == "GET" and asked == path]


def _handler(server: FileServer) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *words: object) -> None:
            """Say nothing."""

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            server.asked.append((self.command, self.path, self.headers.get("Range")))
            server.agents.add(self.headers["User-Agent"])
            server.times.append(time.monotonic())
            server.busy += 1
            server.busiest = max(server.busiest, server.busy)
            try:
                self._answer(server.files.get(self.path))
            except OSError:
                self.close_connection = True
            finally:
                server.busy -= 1

        def _answer(self, file: Served | None) -> None:
            if file is None or file.statuses or file.location:
                status = 404 if file is None else file.statuses.pop(0) if file.statuses else 302
                self.send_response(status)
                if file is not None and file.location:
                    self.send_header("Location", file.location)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            number = len(server.ranges(self.path))
            for name, value in file.changes.get(number, {}).items():
                setattr(file, name, value)
            known = (file.etag, file.last_modified)
            if {self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")} & ({*known} - {None}):
                self.send_response(304)
                self.end_headers()
                return
            self._send(file, self._begin(file))

        def _begin(self, file: Served) -> int:
            part = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
            same = self.headers.get("If-Range") in (None, file.etag, file.last_modified)
            return int(part[1]) if part and file.ranges and same else 0

        def _send(self, file: Served, begin: int) -> None:
            size = len(file.body)
            self.send_response(206 if begin else 200)
            self.send_header("Content-Type", file.media_type)
            if begin:
                self.send_header("Content-Range", f"bytes {begin}-{size - 1}/{size}")
            if file.sized:
                self.send_header("Content-Length", str(size - begin))
            for name, value in (("ETag", file.etag), ("Last-Modified", file.last_modified)):
                if value:
                    self.send_header(name, value)
            self.end_headers()
            if self.command == "HEAD":
                return
            time.sleep(file.silence)
            end = begin + file.breaks.pop(0) if file.breaks else size
            step = 1 << 16
            for at in range(begin, min(end, size), step):
                self.wfile.write(file.body[at : min(at + step, end)])
                time.sleep(file.pause)
            self.close_connection = True

    return Handler


@contextmanager
def file_server(**files: Served | bytes) -> Iterator[FileServer]:
    """A server on a free port for the length of a block.  files: name -> file, each under /name."""
    server = FileServer()
    server.files = {f"/{name}": one if isinstance(one, Served) else Served(one) for name, one in files.items()}
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(server)) as listening:
        listening.daemon_threads = True
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        server.url = f"http://127.0.0.1:{listening.server_port}"
        yield server
        listening.shutdown()


def read(*whats: str, memory: Path | None = None, remote: Remote | None = None, **options: Any) -> list[Found]:
    """What is found there; places that are reached are remembered at once, as an import does, and left out."""
    settings = replace(SETTINGS, remote=remote or SETTINGS.remote)
    found = []
    with Whats(whats, settings, (shipped_config(),), memory=memory, **options) as named:
        for one in named.read():
            if isinstance(one, Reached):
                one.remember()
            else:
                found.append(one)
    return found
