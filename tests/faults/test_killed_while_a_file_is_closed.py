"""kill -9 while a WARC file is closed and its CDXJ written: no record is lost, and the next run finishes the work."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.archive.archive import Archive, read_archived
from tests.flows.desk import ROOT

pytestmark = pytest.mark.slow

#: Adds pages to files of at most 40,000 bytes and dies by itself at the second time that it comes to a certain place.
CHILD = """
import os, signal, sys
from pathlib import Path
import flows.archive.cdxj as cdxj
import flows.archive.warc_file as warc_file
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.archive.storing import Storing

times = 0
def die():
    global times
    times += 1
    if times == 2:
        os.kill(os.getpid(), signal.SIGKILL)

where = sys.argv[2]
replace, swap_in, lines = Path.replace, cdxj.swap_in, cdxj.cdxj_lines
def dying_replace(self, target):
    closing = self.name.endswith(".open")
    if closing and where == "before the rename":
        die()
    done = replace(self, target)
    if closing and where == "after the rename":
        die()
    return done
def dying_swap_in(aside, target):
    if where == "before the CDXJ has its name":
        die()
    swap_in(aside, target)
def dying_lines(*given):
    for number, line in enumerate(lines(*given)):
        if number == 20 and where == "in the middle of the CDXJ":
            die()
        yield line
Path.replace, cdxj.swap_in, cdxj.cdxj_lines = dying_replace, dying_swap_in, dying_lines

with Archive(Path(sys.argv[1]), run="killed", storing=Storing(file_bytes=40_000)) as archive:
    for number in range(1_000):
        page = b"%d " % number + os.urandom(900)
        archive.add(Capture(f"https://x.example/{number}", page, status=200, channel="warc"))
        if number % 8 == 7:
            archive.flush()
            print(number, flush=True)
"""

PLACES = (
    "before the rename",
    "after the rename",
    "in the middle of the CDXJ",
    "before the CDXJ has its name",
)


@pytest.mark.parametrize("place", PLACES)
def test_the_next_opening_finishes_it(tmp_path: Path, place: str) -> None:
    command = [sys.executable, "-c", CHILD, str(tmp_path), place]
    child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert child.returncode == -signal.SIGKILL, child.stderr
    flushed = int(child.stdout.split()[-1])
    with Archive(tmp_path, run="next") as archive:
        pages = [*archive.pages()]
        numbers = {int(page.url.rpartition("/")[2]): page for page in pages}
        assert numbers.keys() >= {*range(flushed + 1)}, "what was said to be on disk is there"
        for number, page in numbers.items():
            assert read_archived(tmp_path, page).body.startswith(b"%d " % number)
    closed = sorted(path.name.removesuffix(".warc.gz") for path in tmp_path.glob("*.warc.gz"))
    assert len(closed) == 2
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("killed")) == sorted(
        f"{name}{suffix}" for name in closed for suffix in (".cdxj", ".warc.gz")
    ), "nothing half-done is left"
    lines = sum(len((tmp_path / f"{name}.cdxj").read_text().splitlines()) for name in closed)
    assert lines == len(pages)
