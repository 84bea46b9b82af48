"""Rules are changed and changed back: each reparse reads by the rules of its time, and the rows follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.import_pages import import_pages
from flows.ingest import ingest
from flows.load import load
from flows.parse import parse
from flows.reparse import reparse
from tests.faults.here import Here
from tests.flows.desk import PAGES, ask

#: A subhead of the page becomes a line that is cut.
RULE = """
[words.newsletter]
en = ["A number nobody wants to say aloud"]
"""


def bodies(data: Path) -> list[tuple[object, ...]]:
    return ask(data / "warehouse.duckdb", "SELECT word_count FROM revisions")


def test_the_rows_follow_there_and_back_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.parse.open_pool", Here)
    data, with_rule, without = tmp_path / "data", tmp_path / "with", tmp_path / "without"
    without.mkdir()
    (with_rule / "rules").mkdir(parents=True)
    (with_rule / "rules/junk.toml").write_text(RULE)
    ingest(paths=[str(PAGES / "northlight/dam-talks")], data=str(data))
    first = bodies(data)
    seen = []
    for config in (with_rule, without, with_rule, without):
        assert reparse(data=str(data), config=str(config)).counts["articles"] == 1
        load(data=str(data))
        seen.append(bodies(data))
        assert reparse(data=str(data), config=str(config)).counts == {}, "it is read once by each change"
    assert seen[0] != first
    assert seen == [seen[0], first] * 2


def test_the_latest_reading_stays_when_several_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches with the same pages are loaded in the order in which they were read."""
    monkeypatch.setattr("flows.parse.open_pool", Here)
    data, configs = tmp_path / "data", [tmp_path / name for name in ("with", "without")]
    for config in configs:
        (config / "rules").mkdir(parents=True)
    (configs[0] / "rules/junk.toml").write_text(RULE)
    import_pages([str(PAGES / "northlight/dam-talks")], data=str(data))
    parse(data=str(data), config=str(configs[1]))
    for config in (*configs, *configs, configs[0]):
        reparse(data=str(data), config=str(config))
    load(data=str(data))
    assert ask(data / "warehouse.duckdb", "SELECT count(*) FROM batches") == [(6,)]
    assert ask(data / "warehouse.duckdb", "SELECT count(*) FROM dropped_segments WHERE reason = 'newsletter'") == [(1,)]
