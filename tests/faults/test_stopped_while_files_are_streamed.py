"""An import from a web server that is killed or stopped: what was finished is not asked for again, nothing is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.archive.archive import Archive
from tests.acquire.file_server import FileServer, Served, file_server
from tests.faults.processes import wait
from tests.faults.warcs import good, packed
from tests.flows.desk import ROOT

pytestmark = pytest.mark.slow

NAMES = [f"crawl-data/CC-NEWS/2026/01/CC-NEWS-202601150{n}0000-00001.warc.gz" for n in range(3)]
LIST = "crawl-data/CC-NEWS/2026/01/warc.paths.gz"
PAGES = {f"https://herald.example/{n}-{k}" for n in range(3) for k in range(4)}


def served(slow: int) -> dict[str, Served]:
    files = {name: Served(packed(*(good(f"{n}-{k}") for k in range(4)))) for n, name in enumerate(NAMES)}
    files[NAMES[slow]].breaks, files[NAMES[slow]].pause = [700], 60.0
    february = LIST.replace("/01/", "/02/")
    return {**files, LIST: Served("\n".join(NAMES).encode()), february: Served(b"\n")}


def begin(server: FileServer, folder: Path) -> subprocess.Popen[bytes]:
    config = folder / "config"
    config.mkdir(exist_ok=True)
    (config / "copydesk.toml").write_text(
        "[fetch]\nallow_private = true\ndelay = 0\njitter = 0\n"
        f'[work]\nbatch_pages = 1\n[remote]\nfiles = 1\ncc_news = "{server.url}"\n'
    )
    place = ["--data", str(folder / "data"), "--config", str(config)]
    asked = ["run", "import", "cc-news", "--host", "herald.example", "--since", "2026-01-01", "--until", "2026-03-01"]
    return subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *place, *asked],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_finished_files_are_not_read_again(number: int, tmp_path: Path) -> None:
    with file_server(**served(slow=1)) as server:
        first = begin(server, tmp_path)
        wait(lambda: any(path == f"/{NAMES[1]}" for _, path, _ in server.asked), seconds=30)
        wait(lambda: list((tmp_path / "data/archive/remote").glob("*.json")), seconds=10)
        first.send_signal(number)
        first.communicate(timeout=10)
        assert first.returncode in (-signal.SIGKILL, 128 + signal.SIGTERM)
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
