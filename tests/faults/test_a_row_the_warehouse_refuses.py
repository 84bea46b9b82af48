"""A staged row that cannot be stored goes to quarantine with a reason; all other rows of its batch are loaded."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from duckdb import DuckDBPyConnection

from flows.config.paths import data_paths
from flows.load import load
from tests.warehouse.batches import article, page, write_batch
from warehouse import staged
from warehouse.check import run_checks
from warehouse.connect import writer
from warehouse.errors import BatchError
from warehouse.load import load_batch
from warehouse.refused_rows import guilty, readable

Batch = Callable[..., Path]


def row(name: str, **fields: Any) -> dict[str, Any]:
    """A staged page whose article has these fields instead of the usual ones."""
    made = page(f"https://x.example/{name}", article(f"Text of {name}."), body=name)
    return {**made, "article": {**made["article"], **fields}}


GOOD = [row(f"good-{n}") for n in range(3)]

#: Values that no column takes -> what the reason says.
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a block without text": (row("bad", blocks=[{"kind": "paragraph", "text": None}]), "blocks"),
    "a tag that is nothing": (row("bad", tags=["ferries", None]), "tags.tag"),
    "a number that has no successor": (row("bad", images=[{"url": "u", "caption": 2**31 - 1}]), "Overflow"),
    "a way of coming in that there is none of": ({**row("bad"), "channel": "telepathy"}, "channel"),
    "an article without a body": ({**row("bad"), "body_sha256": None}, "body"),
    "an article that is none": ({**row("bad"), "article": None}, "what was read"),
    "a fetch before the calendar": ({**row("bad"), "fetched_at": datetime(1, 1, 1, tzinfo=UTC)}, "years"),
}

#: Values that are odd, and that a column takes or leaves out.
TAKEN: dict[str, dict[str, Any]] = {
    "a day that there is not": row("odd", published_at="9999-99-99"),
    "a year beyond all calendars": row("odd", published_at="294277-01-01T00:00:00Z"),
    "a year that only DuckDB knows": row("odd", published_at="290000-01-01T00:00:00Z"),
    "a year before our era": row("odd", published_at="-0001-01-01", modified_at="0044-03-15 (BC)"),
    "no end of time": row("odd", published_at="infinity", modified_at="epoch"),
    "an offset beyond the globe": row("odd", published_at="2026-03-02T09:00:00+99:99"),
    "the time of a post that is none": row("odd", blocks=[{"kind": "live_post", "text": "x", "posted_at": "infinity"}]),
    "NUL in texts": row("odd", headline="Ferry\0returns", tags=["\0"]),
    "empty texts": row("odd", headline="", standfirst="", tags=[""], authors=[""]),
    "nothing for lists": row("odd", blocks=None, captions=None, images=None, tags=None, authors=None, dropped=None),
    "a confidence that is no number": row("odd", evidence={"headline": {"method": "meta", "confidence": float("nan")}}),
    "the largest numbers": {**row("odd"), "byte_length": 2**63 - 1, "http_status": 2**15 - 1},
    "no address": {**row("odd"), "requested_url": None, "final_url": None},
    "addresses that are none": {**row("odd", canonical_url="http://["), "requested_url": "http://a:port/"},
    "a fetch at the end of the calendar": {**row("odd"), "fetched_at": datetime(9999, 12, 31, 23, tzinfo=UTC)},
    "a headline of a million letters": row("odd", headline="x" * 1_000_000),
}


def under(name: str, one: dict[str, Any]) -> dict[str, Any]:
    """A row with an address and body hash made of `name`, so that no two rows are of one page."""
    url, body = f"https://x.example/{name.replace(' ', '-')}", hashlib.sha256(name.encode()).hexdigest()
    own = {"requested_url": url} if str(one["requested_url"]).startswith("https://x.example/") else {}
    return {**one, **own, "body_sha256": one["body_sha256"] and body}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    """A warehouse into which all rows, good and bad, were loaded in one batch, in random order."""
    place = tmp_path_factory.mktemp("refused")
    rows = [
        *(under(name, one) for name, (one, _) in REFUSED.items()),
        *(under(name, one) for name, one in TAKEN.items()),
        *GOOD,
    ]
    random.Random(7).shuffle(rows)
    with writer(place / "warehouse.duckdb") as connection:
        result = load_batch(connection, write_batch(place, "one", rows))
        assert (result.refused, result.rejected) == (len(REFUSED), len(REFUSED))
        assert result.new_articles == len(TAKEN) + len(GOOD)
        yield connection


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_row_waits_in_quarantine(loaded: DuckDBPyConnection, name: str) -> None:
    one, told = REFUSED[name]
    [(stage, reason, detail)] = loaded.execute(
        "SELECT stage, reason, detail FROM quarantine WHERE url = ?", [under(name, one)["requested_url"]]
    ).fetchall()
    assert (stage, reason) == ("load", "refused")
    assert told in detail


@pytest.mark.parametrize("name", TAKEN)
def test_an_odd_row_is_loaded_without_what_cannot_be(loaded: DuckDBPyConnection, name: str) -> None:
    address = under(name, TAKEN[name])["requested_url"]
    found = loaded.execute(
        "SELECT published_at, modified_at, recorded_at FROM fetches JOIN revisions USING (revision_id)"
        " WHERE requested_url IS NOT DISTINCT FROM ?",
        [address],
    ).fetchall()  # any client can read the times that are stored, which is why they are fetched here
    assert len(found) == 1


def test_nothing_else_is_lost(loaded: DuckDBPyConnection) -> None:
    good = "SELECT count(*) FROM current_articles WHERE url LIKE '%/good-%' AND headline IS NOT NULL"
    assert loaded.execute(good).fetchall() == [(len(GOOD),)]
    assert loaded.execute("SELECT count(*), count(DISTINCT batch_id) FROM batches").fetchall() == [(1, 1)]
    loaded.execute("SELECT posted_at FROM blocks").fetchall()
    assert run_checks(loaded) == []


def test_a_refused_row_that_is_read_again_and_is_sound_leaves_quarantine(
    connection: DuckDBPyConnection, batch: Batch
) -> None:
    bad = {**row("a"), **row("a", tags=[None])}
    assert load_batch(connection, batch("one", bad, GOOD[0])).refused == 1
    assert load_batch(connection, batch("one", bad, GOOD[0])).already_loaded
    assert load_batch(connection, batch("two", {**row("a"), "parser_version": "2"})).new_articles == 1
    assert connection.execute("SELECT resolution FROM quarantine").fetchall() == [("parsed",)]
    assert run_checks(connection) == []


def with_column(table: pa.Table, column: str, values: pa.Array) -> pa.Table:
    """The table with other values in one column, also of another type."""
    place = table.schema.get_field_index(column)
    return table.set_column(place, pa.field(column, values.type), values)


@pytest.mark.parametrize(
    ("column", "values", "told"),
    [
        ("requested_url", pa.array([b"https://x.example/good-0", b"\xff\xfe", b"https://x.example/good-2"]), "UTF8"),
        ("body_sha256", pa.array([b"a", b"\xff", b"b"]), "UTF8"),
        ("http_status", pa.array([200, 70_000, 200], pa.int32()), "70000"),
        ("fetched_at", pa.array([0, 9 * 10**18, 1], pa.timestamp("us", tz="UTC")), "years"),
        ("fetched_at", pa.array([0, -9 * 10**16, 1], pa.timestamp("us", tz="UTC")), "years"),
        ("fetched_at", pa.array([0, None, 1], pa.timestamp("us", tz="UTC")), "fetched_at"),
        ("run_id", pa.array(["r", None, "r"]), "run_id"),
        ("outcome", pa.array(["article", None, "article"]), "outcome"),
    ],
)
def test_a_row_that_arrow_cannot_read_is_refused_alone(column: str, values: pa.Array, told: str) -> None:
    text = values.view(pa.string()) if values.type == pa.binary() else values
    good, [bad] = readable(with_column(staged.table(GOOD), column, text))
    assert good.num_rows == 2 and good.schema.equals(staged.SCHEMA)
    assert (bad["outcome"], bad["reason"], bad["stage"]) == ("rejected", "refused", "load")
    assert told in bad["detail"]
    assert staged.table([bad]).num_rows == 1


def test_text_that_is_none_inside_an_article(connection: DuckDBPyConnection, tmp_path: Path) -> None:
    table = staged.table(GOOD, batch_id="one")
    nested = table["article"].combine_chunks()
    parts = {field.name: nested.field(n) for n, field in enumerate(nested.type)}
    parts["headline"] = pa.array([b"Ferry", b"\xc3\x28", b"Bread"]).view(pa.string())
    damaged = pa.StructArray.from_arrays(list(parts.values()), names=list(parts))
    pq.write_table(with_column(table, "article", damaged), tmp_path / "one.parquet")
    result = load_batch(connection, tmp_path / "one.parquet")
    assert (result.refused, result.new_articles) == (1, 2)


def test_a_batch_none_of_whose_rows_can_be_read_is_no_batch(connection: DuckDBPyConnection, tmp_path: Path) -> None:
    nobody = pa.array([None] * len(GOOD), pa.string())
    pq.write_table(with_column(staged.table(GOOD, batch_id="one"), "run_id", nobody), tmp_path / "one.parquet")
    with pytest.raises(BatchError, match="is no staged batch"):
        load_batch(connection, tmp_path / "one.parquet")


def test_the_run_tells_of_refused_rows(tmp_path: Path) -> None:
    paths = data_paths(tmp_path).make()
    write_batch(paths.staging, "one", [GOOD[0], REFUSED["a tag that is nothing"][0]])
    record = load(str(tmp_path))
    assert (record.outcome, record.counts["new_articles"], record.counts["rejected"]) == ("rejected", 1, 1)
    assert any("quarantine list" in message for message in record.messages)
    assert load(str(tmp_path)).outcome == "done"


def test_a_fault_that_is_no_rows_is_told_as_it_is(
    connection: DuckDBPyConnection, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.load.STEPS", ("macros", "no_such_step"))
    with pytest.raises(FileNotFoundError):
        load_batch(connection, batch("one", *GOOD))
    assert connection.execute("SELECT count(*) FROM quarantine").fetchall() == [(0,)]


@pytest.mark.parametrize("bad", [(), (0,), (6,), (2, 3), (0, 3, 6), tuple(range(7))])
def test_the_guilty_are_found_by_halving(bad: tuple[int, ...]) -> None:
    looked_at: list[int] = []

    def fault(some: pa.Table) -> str | None:
        numbers = some["n"].to_pylist()
        looked_at.append(len(numbers))
        return "bad" if set(numbers) & set(bad) else None

    assert tuple(guilty(pa.table({"n": list(range(7))}), fault)) == bad
    assert len(looked_at) <= 13
