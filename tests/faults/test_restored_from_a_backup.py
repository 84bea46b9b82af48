"""Backup and restore as docs/operations.md describes them, also of a directory in which a run was at work."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.cli.cli import main
from tests.faults.here import Here
from tests.flows.desk import ROOT, content


def told() -> tuple[list[str], list[str]]:
    """The commands in docs/operations.md that make a backup, and those that restore one."""
    text = (ROOT / "docs" / "operations.md").read_text("utf-8").partition("## Backup and restore")[2]
    save, restore = (
        re.sub(r"\s+#.*", "", block).splitlines() for block in re.findall(r"```sh\n(.*?)```", text, re.S)[:2]
    )
    return save, restore


def run(commands: list[str]) -> None:
    for command in commands:
        if command.startswith("copydesk "):
            assert main(command.split()[1:]) in (0, 3), command
        else:
            subprocess.run(command, shell=True, check=True)


def cut_the_index(archive: Path) -> None:
    os.truncate(archive / "index.sqlite", 20_000)


def leave_a_file_open(archive: Path) -> None:
    closed = sorted(archive.glob("*.warc.gz"))[0]
    whole = closed.read_bytes()
    closed.rename(f"{closed}.open").write_bytes(whole + whole[:100])


@pytest.mark.parametrize("meanwhile", [lambda archive: None, cut_the_index, leave_a_file_open])
def test_a_restored_directory_holds_the_same(
    meanwhile: Callable[[Path], None], sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.parse.open_pool", Here)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPYDESK_DATA", raising=False)
    save, restore = told()
    assert len(save) >= 3 and len(restore) >= 7
    shutil.copytree(sample_data, "data", symlinks=True)
    run(save)
    shutil.rmtree("data")
    meanwhile(tmp_path / "backup" / "archive")
    run(restore)
    assert content(tmp_path / "data" / "news.duckdb") == content(sample_data / "news.duckdb")
