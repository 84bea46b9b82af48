"""What is reckoned of large archives: the arithmetic, and that the document says what it gives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench.scale import STORED, Measured, answer, as_toml, costs_of, size_of, span, stored_costs
from tests.bench.scale_model import Costs, Means, costs_from, simulate

ROOT = Path(__file__).parent.parent
#: Round figures: 1,000 pages take 1 s to import, 10 s to parse, 2 s to load; nothing to publish.
ROUND = Costs(
    import_ms=1, parse_ms=10, load_ms=2, lake_ms=0.1, archived=50_000, indexed=1_000, staged=3_000, warehouse=10_000,
    lake=5_000, publish_s_per_gb=0, scan_s_per_gb=0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("workers", "desks", "seconds", "slowest"),
    [
        (1, 1, 10_000, "parse"),  # a million pages: 10,000 s to parse them
        (2, 1, 5_000, "parse"),
        (100, 1, 2_000, "load"),
        (100, 4, 500, "load"),
    ],
)
def test_the_slowest_step_gives_the_time(workers: int, desks: int, seconds: float, slowest: str) -> None:
    outcome = simulate(ROUND, 1_000_000, Means(workers, desks))
    assert outcome.slowest == slowest
    assert seconds <= outcome.hours * 3600 < seconds * 1.02, "and a little to fill and to empty the stream"


def test_what_is_added_up() -> None:
    outcome = simulate(ROUND, 1_000_000, Means(2))
    hours = {"import": 1000, "parse": 10_000, "load": 2000, "publish": 0, "lake": 100}
    assert outcome.core_hours == pytest.approx({name: seconds / 3600 for name, seconds in hours.items()})
    assert outcome.bytes_at == {
        "archive": 5e10, "index of the archive": 1e9, "warehouse": 1e10, "published copy": 1e10, "lake": 5e9,
    }  # fmt: skip
    assert set(outcome.outgrown) == {"published copy"}
    assert outcome.workers_fed == {"import": 10, "load": 5}


def test_publishing_takes_its_share_and_no_more() -> None:
    """A gigabyte takes 100 s to publish, so that it takes nearly all time that it may."""
    dear = replace(ROUND, publish_s_per_gb=100)
    free, shared = (simulate(costs, 1_000_000, Means(100)) for costs in (ROUND, dear))
    spent = shared.core_hours["publish"] / shared.hours
    assert shared.hours > free.hours and 0.05 < spent < 0.5
    assert shared.publications > 1 and shared.hours_between == pytest.approx(1000 / 0.1 / 3600)
    rare = simulate(dear, 1_000_000, Means(100, share=0.01))
    assert rare.publications < shared.publications and rare.hours < shared.hours


def test_directories_share_the_room() -> None:
    outcome = simulate(ROUND, 1_000_000, Means(100, desks=4))
    assert "published copy" not in outcome.outgrown, "a quarter of it each"


@pytest.mark.parametrize("pages", [1, 499, 500, 501, 10_000_000_000])
def test_no_page_is_left_out(pages: int) -> None:
    outcome = simulate(ROUND, pages, Means(3))
    assert outcome.core_hours["parse"] * 3600 == pytest.approx(pages / 100)


@pytest.mark.parametrize("wrong", [-1.0, float("nan")])
def test_a_cost_that_is_none_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="parse_ms"):
        replace(ROUND, parse_ms=wrong)


def test_what_starts_cost_is_not_what_pages_cost() -> None:
    few, many = (
        Measured(n, {"import": 3 + n / 1000, "parse": 5 + n / 100, "load": 1.0}, {"warehouse": 6e6 + 5 * n})
        for n in (100, 300)
    )
    rest = {"archived": 1.0, "indexed": 0.0, "staged": 0.0, "lake": 0.0}
    few, many = (replace(one, bytes={**one.bytes, **rest}) for one in (few, many))
    costs = costs_of(few, many, {"publish_s_per_gb": 1, "scan_s_per_gb": 1, "lake_ms": 1})
    assert (costs.import_ms, costs.parse_ms, costs.load_ms, costs.warehouse) == pytest.approx((1, 10, 0, 5))


def test_stored_figures_are_read_and_written_alike(tmp_path: Path) -> None:
    (tmp_path / "again.toml").write_text(as_toml(stored_costs()), "utf-8")
    assert stored_costs(tmp_path / "again.toml") == stored_costs(STORED)
    with pytest.raises(ValueError, match="missing"):
        costs_from({"import_ms": {"value": 1}})


def test_the_document_says_what_is_reckoned() -> None:
    document = (ROOT / "docs" / "scaling.md").read_text("utf-8")
    assert [line for line in answer(stored_costs()) if line and line not in document] == []


@pytest.mark.parametrize(
    ("said", "shown"),
    [(span(0.5), "30 minutes"), (span(1), "1.0 hours"), (span(72), "3 days"), (span(8766 * 5), "5 years"),
     (size_of(2e6), "2 MB"), (size_of(3.2e10), "32.0 GB"), (size_of(3.24e14), "324.0 TB"), (size_of(1e16), "10.0 PB")],
)  # fmt: skip
def test_figures_that_people_grasp(said: str, shown: str) -> None:
    assert said == shown
