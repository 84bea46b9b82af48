"""kill -9 of `copydesk serve` and all its children during a run: the next start reports it, and the schedule goes
on."""

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from flows.cli.cli import main
from flows.config.paths import Paths
from flows.running.run_records import RunRecord, read_run_records
from flows.serving.prefect_server import server_url
from tests.faults.processes import at_work, begin, wait

pytestmark = pytest.mark.slow


class Slow(BaseHTTPRequestHandler):
    """An outlet's server that answers so slowly that a run is at work for the whole test."""

    def do_GET(self) -> None:
        if self.path != "/robots.txt":
            time.sleep(90)
        with suppress(OSError):
            self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def outlet() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/story"
    server.shutdown()


class Serving:
    """`copydesk serve` in a data directory, started as often as the test wants."""

    def __init__(self, folder: Path, outlet: str) -> None:
        self.data, self.config, self.log, self.home = (folder / n for n in ("data", "config", "log", "home"))
        self.config.mkdir()
        self.home.mkdir()
        # Often, so that the test needs not wait long: the sixth field is the second.
        settings = '[schedules]\ningest = "* * * * * */10"\n[fetch]\nallow_private = true\njitter = 0\n'
        (self.config / "copydesk.toml").write_text(settings)
        (self.config / "sources.toml").write_text(f'[[source]]\nname = "slow"\npages = ["{outlet}"]\n')

    def start(self) -> "subprocess.Popen[bytes]":
        self.log.write_bytes(b"")
        return begin(self.data, "--config", self.config, "serve", "--port", "0", log=self.log, home=self.home)

    def told(self) -> str:
        return self.log.read_text()

    def ingests(self) -> list[RunRecord]:
        folder = self.data / "runs"
        return [r for r in read_run_records(folder) if r.flow == "ingest"] if folder.is_dir() else []

    def at_work(self) -> bool:
        return any(record.outcome == "running" for record in self.ingests())


@pytest.fixture
def serving(tmp_path: Path, outlet: str) -> Iterator[Serving]:
    made = Serving(tmp_path, outlet)
    yield made
    for pid in at_work(made.data):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_the_schedule_goes_on(serving: Serving, capsys: pytest.CaptureFixture[str]) -> None:
    first = serving.start()
    wait(serving.at_work, seconds=360)

    # Its server is for its own pages: no other page of a browser may ask it.
    url = server_url(Paths(serving.data), {})
    asked = Request(f"{url}/health", headers={"Origin": "http://elsewhere.example"})
    with pytest.raises(HTTPError, match="403"):
        build_opener(ProxyHandler({})).open(asked, timeout=10)
    assert main(["--data", str(serving.data), "--config", str(serving.config), "serve"]) == 1
    assert f"(process {first.pid}" in capsys.readouterr().err, "a second one says who is at work"

    for pid in at_work(serving.data):
        os.kill(pid, signal.SIGKILL)
    first.wait(10)
    wait(lambda: not at_work(serving.data), seconds=10)
    assert main(["--data", str(serving.data), "status"]) == 0
    assert f"copydesk serve (PID {first.pid}) was killed" in capsys.readouterr().out
    assert main(["--data", str(serving.data), "--config", str(serving.config), "doctor"]) == 1
    assert "was killed" in capsys.readouterr().out

    second = serving.start()
    wait(serving.at_work, seconds=360)
    assert "1 run that was killed is marked as crashed" in serving.told()
    assert sorted(record.outcome for record in serving.ingests()) == ["killed", "running"], "one run, no backlog"
    second.terminate()
    began = time.monotonic()
    second.wait(15)
    assert time.monotonic() - began < 5
    wait(lambda: not at_work(serving.data), seconds=5)
    # Prefect ends by an exception in its signal handler, which Python cannot raise where it frees an object.
    told = re.sub(r"Exception ignored in.*?TerminationSignal: *\n", "", serving.told(), flags=re.DOTALL)
    assert "Traceback" not in told, told
    # On a busy machine a run may take longer to end in order than serve has time for.
    assert serving.ingests()[-1].outcome in ("stopped", "killed")
