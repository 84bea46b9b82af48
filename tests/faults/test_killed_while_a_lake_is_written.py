"""A publish is killed while it writes a lake, or fails halfway through the tables: the next publish completes it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.lakes import Desk, begun, differences, versions
from warehouse.errors import LakeAway, LakeError
from warehouse.lake import ranges
from warehouse.lake.delta import LakeDelta
from warehouse.lake.written_tables import LakeMemory

CHANGE = ("UPDATE blocks SET text = 'x' WHERE revision_id IN (1, 8)", "DELETE FROM runs WHERE run_id = 'r3'")
#: What the change above and a publish write.
WRITTEN = ("blocks", "runs", "publications")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(ranges, "_ROWS", 4)
    yield begun(tmp_path)


class Killed(BaseException):
    """Raised where a kill is simulated."""


def killed_at(place: int, desk: Desk) -> None:
    """Publish, and die just before notes on a table are written for the `place`th time (before and after each
    commit)."""
    written = LakeMemory.note
    count = 0

    def note(*arguments: object) -> None:
        nonlocal count
        count += 1
        if count == place:
            raise Killed
        written(*arguments)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LakeMemory, "note", note)
        with pytest.raises(Killed):
            desk.publish()


@pytest.mark.parametrize("place", [2, 4])
def test_killed_before_or_after_any_commit(place: int, desk: Desk) -> None:
    before = versions(desk.lake)
    desk.change(*CHANGE)
    killed_at(place, desk)
    result = desk.publish()
    assert (result.notes, result.faults) == ([], [])
    assert differences(desk.news, desk.lake) == {}
    assert versions(desk.lake) == before | {name: before[name] + 1 for name in WRITTEN}, "each was written once"


def test_killed_and_overtaken_by_the_next_state(desk: Desk) -> None:
    desk.change(*CHANGE)
    killed_at(2, desk)
    desk.change("INSERT INTO blocks VALUES (20, 0, 'new', NULL)")
    assert desk.publish().notes == [], "what the killed run wrote is known"
    assert differences(desk.news, desk.lake) == {}


@pytest.mark.parametrize("error", [LakeAway, LakeError])
def test_failed_halfway_through_the_tables(error: type[LakeError], desk: Desk) -> None:
    desk.change(*CHANGE)
    write = LakeDelta.write

    def fails(self: LakeDelta, *arguments: object, **options: object) -> None:
        if self.url.endswith("/runs"):
            raise error("the table runs cannot be written.")
        write(self, *arguments, **options)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LakeDelta, "write", fails)
        if error is LakeAway:
            with pytest.raises(LakeAway, match="the next publish catches up"):
                desk.publish()
        else:
            assert "tries this one again" in desk.publish().faults[0]
    assert set(differences(desk.news, desk.lake)) == {"runs", "publications"}, "its newest row says that all is there"
    assert desk.publish().written == 2
    assert differences(desk.news, desk.lake) == {}


#: Publishes, and kills itself right after the commit of a table.
CHILD = """
import os, signal, sys
from pathlib import Path
from tests.warehouse.lakes import Desk
from warehouse.lake.delta import LakeDelta
write = LakeDelta.write
def killing(self, *arguments, **options):
    write(self, *arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
LakeDelta.write = killing
Desk(Path(sys.argv[1])).publish()
"""


@pytest.mark.slow
def test_a_process_that_is_killed_leaves_a_lake_that_is_made_good(desk: Desk) -> None:
    desk.change(*CHANGE)
    before = versions(desk.lake)
    done = subprocess.run([sys.executable, "-c", CHILD, str(desk.root)], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert versions(desk.lake)["blocks"] == before["blocks"] + 1
    assert desk.publish().notes == [] and differences(desk.news, desk.lake) == {}
    assert versions(desk.lake)["blocks"] == before["blocks"] + 1, "and not once more"
