"""After an upgrade stored pages stay as they are; doctor says how many are older, and reparse reads them again."""

import json
import shutil
from pathlib import Path

import pytest

from flows.cli.cli import main
from flows.import_pages import import_pages
from flows.load import load
from flows.parse import parse
from flows.publish import publish
from flows.reparse import reparse
from parsers import load_rules
from parsers.rules import shipped_config
from tests.flows.desk import PAGES, ask


def noted(data: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The remarks of doctor; fails when it has findings."""
    capsys.readouterr()
    assert main(["--data", str(data), "--json", "doctor"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["findings"] == []
    remarks: list[str] = told["remarks"]
    return remarks


def test_an_upgrade_is_a_note_and_reparse_reads_its_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(tmp_path)
    with monkeypatch.context() as before:
        before.setattr("flows.parsing.parse_batch.PARSER_VERSION", "0.0.1")
        import_pages([str(PAGES / "northlight")], data=data)
        for flow in (parse, load, publish):
            flow(data=data)
    assert noted(tmp_path, capsys) == [
        f"1 page was parsed by an older version or with other rules; `copydesk --data {data} run reparse --dry-run"
        f" --sample 500` shows what would change, `copydesk --data {data} run reparse --apply` makes it so."
    ]
    assert parse(data=data).counts == {}, "nothing is read again by itself"
    assert reparse(data=data).counts["articles"] == 1
    load(data=data)
    publish(data=data)
    assert noted(tmp_path, capsys) == []
    assert ask(tmp_path / "warehouse.duckdb", "SELECT count(*), count(DISTINCT article_id) FROM revisions") == [(1, 1)]


def test_another_model_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config"
    shutil.copytree(shipped_config(), config)
    monkeypatch.setattr("parsers.rules.shipped_config", lambda: config)
    before = load_rules(config).version
    assert load_rules(config).version == before
    model = config / "models" / "page.json"
    model.write_text(model.read_text("utf-8").replace("0.", "1.", 1), "utf-8")
    assert load_rules(config).version != before
