"""A run notes its progress; after kill -9 its record says how far it came.  A damaged note costs only that."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.running import progress_notes
from flows.running.progress_notes import Noted, Progress, noted, progress_file
from flows.running.run_records import finished_records, mark_loaded, read_run_records, recorded_run
from flows.running.unfinished_work import unfinished
from tests.flows.desk import ROOT

#: Counts pages of two steps of a run, and is killed in the middle of the second.
KILLED = """
import os, signal, sys
from pathlib import Path
from flows.running import progress_notes
from flows.running.run_records import recorded_run
progress_notes.EVERY = 0
runs = Path(sys.argv[1])
with recorded_run(runs, "ingest", {}) as whole:
    with recorded_run(runs, "scrape", {}, parent=whole.id) as step:
        step.noting("pages", None).advance(9)
    with recorded_run(runs, "parse", {}, parent=whole.id) as step:
        pages = step.noting("pages", 3000)
        step.count(articles=1100, pages=1180)
        pages.advance(1200)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_run_says_how_far_it_came(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, tmp_path], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    for loaded in (False, True):
        whole, scrape, parse = read_run_records(tmp_path)
        assert (whole.outcome, scrape.outcome, parse.outcome) == ("killed", "done", "killed")
        assert parse.counts == {"articles": 1100, "pages": 1180}
        assert parse.messages[0].startswith("It had done 1,200 of 3,000 pages by 20")
        (left,) = unfinished([whole, scrape, parse], datetime.now(UTC))
        assert "was killed in its step parse: It had done 1,200 of 3,000 pages" in left.sentence()
        assert left.sentence().endswith(
            "Run `copydesk run parse`, `copydesk run load` and `copydesk run publish` to do what it left."
        )
        assert not progress_file(tmp_path / f"{scrape.run_id}.json").exists(), "a run that ended needs none"
        if not loaded:
            mark_loaded(tmp_path, finished_records(tmp_path))  # and says the same from there


def progress(done: int, total: int | None, *, seconds: int = 10) -> Progress:
    moments = (f"2026-05-01T08:00:{second:02d}.000+00:00" for second in (0, seconds))
    return Progress("pages", done, total, *moments)


@pytest.mark.parametrize(
    ("made", "rate", "left"),
    [
        (progress(100, 400), 10, 30),
        (progress(400, 400), 40, 0),
        (progress(100, None), 10, None),
        (progress(0, 400), None, None),
        (progress(100, 50), 10, None),  # others came meanwhile: the total is not true any more
        (progress(100, 400, seconds=0), None, None),
    ],
)
def test_rate_and_time_left(made: Progress, rate: float | None, left: float | None) -> None:
    assert (made.rate, made.seconds_left) == (rate, left)


GOOD = {
    "what": "pages",
    "done": 3,
    "total": None,
    "since": "2026-05-01T08:00:00+00:00",
    "at": "2026-05-01T08:00:09+00:00",
}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1]",
        "null",
        json.dumps({**GOOD, "done": "3"}),
        json.dumps({**GOOD, "done": -1}),
        json.dumps({**GOOD, "total": "many"}),
        json.dumps({**GOOD, "at": "yesterday"}),
        json.dumps({**GOOD, "at": "2026-05-01T08:00:09"}),
        json.dumps({**GOOD, "since": 5}),
        json.dumps({**GOOD, "counts": [1]}),
        json.dumps({**GOOD, "counts": {"pages": "x"}}),
        json.dumps({**GOOD, "colour": "red"}),
        '{"what": "pages"}',
        "\x00\ud800".encode("utf-8", "surrogatepass"),
    ],
)
def test_a_damaged_note_is_no_progress(tmp_path: Path, text: str | bytes) -> None:
    record = tmp_path / "20260501T080000-parse-0000.json"
    progress_file(record).write_bytes(text if isinstance(text, bytes) else text.encode())
    assert noted(record) is None
    progress_file(record).write_text(json.dumps(GOOD))
    assert noted(record) is not None


def test_the_file_is_written_now_and_then_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = tmp_path / "a.json"
    clock = iter([10.0, 10.5, 11.0, 12.5, 12.6])
    monkeypatch.setattr(progress_notes.time, "monotonic", lambda: next(clock))
    counts = {"articles": 0}
    pages = Noted(record, "pages", 5, counts=lambda: counts, failed=lambda error: pytest.fail(str(error)))
    pages._path = progress_file(record)
    seen = []
    for done in range(4):
        counts["articles"] = done
        pages.advance()
        seen.append(noted(record))
    assert [one and (one.done, one.counts["articles"]) for one in seen] == [None, None, (3, 2), (3, 2)]


def test_a_note_that_cannot_be_written_is_told_once_and_stops_nothing(tmp_path: Path) -> None:
    with recorded_run(tmp_path, "parse", {}) as run:
        progress_file(tmp_path / f"{run.id}.json").with_name(f"{run.id}.progress.tmp").mkdir()
        pages = run.noting("pages", 3)
        for _ in range(3):
            pages._written = 0.0
            pages.advance()
    (record,) = read_run_records(tmp_path)
    assert record.outcome == "done" and len(record.messages) == 1
    assert record.messages[0].startswith("How far it came could not be written down: ")
