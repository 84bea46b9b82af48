"""Waiting for a slow store does not count as time of the page, so no page is lost by it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.archive.storing import Storing
from flows.parsing.worker_process import Lost, untimed, work_through
from flows.storage.address import store_address
from flows.storage.behind import put_behind
from tests.flows.desk import ROOT
from tests.stores import CREDENTIALS, bucket_address

pytestmark = pytest.mark.slow


def test_only_waiting_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def setitimer(_: int, seconds: float) -> None:
        said.append(f"ends in {seconds:g} s" if seconds else "stopped")

    def work(item: str) -> str:
        with untimed():
            said.append("waits")
        said.append("works")
        if item == "bad":
            with untimed():
                raise OSError("gone")
        return item

    monkeypatch.setattr("flows.parsing.worker_process.signal.setitimer", setitimer)
    good, bad = work_through(work, ["good", "bad"], 20.0)
    assert good == "good" and isinstance(bad, Lost)
    one = ["ends in 20 s", "stopped", "waits", "ends in 20 s", "works"]
    assert said == [*one, "stopped", *one, "stopped", "ends in 20 s", "stopped"]
    with untimed():  # where nothing is timed
        pass
    assert said[-1] == "stopped"


#: Reads the pages that are named to it, and stages them, knowing nothing but addresses and the environment.
WORKER = """
import pickle, sys
from datetime import UTC, datetime
from flows.archive.archive import read_archived
from flows.parsing import staging
archive, batches = sys.argv[1:]
pages = pickle.load(sys.stdin.buffer)
rows = [{"body_sha256": page.sha256, "fetched_at": page.fetched_at, "outcome": "rejected", "stage": "parse",
         "reason": "stub", "run_id": "r", "channel": "http", "requested_url": read_archived(archive, page).url}
        for page in pages]
for _ in range(2):
    print(staging.stage(batches, rows, batch_id="b" * 32))
"""


def test_a_process_elsewhere_needs_the_address_and_the_environment(
    bucket_server: str, bucket: str, tmp_path: Path
) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    address = bucket_address(bucket_server, bucket)
    put_behind(folder, store_address(address))
    with Archive(folder, storing=Storing(closed="moved")) as archive:
        for number in range(3):
            archive.add(Capture(f"https://x.example/{number}", b"page %d" % number, status=200))
    with Archive(folder) as archive:
        pages = [*archive.pages()]
    child = subprocess.run(
        [sys.executable, "-c", WORKER, address, address.replace("/desk?", "/staging?")],
        cwd=ROOT,
        input=pickle.dumps(pages),
        capture_output=True,
        env={**os.environ, **CREDENTIALS},
        timeout=60,
        check=False,
    )
    assert child.returncode == 0, child.stderr.decode()
    first, second = child.stdout.decode().split()
    assert first == second and first.startswith(f"s3://{bucket}/staging/")
