"""Exports: every format holds what the warehouse holds, and ninjs is valid."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from parsers.model import Block, Correspondent, Image
from tests.warehouse.batches import article, page
from tests.warehouse.ninjs_standard import faults
from warehouse.connect import reader
from warehouse.errors import ExportError
from warehouse.export import export
from warehouse.load import load_batch

Batch = Callable[..., Path]
AGENCY = Correspondent("agency", outlet="Wire", text="Wire")


@pytest.fixture
def loaded(connection: DuckDBPyConnection, batch: Batch) -> DuckDBPyConnection:
    wire = replace(
        article("From the wire <b>."), correspondents=(AGENCY,), published_at="2026-02-11T10:00:00Z", byline=None
    )
    bare = article(headline=None, standfirst=None, blocks=(), captions=(), images=(), authors=(), published_at=None)
    load_batch(
        connection,
        batch(
            "one",
            page("https://a.example/1", article()),
            page("https://b.example/2", wire),
            page("https://b.example/3", bare, body="three"),
        ),
    )
    return connection


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_json_lines_nest_the_parts(loaded: DuckDBPyConnection, tmp_path: Path) -> None:
    target = tmp_path / "out" / "all.jsonl"
    target.parent.mkdir()
    assert export(loaded, target, format="jsonl") == 3
    first, _, last = lines(target)
    assert first["captions"] == [
        {
            "text": "The ferry in port",
            "credit": "Harbour Press",
            "occurrences": 2,
            "image_url": "https://img.example/f.jpg",
            "alt": None,
        }
    ]
    assert first["authors"] == ["Ines Calder"]
    assert last["blocks"] is None
    assert list(target.parent.iterdir()) == [target]


def test_csv_is_flat_and_carries_the_body(loaded: DuckDBPyConnection, tmp_path: Path) -> None:
    assert export(loaded, tmp_path / "all.csv", format="csv") == 3
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["headline"] == "Ferry returns to the strait"
    assert rows[0]["body"].startswith("The ferry left at dawn.\n\n")


def test_parquet_is_partitioned_by_outlet_and_month(loaded: DuckDBPyConnection, tmp_path: Path) -> None:
    assert export(loaded, tmp_path / "set", format="parquet") == 3
    found = sorted(str(p.parent.relative_to(tmp_path / "set")) for p in (tmp_path / "set").rglob("*.parquet"))
    assert found == [
        "outlet=a.example/month=2026-03",
        "outlet=b.example/month=2026-02",
        "outlet=b.example/month=2026-03",
    ]
    read = duckdb.sql(f"SELECT count(*), sum(len(captions)) FROM '{tmp_path}/set/*/*/*.parquet'").fetchall()
    assert read == [(3, 2)]
    with pytest.raises(ExportError, match="new or empty"):
        export(loaded, tmp_path / "set", format="parquet")


def test_a_query_is_exported_as_it_answers(loaded: DuckDBPyConnection, tmp_path: Path) -> None:
    query = "SELECT source, count(*) AS articles FROM current_articles GROUP BY source ORDER BY source;"
    assert export(loaded, tmp_path / "q.jsonl", format="jsonl", query=query) == 2
    assert lines(tmp_path / "q.jsonl") == [
        {"source": "a.example", "articles": 1},
        {"source": "b.example", "articles": 2},
    ]
    assert export(loaded, tmp_path / "q.parquet", format="parquet", query=query) == 2
    assert (tmp_path / "q.parquet").is_file()


def test_tables_come_out_as_they_are(loaded: DuckDBPyConnection, tmp_path: Path) -> None:
    export(loaded, tmp_path / "tables", format="tables")
    assert duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/tables/blocks.parquet'").fetchall() == [(4,)]
    assert (tmp_path / "tables" / "revisions.parquet").exists()


def test_ninjs_names_what_the_standard_names(loaded: DuckDBPyConnection, tmp_path: Path) -> None:
    one = "SELECT article_id FROM current_articles WHERE url = 'https://b.example/2'"
    assert export(loaded, tmp_path / "one.ninjs", format="ninjs", query=one) == 1
    (item,) = lines(tmp_path / "one.ninjs")
    assert item["uri"] == "https://b.example/2"
    assert item["firstCreated"] == "2026-02-11T10:00:00Z"
    assert item["by"] == "Ines Calder"
    assert item["infoSources"] == [{"name": "b.example", "role": "publisher"}, {"name": "Wire", "role": "agency"}]
    (picture,) = item["associations"]
    assert (picture["by"], picture["descriptions"]) == (
        "Harbour Press",
        [{"role": "caption", "value": "The ferry in port"}],
    )
    plain, rich = item["bodies"]
    assert plain["value"] == "From the wire <b>.\n\nWhat comes next"
    assert rich["value"] == "<div><p>From the wire &lt;b&gt;.</p><h2>What comes next</h2></div>"


def test_ninjs_leaves_out_what_is_empty(loaded: DuckDBPyConnection, tmp_path: Path) -> None:
    export(loaded, tmp_path / "all.ninjs", format="ninjs")
    bare = lines(tmp_path / "all.ninjs")[2]
    assert {"headlines", "bodies", "associations", "descriptions"}.isdisjoint(bare)


@pytest.mark.parametrize(
    ("format", "query"), [("xml", None), ("csv", "SELECT nothing FROM nowhere"), ("ninjs", "SELECT 1 AS one")]
)
def test_what_cannot_be_exported_is_said(loaded: DuckDBPyConnection, tmp_path: Path, format: str, query: str) -> None:
    with pytest.raises(ExportError):
        export(loaded, tmp_path / "x", format=format, query=query)
    assert not (tmp_path / "x").exists()


def test_sample_pages_are_valid_ninjs(sample_data: Path, tmp_path: Path) -> None:
    with reader(sample_data / "news.duckdb") as news:
        assert export(news, tmp_path / "all.ninjs", format="ninjs") >= 15
    assert [fault for item in lines(tmp_path / "all.ninjs") for fault in faults(item)] == []


def test_addresses_in_ninjs_are_uris(connection: DuckDBPyConnection, batch: Batch, tmp_path: Path) -> None:
    story = article(images=(Image("https://img.example/fähre 100%.jpg?w=1&s=%C3%A4", 800, 600, "lead", 0),))
    load_batch(connection, batch("one", page("https://a.example/fähre", story)))
    export(connection, tmp_path / "one", format="ninjs")
    (item,) = lines(tmp_path / "one")
    (picture,) = item["associations"]
    assert picture["renditions"][0]["href"] == "https://img.example/f%C3%A4hre%20100%25.jpg?w=1&s=%C3%A4"
    assert faults(item) == []
    assert faults({**item, "uri": "no address"}) and faults({**item, "versioncreated": "2026"})


def test_a_picture_of_a_page_without_an_address_has_none(
    connection: DuckDBPyConnection, batch: Batch, tmp_path: Path
) -> None:
    story = article(images=(Image("/pics/ferry.jpg", 800, 600, "lead", 0),))
    load_batch(connection, batch("one", page("https://a.example/1", story)))
    export(connection, tmp_path / "one", format="ninjs")
    (item,) = lines(tmp_path / "one")
    assert item["associations"][0]["renditions"] == [{"name": "lead", "width": 800, "height": 600}]
    assert faults(item) == []


def test_list_items_stand_in_lists(connection: DuckDBPyConnection, batch: Batch, tmp_path: Path) -> None:
    story = article(blocks=(Block("list_item", "Bring a coat.", 1), Block("subhead", "Then", 3), Block("quote", "No.")))
    load_batch(connection, batch("one", page("https://a.example/1", story)))
    export(connection, tmp_path / "one", format="ninjs")
    (item,) = lines(tmp_path / "one")
    assert item["bodies"][1]["value"] == (
        "<div><ul><li>Bring a coat.</li></ul><h3>Then</h3><blockquote>No.</blockquote></div>"
    )
