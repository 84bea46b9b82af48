"""copydesk doctor: silent when all is well, one line for everything that is not."""

import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from flows.cli.cli import main
from flows.cli.diagnosis import CheckedPlace, installation
from flows.config.paths import Paths
from flows.running.run_records import recorded_run

Capture = pytest.CaptureFixture[str]


def doctor(data: Path, capsys: Capture, *words: object) -> tuple[int, list[str]]:
    code = main(["--data", str(data), "doctor", *map(str, words)])
    return code, capsys.readouterr().out.splitlines()


def test_all_is_well(sample_data: Path, tmp_path: Path, capsys: Capture) -> None:
    assert doctor(sample_data, capsys) == (0, ["All is well."])
    assert doctor(tmp_path / "none", capsys) == (0, ["All is well."])
    assert main(["--data", str(sample_data), "alerts"]) == 0
    assert capsys.readouterr().out == "Nothing is wrong.\n"
    assert not (tmp_path / "none").exists()


def test_a_broken_config_and_a_damaged_batch_and_a_failed_run_are_three_lines(tmp_path: Path, capsys: Capture) -> None:
    data, config = tmp_path / "data", tmp_path / "config"
    paths = Paths(data).make()
    config.mkdir()
    (config / "sources.toml").write_text("[[source]]\nname = 7\n")
    (paths.staging / "x.damaged").write_bytes(b"")
    with pytest.raises(ValueError), recorded_run(paths.runs, "load", {}):
        raise ValueError("no room")
    code, lines = doctor(data, capsys, "--config", config)
    assert code == 1 and len(lines) == 3
    assert "sources.toml" in lines[0] and "x.damaged" in lines[1] and "no room" in lines[2]


def test_a_failure_that_a_later_run_made_good_is_no_finding(tmp_path: Path, capsys: Capture) -> None:
    paths = Paths(tmp_path).make()
    with pytest.raises(ValueError), recorded_run(paths.runs, "load", {}):
        raise ValueError("no room")
    with recorded_run(paths.runs, "load", {}):
        pass
    assert doctor(tmp_path, capsys) == (0, ["All is well."])


def test_who_holds_the_warehouse(sample_data: Path, tmp_path: Path, capsys: Capture) -> None:
    data = tmp_path / "data"  # others read the sample meanwhile
    shutil.copytree(sample_data, data, symlinks=True)
    hold = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.readline()"
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(data / "warehouse.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        code, lines = doctor(data, capsys)
        assert main(["--data", str(data), "status"]) == 0
        assert f"PID {holder.pid}" in capsys.readouterr().out
    finally:
        holder.communicate("\n")
    assert code == 1 and len(lines) == 1
    assert f"PID {holder.pid}" in lines[0]


@pytest.mark.parametrize(
    ("name", "found", "said"),
    [
        ("fastapi", "0.165.0", "install fastapi>=0.139,<0.151"),
        ("sqlalchemy", "2.1.9", "schedules show as active and never run"),
        ("prefect", "", "prefect is not installed"),
    ],
)
def test_versions_that_break_prefect(name: str, found: str, said: str) -> None:
    good = {"prefect": "3.8.8", "fastapi": "0.150.0", "sqlalchemy": "2.0.58", "duckdb": "2.0.0", "lxml": "6.1.3"}

    def installed(asked: str) -> str:
        if asked == name and not found:
            raise PackageNotFoundError(asked)
        return found if asked == name else good[asked]

    place = CheckedPlace(Paths(Path("/none")), None)
    (line,) = installation._versions(place, installed)
    assert said in line


def test_a_prefect_server_that_does_not_answer() -> None:
    place = CheckedPlace(Paths(Path("/none")), None)
    (line,) = installation._server(place, {"PREFECT_API_URL": "http://127.0.0.1:9/api"})
    assert "unset the variable" in line
