"""Writes the report's page again after a scheduled run.

Takes the data directory and the run's config directory.  If the page cannot be written, a line says why, and the run
succeeds all the same.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from flows.config.check_configuration import configured
from flows.config.load_rules import rules_for
from flows.config.paths import Paths
from flows.config.settings import load_settings
from flows.errors import sentence
from flows.printing.progress import line

#: Seconds; a page that shows the published state is written anew when it is older, since what waits may have changed.
_OLD: Final = 3600.0


def renew(paths: Paths, config: str | None) -> None:
    """Write DATA/report.html anew when the published file is newer, or the page is old; never raises.

    `config`: the run's config directory; None: COPYDESK_CONFIG, or none.
    """
    try:
        directories = configured(Path(config) if config else None)
        days = load_settings(*directories).report.days
        if days and _is_due(paths):
            # Imported here: a run that writes no page needs no plots.
            from flows.reporting.write_page import write_report

            write_report(paths, rules_for(directories), report_file(paths), days=days)
    except Exception as error:  # told: the run itself has done its work
        line("report", f"no new page: {sentence(error)}")


def report_file(paths: Paths) -> Path:
    """The file to which scheduled runs write the report."""
    return paths.root / "report.html"


def _is_due(paths: Paths) -> bool:
    """Whether the page is to be written anew: it is missing, older than the published file, or simply old.

    False when nothing is published.
    """
    if not paths.news.exists():
        return False
    page = report_file(paths)
    if not page.exists():
        return True
    written = page.stat().st_mtime
    return written < paths.news.stat().st_mtime or time.time() - written > _OLD
