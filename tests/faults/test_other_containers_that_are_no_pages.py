"""Files that look a little like a text are refused: mailboxes, dumps of databases, arrays without columns."""

from __future__ import annotations

import json
import mailbox
import sqlite3
from email.message import EmailMessage
from pathlib import Path

import pytest

from flows.archive.captures import Capture
from tests.acquire.tables import read

STORY = "<html><body><h1>Story {}</h1><p>From dawn on, the ferry sailed.</p>\n\nFrom noon on it rested.</body></html>"


def mails(path: Path, number: int) -> None:
    box = mailbox.mbox(str(path))
    for place in range(1, number + 1):
        mail = EmailMessage()
        mail["Message-ID"], mail["Date"] = f"<{place}@herald.example>", "Fri, 02 Jan 2026 03:04:05 +0000"
        mail.set_content("As text.")
        mail.add_alternative(STORY.format(place), subtype="html")
        box.add(mail)
    box.flush()


def test_a_mailbox_gives_the_page_of_each_message(tmp_path: Path) -> None:
    mails(tmp_path / "news", 3)
    found = read(tmp_path / "news")
    pages = [one for one in found if isinstance(one, Capture)]
    assert [page.url.rpartition("#")[2] for page in pages] == ["message=1", "message=2", "message=3"]
    for number, page in enumerate(pages, 1):
        assert page.body is not None and f"Story {number}</h1>".encode() in page.body
        assert b"rested.</body></html>" in page.body
        assert page.fetched_at is not None and page.fetched_at.isoformat() == "2026-01-02T03:04:05+00:00"
    assert [one.why for one in found if not isinstance(one, Capture)] == ["page part"] * 3


@pytest.mark.parametrize("first", [b"", b"\n\r\n", b"\xef\xbb\xbf"])
def test_a_mailbox_without_blank_lines_between_its_messages(tmp_path: Path, first: bytes) -> None:
    mails(tmp_path / "news", 2)
    content = (tmp_path / "news").read_bytes()
    (tmp_path / "close").write_bytes(first + content.replace(b"\n\nFrom ", b"\nFrom "))
    assert content.count(b"\n\nFrom ") == 1
    pages = [one for one in read(tmp_path / "close") if isinstance(one, Capture)]
    assert [page.url.rpartition("#")[2] for page in pages] == ["message=1", "message=2"]


def test_a_message_of_a_mailbox_that_is_no_page_costs_no_other(tmp_path: Path) -> None:
    mails(tmp_path / "news", 2)
    picture = b"From a@b Fri Jan  2 03:04:05 2026\nMIME-Version: 1.0\nContent-Type: image/png\n\nxx\n\n"
    (tmp_path / "both").write_bytes(picture + (tmp_path / "news").read_bytes())
    found = [one for one in read(tmp_path / "both") if isinstance(one, Capture)]
    assert [one.outcome for one in found] == ["wrong_type", "fetched", "fetched"]
    assert found[0].detail.endswith("both: none of the message 1's parts is a page.")


@pytest.mark.parametrize(
    "text", ["From here on, the ferry sails at dawn.\n\nIt rests at noon.", "From: Ada\nSubject: a\n\nx"]
)
def test_a_text_that_begins_with_from_is_a_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    assert [one.body for one in read(tmp_path / "a.txt")] == [text.encode()]


PAGES = "\n".join(f"INSERT INTO pages VALUES ('https://a.example/{n}', '{STORY.format(n)}');" for n in range(3))
DUMPS = {
    "mysqldump": "-- MySQL dump 10.13\n--\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `pages`;\n"
    f"CREATE TABLE `pages` (\n  `url` text\n);\nLOCK TABLES `pages` WRITE;\n{PAGES}",
    "pg_dump": "--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\nSELECT pg_catalog.set_config('a', "
    "'', false);\n\nCOPY public.pages (url, html) FROM stdin;\nhttps://a.example/1\t<html><p>a</p></html>\n\\.\n",
    "inserts": PAGES,
}


@pytest.mark.parametrize("name", DUMPS)
def test_a_dump_of_a_database_is_no_page(tmp_path: Path, name: str) -> None:
    (tmp_path / "dump.sql").write_text(DUMPS[name])
    [found] = read(tmp_path / "dump.sql")
    assert (found.outcome, found.body) == ("wrong_type", None)
    assert "dump of a database" in found.detail


def test_what_sqlite_dumps_is_no_page(tmp_path: Path) -> None:
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE pages (url, html)")
        database.execute("INSERT INTO pages VALUES ('https://a.example/1', ?)", (STORY,))
        (tmp_path / "x").write_text("\n".join(database.iterdump()))
    assert [one.outcome for one in read(tmp_path / "x")] == ["wrong_type"]


@pytest.mark.parametrize(
    "text",
    [
        "Create a table, said the minister, and sit down (all of you).\n\nInsert into it what you like.",
        "-- Ada Lund\n\nThe ferry sailed at dawn.",
        "SET in 1920, the play was seen; drop in.\n\nThe ferry sailed.",
    ],
)
def test_a_text_with_words_of_sql_is_a_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    assert [one.body for one in read(tmp_path / "a.txt")] == [text.encode()]


@pytest.mark.parametrize(
    "values",
    [
        [["https://a.example/1", STORY]],
        [[1, STORY]],
        [STORY, STORY],
        [[[STORY]]],
        [[None, STORY], [2, STORY]],
        [[{"url": "https://a.example/1", "html": STORY}], [{"html": STORY}]],
    ],
)
def test_an_array_without_names_of_columns_is_no_page(tmp_path: Path, values: object) -> None:
    (tmp_path / "x.json").write_text(json.dumps(values))
    assert {one.body for one in read(tmp_path / "x.json")} == {None}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.csv", f'url:html\nhttps://a.example/1:"{STORY}"\n'),
        ("x.json", f"var pages = [{json.dumps({'url': 'https://a.example/1', 'html': STORY})}];"),
        ("x.jsonl", str({"url": "https://a.example/1", "html": STORY})),
    ],
)
def test_data_that_cannot_be_read_as_such_is_no_page(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    [found] = read(tmp_path / name)
    assert (found.outcome, found.body) == ("wrong_type", None)


ROWS = [f'https://a.example/{n},"<!doctype html>{STORY.format(n)}"' for n in range(3)]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("pages.csv", ROWS),
        ("pages", ROWS),
        ("pages.csv", ["Export of 2026-02-03", "url,html", *ROWS]),
        ("pages.csv", ["html,html", *ROWS]),
        ("pages.csv", ["html,html", f'{STORY},"{STORY}"']),
    ],
)
def test_rows_of_pages_whose_columns_have_no_names_are_no_page(tmp_path: Path, name: str, lines: list[str]) -> None:
    (tmp_path / name).write_text("\n".join(lines))
    [found] = read(tmp_path / name)
    assert (found.outcome, found.body) == ("unreadable", None)
    assert "check that its first line names the columns" in found.detail


@pytest.mark.parametrize("between", ["", "<p>One, two</p>\n<p>three, four</p>\n"])
@pytest.mark.parametrize("begin", ["<?xml version='1.0'?>\n", "Hartsea Post\n"])
def test_a_page_with_commas_is_a_page(tmp_path: Path, begin: str, between: str) -> None:
    (tmp_path / "a.html").write_text(begin + between + STORY)
    assert [one.outcome for one in read(tmp_path / "a.html")] == ["fetched"]


@pytest.mark.parametrize("text", ["[Reuters] The ferry sailed.", '["We will win"], said the mayor, and won.'])
def test_a_text_in_brackets_is_a_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    assert [one.body for one in read(tmp_path / "a.txt")] == [text.encode()]
