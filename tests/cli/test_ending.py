"""A process that only printed ends when all has been called that asked for it, with its code and all it printed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

#: Runs the command line in a process that has an object which tells when it is deleted.
WATCHED = """
import atexit, sys
from flows.cli import cli

real = cli._call
def call(words):
    atexit.register(print, "called at the end", end="")
    return real(words)

class Last:
    def __del__(self):
        print(", deleted", end="", flush=True)

cli._call, last = call, Last()
sys.exit(cli.main())
"""
PAGE = Path(__file__).parent.parent / "pages" / "harbourpost" / "section-front" / "page.html"


@pytest.mark.parametrize(
    ("words", "code", "end"),
    [
        (("extract", str(PAGE), "--jsonl"), 3, "called at the end"),
        (("extract", "--no-such-option"), 2, "called at the end, deleted"),
        (("--version",), 0, "called at the end"),
    ],
)
def test_the_end_of_a_process(words: tuple[str, ...], code: int, end: str) -> None:
    done = subprocess.run([sys.executable, "-c", WATCHED, *words], capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    assert done.stdout.splitlines()[-1].endswith(end) and ("deleted" in end or "deleted" not in done.stdout)
