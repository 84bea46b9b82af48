"""Columns of text in Arrow files, read piece by piece: the same rows as pyarrow gives; damage costs what is behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from flows.acquire.files import arrow_pieces
from flows.acquire.files.arrow_rows import open_arrow
from flows.acquire.files.table import Row
from tests.acquire.tables import read

ROWS = 150
TEXTS = [None if n % 7 == 3 else f"<p>{n} " + "Łódź " * (n % 11) for n in range(ROWS)]
COLUMNS: dict[str, pa.Array] = {
    "nested": pa.array([[{"a": str(n)}] for n in range(ROWS)]),
    "outlet": pa.array([f"outlet {n % 3}" for n in range(ROWS)]).dictionary_encode(),
    "text": pa.array(TEXTS, pa.string()),
    "large": pa.array(TEXTS, pa.large_string()),
    "bytes": pa.array([text and text.encode() for text in TEXTS], pa.binary()),
    "whole": pa.array([f"all {n}" for n in range(ROWS)]),
    "number": pa.array([None if n == 5 else n for n in range(ROWS)], pa.int16()),
    "flag": pa.array([n % 3 == 0 for n in range(ROWS)]),
    "day": pa.array([date(2026, 1, 1 + n % 28) for n in range(ROWS)]),
    "moment": pa.array([datetime(2026, 1, 1, 8, n % 60, tzinfo=UTC) for n in range(ROWS)], pa.timestamp("ns", "UTC")),
}
READ = [name for name in COLUMNS if name not in ("nested", "outlet")]
TABLE = pa.table(COLUMNS)


@pytest.fixture(autouse=True)
def all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow_pieces, "LARGE", 1)


def write(path: Path, table: pa.Table, *, codec: str | None, stream: bool = False, rows: int = ROWS) -> None:
    make = pa.ipc.new_stream if stream else pa.ipc.new_file
    options = pa.ipc.IpcWriteOptions(compression=codec)
    with pa.OSFile(str(path), "wb") as file, make(file, table.schema, options=options) as writer:
        writer.write_table(table, max_chunksize=rows)


def pieces(path: Path, wanted: list[str]) -> Iterator[Row]:
    """The rows, as they are read in pieces."""
    schema = open_arrow_schema(path)
    maps = arrow_pieces.in_pieces(path, schema, wanted)
    assert maps is not None
    return arrow_pieces.read_arrow_pieces(path, schema, wanted, maps)


def open_arrow_schema(path: Path) -> Any:
    with pa.OSFile(str(path)) as source:
        try:
            return pa.ipc.open_file(source).schema
        except pa.ArrowInvalid:
            source.seek(0)
            return pa.ipc.open_stream(source).schema


@pytest.mark.parametrize("rows", [ROWS, 40])
@pytest.mark.parametrize("stream", [False, True], ids=["file", "stream"])
@pytest.mark.parametrize("codec", [None, "lz4", "zstd"])
def test_the_same_rows_as_pyarrow_gives(tmp_path: Path, codec: str | None, stream: bool, rows: int) -> None:
    path = tmp_path / "x"
    write(path, TABLE, codec=codec, stream=stream, rows=rows)
    found = list(pieces(path, READ))
    assert [row.number for row in found] == list(range(1, ROWS + 1))
    assert [dict(row.values) for row in found] == TABLE.select(READ).to_pylist()


def test_a_part_of_a_table(tmp_path: Path) -> None:
    write(tmp_path / "x", TABLE.slice(33, 70), codec="lz4")
    assert [row.values["text"] for row in pieces(tmp_path / "x", ["text"])] == TEXTS[33:103]
    write(tmp_path / "none", TABLE.slice(0, 0), codec="lz4")
    assert list(open_arrow(tmp_path / "none").read(["text"])) == []


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    column = pa.array([b"caf\xe9", b"<p>"], pa.binary()).view(pa.string())
    write(tmp_path / "x", pa.table({"text": column}), codec=None)
    assert [row.values["text"] for row in pieces(tmp_path / "x", ["text"])] == ["caf\udce9", "<p>"]


def test_what_cannot_be_read_in_pieces_is_read_whole(tmp_path: Path) -> None:
    write(tmp_path / "x", TABLE, codec="lz4")
    assert arrow_pieces.in_pieces(tmp_path / "x", TABLE.schema, ["text", "nested"]) is None
    rows = list(open_arrow(tmp_path / "x").read(["text", "outlet"]))
    assert rows[4].values == {"text": TEXTS[4], "outlet": "outlet 1"}
    views = pa.table({"text": pa.array(TEXTS, pa.string_view())})
    write(tmp_path / "views", views, codec=None)
    assert [row.values["text"] for row in open_arrow(tmp_path / "views").read(["text"])] == TEXTS


@pytest.mark.parametrize("codec", [None, "lz4", "zstd"])
def test_damage_anywhere_costs_no_row_before_it(tmp_path: Path, codec: str | None) -> None:
    write(tmp_path / "x", TABLE.select(["text", "number"]), codec=codec, rows=75)
    content = (tmp_path / "x").read_bytes()
    for at in range(8, len(content), 151):
        for damaged in (content[:at], content[:at] + b"\xff\xff\x7f" + content[at + 3 :]):
            (tmp_path / "y").write_bytes(damaged)
            found = read(tmp_path / "y")
            assert found and sum(one.body is not None for one in found) <= ROWS
            assert all(one.body or one.outcome in ("damaged", "unreadable", "empty", "not_text") for one in found)
    cut = content[: len(content) * 2 // 3]
    (tmp_path / "cut").write_bytes(cut)
    assert [one.outcome for one in read(tmp_path / "cut")][-1] in ("damaged", "unreadable")
