"""How sure the parsers are of a body: a column, a view, the exports, and what earlier versions left without it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from parsers.model import Evidence
from tests.warehouse.batches import article, at, page
from tests.warehouse.ninjs_standard import faults
from warehouse import staged
from warehouse.export import export
from warehouse.load import load_batch

Batch = Callable[..., Path]
URL = "https://example.org/ferry"
SURE, UNSURE = article(quality=0.97), article("Another text.", headline="Bread prices fall", quality=0.31)


def rows(connection: DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


def test_the_unsure_ones_come_least_sure_first(connection: DuckDBPyConnection, batch: Batch) -> None:
    given = replace(UNSURE, quality=0.6, evidence={"blocks": Evidence("fallback", "other.py", 0.5)})
    plain_text = article("A text.", quality=None)
    stories = [SURE, given, UNSURE, plain_text]
    load_batch(connection, batch("one", *(page(f"{URL}/{n}", story) for n, story in enumerate(stories))))
    assert rows(connection, "SELECT url, quality, body_from FROM unsure_articles") == [
        (f"{URL}/2", 0.31, None),
        (f"{URL}/1", 0.6, "other.py"),
    ]
    assert rows(connection, "SELECT quality FROM current_articles ORDER BY url") == [(0.97,), (0.6,), (0.31,), (None,)]


def test_a_batch_that_was_staged_before_there_was_a_quality(connection: DuckDBPyConnection, tmp_path: Path) -> None:
    whole = staged.table([page(URL, SURE), page(f"{URL}/list", None)], batch_id="old")
    at_ = whole.schema.get_field_index("article")
    known = [field for field in staged.ARTICLE if field.name != "quality"]
    old = whole["article"].combine_chunks()
    parts = pa.StructArray.from_arrays([old.field(f.name) for f in known], fields=known, mask=old.is_null())
    path = tmp_path / "old.parquet"
    pq.write_table(whole.set_column(at_, "article", parts), path)
    result = load_batch(connection, path)
    assert (result.new_articles, result.rejected, result.refused) == (1, 1, 0)
    assert rows(connection, "SELECT headline, quality FROM revisions") == [(SURE.headline, None)]


def test_a_reparse_that_changes_nothing_else_fills_it_in(connection: DuckDBPyConnection, batch: Batch) -> None:
    old = page(URL, replace(SURE, quality=None), body="one")
    follower = page(URL, replace(SURE, quality=None), body="two", fetched_at=at(1))
    load_batch(connection, batch("old", old, follower))
    assert rows(connection, "SELECT quality FROM revisions") == [(None,)]
    again = page(URL, SURE, body="one", parser_version="2"), page(URL, SURE, body="two", fetched_at=at(1))
    load_batch(connection, batch("new", *again))
    assert rows(connection, "SELECT quality, version, parser_version FROM revisions") == [(0.97, 1, "2")]


def test_exports_tell_it_and_ninjs_has_no_place_for_it(
    connection: DuckDBPyConnection, batch: Batch, tmp_path: Path
) -> None:
    load_batch(connection, batch("one", page(URL, UNSURE)))
    flat, lines, ninjs = (tmp_path / name for name in ("flat.csv", "lines.jsonl", "ninjs.jsonl"))
    export(connection, flat, format="csv")
    export(connection, lines, format="jsonl")
    export(connection, ninjs, format="ninjs")
    assert [row["quality"] for row in csv.DictReader(flat.open(encoding="utf-8"))] == ["0.31"]
    assert json.loads(lines.read_text("utf-8"))["quality"] == 0.31
    assert faults(json.loads(ninjs.read_text("utf-8"))) == []
