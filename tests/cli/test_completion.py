"""Completion of commands: the script that is printed, in a real bash."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli.cli import main
from flows.cli.commands.completion import INSTALLED

#: What is typed before Tab, and what must be offered.
TYPED = [
    ("sta", ["status"]),
    ("comp", ["compact", "completion"]),
    ("run re", ["reparse", "retry"]),
    ("run imp", ["import"]),
    ("sql --for", ["--format"]),
    ("sql --format j", ["json", "jsonl"]),
    ("--da", ["--data"]),
]


@pytest.mark.parametrize("shell", INSTALLED)
def test_each_shell_gets_its_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "_COPYDESK_COMPLETE" in script and f"{shell}_complete" in script
    assert main(["completion", shell, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["script"] == script.strip()


def test_another_shell_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcsh"]) == 2
    assert "'bash', 'zsh', 'fish'" in capsys.readouterr().err


@pytest.mark.slow
def test_a_real_bash_completes(tmp_path: Path) -> None:
    program = tmp_path / "copydesk"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m flows.cli "$@"\n')
    program.chmod(0o755)
    asked = "".join(
        f"COMP_WORDS=(copydesk {typed}); COMP_CWORD={len(typed.split())}; COMPREPLY=()\n"
        'complete -p copydesk >/dev/null && _copydesk_completion copydesk; echo "${COMPREPLY[@]}"\n'
        for typed, _ in TYPED
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", f'eval "$(copydesk completion bash)"\n{asked}'],
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert [line.split() for line in done.stdout.splitlines()] == [offered for _, offered in TYPED], done.stderr
