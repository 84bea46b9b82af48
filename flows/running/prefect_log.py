"""A handler for Prefect's own log lines: writes them as copydesk's log settings say, and drops those that are no news.

Prefect makes it by its name in an environment variable (flows.running.engine.SETTINGS); nothing else imports it.
"""

from __future__ import annotations

import logging
import os
from typing import Any, Final

from prefect.logging.handlers import PrefectConsoleHandler

from flows.errors import error_words
from flows.printing import log
from flows.printing.progress import line
from flows.running.engine import SETTINGS

#: The error by which a step asks to be tried again; the step itself has said so in plain words.
_TRIED_AGAIN: Final = "ForAWhile("
#: Loggers of Prefect's server, whose lines go to a file of their own.
_OF_SERVER: Final = ("prefect.server", "uvicorn", "fastapi")
#: Prefect's loggers of flows and steps, which say what is raised to whoever called them.
_OF_RUNS: Final = ("prefect.flow_runs", "prefect.task_runs")
_LEVEL: Final = "PREFECT_LOGGING_LEVEL"
#: Characters of a line of Prefect that are shown.
_SHOWN: Final = 200


class ConsoleHandler(PrefectConsoleHandler):
    """Prefect's handler for log lines, changed.

    If the log is JSON, lines are written as JSON.  Otherwise each kind of line is printed only once, without its
    traceback: Prefect would print a traceback for each flow through which an error passes, and again and again while
    its server does not answer.  A user who sets PREFECT_LOGGING_LEVEL gets all of Prefect's lines unchanged.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._told: set[str] = set()
        logging.raiseExceptions = False  # else lines that the server does not take print a traceback each

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line to the log file, if there is one, and to standard error."""
        try:
            told = record.getMessage()
        except (TypeError, ValueError):  # arguments that do not fit their text: Prefect's handler reports it
            super().emit(record)
            return
        if _TRIED_AGAIN in told or _is_failed_run(record):
            return
        facts: dict[str, Any] = {"logger": record.name}
        if record.exc_info and record.exc_info[0] is not None:
            facts["traceback"] = logging.Formatter().formatException(record.exc_info)
        if log.write("prefect", told, level=record.levelname.lower(), **facts):
            return
        if os.environ.get(_LEVEL) != SETTINGS[_LEVEL] or record.name.startswith(_OF_SERVER):
            super().emit(record)
        else:
            self._tell_once(record, told)

    def _tell_once(self, record: logging.LogRecord, told: str) -> None:
        """Print one line, unless one of its kind was printed before, or copydesk itself reports the same error.

        `told`: the text of the line.
        """
        if record.name.startswith(_OF_RUNS):
            return
        error = record.exc_info[1] if record.exc_info else None
        why = f" ({error_words(error)})" if error is not None else ""
        words = " ".join(told.split())[:_SHOWN] + why
        # Without the values in it, such as the time and id of an event that could not be sent.
        kind = f"{record.name} {record.msg if record.args else words}"
        if kind not in self._told:
            self._told.add(kind)
            line("prefect", words, level=record.levelname.lower())


def _is_failed_run(record: logging.LogRecord) -> bool:
    """Whether a line reports RunFailed, which is not printed: the flow itself has explained it already."""
    from flows.running.prefect_runs import RunFailed  # only here: Prefect is being imported when this module is

    return record.exc_info is not None and isinstance(record.exc_info[1], RunFailed)
