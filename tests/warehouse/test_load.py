"""Loading: rows as they should be, once, whatever comes twice."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from duckdb import DuckDBPyConnection

from parsers.model import Block
from tests.warehouse.batches import NOON, article, at, page
from warehouse.errors import BatchError
from warehouse.load import load_batch

Batch = Callable[..., Path]
URL = "https://www.example.org/ferry"
OTHER = article("Another story altogether.", headline="Bread prices fall")


def rows(connection: DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


def counts(connection: DuckDBPyConnection) -> dict[str, int]:
    """Rows of every table but the bookkeeping."""
    names = [n for (n,) in rows(connection, "SELECT table_name FROM duckdb_tables() WHERE NOT temporary")]
    return {
        n: connection.execute(f"SELECT count(*) FROM {n}").fetchall()[0][0]
        for n in names
        if n not in ("batches", "change_counter", "publications", "runs", "schema_migrations")
    }


def test_every_part_of_an_article_becomes_rows(connection: DuckDBPyConnection, batch: Batch) -> None:
    result = load_batch(connection, batch("one", page(URL, article())))
    assert (result.new_articles, result.new_revisions, result.rejected) == (1, 1, 0)
    assert rows(connection, "SELECT kind, text, level FROM blocks ORDER BY ordinal") == [
        ("paragraph", "The ferry left at dawn.", None),
        ("subhead", "What comes next", 2),
    ]
    assert rows(connection, "SELECT text, credit, occurrences FROM captions") == [
        ("The ferry in port", "Harbour Press", 2)
    ]
    assert rows(connection, "SELECT role, caption_ordinal FROM images") == [("lead", 1)]
    assert rows(connection, "SELECT name, raw FROM authors") == [("Ines Calder", "By Ines Calder")]
    assert rows(connection, "SELECT kind, name, location FROM correspondents") == [
        ("reporting", "Ines Calder", "Calmare")
    ]
    assert rows(connection, "SELECT tag FROM tags ORDER BY ordinal") == [("ferries",), ("ports",)]
    assert rows(connection, "SELECT kind, provider FROM embeds") == [("video", "Example")]
    assert rows(connection, "SELECT text, reason FROM dropped_segments") == [("Advertisement", "advertisement")]
    assert rows(connection, "SELECT field, method, rule, confidence FROM field_evidence") == [
        ("headline", "json_ld", "NewsArticle.headline", 0.9)
    ]
    assert rows(connection, "SELECT candidates FROM field_evidence") == [
        ([{"value": "Ferry returns", "source": "JSON-LD"}, {"value": "Ferry back", "source": "h1"}],)
    ]
    assert rows(connection, "SELECT name, host, followed FROM sources") == [("example.org", "example.org", False)]
    assert rows(connection, "SELECT word_count, version FROM revisions") == [(8, 1)]


@pytest.mark.parametrize(
    ("printed", "utc", "offset", "precision"),
    [
        ("2026-03-02T09:00:00+05:30", "2026-03-02 03:30:00+00", 330, "time"),
        ("2026-03-02T09:00:00-0330", "2026-03-02 12:30:00+00", -210, "time"),
        ("2026-03-02T09:00:00Z", "2026-03-02 09:00:00+00", 0, "time"),
        ("2026-03-02T09:00", "2026-03-02 09:00:00+00", None, "time"),
        ("2026-03-02", "2026-03-02 00:00:00+00", None, "day"),
        ("soon", None, None, None),
        (None, None, None, None),
    ],
)
def test_times_are_utc_with_the_offset_beside(
    connection: DuckDBPyConnection, batch: Batch, printed: str, utc: str, offset: int, precision: str
) -> None:
    load_batch(connection, batch("one", page(URL, article(published_at=printed))))
    found = rows(
        connection, "SELECT published_at::VARCHAR, published_offset_minutes, published_precision FROM revisions"
    )
    assert found == [(utc, offset, precision)]


def test_the_same_batch_page_or_archive_again_changes_nothing(connection: DuckDBPyConnection, batch: Batch) -> None:
    pages = [page(URL, article()), page("https://example.org/", None), page("https://example.org/bread", OTHER)]
    load_batch(connection, batch("one", *pages))
    before = counts(connection)
    again = load_batch(connection, batch("one", *pages))
    assert again.already_loaded
    other_name = load_batch(connection, batch("two", *pages, pages[0]))
    assert (other_name.new_fetches, other_name.new_articles, other_name.new_revisions) == (0, 0, 0)
    assert counts(connection) == before


def test_a_batch_that_fails_leaves_nothing_behind(
    connection: DuckDBPyConnection, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counts(connection)
    monkeypatch.setattr("warehouse.load.STEPS", ("macros", "staged", "sources", "raw_pages", "no_such_step"))
    with pytest.raises(FileNotFoundError):
        load_batch(connection, batch("one", page(URL, article())))
    assert counts(connection) == before
    monkeypatch.undo()
    assert load_batch(connection, batch("one", page(URL, article()))).new_articles == 1


def test_what_is_no_batch_is_refused(connection: DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "cut.parquet").write_bytes(b"PAR1 and then nothing")
    pq.write_table(pa.table({"name": ["x"]}), tmp_path / "other.parquet")
    for name in ("cut", "other"):
        with pytest.raises(BatchError, match=name):
            load_batch(connection, tmp_path / f"{name}.parquet")


def test_a_changed_text_is_a_new_revision_a_changed_page_is_none(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", page(URL, article())))
    same_text = page(URL, replace(article(), tags=("new",), dropped=()), fetched_at=at(1), body="other advertisements")
    assert load_batch(connection, batch("two", same_text)).new_revisions == 0
    changed = page(URL, article("The ferry left at noon."), fetched_at=at(2))
    assert load_batch(connection, batch("three", changed)).new_revisions == 1
    assert rows(connection, "SELECT version, first_captured_at, last_captured_at FROM revisions ORDER BY version") == [
        (1, NOON, at(1)),
        (2, at(2), at(2)),
    ]
    assert rows(connection, "SELECT revision_count, current_revision_id, last_seen_at FROM articles") == [(2, 2, at(2))]


def test_batches_in_any_order_give_the_same_history(tmp_path: Path, empty_warehouse: Path, batch: Batch) -> None:
    from warehouse.connect import writer

    versions = [page(URL, article(f"Text {n // 2}."), fetched_at=at(n), body=str(n)) for n in range(6)]
    histories = []
    for name, order in (
        ("forwards", [0, 1, 2, 3, 4, 5]),
        ("backwards", [5, 4, 3, 2, 1, 0]),
        ("mixed", [3, 0, 5, 1, 4, 2]),
    ):
        with writer(Path(shutil.copy(empty_warehouse, tmp_path / f"{name}.duckdb"))) as connection:
            for n in order:
                load_batch(connection, batch(f"{name}-{n}", versions[n]))
            histories.append(
                rows(
                    connection,
                    "SELECT version, text, first_captured_at, last_captured_at FROM revisions JOIN blocks"
                    " USING (revision_id) WHERE ordinal = 1 ORDER BY version",
                )
            )
    assert len(histories[0]) == 3
    assert histories[0] == histories[1] == histories[2]


def test_the_content_hash_is_that_of_the_versions_that_are_stored(connection: DuckDBPyConnection, batch: Batch) -> None:
    """Another hash of the same text would make a new version of every story in people's warehouses.

    A field that is added to it later leaves pages without that field as they are.
    """
    load_batch(connection, batch("one", page("https://example.org/a", article())))
    found = connection.execute("SELECT content_hash FROM revisions").fetchall()
    assert found == [("1854f47dec3e875ea05c68c84e928a11",)]


def test_a_newer_parser_replaces_the_reading_in_place(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", page(URL, article(), body="page")))
    better = page(URL, replace(article(), kicker="Ports"), body="page", parser_version="2")
    result = load_batch(connection, batch("two", better))
    assert (result.new_revisions, result.replaced_revisions) == (0, 1)
    assert rows(connection, "SELECT version, kicker, parser_version FROM revisions") == [(1, "Ports", "2")]
    assert rows(connection, "SELECT count(*) FROM blocks") == [(2,)]


def test_a_newer_parser_tells_what_the_earlier_one_did_not_of_the_page(
    connection: DuckDBPyConnection, batch: Batch
) -> None:
    load_batch(
        connection, batch("one", page(URL, None, body="list"), page(URL, article(), body="page", fetched_at=at(1)))
    )
    for unknown in ("fetches SET source_id = NULL, url_declared = NULL", "articles SET source_id = NULL"):
        connection.execute(f"UPDATE {unknown}")
    known = {"parser_version": "2", "url_declared": True, "charset": "windows-1252", "charset_method": "detected"}
    load_batch(connection, batch("two", page(URL, article(), body="page", fetched_at=at(1), **known)))
    assert rows(connection, "SELECT source, url_declared FROM current_articles") == [("example.org", True)]
    assert rows(connection, "SELECT source_id, url_declared FROM fetches ORDER BY fetch_id") == [
        (None, None),
        (1, True),
    ]
    assert rows(connection, "SELECT charset, charset_method FROM raw_pages ORDER BY raw_page_id") == [
        (None, None),
        ("windows-1252", "detected"),
    ]
    load_batch(connection, batch("three", page(URL, None, body="page", fetched_at=at(1), parser_version="3")))
    assert rows(connection, "SELECT charset FROM raw_pages WHERE charset IS NOT NULL") == [("windows-1252",)]


def test_versions_that_a_newer_parser_reads_alike_become_one(connection: DuckDBPyConnection, batch: Batch) -> None:
    noisy = [page(URL, article(f"Text. {n} shares"), fetched_at=at(n), body=str(n)) for n in range(2)]
    assert load_batch(connection, batch("one", *noisy)).new_revisions == 2
    clean = [page(URL, article("Text."), fetched_at=at(n), body=str(n), parser_version="2") for n in range(2)]
    load_batch(connection, batch("two", *clean))
    assert rows(connection, "SELECT version, last_captured_at FROM revisions") == [(1, at(1))]
    assert rows(connection, "SELECT DISTINCT revision_id FROM fetches") == [(1,)]
    assert rows(connection, "SELECT count(*) FROM blocks") == [(2,)]


def test_a_page_that_is_no_article_after_all_leaves(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", page(URL, article(), body="page"), page("https://example.org/b", OTHER)))
    load_batch(connection, batch("two", page(URL, None, body="page", parser_version="2", reason="listing")))
    assert rows(connection, "SELECT url_key FROM articles") == [("example.org/b",)]
    assert rows(connection, "SELECT outcome, reason FROM fetches WHERE revision_id IS NULL") == [
        ("rejected", "listing")
    ]
    broken = page("https://example.org/b", None, body=repr(OTHER), parser_version="3", reason="internal_error")
    load_batch(connection, batch("three", broken))
    assert rows(connection, "SELECT count(*) FROM articles") == [(1,)]


def test_not_modified_is_no_failure_and_prolongs_the_version(connection: DuckDBPyConnection, batch: Batch) -> None:
    def unchanged(hours: float, url: str = URL) -> dict[str, object]:
        return page(
            url, None, fetched_at=at(hours), body_sha256=None, stage="fetch", reason="not_modified", http_status=304
        )

    load_batch(
        connection, batch("one", page(URL, article()), unchanged(1), unchanged(1, "https://example.org/never-seen"))
    )
    load_batch(connection, batch("two", page(URL, article("New text."), fetched_at=at(2)), unchanged(3)))
    spans = rows(connection, "SELECT version, first_captured_at, last_captured_at FROM revisions ORDER BY version")
    assert spans == [(1, NOON, at(1)), (2, at(2), at(3))]
    assert rows(connection, "SELECT outcome, count(*), count(revision_id) FROM fetches GROUP BY 1 ORDER BY 1") == [
        ("article", 2, 2),
        ("unchanged", 3, 2),
    ]
    assert rows(connection, "SELECT count(*) FROM quarantine") == [(0,)]


def test_one_story_under_several_addresses(connection: DuckDBPyConnection, batch: Batch) -> None:
    told = replace(article(), canonical_url="https://example.org/ferry?utm_source=feed")
    load_batch(
        connection,
        batch(
            "one",
            page("http://www.example.org/ferry/", article()),
            page("https://amp.example.org/ferry.amp", told, fetched_at=at(1)),
            page("https://example.org/other", replace(OTHER, canonical_url="https://example.org/"), fetched_at=at(1)),
        ),
    )
    assert rows(connection, "SELECT url_key FROM articles ORDER BY article_id") == [
        ("example.org/ferry",),
        ("example.org/other",),
    ]


def test_files_without_an_address_are_known_by_their_bytes(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", page("file:///in/a.txt", article(), channel="file")))
    load_batch(connection, batch("two", page("file:///moved/a.txt", article(), channel="file")))
    load_batch(connection, batch("three", page(None, OTHER, channel="text")))
    assert rows(connection, "SELECT count(*) FROM articles") == [(2,)]


def test_an_article_without_blocks_is_loaded(connection: DuckDBPyConnection, batch: Batch) -> None:
    bare = replace(article(), blocks=(), captions=(), headline=None, images=())
    load_batch(connection, batch("one", page(URL, bare)))
    assert rows(connection, "SELECT word_count FROM revisions") == [(0,)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don\u2019t count 3.5 twice; na\u00efve r\u00e9sum\u00e9.", 6),
        ("\u041f\u0430\u0440\u043e\u043c \u0432\u0435\u0440\u043d\u0443\u043b\u0441\u044f", 2),
        ("\u6771\u4eac\u306e 2026 \u5e74", 5),
        ("", 0),
    ],
)
def test_words_are_counted_in_every_script(connection: DuckDBPyConnection, batch: Batch, text: str, words: int) -> None:
    load_batch(connection, batch("one", page(URL, replace(article(), blocks=(Block("paragraph", text),)))))
    assert rows(connection, "SELECT word_count FROM revisions") == [(words,)]
