"""Imported tables with unusable rows: each is reported with its number, line and reason, and the others are read."""

from __future__ import annotations

import json
import sqlite3
import struct
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from flows.acquire.files.arrow_values import check_values, values_of
from flows.acquire.files.read_files import read_inputs
from flows.archive.captures import Capture
from flows.import_pages import import_pages
from tests.acquire.tables import LIMIT, WRITERS, json_lines, read, shown, sqlite_file

GOOD = {"url": "https://herald.example/good", "html": "<p>good</p>"}
LINE = json.dumps(GOOD).encode() + b"\n"
OK = ("good", "<p>good</p>")


def details(found: list[Any]) -> list[str]:
    return [one.detail for one in found if one.body is None]


@pytest.mark.parametrize(
    ("line", "outcome", "said"),
    [
        (b'{"url": "https://herald.example/2", "html": "<p>cut', "damaged", "is no JSON (Unterminated string"),
        (b'{"url": "https://herald.example/2" "html": ""}', "damaged", "is no JSON (Expecting ',' delimiter)"),
        (b"rubbish", "damaged", "is no JSON"),
        (b"\x00\xff\xfe", "damaged", "is no JSON"),
        (b'["https://herald.example/2", "<p>a</p>"]', "damaged", "is no JSON object"),
        (b"[" * 100_000, "damaged", "is no JSON (RecursionError)"),
        (b'{"html": ' + b"9" * 5_000 + b"}", "damaged", "is no JSON"),
        (b'{"url": "https://herald.example/2"}', "empty", "has no page: its html is empty"),
        (b'{"url": "https://herald.example/2", "html": null}', "empty", "has no page: its html is empty"),
        (b'{"html": " \\n "}', "empty", "has no page: its html is empty"),
        (b'{"html": 5}', "not_text", "its html holds a number, not text"),
        (b'{"html": {"a": "b"}}', "not_text", "its html holds an object, not text."),
        (b'{"url": {"0": "a"}, "html": {"0": "b"}}', "not_text", "the file holds columns, not rows; write it as rows"),
        (b'{"html": ["<p>a</p>"]}', "not_text", "its html holds a list, not text"),
        (b'{"html": "' + b"\\u0001\\u0002" * 900 + b'"}', "not_text", "neither HTML nor text in its html"),
        (b'{"html": "' + b"x" * (LIMIT + 1) + b'"}', "too_large", "is larger than 100,000 bytes"),
        (b'{"html": "' + b"x" * 20 * LIMIT + b'"}', "too_large", "is longer than 1,400,000 characters"),
    ],
)
def test_one_line_of_json_lines(tmp_path: Path, line: bytes, outcome: str, said: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(LINE + line + b"\n\n" + LINE)
    first, bad, last = read(path)
    assert shown([first, last]) == [OK, OK]
    assert (bad.outcome, bad.body) == (outcome, None)
    assert bad.detail.startswith("Row 2 (line 2) of x.jsonl ") and said in bad.detail
    assert bad.url in ("https://herald.example/2", path.as_uri() + "#row=2")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"html": "' + b"x" * 20 * LIMIT + b'"}', "row 1 is longer than 1,400,000 characters"),
        (b'{"html": "<p>cut', "row 1 is no JSON (Unterminated string"),
        (b'["<p>a</p>", "<p>b</p>"]', "row 1 is no JSON object"),
    ],
)
def test_a_file_of_which_no_row_can_be_read_says_why(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "x.json").write_bytes(content)
    [found] = read(tmp_path / "x.json")
    assert (found.outcome, found.body) == ("unreadable", None)
    assert f"x.json: none of its rows can be read; {said}" in found.detail


def test_a_file_whose_first_line_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b'{"url": "https://herald.example/1", "html": "<p>\n' + LINE * 3)
    assert shown(read(path)) == [("x#row=1", "damaged"), OK, OK, OK]


@pytest.mark.parametrize("between", ["", " "])
def test_objects_in_one_line_that_is_longer_than_a_row_may_be(tmp_path: Path, between: str) -> None:
    # The first is longer than what is looked at to tell the kind of a file.
    objects = [json.dumps({"html": f"<p>{n}".ljust(90_000, "x")}) for n in range(10, 30)]
    (tmp_path / "x.json").write_text(between.join([*objects[:16], "{broken}", *objects[16:]]) + "\n" + objects[0])
    found = read(tmp_path / "x.json")
    assert [what[3:5] for _, what in shown(found) if what != "damaged"] == [*map(str, range(10, 30)), "10"]
    assert [detail[:28] for detail in details(found)] == ["Row 17 (line 1) of x.json is"]


def test_broken_objects_of_an_array(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    good = json.dumps(GOOD)
    path.write_text(f'[{good},\n{{"url": "u", "html": "a"b"}},\n{good}, 5,\n{good},\n{{"url": "u", "html": "a')
    found = read(path)
    assert [what for _, what in shown(found)] == [OK[1], "damaged", OK[1], "damaged", OK[1], "damaged"]
    assert [detail.partition(" of ")[0] for detail in details(found)] == [
        "Row 2 (line 2)",
        "Row 4 (line 3)",
        "Row 6 (line 5)",
    ]


def test_an_array_that_ends_between_its_objects(tmp_path: Path) -> None:
    (tmp_path / "x").write_text(f"[{json.dumps(GOOD)},")
    found = read(tmp_path / "x")
    assert [what for _, what in shown(found)] == [OK[1], "truncated"]
    assert "the file ends before its array does" in found[1].detail


@pytest.mark.parametrize("length", [1 << 18, (1 << 18) - 5, 3 << 18])
def test_objects_that_lie_across_what_is_read_at_a_time(tmp_path: Path, length: int) -> None:
    rows = [{"note": "\\u00e9" * 9, "html": f"<p>{n}</p>", "more": "é" * (length // 2)} for n in range(4)]
    (tmp_path / "x.json").write_text(json.dumps(rows, ensure_ascii=False))
    assert [what for _, what in shown(read(tmp_path / "x.json"))] == [f"<p>{n}</p>" for n in range(4)]


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (b"https://herald.example/2\n", "has 1 cell, and there are 2 columns"),
        (b"https://herald.example/2,<p>a</p>,more\n", "has 3 cells, and there are 2 columns"),
        (b'https://herald.example/2,"<p class="a">b</p>"\n', "is broken (a quotation mark stands inside a cell)"),
        (
            b'https://herald.example/2,"<p>one\ntwo "three"\nfour, five\n\nsix</p>"\n',
            "is broken (a quotation mark stands inside a cell), and what follows it to line 8 is lost",
        ),
        (b'https://herald.example/2,"<p>never closed\n', "is broken"),
        (b"https://herald.example/2,\n", "has no page: its html is empty"),
        (b"https://herald.example/2\0,a \0 b,c\n", "has 3 cells, and there are 2 columns"),
        (b'"",""\n', "has no page: its html is empty"),
        (b'https://herald.example/2,"' + b"x" * (LIMIT + 1) + b'"\n', "is larger than 100,000 bytes"),
        (b'https://herald.example/2,"' + b"x" * 20 * LIMIT + b'"\n', "is broken (field larger than field limit"),
    ],
)
def test_one_record_of_csv(tmp_path: Path, record: bytes, said: str) -> None:
    path = tmp_path / "x.csv"
    good = b'https://herald.example/good,"<p>good</p>"\n'
    path.write_bytes(b"url,html\n" + good + record + b"\n" + good * 3)
    found = read(path)
    assert shown([one for one in found if one.body]) == [OK] * 4
    [detail] = details(found)
    assert detail.startswith("Row 2 (line 3) of x.csv ") and said in detail


def test_a_quotation_mark_that_is_not_closed_until_the_end(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    rows = [f"https://herald.example/{n},<p>{n}</p>" for n in range(5_000)]
    rows[1] = rows[1].replace("<p>", '"<p>')
    path.write_text("\n".join(["url,html", *rows]))
    found = read(path)
    assert [what for _, what in shown(found)] == ["<p>0</p>", "damaged", *(f"<p>{n}</p>" for n in range(2, 5_000))]
    assert "a quotation mark is not closed" in found[1].detail


def test_a_first_record_that_is_broken(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(
        b'html,link\n"a "b" c\nsaid Anna, who saw it\n",u\n<p>b</p>,https://herald.example/2\n'
    )
    assert shown(read(tmp_path / "x.csv")) == [("x.csv#row=1", "damaged"), ("2", "<p>b</p>")]


def test_times_beyond_those_of_python(tmp_path: Path) -> None:
    times = pa.array([1 << 62, 1769932800000000, None], pa.timestamp("us"))
    parquet.write_table(pa.table({"html": ["<p>a</p>"] * 3, "date": times}), tmp_path / "x")
    told: list[str] = []
    found = read(tmp_path / "x", told=told)
    assert [one.fetched_at and one.fetched_at.year for one in found] == [None, 2026, None]
    assert told[-1] == "1 row with a time that cannot be read"


def test_quotation_marks_behind_backslashes(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b'url,html\nhttps://herald.example/1,"<p class=\\"a\\">b, c</p>"\n')
    assert shown(read(tmp_path / "x")) == [("1", '<p class="a">b, c</p>')]


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


def test_a_damaged_part_of_a_parquet_file(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    rows = [{"url": f"https://herald.example/{n}", "html": f"<p>{n}</p>"} for n in range(9)]
    parquet.write_table(pa.Table.from_pylist(rows), path, row_group_size=3)
    place = parquet.ParquetFile(path).metadata.row_group(1).column(1).data_page_offset
    data = path.read_bytes()
    path.write_bytes(data[:place] + b"\xff" * 40 + data[place + 40 :])
    found = read(path)
    assert [last for last, _ in shown(found)] == ["0", "1", "2", "x.parquet#row=4", "6", "7", "8"]
    assert found[3].detail.startswith("Rows 4 to 6 of x.parquet cannot be read (")


@pytest.mark.parametrize("query", [None, "SELECT * FROM pages"])
@pytest.mark.parametrize("name", ["pages.feather", "pages.arrows"])
def test_places_outside_of_a_column_of_arrow_do_not_end_the_process(
    tmp_path: Path, name: str, query: str | None
) -> None:
    path = tmp_path / name
    rows = [{"url": f"https://herald.example/{n}", "html": f"<p>{n}</p>"} for n in range(4)]
    table = pa.Table.from_pylist(rows)
    with (
        pa.ipc.new_file(path, table.schema)
        if name == "pages.feather"
        else pa.ipc.new_stream(path, table.schema) as file
    ):
        file.write_table(table)
    # Pages of eight characters: where the second ends now lies far behind the last.
    ends = struct.pack("<5i", 0, 8, 16, 24, 32)
    assert path.read_bytes().count(ends) == 1
    path.write_bytes(path.read_bytes().replace(ends, struct.pack("<5i", 0, 8, 1 << 30, 24, 32)))
    found = read(path, query=query)
    assert sorted(one.body for one in found if one.body) == [b"<p>0</p>", b"<p>3</p>"]
    assert len(details(found)) == 2 and all("cannot be read (ArrowInvalid" in said for said in details(found))


@pytest.mark.parametrize(
    "beside",
    [
        pa.array([["a", "b"]], pa.list_(pa.string(), 2)),
        pa.array(["a"]).dictionary_encode(),
        pa.array([{}], pa.struct([])),
        pa.UnionArray.from_dense(pa.array([0], pa.int8()), pa.array([0], pa.int32()), [pa.array(["a"]), pa.array([1])]),
        pa.RunEndEncodedArray.from_arrays([1], ["a"]),
        pa.ListArray.from_arrays(pa.array([0, 2], pa.int32()), pa.RunEndEncodedArray.from_arrays([2], ["a"])),
        pa.ExtensionArray.from_storage(pa.uuid(), pa.array([b"x" * 16], pa.binary(16))),
    ],
    ids=lambda column: str(column.type),
)
def test_columns_of_every_type_are_sound(beside: Any) -> None:
    check_values([beside])
    assert len(values_of(beside)) == 1


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


@pytest.mark.parametrize("name", ["pages.parquet", "pages.feather", "pages.arrows", "pages.sqlite", "pages.duckdb"])
def test_a_file_that_is_cut_off(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    WRITERS[name](path, [GOOD] * 300)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    found = read(path)
    assert found and all(isinstance(one, Capture) for one in found)
    assert found[-1].outcome in ("unreadable", "damaged") and name in found[-1].detail


def test_cells_of_sqlite_of_any_type(tmp_path: Path) -> None:
    path = tmp_path / "x"
    sqlite_file(path, [{"html": value} for value in ("<p>a</p>", b"<p>caf\xe9</p>", None, 7, "")])
    first, second, *others = read(path)
    assert (first.body, first.charset, second.body, second.charset) == (b"<p>a</p>", "utf-8", b"<p>caf\xe9</p>", None)
    assert [one.outcome for one in others] == ["empty", "not_text", "empty"]
    assert others[0].detail.startswith("Row 3 of the table stored pages of x has no page")


def test_a_table_of_a_database_that_cannot_be_read_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    (tmp_path / "gone.csv").write_text("html\na\n")
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE VIEW a AS FROM read_csv('{tmp_path}/gone.csv')")
        connection.execute("""CREATE TABLE "b.c ""d" AS SELECT '<p>b</p>' AS html""")
    found = read(path)
    assert sorted(what for _, what in shown(found)) == ["<p>b</p>", "damaged"]


def test_a_database_that_another_program_writes_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    sqlite_file(path, [GOOD])
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute('INSERT INTO "stored pages" VALUES (?, ?)', ["u", "<p>not yet</p>"])
    assert shown(read(path)) == [OK]
    writer.close()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"title": "Ferry", "price": 3}\n{"title": "Bus", "price": 2}\n', "it has title, price"),
        (b"title;price\nFerry;3\nBus;2\n", "it has title, price"),
        (b'[{"title": "Ferry"}]', "it has title"),
        (b"[]", "it has none"),
        (b'{"articles": [{"html": "<p>a</p>"}]}', "it has articles"),
        (json.dumps({f"{n}{'x' * 90}": n for n in range(40)}).encode(), "and 10 more"),
        (b'{"a\\u0007\\nb": 1}', "it has a  b"),
    ],
)
def test_a_table_without_a_page_column_is_refused_with_what_it_has(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    [found] = read(path)
    assert (found.outcome, found.body) == ("unreadable", None)
    assert f"{path}: it has no column of pages" in found.detail and said in found.detail
    assert "--column html=NAME" in found.detail


@pytest.mark.parametrize("content", [b"url,html\n", b"", b" \n\n", b'"url"\t"html"\r\n'])
def test_a_table_without_rows(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    assert [one.outcome for one in read(tmp_path / "x.csv")] == ["empty"]


@pytest.mark.parametrize(
    "content",
    [
        "Ferry sails, harbour says\n\nThe ferry sailed at dawn, and was back.\nIt was, they said, good.\n",
        "Text, by Anna Berg\n\nThe ferry sailed.\n",
        "[Editor's note] The ferry sailed.\n",
        '["The ferry sailed," said Anna Berg.]\n',
        "{The ferry} sailed at dawn.\n",
        "Title | Date | Text\n\nThe ferry sailed at dawn and was back by noon.\nIt was good.\n",
        "<html><body><p>url,html</p>\n<p>a,b</p></body></html>",
        "Anna, Ben, Carl\nDora, Emil, Fritz\nGerda, Hans, Ina\nJan, Karl, Lena\n",
        "url\n\nThe ferry sailed at dawn.",
    ],
)
def test_what_only_looks_like_a_table_is_a_page(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.txt").write_text(content)
    [found] = read(tmp_path / "x.txt")
    assert found.body == content.encode()


def test_ten_rows_are_ten_pages_of_the_archive_and_a_broken_one_is_a_note(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    json_lines(path, [{**GOOD, "url": f"https://herald.example/{n}", "html": f"<p>{n}</p>"} for n in range(10)])
    path.write_bytes(path.read_bytes() + b'{"broken\n')
    first = import_pages([str(path)], data=str(tmp_path / "data"))
    assert (first.outcome, first.counts["pages"], first.counts["new"]) == ("rejected", 11, 10)
    again = import_pages([str(path)], data=str(tmp_path / "data"))
    assert (again.counts["new"], again.counts["known"]) == (0, 11)


def test_a_file_that_is_no_table_costs_the_others_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 rubbish")
    (tmp_path / "b.sqlite").write_bytes(b"SQLite format 3\0" + b"\xff" * 500)
    (tmp_path / "c.duckdb").write_bytes(b"\0" * 8 + b"DUCK" + b"\xff" * 500)
    (tmp_path / "d.arrow").write_bytes(b"ARROW1\0\0" + b"\xff" * 500)
    json_lines(tmp_path / "e.jsonl", [GOOD])
    found = [one for one in read_inputs([tmp_path], page_bytes=LIMIT) if isinstance(one, Capture)]
    assert [one.outcome for one in found] == ["unreadable"] * 4 + ["fetched"]


def test_notes_that_lie_beside_pages_are_no_pages(tmp_path: Path) -> None:
    (tmp_path / "messages.json").write_text('{"text": "Send", "content": "Write to us"}')
    json_lines(tmp_path / "stories.json", [{"url": "https://herald.example/1", "text": "The ferry sailed."}])
    assert shown(list(read_inputs([tmp_path], page_bytes=LIMIT))) == [
        ("messages.json", "no page column"),
        ("1", "The ferry sailed."),
    ]
    assert shown(read(tmp_path / "messages.json")) == [("messages.json#row=1", "Write to us")]
