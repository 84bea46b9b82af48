"""The type of --since and --until: a date or a time in ISO 8601, with a zone or without."""

from __future__ import annotations

from datetime import datetime

import click

from flows.acquire.moments import in_utc
from flows.errors import UsageError


def moment(text: str) -> datetime:
    """Parse a date or time to UTC; one without a zone is taken as UTC.  Raises BadParameter."""
    try:
        return in_utc(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        said = f"'{text}' is no date or time; write 2026-02-01, or 2026-02-01T08:00+02:00."
        raise click.BadParameter(said) from None


def check_period(since: datetime | None, until: datetime | None) -> None:
    """Raise UsageError for a period that ends before it begins."""
    if since is not None and until is not None and until <= since:
        raise UsageError("The time of --until is not later than that of --since, so that no page can be between them.")
