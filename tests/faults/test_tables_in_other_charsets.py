"""Cells of imported tables whose bytes are no UTF-8, or no text: what can be read comes out as it was."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from tests.acquire.tables import GOOD, OK, WRITERS, details, read, shown


@pytest.mark.parametrize("name", ["pages.jsonl", "pages.json", "pages.csv"])
def test_bytes_that_are_no_utf8_come_out_as_they_were(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    WRITERS[name](path, [GOOD, {**GOOD, "html": "<p>cafe</p>"}])
    path.write_bytes(path.read_bytes().replace(b"cafe", b"caf\xe9"))
    first, second = read(path)
    assert (first.charset, second.body, second.charset) == ("utf-8", b"<p>caf\xe9</p>", None)
    queried = read(path, query="SELECT * FROM pages")
    assert "no UTF-8, which a query cannot read" in details(queried)[0]
    assert shown(queried)[1:] == [OK]


def test_halves_of_a_character(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b'{"html": "<p>\\ud83d\\ude00 \\ud83d</p>"}\n')
    assert read(tmp_path / "x")[0].body == "<p>\U0001f600 \ufffd</p>".encode()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["pages.jsonl", "pages.json", "pages.csv"])
def test_marks_of_byte_order_and_utf16(tmp_path: Path, name: str, encoding: str) -> None:
    path = tmp_path / name
    WRITERS[name](path, [GOOD])
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    assert shown(read(path)) == [OK]


@pytest.mark.parametrize("query", [None, "SELECT * FROM pages"])
def test_binary_columns_with_bytes_of_any_charset(tmp_path: Path, query: str | None) -> None:
    table = pa.table({"url": ["1", None, "3"], "html": pa.array([b"<p>caf\xe9</p>", None, b""])})
    parquet.write_table(table, tmp_path / "x[1]*.parquet")
    first, second, third = read(tmp_path / "x[1]*.parquet", query=query)
    assert (first.body, first.charset) == (b"<p>caf\xe9</p>", None)
    assert (second.outcome, third.outcome) == ("empty", "empty")


def test_text_of_parquet_that_is_none(tmp_path: Path) -> None:
    binary = pa.array([b"<p>caf\xe9</p>", b"<p>b</p>", None])
    table = pa.table({"html": pa.Array.from_buffers(pa.string(), 3, binary.buffers())})
    parquet.write_table(table, tmp_path / "x.parquet")
    assert [one.body for one in read(tmp_path / "x.parquet")] == [b"<p>caf\xe9</p>", b"<p>b</p>", None]


def test_headers_of_arrow_that_are_no_utf8(tmp_path: Path) -> None:
    binary = pa.array([b"text/html", b"caf\xe9"])
    text = pa.Array.from_buffers(pa.string(), 2, binary.buffers())
    headers = pa.MapArray.from_arrays([0, 1, 2], pa.array(["content-type", "x-place"]), text)
    table = pa.table({"url": [GOOD["url"]] * 2, "html": ["<p>good</p>"] * 2, "headers": headers})
    with pa.ipc.new_file(tmp_path / "x.feather", table.schema) as file:
        file.write_table(table)
    found = read(tmp_path / "x.feather")
    assert [one.body for one in found] == [b"<p>good</p>"] * 2
    assert ("x-place", "caf\udce9") in found[1].headers
