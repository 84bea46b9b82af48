"""What is asked for again, from what the archive remembers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.acquire.following.due import Due, due, is_settled
from flows.acquire.following.listings import Entry
from flows.archive.archive import Archive
from flows.archive.captures import OUTCOMES, Capture

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "https://herald.example/a"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def asked_again(
    tmp_path: Path, outcome: str, status: int | None, listed: datetime | None, now: datetime, channel: str = "feed"
) -> Due | None:
    body = b"<p>page</p>" if outcome == "fetched" else None
    with Archive(tmp_path) as archive:
        archive.add(Capture(URL, body, outcome=outcome, status=status, fetched_at=NOON, headers=(("ETag", "1"),)))
        return due(Entry(URL, modified=listed), channel, archive=archive, now=now)


@pytest.mark.parametrize(
    ("outcome", "status", "listed", "now", "again"),
    [
        ("fetched", 200, None, NOON + 9 * DAY, False),
        ("fetched", 200, NOON - MINUTE, NOON + DAY, False),
        ("fetched", 200, NOON + MINUTE, NOON + DAY, True),
        # A time in the future says nothing, and would have the page asked for in every run.
        ("fetched", 200, NOON + 9 * DAY, NOON + DAY, False),
        ("not_modified", 304, NOON + MINUTE, NOON + DAY, True),
        ("http_error", 404, None, NOON + MINUTE, False),
        ("http_error", 404, None, NOON + 2 * DAY, True),
        ("http_error", 503, None, NOON + MINUTE, True),
        ("timeout", None, None, NOON + MINUTE, True),
        ("blocked", 403, None, NOON + MINUTE, True),
        ("robots_denied", None, None, NOON + MINUTE, False),
    ],
)
def test_again(
    tmp_path: Path, outcome: str, status: int | None, listed: datetime | None, now: datetime, again: bool
) -> None:
    assert (asked_again(tmp_path, outcome, status, listed, now) is not None) == again


def test_what_the_archive_holds_goes_along(tmp_path: Path) -> None:
    found = asked_again(tmp_path, "fetched", 200, NOON + MINUTE, NOON + DAY)
    assert found == Due(URL, "feed", etag="1")


def test_a_page_named_by_the_user_is_always_asked_for(tmp_path: Path) -> None:
    assert asked_again(tmp_path, "fetched", 200, None, NOON + MINUTE, "http") == Due(URL, "http", etag="1")


def test_everything_means_without_memory(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.add(Capture(URL, b"<p>page</p>", status=200, headers=(("ETag", "1"),)))
        assert due(Entry(URL), "feed", archive=archive, now=NOON, everything=True) == Due(URL, "feed")


def test_every_outcome_is_settled_or_not() -> None:
    assert {outcome for outcome in OUTCOMES if not is_settled(outcome, 200)} == {
        "unreachable",
        "timeout",
        "host_resting",
        "blocked",
        "truncated",
        "no_browser",
    }
