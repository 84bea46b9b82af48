"""A batch is noted as parsed as soon as it is staged, not after the next one: a kill in between repeats none of its
pages."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import flows.parse
from flows.archive.archive import Archive
from flows.import_pages import import_pages
from flows.parse import parse, parse_arriving
from flows.running.ahead import Ahead
from tests.faults.here import Here
from tests.flows.desk import PAGES

SOME = [str(path) for path in sorted(PAGES.glob("*/*/page.html"))[:6]]
#: Seconds after which a batch that is not noted fails the test.
PATIENCE = 20.0


class Killed(BaseException):
    """Raised where a kill is simulated: no code after it runs."""


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """Data and config directories with six imported pages, which are parsed in batches of two."""
    config = tmp_path / "config"
    config.mkdir()
    (config / "copydesk.toml").write_text("[work]\nbatch_pages = 2\nworkers = 1\n")
    there = {"data": str(tmp_path / "data"), "config": str(config)}
    assert import_pages(SOME, **there).counts["new"] == len(SOME)
    return there


def left(place: dict[str, str]) -> int:
    """How many pages are not noted as parsed."""
    with Archive(Path(place["data"]) / "archive", run="look") as archive:
        return archive.waiting()


def test_while_the_next_batch_is_parsed(place: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed at the last page of the last batch: the two batches before it are noted."""

    class Dies(Here):
        def stream(self, chunks: Iterable[Sequence[Any] | None]) -> Iterator[Any]:
            for number, one in enumerate(super().stream(chunks), start=1):
                if number == len(SOME):
                    raise Killed
                yield one
                time.sleep(0.3)  # long enough for staging two pages

    monkeypatch.setattr(flows.parse, "open_pool", Dies)
    with pytest.raises(Killed):
        parse(**place)
    assert left(place) == 2
    monkeypatch.setattr(flows.parse, "open_pool", Here)
    assert parse(**place).counts["pages"] == 2 and left(place) == 0


def test_while_the_next_page_is_not_there_yet(place: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    ahead, seen = Ahead(), []

    def looks(_: Ahead) -> Iterator[bool]:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            yield False
            seen.append(left(place))
            if seen[-1] == 0:
                raise Killed
            time.sleep(0.1)

    monkeypatch.setattr(flows.parse, "open_pool", Here)
    monkeypatch.setattr(Ahead, "looks", looks)
    with pytest.raises(Killed):
        parse_arriving(ahead, **place)
    assert seen[-1] == 0, "all batches are noted while more pages are waited for"
