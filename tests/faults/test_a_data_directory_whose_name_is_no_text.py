"""A data directory whose name is not UTF-8, which DuckDB cannot open, is refused at once, not when pages are to be
loaded."""

import os
from pathlib import Path

import pytest

from flows.cli.cli import main
from tests.flows.desk import PAGES


@pytest.mark.parametrize("words", [("status",), ("import", str(PAGES)), ("sql", "SELECT 1"), ("doctor",)])
def test_it_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9 news")
    assert main(["--data", odd, *words]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and r"caf\xe9 news, is no text in UTF-8; rename the folder" in told
    assert list(tmp_path.iterdir()) == []
