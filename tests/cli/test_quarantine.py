"""copydesk quarantine: list, show, retry, resolve."""

import json
import shutil
from pathlib import Path

import pytest

from flows.cli.cli import main
from tests.flows.desk import PAGES, ask

Capture = pytest.CaptureFixture[str]


def run(data: Path, capsys: Capture, *words: object) -> tuple[int, str, str]:
    code = main(["--data", str(data), *map(str, words)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def open_entries(data: Path, capsys: Capture) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run(data, capsys, "quarantine", "list", "--json")[1])
    return found


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("imported") / "d"
    assert main(["--data", str(data), "import", str(PAGES / "harbourpost/section-front")]) == 3
    return data


@pytest.fixture
def data(tmp_path: Path, imported: Path) -> Path:
    return Path(shutil.copytree(imported, tmp_path / "d", symlinks=True))


def test_list_and_show(data: Path, capsys: Capture) -> None:
    (entry,) = open_entries(data, capsys)
    assert entry["url"] == "https://www.harbourpost.example/culture" and entry["attempts"] == 1
    assert str(entry["reason"]) in run(data, capsys, "quarantine", "list")[1]
    assert "body sha256" in run(data, capsys, "quarantine", "show", entry["quarantine_id"])[1]
    code, _, err = run(data, capsys, "quarantine", "show", 99)
    assert code == 2 and "There is no page 99 in quarantine" in err


def test_retry_parses_again_and_counts(data: Path, capsys: Capture) -> None:
    (entry,) = open_entries(data, capsys)
    reason = entry["reason"]
    dry = run(data, capsys, "quarantine", "retry", "--reason", reason, "--dry-run")
    assert dry == (0, "1 page would be parsed again.\n", "")
    for attempts in (2, 3):
        assert run(data, capsys, "quarantine", "retry", "--reason", reason)[0] == 3
        assert [e["attempts"] for e in open_entries(data, capsys)] == [attempts]
    assert ask(data / "news.duckdb", "SELECT count(*) FROM fetches") == [(1,)]
    assert run(data, capsys, "run", "retry")[2].split() == ["retry", "nothing", "to", "do"]


def test_resolve_dismisses(data: Path, capsys: Capture) -> None:
    (entry,) = open_entries(data, capsys)
    assert run(data, capsys, "quarantine", "resolve", entry["quarantine_id"])[0] == 0
    assert open_entries(data, capsys) == []
    assert "No page is in quarantine" in run(data, capsys, "quarantine", "list")[1]
    assert len(json.loads(run(data, capsys, "quarantine", "list", "--all", "--json")[1])) == 1


def test_what_to_retry_must_be_said(data: Path, tmp_path: Path, capsys: Capture) -> None:
    code, _, err = run(data, capsys, "quarantine", "retry")
    assert code == 2 and "--reason" in err
    code, _, err = run(tmp_path / "none", capsys, "quarantine", "resolve", 1)
    assert code == 1 and "does not exist yet" in err
