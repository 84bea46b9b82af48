"""What docs/scaling.md shows of reading a lake runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.warehouse.lakes import begun

DOCUMENT = (Path(__file__).parent.parent / "docs" / "scaling.md").read_text("utf-8")


def test_the_document_is_short() -> None:
    assert len(DOCUMENT.splitlines()) <= 150


def test_its_python_reads_a_lake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = begun(tmp_path)
    desk.change(
        "CREATE TABLE articles AS SELECT 1::BIGINT AS article_id, TIMESTAMPTZ '2026-03-02 12:00:00+00' AS last_seen_at",
        "ALTER TABLE blocks ADD COLUMN kind VARCHAR DEFAULT 'paragraph'",
    )
    desk.publish()
    examples = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    assert len(examples) == 2 and {"duckdb", "polars"} <= set(re.findall(r"^import (\w+)", "\n".join(examples), re.M))
    monkeypatch.chdir(tmp_path)
    for example in examples:
        exec(compile(example, "docs/scaling.md", "exec"), {})
    assert "(1, datetime.datetime(2026, 3, 2" in capsys.readouterr().out
