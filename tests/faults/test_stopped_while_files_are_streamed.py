"""An import from a web server is killed or stopped: what was read to its end is not requested again, and nothing is
lost."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.archive.archive import Archive
from tests.acquire.file_server import FileServer, Served, file_server
from tests.faults.processes import wait
from tests.faults.warcs import good, http, packed, page, record
from tests.flows.desk import ROOT

pytestmark = pytest.mark.slow

RANDOM = random.Random(5)

NAMES = [f"crawl-data/CC-NEWS/2026/01/CC-NEWS-202601150{n}0000-00001.warc.gz" for n in range(3)]
LIST = "crawl-data/CC-NEWS/2026/01/warc.paths.gz"
PAGES = {f"https://herald.example/{n}-{k}" for n in range(3) for k in range(4)}


def big(number: int) -> bytes:
    """A WARC record of 40 KB of random text, which hardly compresses."""
    return record(f"https://herald.example/{number}", http(page(number, RANDOM.randbytes(20_000).hex())))


def served(slow: int) -> dict[str, Served]:
    files = {name: Served(packed(*(good(f"{n}-{k}") for k in range(4)))) for n, name in enumerate(NAMES)}
    files[NAMES[slow]].breaks, files[NAMES[slow]].pause = [700], 60.0
    february = LIST.replace("/01/", "/02/")
    return {**files, LIST: Served("\n".join(NAMES).encode()), february: Served(b"\n")}


def begin(server: FileServer, folder: Path, *what: str) -> subprocess.Popen[bytes]:
    config = folder / "config"
    config.mkdir(exist_ok=True)
    (config / "copydesk.toml").write_text(
        "[fetch]\nallow_private = true\ndelay = 0\njitter = 0\n"
        f'[work]\nbatch_pages = 1\n[remote]\nfiles = 1\ncc_news = "{server.url}"\n'
    )
    place = ["--data", str(folder / "data"), "--config", str(config)]
    period = ["--since", "2026-01-01", "--until", "2026-03-01"]
    asked = ["run", "import", *(what or ["cc-news"]), "--host", "herald.example", *period]
    return subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *place, *asked],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def test_finished_files_are_not_read_again(tmp_path: Path) -> None:
    with file_server(**served(slow=1)) as server:
        first = begin(server, tmp_path)
        wait(lambda: any(path == f"/{NAMES[1]}" for _, path, _ in server.asked), seconds=30)
        wait(lambda: list((tmp_path / "data/archive/remote").glob("*.json")), seconds=10)
        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=10)
        assert first.returncode == 128 + signal.SIGTERM
        server.files[f"/{NAMES[1]}"].pause = 0.0
        server.files[f"/{NAMES[1]}"].breaks.clear()
        server.asked.clear()
        second = begin(server, tmp_path)
        said = second.communicate(timeout=60)[1].decode()
        assert second.returncode == 0, said
        assert [path for _, path, _ in server.asked if path.endswith(".warc.gz")] == [f"/{name}" for name in NAMES[1:]]
    with Archive(tmp_path / "data/archive") as archive:
        assert {page.url for page in archive.pages()} == PAGES
        assert archive.counts() == {"fetched": len(PAGES)}, said


def test_a_file_is_read_on_from_where_it_was_stopped(tmp_path: Path) -> None:
    body = packed(*(big(n) for n in range(100)))
    with file_server(**{"x.warc.gz": Served(body, pause=0.1)}) as server:
        first = begin(server, tmp_path, f"{server.url}/x.warc.gz")
        wait(lambda: list((tmp_path / "data/archive/remote").glob("*.json")), seconds=30)
        first.kill()
        first.communicate(timeout=10)
        server.files["/x.warc.gz"].pause = 0.0
        server.asked.clear()
        second = begin(server, tmp_path, f"{server.url}/x.warc.gz")
        said = second.communicate(timeout=60)[1].decode()
        assert second.returncode == 0, said
        whole, part = server.ranges("/x.warc.gz")
        assert whole is None and part is not None and int(part[6:-1]) > 100_000, "the beginning tells what it is"
    with Archive(tmp_path / "data/archive") as archive:
        assert archive.counts() == {"fetched": 100}, said
