"""A record whose date is nonsense, missing or far in the future gives a page all the same; its time is unknown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from flows.acquire.files.wanted import WarcFilter
from flows.acquire.moments import fetch_time
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.cli.cli import main
from flows.cli.commands.session import Session
from flows.import_pages import import_pages, store_batch
from tests.faults.warcs import good, http, outcomes, packed, page, read, record

NOW = datetime(2026, 6, 1, tzinfo=UTC)
KNOWN = datetime(2026, 2, 1, 8, tzinfo=UTC)

DATES = [
    ("2026-02-01T08:00:00Z", KNOWN),
    ("2026-02-01T08:00:00z", KNOWN),
    ("  2026-02-01T08:00Z ", KNOWN),
    ("2026-02-01T08:00:00", KNOWN),
    ("2026-02-01 08:00:00", KNOWN),
    ("2026-02-01T10:00:00+02:00", KNOWN),
    ("2026-02-01T08:00:00.123456789Z", KNOWN.replace(microsecond=123456)),
    ("20260201080000", KNOWN),
    ("20269901080000", None),
    ("", None),
    ("yesterday", None),
    ("1769932800", None),
    ("0001-01-01T00:00:00Z", None),
    ("0001-01-01T00:00:00+05:00", None),
    ("1969-12-31T23:59:59Z", None),
    ("9999-12-31T23:59:59Z", None),
    ("9999-12-31T23:59:59-05:00", None),
    ("2026-06-03T00:00:00Z", None),
    ("2026-02-30T00:00:00Z", None),
    ("99999-01-01T00:00:00Z", None),
    ("２０２６-02-01", None),
]


@pytest.mark.parametrize(("text", "moment"), DATES)
def test_what_is_believed(text: str, moment: datetime | None) -> None:
    assert fetch_time(text, now=NOW) == moment


@pytest.mark.parametrize("date", [text for text, m in DATES if m is None and text.isascii() and "2026-06" not in text])
def test_the_page_is_read_and_kept_once(tmp_path: Path, date: str) -> None:
    odd = record("https://herald.example/odd", http(page("odd")), date=date or None)
    found = read(packed(good(1), odd, good(2)), tmp_path)
    assert outcomes(found) == ["fetched"] * 3
    assert isinstance(found[1], Capture) and found[1].fetched_at is None
    with Archive(tmp_path / "archive", run="run") as archive:
        assert store_batch(archive, found) == {"new": 3}  # type: ignore[arg-type]
        assert store_batch(archive, found) == {"known": 3}  # type: ignore[arg-type]


@pytest.mark.parametrize("zone", [None, UTC, timezone(timedelta(hours=9))])
def test_bounds_with_and_without_a_zone(tmp_path: Path, zone: timezone | None) -> None:
    dates = ["2026-01-31T00:00:00Z", "2026-02-01T00:00:00", "2026-02-02T00:00:00+00:00", "nonsense"]
    content = packed(*(record(f"https://herald.example/{n}", http(page(n)), date=date) for n, date in enumerate(dates)))
    bounds = [moment.replace(tzinfo=UTC).astimezone(zone) if zone else moment for moment in (
        datetime(2026, 2, 1), datetime(2026, 2, 2))]  # fmt: skip
    wanted = WarcFilter(since=bounds[0], until=bounds[1])
    assert outcomes(read(content, tmp_path, wanted=wanted)) == ["(date)", "fetched", "(date)", "fetched"]


def test_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    days = ["2026-01-31T23:59:59Z", "2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z"]
    warc = tmp_path / "x.warc.gz"
    warc.write_bytes(packed(*(record(f"https://x.example/{day}", http(page(day)), date=day) for day in days)))
    words = ["--data", str(tmp_path / "data"), "import", str(warc)]
    assert main([*words, "--dry-run", "--since", "2026-02-01"]) == 0
    assert "pages 2; 1 other file or record passed over (date 1)" in capsys.readouterr().out

    def run_import_alone(session: Session, name: str, *, called: str, **parameters: Any) -> int:
        assert called == "import"
        record = import_pages(data=str(session.data), **parameters)
        return record.counts["new"]

    monkeypatch.setattr("flows.cli.commands.import_pages.start_flow", run_import_alone)
    assert main([*words, "--since", "2026-02-01", "--until", "2026-02-01T12:00:00"]) == 1
    assert main([*words, "--until", "2026-02-01"]) == 1
    assert main([*words, "--since", "0001-01-01"]) == 1
    assert main([*words, "--until", "9999-12-31 23:59:59"]) == 0
    assert main([*words, "--since", "not a date"]) == 2
