"""`make` shows that pip is at work, and fails when pip fails."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
#: Stands for the environment's Python: prints what pip prints, and ends as told.
PIP = """#!/bin/sh
[ "$2" = pip ] || exit 9
echo "Collecting aiohttp"; echo "  Downloading aiohttp.whl"; echo "Collecting babel"
echo "Installing collected packages: aiohttp, babel, copydesk"
echo "told on standard error" >&2
exit {code}
"""


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (0, "finding packages .. 3 packages; unpacking them  done\n"),
        (1, "Nothing was installed; pip says above why.\n"),
    ],
)
def test_an_installation_shows_its_progress_and_its_end(code: int, shown: str, tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text(PIP.format(code=code))
    python.chmod(0o755)
    stamp = tmp_path / ".installed"
    done = subprocess.run(
        ["make", "--no-print-directory", f"VENV={tmp_path}", str(stamp)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.endswith(shown) and "told on standard error" in done.stderr
    assert (done.returncode == 0) is stamp.exists() is (code == 0)
