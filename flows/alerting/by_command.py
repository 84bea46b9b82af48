"""Hands a message to a program of the user's, as JSON on its standard input; without a shell, within a time limit.

The program is the one that `command` under [alerts] in copydesk.toml names.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from flows.alerting.message import Message
from flows.alerting.not_sent import NotSent
from flows.config.alert_settings import Alerts
from flows.parsing.fallback.no_answer import NoAnswer
from flows.parsing.fallback.program import ask_program
from flows.printing.json_text import json_text

#: Bytes of output that are taken, and thrown away.
_OUTPUT: Final = 1_000_000
_WHY: Final = {
    "start": "it could not be started",
    "status": "it ended with an error",
    "time": "it took longer than timeout under [alerts] allows",
    "size": "it wrote too much to its standard output",
}


def send(message: Message, settings: Alerts, environ: Mapping[str, str] = os.environ) -> None:
    """Run the program with the message as its input.  Raises NotSent unless the program ends with status 0."""
    file = shutil.which(Path(settings.command[0]).expanduser(), path=environ.get("PATH"))
    if file is None:
        raise NotSent(f"'{settings.command[0]}' is no program that can be run; install it or write its whole path")
    body = json_text(message.facts()).encode("utf-8", "replace") + b"\n"
    try:
        ask_program(
            (file, *settings.command[1:]),
            body,
            environ={name: value for name, value in environ.items() if name not in settings.secret_variables},
            seconds=settings.timeout,
            most=_OUTPUT,
        )
    except NoAnswer as error:
        told = f": {error.detail}" if error.detail else ""
        raise NotSent(f"{_WHY[error.kind]}{told}", uncertain=error.kind in ("time", "size")) from None
