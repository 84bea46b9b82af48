"""The report's page: its numbers are the warehouse's, it needs nothing from outside, what outlets wrote stays text."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from lxml import html

from flows.cli.cli import main
from flows.config.paths import Paths, data_paths
from flows.reporting.after_run import renew, report_file
from flows.reporting.write_page import report_page
from parsers.rules import default_rules

NOW = datetime(2026, 3, 21, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def text(newsroom: Paths) -> str:
    return report_page(newsroom, default_rules(), days=30, now=NOW)


@pytest.fixture(scope="module")
def page(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def table(page: html.HtmlElement, section: str, number: int = 0) -> list[list[str]]:
    """The cells of a table in a section."""
    found = page.get_element_by_id(section).findall(".//table")[number]
    return [[cell.text_content().strip() for cell in row] for row in found.findall(".//tbody/tr")]


def asked(paths: Paths, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(paths.news), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_needs_nothing_from_outside(text: str, page: html.HtmlElement) -> None:
    assert len(text) < 2_000_000
    assert not page.xpath("//link | //script[@src] | //img | //iframe | //@onclick | //svg//image")
    # Addresses stand in links that a reader may follow, and nowhere else.
    assert not re.findall(r"url\(\s*['\"]?(?!#)", text)
    assert {a.get("rel") for a in page.xpath("//a[starts-with(@href, 'http')]")} == {"noreferrer"}


def test_same_warehouse_same_page(newsroom: Paths, text: str) -> None:
    assert report_page(newsroom, default_rules(), days=30, now=NOW) == text


def test_numbers_are_those_of_the_warehouse(newsroom: Paths, page: html.HtmlElement) -> None:
    wanted = asked(
        newsroom,
        "SELECT source, count(*)::VARCHAR, sum(revision_count - 1)::VARCHAR FROM current_articles GROUP BY source",
    )
    shown = [tuple(row[:3]) for row in table(page, "stories")]
    assert sorted(shown) == sorted(wanted) and [int(row[1]) for row in shown] == sorted(
        (int(row[1]) for row in shown), reverse=True
    )
    ((stories, words),) = asked(newsroom, "SELECT count(*), sum(word_count) FROM revisions WHERE version = 1")
    tiles = dict(zip(page.xpath("//dt/text()"), (dd.text_content() for dd in page.findall(".//dd"))))
    assert tiles["new stories"] == f"{stories:,}" and tiles["words"] == f"{words:,}"


def test_broken_layout_is_told_first(page: html.HtmlElement) -> None:
    said = page.get_element_by_id("attention").text_content()
    assert "harbour-herald.example" in said and "words of a story" in said and "before" in said
    assert "valley-post" not in said


def test_rejected_page_is_explained(page: html.HtmlElement) -> None:
    ((reason, pages, outlets, meaning, _),) = table(page, "rejected")
    assert (reason, pages, outlets) == ("soft_404", "66", "6") and "error message" in meaning
    example = page.get_element_by_id("explain-soft_404").text_content()
    assert "Not an article" in example and "Its title says so" in example
    assert page.xpath("//a[@href='#explain-soft_404']")


def test_places_stand_on_the_map_and_in_the_table(page: html.HtmlElement) -> None:
    (wide, _) = page.get_element_by_id("correspondents").findall(".//svg")
    assert "places from which correspondents worked" in wide.get("aria-label")
    assert {row[0] for row in table(page, "correspondents")} >= {"Nairobi", "Buenos Aires"}


def test_fields_that_an_outlet_lacks_are_zero(page: html.HtmlElement) -> None:
    heads = [th.text_content().strip() for th in page.get_element_by_id("fields").findall(".//thead//th")]
    rows = table(page, "fields")
    assert rows
    for row in rows:
        share = dict(zip(heads, row))
        assert share["headline"] == "100" and share["kicker"] == "0"


def test_delays_are_from_publication(newsroom: Paths, page: html.HtmlElement) -> None:
    ((low, high),) = asked(newsroom, "SELECT min(minutes_to_fetch), max(minutes_to_fetch) FROM story_delays")
    assert low >= 3 and high <= 90  # type: ignore[operator]
    assert {"min" in row[2] for row in table(page, "freshness")} == {True}


def test_every_plot_says_what_it_shows(page: html.HtmlElement) -> None:
    plots = page.xpath("//figure//svg")
    assert len(plots) >= 12
    assert all(plot.get("role") == "img" and plot.get("aria-label") for plot in plots)


def test_words_of_outlets_stay_words(newsroom: Paths, tmp_path: Path) -> None:
    copy = tmp_path / "warehouse.duckdb"
    copy.write_bytes(newsroom.news.read_bytes())
    hostile = '<script>alert("1")</script> $x_1$ {{ 7 * 7 }} \\frac'
    with duckdb.connect(str(copy)) as connection:
        connection.execute("UPDATE captions SET credit = ?, text = ?", [hostile, hostile])
        connection.execute("UPDATE correspondents SET location = ?, outlet = ?", [hostile, hostile])
        connection.execute("UPDATE revisions SET headline = ? || version", [hostile])
        connection.execute("UPDATE fetches SET requested_url = 'javascript:alert(1)' WHERE outcome = 'rejected'")
    (tmp_path / "news.duckdb").symlink_to(copy)
    told = report_page(Paths(tmp_path), default_rules(), days=30, now=NOW)
    page = html.document_fromstring(told)
    assert len(page.xpath("//script")) == 1 and "49" not in re.findall(r"\{\{|49 \\frac", told)
    assert not page.xpath("//a[starts-with(@href, 'javascript')]")
    assert any(hostile in cell for row in table(page, "pictures") for cell in row)


def test_a_damaged_archive_costs_examples_only(newsroom: Paths, tmp_path: Path, text: str) -> None:
    (tmp_path / "news.duckdb").symlink_to(newsroom.news)
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "index.sqlite").write_bytes(b"no database " * 100)
    page = html.document_fromstring(report_page(Paths(tmp_path), default_rules(), days=30, now=NOW))
    said = page.get_element_by_id("rejected").text_content()
    assert "No example" in said and "is damaged" in said and not page.xpath("//a[@href='#explain-soft_404']")
    assert table(page, "stories") == table(html.document_fromstring(text), "stories")


def test_empty_data_directory_says_what_to_do(tmp_path: Path) -> None:
    assert main(["--data", str(tmp_path / "none"), "report", "--html", str(tmp_path / "r.html")]) == 1
    assert not (tmp_path / "r.html").exists()


def test_text_or_page_not_both(newsroom: Paths, tmp_path: Path) -> None:
    assert main(["--data", str(newsroom.root), "--json", "report", "--html", str(tmp_path / "r.html")]) == 2


@pytest.fixture
def any_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the page shows does not matter: to draw it takes a second."""
    monkeypatch.setattr("flows.reporting.write_page.report_page", lambda *_, **__: "<p>")


@pytest.mark.usefixtures("any_page")
def test_page_that_cannot_be_written_leaves_nothing(newsroom: Paths, tmp_path: Path) -> None:
    assert main(["--data", str(newsroom.root), "report", "--html", str(tmp_path / "no" / "r.html")]) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("any_page")
def test_scheduled_runs_renew_the_page_when_the_state_is_new(
    newsroom: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    renew(newsroom, None)
    page = report_file(newsroom)
    first = page.stat().st_mtime_ns
    renew(newsroom, None)
    assert page.stat().st_mtime_ns == first
    published = page.stat().st_mtime + 1  # a clock's tick may be longer than the time between both
    os.utime(newsroom.news.resolve(), (published, published))
    renew(newsroom, None)
    assert page.stat().st_mtime_ns > first
    page.unlink()
    renew(newsroom, "no/such/folder")
    assert "no new page" in capsys.readouterr().err and not page.exists()
    assert renew(data_paths(newsroom.root / "nothing"), None) is None
