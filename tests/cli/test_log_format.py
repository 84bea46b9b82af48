"""Messages as JSON: every line of standard error one object, the same in a file that is rotated, secrets in neither."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.cli.cli import main
from flows.printing import log
from flows.printing.log_file import log_to_file
from flows.printing.progress import bar, line
from tests.flows.desk import PAGES, ROOT

PAGE = str(PAGES / "northlight/dam-talks/page.html")


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(one) for one in text.splitlines()]


@pytest.fixture(autouse=True)
def _no_format_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(log.VARIABLE, raising=False)


def test_a_run_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "copydesk.toml").write_text('[log]\nfile = "logs/copydesk.log"\n')
    where = ["--data", str(tmp_path / "data"), "--config", str(config), "--no-prefect"]
    assert main([*where, "--log-format", "json", "ingest"]) == 0
    assert main([*where, "--log-format", "json", "run", "import", PAGE]) == 0
    told = objects(capsys.readouterr().err)
    assert all({"time", "level", "flow", "run_id", "message"} <= one.keys() for one in told)
    assert all(f"-{one['flow']}-" in one["run_id"] for one in told), "each line names the run that says it"
    ended = [one for one in told if "outcome" in one]
    assert [one["flow"] for one in ended] == ["scrape", "parse", "load", "publish", "ingest", "import"]
    assert (ended[-1]["message"], ended[-1]["parent"]) == ("the run ended: done", None)
    assert ended[-1]["counts"]["new"] == 1 and ended[0]["parent"] == ended[4]["run_id"]
    file = tmp_path / "data/logs/copydesk.log"
    assert objects(file.read_text()) == told, "the file has the same"
    assert main([*where, "run", "load"]) == 0
    assert capsys.readouterr().err == "load      nothing to do\n", "as text, as ever"
    assert [one["message"] for one in objects(file.read_text())[len(told) :]] == [
        "nothing to do",
        "the run ended: done",
    ]


@pytest.mark.parametrize(
    ("words", "code", "level"),
    [
        (["--log-format", "json", "run", "nosuch"], 2, "error"),
        (["run", "nosuch", "--log-format=json"], 2, "error"),
        (["--log-format=json", "--nosuch"], 2, "error"),
        (["--log-format", "json", "--debug", "sql", "SELECT 1"], 1, "error"),
        (["--log-format=json"], 2, "error"),
    ],
)
def test_errors_as_json(
    words: list[str], code: int, level: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path / "none"), *words]) == code
    told = objects(capsys.readouterr().err)
    assert told and {one["level"] for one in told} == {level}
    if "--debug" in words:
        assert "WarehouseMissing" in told[-1]["traceback"] or "Error" in told[-1]["traceback"]


def test_a_format_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--log-format", "xml", "status"]) == 2
    assert "'xml' is not one of" in capsys.readouterr().err


def test_the_environment_says_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(log.VARIABLE, "json")
    assert main(["--data", str(tmp_path), "--no-prefect", "run", "parse"]) == 0
    assert [one["message"] for one in objects(capsys.readouterr().err)] == ["nothing to do", "the run ended: done"]
    assert main(["--data", str(tmp_path), "--no-prefect", "--log-format", "text", "run", "parse"]) == 0
    assert capsys.readouterr().err == "parse     nothing to do\n"


def test_what_libraries_print_is_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    with log.log_of_command(["--log-format", "json"]):
        print("one\ntwo\x1b[31m", file=sys.stderr)
        print("begun", end="", file=sys.stderr)
        with bar("parse", "pages", 3) as advance:
            advance()
        sys.stderr.write(" later")
    text = capsys.readouterr().err
    told = [one["message"] for one in objects(text)]
    assert told[:2] == ["one", "two\x1b[31m"] and told[-1].endswith(" later") and "\x1b" not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GET https://user:pass@herald.example/a", "GET https://***@herald.example/a"),
        ("postgres://me:geheim@db/x failed", "postgres://***@db/x failed"),
        ("https://a.example/?token=abc123&page=2", "https://a.example/?token=***&page=2"),
        ("https://a.example/?p=1&api_key=abc", "https://a.example/?p=1&api_key=***"),
        ("the password is hunter2hunter2!", "the password is ***!"),
        ("from a file: correct horse", "from a file: ***"),
        ("https://a.example/@writer/story", "https://a.example/@writer/story"),
        ("mail desk@herald.example", "mail desk@herald.example"),
        ("https://a.example/?key=word&tokens=3", "https://a.example/?key=word&tokens=3"),
    ],
)
def test_secrets_are_masked(
    text: str, shown: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESK_SMTP_PASSWORD", "hunter2hunter2")
    monkeypatch.setenv("DESK_API_KEY", "x")  # too short to be one, and in every text
    monkeypatch.setenv("DESK_KEY_WORD", "herald")
    log.hide("correct horse")
    with log.log_of_command(["--log-format=json"]):
        line("alerts", text)
        log.write("alerts", "sent", facts={"where": [text]})
    said, facts = objects(capsys.readouterr().err)
    assert said["message"] == shown and facts["facts"] == {"where": [shown]}


def test_a_file_that_cannot_be_written_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "log").mkdir()
    with log.log_of_command([]):
        log_to_file(tmp_path / "log", size=10_000, kept=1)
        line("parse", "one")
        line("parse", "two")
    told = capsys.readouterr().err.splitlines()
    assert told[1:] == ["parse     one", "parse     two"]
    assert (
        told[0]
        == f"parse: the log file {tmp_path / 'log'} cannot be written (Is a directory); this process goes on without it"
    )


def _writes(path: Path, name: str) -> None:
    log_to_file(path, size=10_000, kept=40)
    for number in range(150):
        line("parse", f"{name} {number} " + "x" * 60)


def test_several_processes_rotate_one_file_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "copydesk.log"
    forked = multiprocessing.get_context("fork")
    writers = [forked.Process(target=_writes, args=(path, name)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    files = sorted(tmp_path.glob("copydesk.log*"))
    assert len([file for file in files if file.suffix != ".lock"]) > 3
    assert all(file.stat().st_size <= 10_000 for file in files)
    said = [one["message"].split()[:2] for file in files for one in objects(file.read_text())]
    assert sorted(said) == sorted([name, str(number)] for name in "ab" for number in range(150))


@pytest.mark.slow
def test_a_stop_is_told_as_json(tmp_path: Path) -> None:
    code = "import os, signal\nfrom flows.running import stopping\nfrom flows.printing import log\nstopping.listen()\n"
    code += (
        "with log.log_of_command([]):\n  try:\n    os.kill(os.getpid(), signal.SIGTERM)\n  except KeyboardInterrupt:\n"
    )
    code += "    stopping.report()\n"
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env={"PATH": "", log.VARIABLE: "json"}
    )
    (told,) = objects(done.stderr)
    assert told["level"] == "warning" and "stopped; nothing is lost" in told["message"]
