"""The benchmark's measures for pages that the models never saw: trained without the whole set, or without their
publishers.

Trains the models of `parsers.training.left_out`, parses with each the pages that it never saw, and scores the results.
These are the figures to choose by; the project's own models have learned from these pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from parsers.training.bench_pages import scorer
from parsers.training.left_out import SETS, Division, train_divisions
from parsers.training.left_out_pages import LeftOut, parsed
from parsers.training.train_quality import prediction

#: Processes that train or parse at a time.
PROCESSES = 2
#: Measures of article-or-not; nothing can be learned about it without the only set that has other pages.
_OF_PAGES = ("article_p", "article_r", "article_f1")


def unseen_set(folder: Path, name: str, page_type: str | None) -> Mapping[str, float]:
    """The measures of a set by models that saw neither it nor its publishers; empty for a set that no model learns
    from."""
    pages = [page for division in _trained() if division.of_set == name for page in _parsed(division, folder)]
    found = _measured(pages, folder, page_type)
    return {measure: value for measure, value in found.items() if name != "wcxb-dev" or measure not in _OF_PAGES}


def unseen_publishers(folder: Path, name: str, page_type: str | None) -> Mapping[str, float]:
    """The measures of a set by models that saw other pages of the set, but none of the page's publisher."""
    pages = [page for division in _trained() if not division.of_set for page in _parsed(division, folder)]
    return _measured([page for page in pages if page.case["set"] == name], folder, page_type)


def is_trained_on(name: str) -> bool:
    """Whether the models learn from a set."""
    return name in SETS


@cache
def _trained() -> tuple[Division, ...]:
    return tuple(train_divisions(PROCESSES))


@cache
def _parsed(division: Division, folder: Path) -> list[LeftOut]:
    return parsed(division, folder, PROCESSES)


def _measured(pages: list[LeftOut], folder: Path, page_type: str | None) -> Mapping[str, float]:
    chosen = [page for page in pages if page_type is None or page.case.get("page_type") == page_type]
    if not chosen:
        return {}
    lines = {page.case["id"]: prediction(page.case, page.document, folder) for page in chosen}
    metrics, _ = scorer(folder).evaluate([page.case for page in chosen], lines, 1)
    return {measure: metric["value"] for measure, metric in metrics.items()}
