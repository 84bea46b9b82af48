"""A row whose value does not fit its column is staged as a rejected row that says why; the others are staged as they
are."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from flows.import_pages import import_pages
from flows.load import load
from flows.parsing import staging
from flows.parsing.batches import batches_of
from flows.parsing.item import Item
from flows.parsing.parse_batch import destination_of, gather_batch, note_batch, stage_batch
from flows.parsing.unstageable_rows import MISFITS, sound_rows
from flows.parsing.worklist import new_items
from flows.running.job import job
from tests.flows.desk import PAGES, ask
from warehouse.staged import SCHEMA, table

MOMENT = datetime(2026, 11, 29, tzinfo=UTC)


def row(number: int, **facts: Any) -> dict[str, Any]:
    """A row as parse makes it."""
    known = {
        "run_id": "r",
        "channel": "file",
        "requested_url": f"https://outlet.example/{number}",
        "fetched_at": MOMENT,
    }
    return {**known, "outcome": "article", "article": {"headline": f"Story {number}", "blocks": []}, **facts}


MISFIT = {
    "half a character": {"detail": "\ud83d"},
    "half a character in the article": {"article": {"headline": "Half \ud83d", "blocks": []}},
    "half a character deep in it": {"article": {"blocks": [{"kind": "paragraph", "text": "\udc00"}]}},
    "a status of five figures": {"http_status": 99_999},
    "a length beyond 64 bits": {"byte_length": 2**70},
    "a number for a text": {"media_type": 7},
    "a text for a number": {"warc_offset": "eight"},
    "a day for a moment": {"fetched_at": "yesterday"},
    "no moment": {"fetched_at": None},
    "no channel": {"channel": None},
    "a list for the article": {"article": ["headline"]},
    "a width beyond 32 bits": {"article": {"images": [{"url": "https://outlet.example/a.jpg", "width": 2**40}]}},
    "evidence that is none": {"article": {"evidence": {"headline": 3}}},
}


@pytest.mark.parametrize("facts", MISFIT.values(), ids=MISFIT.keys())
def test_it_costs_itself_alone(facts: dict[str, Any]) -> None:
    rows = [row(1), row(2, **facts), row(3)]
    with pytest.raises(MISFITS):
        table(rows)
    first, misfit, third = sound_rows(rows)
    assert (first, third) == (rows[0], rows[2])
    assert (misfit["outcome"], misfit["stage"], misfit["reason"]) == ("rejected", "stage", "unstageable")
    assert misfit["requested_url"] == "https://outlet.example/2"
    assert misfit["detail"].startswith("What was read of it does not fit into ")
    assert table([first, misfit, third]).num_rows == 3


def test_the_column_is_named_and_the_others_keep_their_values() -> None:
    (misfit,) = sound_rows([row(1, http_status=99_999, body_sha256="ab", warc_offset=12)])
    assert "fit into http_status (" in misfit["detail"]
    assert (misfit["body_sha256"], misfit["warc_offset"], misfit.get("http_status")) == ("ab", 12, None)


def test_a_batch_of_sound_rows_stays_as_it_is() -> None:
    rows = [row(number) for number in range(5)]
    assert sound_rows(rows) == rows


def test_every_column_can_hold_a_misfit(tmp_path: Path) -> None:
    # Whatever column a value does not fit into, the batch can be written.
    rows = [row(number, **{name: object()}) for number, name in enumerate(SCHEMA.names)]
    written = staging.stage(tmp_path, sound_rows(rows), batch_id="0" * 32)
    assert pq.read_table(written).num_rows == len(SCHEMA.names)


class OneMisfit:
    """A worker pool whose second result holds half a surrogate pair."""

    def map(self, items: Sequence[Item]) -> Iterator[tuple[Item, Any]]:
        for number, item in enumerate(items):
            article = {"headline": "Half \ud83d" if number == 1 else "Whole", "blocks": []}
            yield item, {**item.facts, "outcome": "article", "article": article}


def test_the_others_are_loaded_and_this_one_stands_in_quarantine(tmp_path: Path) -> None:
    pages = [PAGES / name for name in ("northlight", "harbourpost", "gazeta")]
    import_pages([str(page) for page in pages], data=str(tmp_path))
    with job("parse", data=str(tmp_path), config=None, parent=None) as this, this.open_archive() as archive:
        (batch,) = batches_of(new_items(archive), 10)
        items = batch.items
        read = gather_batch(OneMisfit().map(batch.items), lambda steps=1: None)
        done = stage_batch(read, batch, destination_of(this))
        assert (done.pages, done.articles, done.reasons) == (len(items), len(items) - 1, {"unstageable": 1})
        note_batch(this, archive, batch, done)
        assert list(new_items(archive)) == [], "it is not tried again and again"
    load(data=str(tmp_path))
    stored = tmp_path / "warehouse.duckdb"
    assert ask(stored, "SELECT count(*) FROM articles") == [(len(items) - 1,)]
    assert ask(stored, "SELECT stage, reason FROM quarantine") == [("stage", "unstageable")]
