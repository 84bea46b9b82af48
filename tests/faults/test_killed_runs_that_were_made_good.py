"""doctor names a killed or failed run as long as some of its work is left to do, and no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.config.paths import Paths
from flows.reporting.write_page import waiting
from flows.running.run_records import AFTER_IMPORT, THEN, RunRecord, write_record
from flows.running.unfinished_work import unfinished

BEGIN = datetime(2026, 5, 1, 8, tzinfo=UTC)
NOW = BEGIN + timedelta(days=1)

#: What a run was asked for, by a short name.
ASKED: dict[str, dict[str, Any]] = {
    "": {},
    "A": {"paths": ["a"]},
    "B": {"paths": ["b"]},
    "AB": {"paths": ["a", "b"]},
    "A@x": {"paths": ["a"], "hosts": ["x"]},
    "A>1": {"paths": ["a"], "since": "2026-01-01"},
    "A>2": {"paths": ["a"], "since": "2026-02-01"},
    "sources=x": {"sources": ["x"]},
    "sources=xy": {"sources": ["x", "y"]},
    "source=x": {"source": "x"},
    "everything": {"everything": True},
    "the new": {"everything": False},
    "apply": {"apply": True},
    "lake": {"lake": "s3://news/lake"},
    "no lake": {"lake": None},
    "x=1": {"x": 1},
    "x=2": {"x": 2},
}


def history(rows: str, *, imports: str = "import") -> list[RunRecord]:
    """Records from short rows "name outcome asked, ...".

    The name "1:ingest" is run 1, "1/parse" a step of it.  Each begins a minute after the one before and takes half a
    minute.  imports: name in the record of an ingest of paths: "ingest" up to version 0.4.0, now "import".
    """
    records = []
    for minute, row in enumerate(rows.split(",")):
        name, outcome, *asked = row.split()
        parent, _, flow = name.partition("/") if "/" in name else ("", "", name.partition(":")[2])
        began = BEGIN + timedelta(minutes=minute)
        parameters = dict(ASKED[" ".join(asked)])
        if flow == "ingest" and imports == "import" and "paths" in parameters:
            flow, parameters[THEN] = "import", [*AFTER_IMPORT]
        over = None if outcome in ("killed", "running") else (began + timedelta(seconds=30)).isoformat()
        records.append(
            RunRecord(
                run_id=name.partition(":")[0] if ":" in name else name,
                flow=flow,
                parameters=parameters,
                started_at=began.isoformat(),
                finished_at=over,
                outcome=outcome,
                parent=parent or None,
            )
        )
    return records


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        # Nothing came later.
        ("1:parse killed", "1 parse"),
        ("1:parse done, 2:load failed", "2 load"),
        ("1:ingest killed A", "1 import parse load publish"),
        ("1:ingest killed", "1 scrape parse load publish"),
        ("1:retry killed", "1 retry load publish"),
        # The same flow again, whatever came of it but an end as bad.
        ("1:load killed, 2:load done", ""),
        ("1:load killed, 2:load rejected", ""),
        ("1:load killed, 2:load waiting", ""),
        ("1:load killed, 2:load running", ""),
        ("1:load failed, 2:load stopped", "1 load"),
        # A publish of the file alone fills no lake.
        ("1:publish failed lake, 2:publish done no lake", "1 publish"),
        ("1:publish failed lake, 2:publish done lake", ""),
        ("1:publish failed no lake, 2:publish done lake", ""),
        ("1:publish failed, 2:publish done no lake", ""),
        ("1:load killed, 2:load failed", "2 load"),
        ("1:load failed, 2:load failed, 3:load done", ""),
        # A run before does not make good what ended badly after it.
        ("1:load done, 2:load killed", "2 load"),
        # Another flow is another work.
        ("1:load killed, 2:parse done", "1 load"),
        ("1:parse killed, 2:reparse done", "1 parse"),
        # A run that holds the flow, in a step of its own.
        ("1:parse killed, 2:ingest done B, 2/import done B, 2/parse done", ""),
        ("1:parse killed, 2:ingest failed B, 2/import done B, 2/parse done", "2 load publish"),
        ("1:publish killed, 2:retry done, 2/load done, 2/publish done", ""),
        ("1:publish killed, 2:retry done", "1 publish"),
        ("1:publish killed, 2:ingest waiting, 2/load waiting", "1 publish"),
        # One whose steps have left no record did them all.
        ("1:publish killed, 2:ingest done A", ""),
        ("1:publish killed, 2:ingest waiting A", "1 publish"),
        # An import that was killed in a step: what is left are that step and those behind it.
        ("1:ingest killed A, 1/import done A, 1/parse killed", "1 parse load publish"),
        ("1:ingest killed A, 1/import done A, 1/parse done, 1/load done, 1/publish done", ""),
        ("1:ingest killed A, 1/import done A, 1/parse killed, 2:parse done, 3:load done", "1 publish"),
        ("1:ingest killed A, 1/import done A, 1/parse killed, 2:parse done, 3:load done, 4:publish done", ""),
        # Only imports of the same paths do what an import of paths left; of more will do, one by one as well.
        ("1:ingest killed A, 1/import killed A, 2:ingest done A", ""),
        ("1:ingest killed A, 1/import killed A, 2:ingest done AB", ""),
        ("1:ingest killed AB, 2:ingest done A", "1 import"),
        ("1:ingest killed AB, 2:ingest done A, 3:ingest done B", ""),
        ("1:ingest killed A, 2:ingest done B", "1 import"),
        ("1:ingest killed A, 2:import done A", "1 parse load publish"),
        ("1:ingest killed A, 2:ingest done", "1 import"),
        ("1:import killed A, 2:ingest done A", ""),
        ("1:import killed A@x, 2:import done A", ""),
        ("1:import killed A, 2:import done A@x", "1 import"),
        ("1:import killed A>1, 2:import done A>2", "1 import"),
        # Outlets and windows of time: all of them hold each of them.
        ("1:scrape killed sources=x, 2:ingest done", ""),
        ("1:scrape killed sources=x, 2:scrape done sources=xy", ""),
        ("1:scrape killed, 2:scrape done sources=x", "1 scrape"),
        ("1:ingest killed sources=x, 2:ingest done sources=xy", ""),
        ("1:scrape killed everything, 2:scrape done", "1 scrape"),
        ("1:scrape killed, 2:scrape done everything", ""),
        ("1:scrape killed everything, 2:scrape done the new", "1 scrape"),
        ("1:ingest killed, 2:ingest done, 2/scrape done the new, 2/parse rejected, 2/load done, 2/publish done", ""),
        ("1:reparse killed source=x, 2:reparse done", ""),
        ("1:reparse killed, 2:reparse done source=x", "1 reparse"),
        # A reparse that applies what it read loads and publishes, too.
        ("1:reparse killed apply", "1 reparse load publish"),
        ("1:reparse killed apply, 1/load killed", "1 reparse load publish"),
        ("1:reparse failed apply, 1/load done", "1 reparse load publish"),
        ("1:reparse killed apply, 1/load done, 1/publish killed", "1 publish"),
        ("1:retry killed, 1/load killed", "1 load publish"),
        ("1:reparse killed apply, 2:reparse done, 3:load done, 4:publish done", ""),
        ("1:reparse killed, 2:reparse done apply, 2/load killed", ""),
        # Steps are told with their run, be it over or not; those whose run left no record, on their own.
        ("1:ingest done A, 1/load killed", ""),
        ("1:ingest running A, 1/load failed", ""),
        ("1:ingest stopped A, 1/load killed", ""),
        ("1:ingest failed A, 1/import done A, 1/parse failed, 1/load done, 1/publish done", "1 parse"),
        ("gone/load killed", "gone/load load"),
        ("gone/load killed, 2:ingest done A, 2/load done", ""),
        # Of several that left the same, the last; of several that left different things, each.
        ("1:ingest killed A, 2:ingest killed A, 3:ingest killed A", "3 import parse load publish"),
        ("1:ingest killed A, 2:ingest killed B", "1 import parse load publish, 2 import parse load publish"),
        ("1:load killed, 2:ingest killed A", "2 import parse load publish"),
        ("1:other killed x=1, 2:other done x=2", "1 other"),
    ],
)
@pytest.mark.parametrize("called", ["import", "ingest"])
def test_what_is_left_to_do(rows: str, left: str, called: str) -> None:
    found = unfinished(history(rows, imports=called), NOW)
    assert ", ".join(" ".join([one.record.run_id, *(step.flow for step in one.left)]) for one in found) == left


def test_the_report_names_what_is_left_and_nothing_else(tmp_path: Path) -> None:
    paths = Paths(tmp_path).make()
    for record in history("1:ingest killed, 2:parse failed, 3:ingest done"):
        write_record(paths.runs, record)
    assert waiting(paths).failed == ()
    write_record(paths.runs, replace(history("4:load failed")[0], started_at=datetime.now(UTC).isoformat()))
    (said,) = waiting(paths).failed
    assert said == "load (4) failed. Run `copydesk run load` to do what it left."


def test_a_clock_that_was_wrong() -> None:
    """A run dated next year counts as repeated by one of today, but does not count as a repetition itself."""
    killed, done = history("1:parse killed, 2:parse done")
    next_year = (NOW + timedelta(days=365)).isoformat()
    assert unfinished([done, replace(killed, started_at=next_year)], NOW) == []
    assert len(unfinished([killed, replace(done, started_at=next_year, finished_at=next_year)], NOW)) == 1


def test_a_path_that_is_gone_is_no_work_left(tmp_path: Path) -> None:
    """A path that does not exist is no work: it was mistyped, or its folder was removed since."""
    (tmp_path / "a").mkdir()

    def left(rows: str) -> list[list[str]]:
        records = [replace(record, folder=str(tmp_path)) for record in history(rows)]
        return [[step.flow for step in one.left] for one in unfinished(records, NOW)]

    mistyped = "1:ingest failed AB, 1/import failed AB, 1/parse done, 1/load done, 1/publish done"
    assert left(mistyped) == [["import"]]
    assert left(f"{mistyped}, 2:ingest done A") == []
    assert left("1:ingest killed AB, 1/import killed AB, 2:ingest done A") == []
    assert left("1:ingest killed B, 1/import killed B") == [["parse", "load", "publish"]]
    assert left("1:import killed B") == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            "1:ingest killed AB",
            "import (1) was killed. Run `copydesk import a b` again, or remove 1.json below the folder runs when that "
            "is not wanted any more.",
        ),
        ("1:import killed A", "import (1) was killed. Run `copydesk run import a` again, or remove 1.json below the "),
        ("1:ingest failed", "ingest (1) failed. Run `copydesk ingest` again."),
        (
            "1:retry killed, 1/load killed",
            "retry (1) was killed in its step load. Run `copydesk run load` and `copydesk run publish` to ",
        ),
        # A load that ended well did not load what is parsed again.
        *(
            (
                f"1:ingest killed A, 1/import done A, 1/parse killed, {done}",
                "import (1) was killed in its step parse. Run `copydesk run parse`, `copydesk run load` and "
                "`copydesk run publish` to do what it left.",
            )
            for done in ("1/load done", "2:load done", "1/load done, 1/publish done")
        ),
        ("1:publish failed lake", "publish (1) failed. Run `copydesk run publish --lake s3://news/lake` to do what it"),
        ("1:reparse failed", "reparse (1) failed. Run `copydesk run reparse` to do what it left."),
    ],
)
def test_what_is_said(rows: str, said: str) -> None:
    (one,) = unfinished(history(rows), NOW)
    assert one.sentence().startswith(said)
