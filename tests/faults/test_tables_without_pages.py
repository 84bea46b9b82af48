"""Imported files that only look like a table, or are a table without pages: each is told, the others are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.acquire.files.read_files import read_inputs
from flows.archive.captures import Capture
from tests.acquire.tables import GOOD, LIMIT, json_lines, read, shown


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
