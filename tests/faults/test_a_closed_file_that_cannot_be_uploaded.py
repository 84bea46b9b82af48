"""The upload of a closed WARC file fails, breaks off or is killed: the file stays, a message says so, the next run
uploads it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.archive.archive import INDEX, Archive, read_archived
from flows.archive.archive_errors import ArchiveError
from flows.archive.captures import Capture
from flows.archive.check_archive import unsound
from flows.archive.check_files import check_files
from flows.archive.storing import Storing
from flows.cli.data_status import state
from flows.cli.stores_there import store_faults
from flows.config.paths import Paths
from flows.storage.address import store_address
from flows.storage.behind import put_behind
from flows.storage.store import Store, open_store
from tests.flows.desk import ROOT
from tests.stores import CREDENTIALS, Fault, Proxy, bucket_address, faulty_proxy

pytestmark = pytest.mark.slow

MOVED = Storing(closed="moved")


@pytest.fixture
def proxy(bucket_server: str, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A proxy that can fail, between the archive in tmp_path / "archive" and its store."""
    monkeypatch.setattr("flows.storage.health.LEFT_ALONE", 0.0)
    with faulty_proxy(bucket_server) as found:
        folder = Paths(tmp_path).make().archive
        put_behind(folder, store_address(bucket_address(found.address, bucket, timeout=2, patience=0.4)))
        yield found


@pytest.fixture
def store(bucket_server: str, bucket: str, proxy: Proxy) -> Store:
    """The archive's store, reached without the proxy."""
    return open_store(bucket_address(bucket_server, bucket))


def run(folder: Path, name: str, *numbers: int) -> list[str]:
    """Store these pages in one run of an archive; gives the messages of the run."""
    said: list[str] = []
    with Archive(folder, run=name, storing=MOVED, tell=said.append) as archive:
        for number in numbers:
            archive.add(Capture(f"https://x.example/{number}", b"page %d" % number, status=200))
    return said


def warcs(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.warc.gz"))


def pages(folder: Path) -> list[bytes]:
    with Archive(folder) as archive:
        return sorted(read_archived(folder, page).body for page in archive.pages())


@pytest.mark.parametrize(
    ("kind", "why"),
    [("hang", "no answer within 2 s"), ("503 busy", "it says 503"), ("cut upload", "the connection broke")],
)
def test_it_stays_and_is_told_and_the_next_run_uploads_it(
    proxy: Proxy, store: Store, tmp_path: Path, kind: str, why: str
) -> None:
    folder = tmp_path / "archive"
    assert run(folder, "one", 1) == []
    proxy.fault = Fault(kind, of=lambda method, path: method == "PUT" and path.endswith(".warc.gz"))
    (told,) = run(folder, "two", 2)
    assert told.startswith("1 closed file of the archive is not in s3://") and f"(it does not answer: {why})" in told
    assert warcs(folder) == ["two.warc.gz"] and "two.warc.gz" not in store.sizes()
    kept = state(Paths(tmp_path))["archive"]["store"]
    assert (kept["files"], kept["lacks"]) == (1, 1)
    proxy.fault = None
    assert run(folder, "three") == []
    assert warcs(folder) == [] and [*store.sizes()] == ["one.cdxj", "one.warc.gz", "two.cdxj", "two.warc.gz"]
    assert state(Paths(tmp_path))["archive"]["store"]["lacks"] == 0
    assert pages(folder) == [b"page 1", b"page 2"]


def test_an_answer_that_is_lost_is_no_conflict(proxy: Proxy, store: Store, tmp_path: Path) -> None:
    proxy.fault = Fault("lost answer", times=1, of=lambda method, path: method == "PUT")
    assert run(tmp_path / "archive", "one", 1) == []
    assert warcs(tmp_path / "archive") == []


def test_another_file_of_the_same_name_is_named_and_left_alone(proxy: Proxy, store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    store.create("one.warc.gz", b"not this file")
    (told,) = run(folder, "one", 1)
    assert "/one.warc.gz is not the file of this machine (another file of this name lies there)" in told
    (told,) = run(folder, "two", 2)
    assert warcs(folder) == ["one.warc.gz"] and store.read("one.warc.gz", 0, 99) == b"not this file"
    assert "two.warc.gz" in store.sizes(), "the others are uploaded all the same"
    with Archive(folder) as archive:
        faults = [fault.line() for fault in check_files(archive, lambda steps=1: None)]
    assert len(faults) == 1 and "one.warc.gz: another file of this name lies in s3://" in faults[0]
    assert pages(folder) == [b"page 1", b"page 2"]


def test_a_file_that_is_gone_from_the_store_is_named(proxy: Proxy, store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    run(folder, "one", 1)
    run(folder, "two", 2)
    store.delete("one.warc.gz")
    with Archive(folder) as archive:
        faults = {fault.file: fault.why for fault in check_files(archive, lambda steps=1: None)}
        assert "it is missing; put it back" in faults["one.warc.gz"]
        (said,) = unsound(archive)
        assert "one.warc.gz is missing here and in s3://" in said
        assert [*store_faults(Paths(tmp_path), ())] == []
        proxy.fault = Fault("503 busy")
        (said,) = store_faults(Paths(tmp_path), ())
        assert "does not answer (it says 503)" in said
        assert [*unsound(archive)] == [], "nobody knows while the store is away"


def test_a_lost_index_waits_for_the_store(proxy: Proxy, store: Store, tmp_path: Path) -> None:
    """Without a list of the files in the store each page would seem new, so the archive does not open until it has
    one."""
    folder = tmp_path / "archive"
    run(folder, "one", 1)
    for file in folder.glob(f"{INDEX}*"):
        file.unlink()
    proxy.fault = Fault("503 busy")
    for _ in range(2):
        with pytest.raises(ArchiveError, match=r"has to see first what lies in its store: s3://\S+ does not answer"):
            run(folder, "two", 1)
    proxy.fault = None
    assert run(folder, "two", 1) == []
    assert pages(folder) == [b"page 1"]


CHILD = """
import os, signal, sys
from pathlib import Path
import flows.archive.uploading as uploading
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.archive.check_archive import unsound
from flows.archive.storing import Storing
def die(*given):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "before the upload":
    uploading.upload = die
else:
    upload = uploading.upload
    uploading.upload = lambda *given: (upload(*given), die())
with Archive(Path(sys.argv[1]), run="killed", storing=Storing(closed="moved")) as archive:
    archive.add(Capture("https://x.example/1", b"page 1", status=200))
"""


@pytest.mark.parametrize("where", ["before the upload", "before it is noted"])
def test_killed_between_closing_and_uploading(proxy: Proxy, store: Store, tmp_path: Path, where: str) -> None:
    folder = tmp_path / "archive"
    command = [sys.executable, "-c", CHILD, str(folder), where]
    environ = {**os.environ, **CREDENTIALS}
    child = subprocess.run(command, cwd=ROOT, capture_output=True, env=environ, timeout=60, check=False)
    assert child.returncode == -signal.SIGKILL, child.stderr
    assert warcs(folder) == ["killed.warc.gz"]
    assert ("killed.warc.gz" in store.sizes()) is (where == "before it is noted")
    before = store.look("killed.warc.gz")
    assert run(folder, "next", 1) == []
    assert warcs(folder) == [] and [*store.sizes()][:2] == ["killed.cdxj", "killed.warc.gz"]
    assert before in (None, store.look("killed.warc.gz")), "written once"
    assert pages(folder) == [b"page 1"]
