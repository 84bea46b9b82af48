"""Keeps accepted answers, each in a small JSON file of the data directory, so that no page is handed over twice.

A file is found by the command and by the page's bytes: `fallback/<command>/<two digits>/<sha256 of the body>.json`.  It
holds the answer in the form in which a program gives it.  When a file is removed or damaged, its page is handed over
again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from flows.parsing.fallback.answer import ProgramAnswer, read_answer
from flows.parsing.fallback.no_answer import NoAnswer
from warehouse.files import swap_in


class Answers:
    """The kept answers of one command (a program with its arguments).

    `folder`: holds the answers of all commands, each in a subfolder; need not exist.
    """

    def __init__(self, folder: Path, command: Sequence[str]) -> None:
        self._command = list(command)
        digest = hashlib.sha256(json.dumps(self._command).encode()).hexdigest()
        self._folder = folder / digest[:12]

    def _file(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / f"{sha256}.json"

    def known(self, sha256: str) -> bool:
        """Whether an answer is kept for the page with this hash, so that the page need not be handed over."""
        return self._file(sha256).exists()

    def find(self, sha256: str) -> ProgramAnswer | None:
        """Read the kept answer for the page with this hash; None without an answer that can be read."""
        try:
            return read_answer(self._file(sha256).read_bytes())
        except (OSError, NoAnswer):
            return None

    def keep(self, sha256: str, answer: ProgramAnswer) -> None:
        """Write an answer to its file.

        Raises NoAnswer when that fails: an answer that is not kept could differ the next time.
        """
        file = self._file(sha256)
        aside = file.with_name(f".{file.name}.{os.getpid()}.tmp")
        told = {"sha256": sha256, "command": self._command, **answer.to_dict()}
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            aside.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
            swap_in(aside, file)
        except OSError as error:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
            raise NoAnswer("keep", f"{file}: {error.strerror or error}") from error
