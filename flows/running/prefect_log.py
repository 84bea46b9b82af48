"""The handler through which Prefect's own log lines go: as copydesk's settings say, and without what is no news.

Prefect makes it by its name in an environment variable (flows.running.engine.SETTINGS); nothing else imports it.
"""

from __future__ import annotations

import logging
from typing import Any

from prefect.logging.handlers import PrefectConsoleHandler

from flows.printing import log

#: The error by which a step asks to be tried again; the step itself has said so in plain words.
_TRIED_AGAIN = "ForAWhile("


class ConsoleHandler(PrefectConsoleHandler):
    """Prefect's handler, which leaves lines to copydesk's log where standard error is JSON."""

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
        if not log.write("prefect", told, level=record.levelname.lower(), **facts):
            super().emit(record)


def _is_failed_run(record: logging.LogRecord) -> bool:
    """Whether a line is about a run that left work undone: its flow has said so, and a traceback tells nothing."""
    from flows.running.prefect_runs import RunFailed  # only here: Prefect is being imported when this module is

    return record.exc_info is not None and isinstance(record.exc_info[1], RunFailed)
