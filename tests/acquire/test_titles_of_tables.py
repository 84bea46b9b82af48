"""What a table says beside a text (title, authors, day, section, tags) becomes fields of the article."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.cli.commands.import_pages import columns_said
from parsers import parse_page
from parsers.model import Article
from tests.acquire.tables import WRITERS, json_lines, read

TEXT = (
    "The inquiry into the brakes of the island ferry opened on Sunday, with more people at the door than chairs.\n\n"
    "Three members of the crew said that they had asked for new brakes four times since the autumn, in vain."
)
TITLE = "Inquiry into the brakes of the ferry opens"
URL = "https://herald.example/a"
ROW: dict[str, Any] = {"title": TITLE, "text": TEXT, "date": "2024-05-03", "author": "Ada Lund", "url": URL}


def article(row: dict[str, Any], tmp_path: Path, **table: Any) -> Article:
    """The article of a row."""
    json_lines(tmp_path / "x.jsonl", [row])
    [page] = read(tmp_path / "x.jsonl", **table)
    found = parse_page(page.body, url=page.url, media_type=page.media_type, charset=page.charset)
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize("name", WRITERS)
def test_the_title_is_the_headline_whatever_the_file(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name, [ROW])
    told: list[str] = []
    [page] = read(tmp_path / name, told=told)
    found = parse_page(page.body, url=page.url, media_type=page.media_type, charset=page.charset)
    assert isinstance(found, Article)
    assert (found.headline, found.authors, found.published_at) == (TITLE, ("Ada Lund",), "2024-05-03")
    assert found.evidence["headline"].rule == "label"
    assert [block.text for block in found.blocks] == TEXT.split("\n\n")
    assert any("title from title, author from author, published from date" in line for line in told)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"title": '"We will win," she said'}, {"headline": '"We will win," she said'}),
        ({"title": "A \\ in a\ntitle: of two lines"}, {"headline": "A \\ in a title: of two lines"}),
        ({"title": "[Video] The ferry (and its brakes)"}, {"headline": "[Video] The ferry (and its brakes)"}),
        ({"title": None}, {"headline": None, "authors": ("Ada Lund",)}),
        ({"title": "NaN", "author": "None"}, {"headline": None, "authors": ()}),
        ({"author": ["Ada Lund", "Bo Berg"]}, {"authors": ("Ada Lund", "Bo Berg")}),
        ({"author": "['Ada Lund', 'Bo Berg']"}, {"authors": ("Ada Lund", "Bo Berg")}),
        ({"author": [{"name": "Ada Lund"}]}, {"authors": ("Ada Lund",)}),
        ({"author": "[Ada Lund"}, {"headline": TITLE}),
        ({"date": 1714694400000}, {"published_at": "2024-05-03"}),
        ({"date": "3 May 2024"}, {"published_at": "2024-05-03"}),
        ({"date": "2024-06-01", "publish_date": "2024-05-03T08:00:00Z"}, {"published_at": "2024-05-03T08:00:00+00:00"}),
        ({"tags": ["ferries", "brakes"], "category": "World"}, {"tags": ("ferries", "brakes"), "section": "World"}),
        ({"description": "The crew asked four times."}, {"standfirst": "The crew asked four times."}),
        ({"description": TEXT[:90] + "..."}, {"standfirst": None, "headline": TITLE}),
        ({"title": None, "Titel": TITLE, "Autorin": "Bo Berg", "author": ""}, {"headline": None}),
        ({"text": f"{TITLE}\n\n{TEXT}"}, {"headline": TITLE}),
        ({"text": f"---\ntitle: Its own\n---\n{TEXT}"}, {"headline": "Its own"}),
    ],
)  # fmt: skip
def test_cells_as_programs_write_them(tmp_path: Path, said: dict[str, Any], expected: dict[str, Any]) -> None:
    found = article(ROW | said, tmp_path)
    assert {name: getattr(found, name) for name in expected} == expected
    assert [block.text for block in found.blocks] == TEXT.split("\n\n")


@pytest.mark.parametrize(("title", "author"), [("Titel", "Autorin"), ("标题", "作者"), ("Haber Başlığı", "yazar")])
def test_columns_are_known_by_the_labels_of_many_languages(tmp_path: Path, title: str, author: str) -> None:
    found = article({title: TITLE, author: "Ada Lund", "text": TEXT, "url": URL}, tmp_path)
    assert (found.headline, found.authors) == (TITLE, ("Ada Lund",))


def test_a_column_that_the_user_names(tmp_path: Path) -> None:
    row = {"k": TITLE, "title": "x1", "w": "Ada Lund", "text": TEXT, "url": URL}
    found = article(row, tmp_path, columns=columns_said(("title=k", "authors=w")))
    assert (found.headline, found.authors) == (TITLE, ("Ada Lund",))


def test_a_page_in_html_says_itself_what_it_is(tmp_path: Path) -> None:
    page = f"<html><body><h1>Its own</h1><p>{TEXT}</p></body></html>"
    for column in ("html", "content"):
        json_lines(tmp_path / "x.jsonl", [{"title": TITLE, column: page, "url": URL}])
        [found] = read(tmp_path / "x.jsonl")
        assert found.body == page.encode()
    json_lines(tmp_path / "x.jsonl", [{"title": TITLE, "content": TEXT, "url": URL}])
    [found] = read(tmp_path / "x.jsonl")
    assert json.dumps(TITLE) in found.body.decode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2024, 5, 3), "2024-05-03"),
        (datetime(2024, 5, 3, 8, 30, tzinfo=UTC), "2024-05-03T08:30:00+00:00"),
        (date(2024, 5, 3), "2024-05-03"),
    ],
)
def test_times_of_typed_columns(tmp_path: Path, value: date, text: str) -> None:
    WRITERS["pages.parquet"](tmp_path / "x", [ROW | {"date": value}])
    [found] = read(tmp_path / "x")
    assert f'published: "{text}"' in found.body.decode()


def test_a_charset_that_no_title_can_be_put_into(tmp_path: Path) -> None:
    WRITERS["pages.parquet"](tmp_path / "x", [ROW | {"text": TEXT.encode("utf-16-le"), "charset": "utf-16-le"}])
    told: list[str] = []
    [found] = read(tmp_path / "x", told=told)
    assert found.body == TEXT.encode("utf-16-le")
    assert told[-1] == "1 row with a charset that no title can be put into"
