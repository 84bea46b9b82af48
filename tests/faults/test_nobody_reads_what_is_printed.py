"""The reader of standard output (head, less) ends early: no error.  A full disk behind it: one message."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.desk import PAGES, ROOT

VERBS = [
    ["extract", str(PAGES), "--jsonl"],
    ["sql", "SELECT * FROM range(200000)", "--format", "csv"],
    ["schema"],
    ["export", "-", "--format", "jsonl"],
    ["search", "the"],
    ["quarantine", "list"],
    ["report", "--days", "3650"],
    ["status"],
]


def run(data: Path, words: list[str], **streams: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "flows.cli", "--data", str(data), *words]
    return subprocess.run(command, cwd=ROOT, check=False, timeout=60, **streams)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize("words", VERBS, ids=lambda words: words[0])
def test_a_reader_that_goes(words: list[str], sample_data: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        ended = run(sample_data, words, stdout=closed, stderr=subprocess.PIPE)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_full_disk_behind_it(sample_data: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = run(sample_data, ["schema"], stdout=full, stderr=subprocess.PIPE)
    assert ended.returncode == 1
    (line,) = ended.stderr.decode().splitlines()
    assert line.startswith("copydesk: Standard output cannot be written (No space left on device)")


def test_streams_that_were_closed_before(sample_data: Path) -> None:
    line = f"{sys.executable} -m flows.cli.cli --data {sample_data} status >&- 2>&- <&-"
    assert subprocess.run(["sh", "-c", line], cwd=ROOT, check=False, timeout=60).returncode == 0
