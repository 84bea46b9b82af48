"""What the pages show: lists, searches, one story with all that was found and cut, versions side by side."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import duckdb
import pytest
from lxml import html
from starlette.testclient import TestClient

from flows.browsing.app import browser
from flows.browsing.page_queries import compared
from flows.config.paths import Paths
from parsers.rules import default_rules
from tests.browsing.conftest import TOKEN
from tests.flows.desk import ROOT


def asked(paths: Paths, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(paths.news), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def shown(client: TestClient, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return html.document_fromstring(answer.text)


def test_list_has_every_story_once(newsroom: Paths, reader: TestClient) -> None:
    seen: list[str] = []
    for number in range(1, 100):
        page = shown(reader, f"/?page={number}")
        seen += page.xpath("//ul[@class='stories']//a/@href")
        if not page.xpath("//a[text()='older']"):
            break
    ((stories,),) = asked(newsroom, "SELECT count(*) FROM articles")
    assert len(seen) == len(set(seen)) == stories


def test_list_of_one_outlet(newsroom: Paths, reader: TestClient) -> None:
    page = shown(reader, "/?source=valley-post.example")
    ((stories,),) = asked(newsroom, "SELECT count(*) FROM current_articles WHERE source = 'valley-post.example'")
    assert len(page.xpath("//ul[@class='stories']//a")) == min(50, int(str(stories)))


def test_search_marks_the_words(reader: TestClient) -> None:
    page = shown(reader, "/?words=Northland+council")
    assert page.xpath("//ul[@class='stories']//a")
    assert {mark.text_content().lower() for mark in page.xpath("//mark")} <= {"northland", "council"}
    assert "No story" in shown(reader, "/?words=zebra+unheard").text_content()


def test_story_with_all_its_parts(newsroom: Paths, reader: TestClient) -> None:
    (number, blocks, caption, name, cut) = asked(
        newsroom,
        "SELECT a.article_id, (SELECT count(*) FROM blocks b WHERE b.revision_id = a.revision_id), "
        "(SELECT text FROM captions c WHERE c.revision_id = a.revision_id LIMIT 1), "
        "(SELECT name FROM correspondents c WHERE c.revision_id = a.revision_id LIMIT 1), "
        "(SELECT text FROM dropped_segments d WHERE d.revision_id = a.revision_id LIMIT 1) "
        "FROM current_articles a ORDER BY 1 LIMIT 1",
    )[0]
    page = shown(reader, f"/story/{number}")
    assert len(page.xpath("//section[@class='body']/*")) == blocks
    text = " ".join(page.text_content().split())
    assert all(str(part) in text for part in (caption, name) if part) and (cut is None or str(cut) in text)


def test_versions_side_by_side(newsroom: Paths, reader: TestClient) -> None:
    ((number,), *_) = asked(newsroom, "SELECT article_id FROM headline_changes ORDER BY 1")
    page = shown(reader, f"/story/{number}/changes")
    assert ", again" in "".join(page.xpath("//ins/text()")) and not page.xpath("//del")
    older = shown(reader, f"/story/{number}?version=1").findtext(".//h1")
    assert older is not None and not older.endswith("again")


def test_each_line_of_the_page(reader: TestClient) -> None:
    assert "All rights reserved" in reader.get("/story/1/page").text


@pytest.mark.parametrize("index", [None, b"no database " * 100], ids=["missing", "damaged"])
def test_a_damaged_archive_costs_its_pages_only(newsroom: Paths, tmp_path: Path, index: bytes | None) -> None:
    (tmp_path / "news.duckdb").symlink_to(newsroom.news)
    (tmp_path / "archive").mkdir()
    if index:
        (tmp_path / "archive" / "index.sqlite").write_bytes(index)
    app = browser(Paths(tmp_path), default_rules(), token=TOKEN, days=30)
    client = TestClient(app, base_url="http://127.0.0.1:8000")
    assert shown(client, f"/?token={TOKEN}") is not None
    answer = client.get("/story/1/page")
    assert answer.status_code == 503 and "index.sqlite" in answer.text
    assert client.get("/story/1").status_code == 200


def test_report_is_shown(reader: TestClient) -> None:
    assert "What needs attention" in reader.get("/report").text


@pytest.mark.parametrize(
    "address",
    [
        "/story/999999",
        "/story/1?version=99",
        "/story/99999999999999999999",
        "/story/x",
        "/nothing",
        "/story/999999/changes",
    ],
)
def test_what_is_not_there_says_so(reader: TestClient, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code in (404, 503) and "cannot be shown" in answer.text


@pytest.mark.parametrize(
    "query", ["page=-1", "page=x", "page=99999999999", "page=0", "words=%00", "words=" + "a" * 5000]
)
def test_odd_questions_are_answered(reader: TestClient, query: str) -> None:
    assert reader.get(f"/?{query}").status_code == 200


def test_words_of_outlets_stay_words(newsroom: Paths, tmp_path: Path) -> None:
    copy, hostile = tmp_path / "warehouse.duckdb", '<script>alert("1")</script>{{ 7 * 7 }}'
    copy.write_bytes(newsroom.news.read_bytes())
    with duckdb.connect(str(copy)) as connection:
        connection.execute("UPDATE blocks SET text = ?", [hostile])
        connection.execute("UPDATE revisions SET headline = ? || version, byline = ?", [hostile, hostile])
        connection.execute("UPDATE articles SET url = 'javascript:alert(1)'")
    (tmp_path / "news.duckdb").symlink_to(copy)
    client = TestClient(
        browser(Paths(tmp_path), default_rules(), token=TOKEN, days=30), base_url="http://127.0.0.1:8000"
    )
    for address in (f"/?token={TOKEN}", "/story/1", "/story/1/changes", "/?words=alert"):
        page = shown(client, address)
        assert not page.xpath("//script | //a[starts-with(@href, 'javascript')]") and "49" not in page.findtext(
            ".//h1", ""
        )


def test_pieces_are_the_texts() -> None:
    before, after = "The council rejects the plan.", "The council accepts the plan, again."
    was, now = compared(before, after)
    assert "".join(text for _, text in was) == before and "".join(text for _, text in now) == after
    assert (False, "rejects") in was and (False, "accepts") in now


@pytest.mark.slow
def test_the_command_answers_and_ends(newsroom: Paths) -> None:
    words = [sys.executable, "-m", "flows.cli", "--data", str(newsroom.root), "browse"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()

        async def opened() -> str:
            jar = aiohttp.CookieJar(unsafe=True)
            async with aiohttp.ClientSession(cookie_jar=jar) as session, session.get(address) as answer:
                return await answer.text()

        assert "Stories" in asyncio.run(opened())
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(10) == 130
