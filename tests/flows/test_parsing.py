"""What parse does with a page that its process does not survive."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from flows.import_pages import import_pages
from flows.load import load
from flows.parsing.batches import batches_of
from flows.parsing.item import Item
from flows.parsing.parse_batch import destination_of, gather_batch, note_batch, stage_batch
from flows.parsing.worker_pool import Lost
from flows.parsing.worklist import new_items
from flows.publish import publish
from flows.running.job import job
from tests.flows.desk import PAGES, ask


class DyingPool:
    """A pool in which no page comes through."""

    def map(self, items: Sequence[Item]) -> Iterator[tuple[Item, Any]]:
        for item in items:
            yield item, Lost("time_budget", "It took longer than 20 s; its process was ended.")


def test_a_page_that_takes_too_long_is_quarantined(tmp_path: Path) -> None:
    import_pages([str(PAGES / "northlight")], data=str(tmp_path))
    with job("parse", data=str(tmp_path), config=None, parent=None) as this, this.open_archive() as archive:
        (batch,) = batches_of(new_items(archive), 10)
        read = gather_batch(DyingPool().map(batch.items), lambda steps=1: None)
        done = stage_batch(read, batch, destination_of(this))
        assert (done.pages, done.articles, done.reasons) == (1, 0, {"time_budget": 1})
        note_batch(this, archive, batch, done)
        assert list(new_items(archive)) == [], "it is not tried again and again"
    load(data=str(tmp_path))
    publish(data=str(tmp_path))
    query = "SELECT stage, reason, attempts FROM quarantine"
    assert ask(tmp_path / "news.duckdb", query) == [("parse", "time_budget", 1)]
