"""Tables of pages: what each format gives, how columns are found, and queries."""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.acquire.files.read_files import read_inputs
from flows.acquire.files.table_cells import headers_of, moment_of
from flows.acquire.files.wanted import Passed, WarcFilter
from tests.acquire.tables import LIMIT, WRITERS, json_lines, read, shown
from tests.flows.desk import ROOT

ROWS = [
    {
        "url": f"https://herald.example/{number}",
        "html": f'<p class="a">Ferry {number},\n"Anna"; café</p>',
        "fetched_at": f"2026-02-0{number}T08:00:00+01:00",
        "n": number,
    }
    for number in (1, 2, 3)
]
PAGES = [(str(row["n"]), row["html"]) for row in ROWS]


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_pages(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name, ROWS)
    found = read(tmp_path / name)
    assert shown(found) == PAGES
    assert {(one.channel, one.charset, one.media_type) for one in found} == {("file", "utf-8", "text/html")}
    assert found[1].fetched_at == datetime(2026, 2, 2, 7, tzinfo=UTC)


@pytest.mark.parametrize("name", WRITERS)
def test_the_content_says_the_format_and_not_the_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "pages.txt"
    WRITERS[name](path, ROWS)
    assert shown(read(path)) == PAGES


@pytest.mark.parametrize("name", ["pages.jsonl", "pages.json", "pages.csv"])
def test_packed_tables(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name, ROWS)
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress((tmp_path / name).read_bytes()))
    assert shown(read(packed)) == PAGES


@pytest.mark.parametrize("name", WRITERS)
def test_a_query_on_every_format(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name, ROWS)
    table = {"pages.sqlite": '"stored pages"', "pages.duckdb": 'web."stored pages"'}.get(name, "pages")
    query = f"SELECT url AS address, html AS code FROM {table} WHERE CAST(n AS INT) > 1 ORDER BY n DESC"
    found = read(tmp_path / name, query=query, columns={"html": "code", "url": "address"})
    assert shown(found) == PAGES[:0:-1]


@pytest.mark.parametrize("name", ["pages.parquet", "pages.feather", "pages.sqlite", "pages.duckdb"])
def test_a_table_that_is_packed_as_a_whole(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name, ROWS)
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress((tmp_path / name).read_bytes()))
    assert shown(read(packed)) == PAGES
    packed.write_bytes(packed.read_bytes()[:-20])
    [cut] = read(packed)
    assert (
        cut.outcome == "truncated" and f"{name} in {packed}: the end of what is packed in it is missing" in cut.detail
    )


@pytest.mark.parametrize(
    ("before", "behind"),
    [("", ""), ("", " "), ("\x1e", "\n"), ("\x1e", "")],
    ids=["joined", "with blanks", "RFC 7464", "RFC 7464, without line ends"],
)
def test_objects_of_json_one_after_the_other(tmp_path: Path, before: str, behind: str) -> None:
    path = tmp_path / "x.json"
    path.write_text("".join(f"{before}{json.dumps(row)}{behind}" for row in ROWS))
    assert shown(read(path)) == PAGES


def test_several_objects_in_lines_of_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    first, *others = map(json.dumps, ROWS)
    path.write_text(f"{first}\n{''.join(others)}\n{first}{{broken\n{first} 5\n")
    assert shown(read(path)) == [*PAGES, PAGES[0], ("x.jsonl#row=5", "damaged"), ("x.jsonl#row=6", "damaged")]


def test_a_query_reads_the_table_twice_and_takes_objects_apart(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"items": [{"link": row["url"], "raw": row["html"]} for row in ROWS]}))
    [refused] = read(path)
    assert "it has items" in refused.detail and "--query" in refused.detail
    unnested = "(SELECT unnest(items) AS item FROM pages)"
    query = f"SELECT a.item.link, b.item.raw FROM {unnested} a JOIN {unnested} b USING (item) ORDER BY 1"
    assert shown(read(path, query=query)) == PAGES


@pytest.mark.parametrize(
    ("row", "page", "media_type"),
    [
        ({"link": "u", "content": "<p>a</p>"}, "<p>a</p>", "text/html"),
        ({"URL": "u", "Body": "a story"}, "a story", None),
        ({"url": "u", "text": "a story"}, "a story", "text/plain"),
        ({"url": "u", "text": "a", "rawHtml": "<b>b"}, "<b>b", "text/html"),
        ({"url": "u", "body": "a", "content": "b", "text": "c"}, "b", None),
        ({"page_url": "u", "Page Source": "a", "content-type": "text/html; charset=x"}, "a", "text/html"),
    ],
)
def test_columns_are_found_by_name(tmp_path: Path, row: dict[str, str], page: str, media_type: str | None) -> None:
    said = {name: "https://herald.example/1" if value == "u" else value for name, value in row.items()}
    json_lines(tmp_path / "x", [said])
    [found] = read(tmp_path / "x")
    assert (found.url, found.body.decode(), found.media_type) == ("https://herald.example/1", page, media_type)


def test_a_column_that_is_not_read_although_it_could_be_is_told(tmp_path: Path) -> None:
    json_lines(tmp_path / "x", [{"url": "https://herald.example/1", "content": "a", "body": "b"}])
    told: list[str] = []
    read(tmp_path / "x", told=told)
    assert told == [
        "JSON Lines",
        "columns url, content, body; the page from content, url from url; body could be pages, too, and is not read",
        "1 row",
    ]


def test_columns_that_the_user_names(tmp_path: Path) -> None:
    path = tmp_path / "x"
    json_lines(path, [{"adresse": "https://herald.example/1", "seite": "<p>a</p>", "html": "<p>b</p>"}])
    assert shown(read(path, columns={"url": "adresse", "html": "seite"})) == [("1", "<p>a</p>")]
    assert shown(read(path, columns={"url": "Adresse"})) == [("1", "<p>b</p>")]
    [refused] = read(path, columns={"html": "page"})
    assert "no column page; it has adresse, seite, html" in refused.detail


@pytest.mark.parametrize("rows", [1, 3])
def test_a_text_with_a_column_that_the_user_names_is_a_table(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "x.txt"
    path.write_text("adresse;seite\n" + "".join(f"https://herald.example/{n};<p>{n}</p>\n" for n in range(rows)))
    assert shown(read(path, columns={"url": "adresse", "html": "seite"})) == [
        (str(n), f"<p>{n}</p>") for n in range(rows)
    ]
    [unsaid] = read(path)
    assert (unsaid.outcome == "unreadable") == (rows == 3)


def test_what_a_table_says_of_its_pages(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"url": "https://herald.example/1", "html": "<p>a</p>", "headers": {"Content-Type": "text/html; charset=x"}},
        {"url": "https://herald.example/2", "html": "<p>b</p>", "status": 404},
        {"url": "https://herald.example/3", "html": "<p>c</p>", "media_type": "image/png"},
        {"url": None, "html": '<link rel="canonical" href="https://herald.example/own"><p>d</p>'},
        {"html": "<p>e</p>", "status": "published"},
    ]
    json_lines(tmp_path / "x.jsonl", rows)
    first, status, kind, own, placed = read(tmp_path / "x.jsonl")
    assert (first.status, first.headers, first.charset) == (200, (("Content-Type", "text/html; charset=x"),), "utf-8")
    assert isinstance(status, Passed) and isinstance(kind, Passed)
    assert (status.why, kind.why) == ("status", "media type")
    assert own.url == "https://herald.example/own"
    assert placed.url == (tmp_path / "x.jsonl").as_uri() + "#row=5"


def test_filters_hold_for_tables(tmp_path: Path) -> None:
    json_lines(tmp_path / "x", [*ROWS, {"url": "https://other.example/4", "html": "<p>a</p>"}])
    wanted = WarcFilter(("herald.example",), datetime(2026, 2, 2), datetime(2026, 2, 3))
    assert shown(read(tmp_path / "x", wanted)) == [("1", "date"), PAGES[1], ("3", "date"), ("4", "host")]


def test_base64_only_where_the_user_says_so(tmp_path: Path) -> None:
    packed = base64.b64encode(b"<p>a</p>").decode()
    json_lines(tmp_path / "x", [{"html": packed}, {"html": "<p>no</p>"}])
    good, bad = read(tmp_path / "x", base64=True)
    assert (good.body, bad.outcome) == (b"<p>a</p>", "damaged")
    assert read(tmp_path / "x")[0].body == packed.encode()


def test_tables_in_a_folder(tmp_path: Path) -> None:
    json_lines(tmp_path / "pages.jsonl", ROWS)
    json_lines(tmp_path / "prices.jsonl", [{"name": "ferry", "price": 3}])
    (tmp_path / "page.html").write_text("<p>page</p>")
    found = list(read_inputs([tmp_path], page_bytes=LIMIT))
    assert shown(found) == [("page.html", "<p>page</p>"), *PAGES, ("prices.jsonl", "no page column")]


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-02-01T08:00:00Z", 8),
        ("2026-02-01 08:00:00+00", 8),
        ("20260201080000", 8),
        ("Sun, 01 Feb 2026 08:00:00 GMT", 8),
        ("2026-02-01", 0),
        (1769932800, 8),
        (1769932800000, 8),
        ("1769932800.0", 8),
        (1769932800000000000, 8),
        (datetime(2026, 2, 1, 8), 8),
        ("yesterday", None),
        ("", None),
        (-1e300, None),
        ("nan", None),
        ("9999-12-31", None),
    ],
)
def test_times_in_a_cell(said: Any, moment: int | None) -> None:
    assert moment_of(said) == (datetime(2026, 2, 1, moment, tzinfo=UTC) if moment is not None else None)


@pytest.mark.parametrize(
    "said",
    [
        {"A": "b", "C": ["d", "e"]},
        [["A", "b"], ["C", "d"], ["C", "e"]],
        [{"name": "A", "value": "b"}, {"name": "C", "value": "d"}, {"name": "C", "value": "e"}],
        '{"A": "b", "C": ["d", "e"]}',
        "A: b\r\nC: d\r\nC: e\r\n",
        b"A: b\nC:  d\nC: e",
    ],
)
def test_headers_in_a_cell(said: object) -> None:
    assert headers_of(said) == (("A", "b"), ("C", "d"), ("C", "e"))


@pytest.mark.parametrize("said", [None, 5, "no headers", [1, 2], {"": "x", "a b": "c", "A\r\nB": "c"}, "{broken"])
def test_what_is_no_header(said: object) -> None:
    assert headers_of(said) == ()


_PEAK = """
import re, sys
from pathlib import Path
import pyarrow.parquet, flows.import_pages, flows.acquire.files.table_kinds, flows.acquire.files.read_table
from flows.acquire.files.read_files import read_inputs
def peak():  # not ru_maxrss, which counts the process that started this one, too
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
for name in sys.argv[1:]:
    before = peak()
    pages = sum(one.body is not None for one in read_inputs([Path(name)], page_bytes=20_000_000))
    print(pages, peak() - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says the peak of one program")
def test_twenty_thousand_rows_in_flat_memory(tmp_path: Path) -> None:
    rows = [{"url": f"https://herald.example/{n}", "html": f"<p>{n}{'ferry ' * 250}</p>"} for n in range(20_000)]
    paths = [tmp_path / name for name in ("pages.jsonl", "pages.csv", "pages.parquet", "pages.feather", "pages.arrows")]
    for path in paths:
        WRITERS[path.name](path, rows)
    assert paths[0].stat().st_size > 30_000_000
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, *map(str, paths)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    assert [pages for pages, _ in told] == [20_000] * len(paths)
    assert max(megabytes for _, megabytes in told) < 28
