"""Credits of pictures without a caption: stored, exported, searched, and told beside those of captions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
from duckdb import DuckDBPyConnection

from flows.printing.markdown import markdown
from parsers.model import Image
from tests.warehouse.batches import article, at, page
from warehouse import staged
from warehouse.export import export
from warehouse.incoming import _as_today
from warehouse.load import load_batch

Batch = Callable[..., Path]
URL = "https://example.org/ferry"
CAPTIONED = Image("https://img.example/f.jpg", 800, 600, "lead", 0)
BARE = Image("https://img.example/g.jpg", alt="A boat", credit="Ada Lund/Nordpix")
STORY = article(images=(CAPTIONED, BARE))


def test_both_kinds_of_credits_are_told(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", page(URL, STORY)))
    assert connection.execute("SELECT ordinal, credit FROM images ORDER BY ordinal").fetchall() == [
        (1, None),
        (2, "Ada Lund/Nordpix"),
    ]
    told = "SELECT credit, caption, image_url, occurrences FROM photo_credits ORDER BY credit"
    assert connection.execute(told).fetchall() == [
        ("Ada Lund/Nordpix", None, "https://img.example/g.jpg", 1),
        ("Harbour Press", "The ferry in port", "https://img.example/f.jpg", 2),
    ]
    [(searched,)] = connection.execute("SELECT captions FROM search").fetchall()
    assert sorted(searched.split("\n")) == ["Ada Lund/Nordpix", "The ferry in port Harbour Press"]


def test_exports_name_the_supplier(connection: DuckDBPyConnection, batch: Batch, tmp_path: Path) -> None:
    load_batch(connection, batch("one", page(URL, STORY)))
    export(connection, tmp_path / "one", format="ninjs")
    (item,) = map(json.loads, (tmp_path / "one").read_text("utf-8").splitlines())
    assert [picture["by"] for picture in item["associations"]] == ["Harbour Press", "Ada Lund/Nordpix"]
    [(pictures,)] = connection.execute("SELECT images FROM article_documents").fetchall()
    assert [picture["credit"] for picture in pictures] == [None, "Ada Lund/Nordpix"]


def test_markdown_has_pictures_with_a_credit_only() -> None:
    assert "![A boat](https://img.example/g.jpg)\n*(Ada Lund/Nordpix)*\n" in markdown(STORY.to_dict())


def test_another_credit_is_another_version(connection: DuckDBPyConnection, batch: Batch) -> None:
    later = article(images=(CAPTIONED, Image(BARE.url, credit="Jon Vik")))
    load_batch(connection, batch("one", page(URL, STORY), page(URL, later, fetched_at=at(1))))
    changes = connection.execute("SELECT version, field, before, after FROM revision_changes ORDER BY after").fetchall()
    assert {change[:2] for change in changes} == {(2, "credit")}
    assert {text for change in changes for text in change[2:]} >= {"Ada Lund/Nordpix", "Jon Vik"}


def test_a_batch_that_was_staged_before_there_were_credits() -> None:
    images = pa.list_(pa.struct([f for f in staged.ARTICLE.field("images").type.value_type if f.name != "credit"]))
    old = pa.struct([pa.field(f.name, images) if f.name == "images" else f for f in staged.ARTICLE])
    table = pa.table({"article": pa.array([{"images": [{"url": BARE.url}]}, None], old)})
    first, rejected = _as_today(table)["article"].to_pylist()
    assert first["images"][0] == {**dict.fromkeys(f.name for f in images.value_type), "url": BARE.url, "credit": None}
    assert rejected is None
