"""Imported tables in JSON or CSV with unusable rows: each is told with number, line and reason, the others are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.import_pages import import_pages
from tests.acquire.tables import GOOD, LIMIT, OK, details, json_lines, read, shown

LINE = json.dumps(GOOD).encode() + b"\n"


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
        (
            b'{"html": {"a": "b"}}',
            "not_text",
            "an object, not text; it has a: select html.NAME with --query",
        ),
        (b'{"meta": {"url": "u"}, "html": {"a": "b"}}', "not_text", "it has a: select html.NAME with --query"),
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


@pytest.mark.parametrize("first", [b'{"url": "https://herald.example/1", "html": "<p>', b"{broken", b"null"])
def test_a_file_whose_first_line_is_broken(tmp_path: Path, first: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(first + b"\n" + LINE * 3)
    assert shown(read(path)) == [("x#row=1", "damaged"), OK, OK, OK]


@pytest.mark.parametrize("odd", [LINE.replace(b"}\n", b"},\n"), LINE[:-2] + b', "a": "\t\x01b"}\n'])
def test_lines_with_commas_behind_them_or_control_codes_in_them(tmp_path: Path, odd: bytes) -> None:
    (tmp_path / "x.jsonl").write_bytes(odd + LINE + odd)
    assert shown(read(tmp_path / "x.jsonl")) == [OK] * 3


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


def test_quotation_marks_behind_backslashes(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b'url,html\nhttps://herald.example/1,"<p class=\\"a\\">b, c</p>"\n')
    assert shown(read(tmp_path / "x")) == [("1", '<p class="a">b, c</p>')]


@pytest.mark.parametrize("delimiter", [";", "\t", "|", "\x01", "\x1f", "^", "~"])
def test_other_delimiters(tmp_path: Path, delimiter: str) -> None:
    lines = ("url,html", *(f"https://herald.example/{n},<p>{n}</p>" for n in (1, 2)))
    (tmp_path / "x").write_text("\n".join(lines).replace(",", delimiter))
    assert shown(read(tmp_path / "x")) == [("1", "<p>1</p>"), ("2", "<p>2</p>")]


def test_ten_rows_are_ten_pages_of_the_archive_and_a_broken_one_is_a_note(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    json_lines(path, [{**GOOD, "url": f"https://herald.example/{n}", "html": f"<p>{n}</p>"} for n in range(10)])
    path.write_bytes(path.read_bytes() + b'{"broken\n')
    first = import_pages([str(path)], data=str(tmp_path / "data"))
    assert (first.outcome, first.counts["pages"], first.counts["new"]) == ("rejected", 11, 10)
    again = import_pages([str(path)], data=str(tmp_path / "data"))
    assert (again.counts["new"], again.counts["known"]) == (0, 11)
