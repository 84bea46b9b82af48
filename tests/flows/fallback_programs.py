"""Small programs as users have them under [fallback], written by the tests, and what the parsers read before."""

from __future__ import annotations

import sys
from pathlib import Path

#: What every program begins with: it reads the page, unless it says otherwise.
_HEAD = f"#!{sys.executable} -IS\n"


def program(folder: Path, code: str, name: str = "body.py") -> Path:
    """A program that can be run."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(_HEAD + code, "utf-8")
    file.chmod(0o755)
    return file


def config(
    folder: Path, *command: object, below: float = 1.0, seconds: float = 20.0, answer_bytes: int = 100_000
) -> Path:
    """A directory whose copydesk.toml has these settings; without a command, no program."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ", ".join(f"'{word}'" for word in command)
    (folder / "copydesk.toml").write_text(
        f"[fallback]\ncommand = [{words}]\nbelow = {below}\nseconds = {seconds}\nanswer_bytes = {answer_bytes}\n"
        "[work]\nworkers = 1\n"
    )
    return folder


def says(answer: str) -> str:
    """The code of a program that writes this, and one line into the file `asked` beside it whenever it is run."""
    return (
        "import sys, pathlib\nsys.stdin.buffer.read()\n"
        "with open(pathlib.Path(__file__).with_name('asked'), 'a') as file:\n    file.write('once\\n')\n"
        f"sys.stdout.write({answer!r})\n"
    )


def times_asked(file: Path) -> int:
    """How often a program made by `says` was run."""
    asked = file.with_name("asked")
    return len(asked.read_text().splitlines()) if asked.exists() else 0
