"""Parses the benchmark's pages with models that never saw them; the model of quality learns from the results.

Takes the divisions of `parsers.training.left_out`; gives each left-out page with its article and with the inputs of the
model of quality.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from parsers import parse_page
from parsers.html import reading
from parsers.html.scoring.quality import quality_row
from parsers.training.bench_pages import cases, publisher
from parsers.training.left_out import Division, models_of

#: Pages given to a process at a time.
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One page that a division left out: its case, and the result by models that never saw it."""

    division: str
    case: dict[str, Any]
    #: The article or the rejection, as `to_dict` gives it.
    document: dict[str, Any]
    #: The inputs of the model of quality; None for a rejected page.
    row: list[float] | None


def parsed(division: Division, folder: Path, processes: int) -> list[LeftOut]:
    """Parse all pages that a division leaves out, with its models.

    `folder`: that of the benchmark.  `processes`: how many pages are parsed at a time.
    """
    sets = (division.of_set,) if division.of_set else ("fundus-dev", "fundus-history", "hand-read", "wcxb-dev")
    pages = [
        (division.name, {**case, "set": name}, content)
        for name in sets
        for case, content in cases(folder, name)
        if division.leaves_out(name, publisher(case))
    ]
    with models_of(division.folder), multiprocessing.get_context("fork").Pool(processes) as pool:
        return pool.map(_parse, pages, chunksize=_AT_ONCE)


def _parse(page: tuple[str, dict[str, Any], bytes]) -> LeftOut:
    """Parse a page with the models of its division, and keep the inputs of the model of quality.

    `page`: the name of the division, the case, and the page's bytes.
    """
    division, case, content = page
    rows: list[list[float]] = []

    def keep(*given: Any) -> float:
        rows[:] = [quality_row(*given)]
        return 0.0

    with mock.patch.object(reading, "quality_of", keep):
        result = parse_page(content, url=case.get("url"), charset=case.get("charset"), media_type="text/html")
    return LeftOut(division, case, result.to_dict(), rows[0] if rows else None)


def all_parsed(divisions: Sequence[Division], folder: Path, processes: int) -> Iterator[LeftOut]:
    """Yield the left-out pages of all divisions, one division after the other.

    `folder`, `processes`: as in `parsed`.
    """
    for division in divisions:
        yield from parsed(division, folder, processes)
