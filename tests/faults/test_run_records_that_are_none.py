"""A damaged or odd run record stops nothing: status, load and doctor go on, and doctor names the record."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.cli.cli import main
from flows.cli.data_status import state
from flows.cli.diagnosis import CheckedPlace, findings
from flows.config.paths import Paths
from flows.import_pages import import_pages
from flows.load import load
from flows.parse import parse
from flows.running.run_records import finished_records, flaws, read_run_records, recorded_run
from tests.faults.here import Here
from tests.flows.desk import PAGES, ask

GOOD: dict[str, Any] = {
    "run_id": "good",
    "flow": "parse",
    "parameters": {"paths": ["a"]},
    "started_at": "2026-05-01T08:00:00.000+00:00",
    "finished_at": "2026-05-01T08:01:00.000+00:00",
    "outcome": "done",
    "counts": {"pages": 3},
    "messages": ["Something was said."],
    "parent": None,
    "code_version": "0.1.0",
    "pid": 4711,
    "host": "desk",
}


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key != name}


BAD: dict[str, bytes] = {
    "nothing": b"",
    "half": json.dumps(GOOD).encode()[:90],
    "zeros": bytes(4096),
    "no text": b"\xff\xfe\x00{",
    "a list": b"[1, 2]",
    "a number": b"7",
    "deep": b"[" * 200_000,
    "no start": json.dumps(without("started_at")).encode(),
    "no outcome": json.dumps(without("outcome")).encode(),
    "no id": json.dumps(without("run_id")).encode(),
    **{
        f"{name} is {value!r}"[:40]: json.dumps({**GOOD, name: value}).encode()
        for name, value in [
            ("started_at", None),
            ("started_at", 17),
            ("started_at", "yesterday"),
            ("started_at", ""),
            ("finished_at", "soon"),
            ("outcome", "splendid"),
            ("outcome", None),
            ("counts", None),
            ("counts", {"pages": "many"}),
            ("counts", [3]),
            ("messages", "one"),
            ("messages", [1]),
            ("parameters", None),
            ("parent", 3),
            ("flow", None),
            ("run_id", "another"),
            ("run_id", "../../../etc/passwd"),
            ("pid", "me"),
        ]
    },
}


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    folder = Paths(tmp_path).make().runs
    with recorded_run(folder, "publish", {}):
        pass
    return folder


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_a_file_that_is_no_record(runs: Path, content: bytes) -> None:
    (runs / "good.json").write_bytes(content)
    assert [r.flow for r in read_run_records(runs)] == ["publish"]
    (flaw,) = flaws(runs)
    assert flaw.startswith(f"{runs / 'good.json'} is no record of a run (") and flaw.endswith("; remove it.")


def test_a_record_that_cannot_be_opened(runs: Path) -> None:
    (runs / "folder.json").mkdir()
    (runs / "nowhere.json").symlink_to(runs / "missing")
    assert [r.flow for r in read_run_records(runs)] == ["publish"]
    (flaw,) = flaws(runs)
    assert "folder.json cannot be read (Is a directory)" in flaw


#: Records that another version or an odd clock may write: what they say -> whether they are records.
ODD: list[tuple[dict[str, Any], bool]] = [
    ({"priority": 3}, True),
    ({"started_at": "2026-05-01"}, True),
    ({"started_at": "2026-05-01T10:00:00+02:00"}, True),
    ({"started_at": "20260501T080000"}, True),
    ({"finished_at": None}, True),
    ({"messages": ["half a pair: \ud800", "nothing: \x00"]}, True),
    ({"parameters": {"\ud800": ["\udfff", {"x": None}]}}, True),
    ({"counts": {"pages": 10**30}}, True),
    ({"flow": "ploughing", "parent": "gone"}, True),
    ({"started_at": "9999-12-31T23:00:00-05:00"}, False),
    ({"started_at": "0001-01-01T00:00:00+05:00"}, False),
]


def test_odd_records_do_not_stop_a_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = Paths(tmp_path).make()
    for number, (odd, _) in enumerate(ODD):
        (paths.runs / f"odd{number}.json").write_text(json.dumps({**GOOD, "run_id": f"odd{number}", **odd}))
    monkeypatch.setattr("flows.parse.open_pool", Here)
    import_pages([str(PAGES / "northlight")], data=str(tmp_path))
    parse(data=str(tmp_path))
    record = load(data=str(tmp_path))
    assert (record.outcome, record.counts["batches"]) == ("done", 1)
    known = {run_id for (run_id,) in ask(paths.warehouse, "SELECT run_id FROM runs")}
    assert {name for name in known if name.startswith("odd")} == {
        f"odd{n}" for n, (_, is_one) in enumerate(ODD) if is_one
    }
    assert [r.flow for r in finished_records(paths.runs)] == ["load"]
    assert len(state(paths)["latest_runs"]) == 10
    assert sum("is no record of a run" in said for said in findings(CheckedPlace(paths, None))) == 2


def test_they_stop_neither_status_nor_doctor(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, content in enumerate(BAD.values()):
        (runs / f"bad{number}.json").write_bytes(content)
    assert main(["--data", str(runs.parent), "status"]) == 0
    assert main(["--data", str(runs.parent), "doctor"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert sum("is no record of a run" in line for line in said) == len(BAD)


def test_a_run_of_the_future(runs: Path) -> None:
    ahead = datetime.now(UTC) + timedelta(days=400)
    future = {**GOOD, "run_id": "future", "outcome": "killed", "started_at": ahead.isoformat()}
    (runs / "future.json").write_text(json.dumps({**future, "flow": "publish", "parameters": {}}))
    (finding,) = findings(CheckedPlace(Paths(runs.parent), None))
    assert "is still to come" in finding and "remove future.json" in finding


def test_a_run_that_ends_while_its_record_is_read(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run ends between the reading of its record ("running") and the look at its lock: it is done, not killed."""
    (runs / "good.json").write_text(json.dumps({**GOOD, "outcome": "running", "finished_at": None}))

    def ended(lock: Path) -> bool:
        (runs / "good.json").write_text(json.dumps(GOOD))
        return False

    monkeypatch.setattr("flows.running.run_records._lives", ended)
    assert [r.outcome for r in read_run_records(runs) if r.run_id == "good"] == ["done"]


def test_a_record_that_is_taken_in_meanwhile(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (runs / "loaded").mkdir()
    (runs / "loaded" / "good.json").write_text(json.dumps(GOOD))
    listed = [runs / "good.json", *runs.glob("*.json")]
    monkeypatch.setattr(Path, "glob", lambda self, pattern: listed if pattern == "*.json" else [])
    assert {r.run_id for r in read_run_records(runs)} >= {"good"}
    assert flaws(runs) == []
