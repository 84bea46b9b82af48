"""Views: what an analyst sees of what was loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from parsers.captions import CaptionMention, merge_captions
from parsers.model import Block, Caption, Evidence, FoundValue
from tests.warehouse.batches import NOON, article, at, page
from warehouse.load import load_batch

Batch = Callable[..., Path]
URL = "https://example.org/ferry"


def rows(connection: DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


def merged(text: str) -> tuple[Caption, ...]:
    return tuple(merge_captions([CaptionMention(text)]))


def paragraphs(*texts: str) -> tuple[Block, ...]:
    return tuple(Block("paragraph", text) for text in texts)


def test_the_current_article_and_its_parts(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", page(URL, article()), page(URL, article("Now it is noon."), fetched_at=at(1))))
    assert connection.execute("SELECT url, source, version, word_count FROM current_articles").fetchall() == [
        (URL, "example.org", 2, 7)
    ]
    assert connection.execute("SELECT body FROM article_text WHERE version = 2").fetchall() == [
        ("Now it is noon.\n\nWhat comes next",)
    ]
    assert connection.execute("SELECT caption, credit, occurrences FROM current_captions").fetchall() == [
        ("The ferry in port", "Harbour Press", 2)
    ]
    assert connection.execute("SELECT name, location, kind FROM current_correspondents").fetchall() == [
        ("Ines Calder", "Calmare", "reporting")
    ]
    assert connection.execute("SELECT body, captions FROM search").fetchall() == [
        ("Now it is noon.\nWhat comes next", "The ferry in port Harbour Press")
    ]


def test_a_correction_stands_once_with_its_first_version(connection: DuckDBPyConnection, batch: Batch) -> None:
    note = Block("correction", "An earlier version misstated the year.")
    versions = [
        article(blocks=(*paragraphs(text), *extra)) for text, extra in (("A.", ()), ("B.", (note,)), ("C.", (note,)))
    ]
    load_batch(connection, batch("one", *(page(URL, story, fetched_at=at(n)) for n, story in enumerate(versions))))
    found = connection.execute("SELECT correction, first_version, first_seen_at FROM corrections").fetchall()
    assert found == [(note.text, 2, at(1))]


def test_changes_name_the_part_and_say_how_much(connection: DuckDBPyConnection, batch: Batch) -> None:
    before = article(
        headline="Ferry returns",
        blocks=paragraphs(
            "The ferry left at dawn with 300 people.", "Nobody was hurt in it.", "An old line that goes away."
        ),
        captions=(Caption("The ferry in port", "Harbour Press"),),
    )
    after = article(
        headline="Ferry returns at last",
        blocks=paragraphs(
            "A new opening comes first.", "The ferry left at dawn with 310 people.", "Nobody was hurt in it."
        ),
        captions=(Caption("The ferry at sea", "Harbour Press"),),
    )
    load_batch(connection, batch("one", page(URL, before), page(URL, after, fetched_at=at(1))))
    found = connection.execute(
        "SELECT field, ordinal, change, before, after, characters FROM revision_changes ORDER BY field, change, ordinal"
    ).fetchall()
    assert found == [
        ("block", 1, "added", None, "A new opening comes first.", 26),
        ("block", 2, "changed", before.blocks[0].text, after.blocks[1].text, 1),
        ("block", 3, "removed", "An old line that goes away.", None, 27),
        ("caption", 1, "changed", "The ferry in port / Harbour Press", "The ferry at sea / Harbour Press", 6),
        ("headline", None, "changed", "Ferry returns", "Ferry returns at last", 8),
    ]


@pytest.mark.parametrize(
    ("before", "after", "meaningful"),
    [
        ("The minster spoke on Monday.", "The minister spoke on Monday.", False),
        ("He said: we wil go on", "He said: “We will go on”", False),
        ("Three ferries, 12 dead.", "Three ferries, 15 dead.", True),
        ("The council agreed to the plan.", "The council agreed to the plan after a long debate.", True),
        ("He will resign.", "He will resign. He denies all charges.", True),
    ],
)
def test_typing_errors_are_left_out(
    connection: DuckDBPyConnection, batch: Batch, before: str, after: str, meaningful: bool
) -> None:
    versions = [article(blocks=paragraphs(text)) for text in (before, after)]
    load_batch(connection, batch("one", *(page(URL, story, fetched_at=at(n)) for n, story in enumerate(versions))))
    assert connection.execute("SELECT count(*) FROM revision_changes").fetchall() == [(1,)]
    assert connection.execute("SELECT count(*) = 1 FROM meaningful_revisions").fetchall() == [(meaningful,)]


def test_a_photo_used_again_is_found_whatever_its_spacing(connection: DuckDBPyConnection, batch: Batch) -> None:
    pages = [
        page(f"https://{host}/{n}", article(f"{n}", captions=(Caption(text, "Harbour Press"),)))
        for n, (host, text) in enumerate(
            [("one.example", "The ferry in  port"), ("two.example", "The Ferry in port"), ("two.example", "A baker")]
        )
    ]
    load_batch(connection, batch("one", *pages))
    assert connection.execute(
        "SELECT lower(credit), articles, sources, len(article_ids) FROM photo_reuse"
    ).fetchall() == [("harbour press", 2, 2, 2)]


def test_a_photo_is_the_same_in_other_case_and_punctuation_and_with_other_credits(
    connection: DuckDBPyConnection, batch: Batch
) -> None:
    printed = [
        ("one.example", "2026-03-02T09:00:00Z", "The ferry \u201cIda\u201d, in port. Photo: Ada Lund/AFP"),
        ("two.example", "2026-03-02T07:00:00Z", "THE FERRY 'IDA' IN PORT"),
        ("two.example", "2026-03-02T11:00:00Z", "The ferry Ida in port (Harbour Wire/Reuters)"),
    ]
    pages = [
        page(f"https://{host}/{n}", article(f"{n}", published_at=time, captions=merged(text)))
        for n, (host, time, text) in enumerate(printed)
    ]
    load_batch(connection, batch("one", *pages))
    assert rows(connection, "SELECT caption_key, caption, credit, credits, articles, sources FROM photo_reuse") == [
        ("theferryidainport", printed[1][2], "Ada Lund/AFP", ["Ada Lund/AFP", "Harbour Wire/Reuters"], 3, 2)
    ]
    assert rows(connection, "SELECT unnest(outlets).source, unnest(outlets).first_published_at FROM photo_reuse") == [
        ("two.example", at(-5)), ("one.example", at(-3)),
    ]  # fmt: skip


def test_a_caption_key_from_before_the_parsers_gave_one(connection: DuckDBPyConnection, batch: Batch) -> None:
    pages = [page(URL, article(captions=(Caption("The ferry \u201cIda\u201d!"), Caption("\u2605 \u2605"))))]
    load_batch(connection, batch("one", *pages))
    assert rows(connection, "SELECT caption_key FROM captions ORDER BY ordinal") == [
        ("theferryida",),
        ("\u2605 \u2605",),
    ]


def test_the_caption_key_changes_no_version(connection: DuckDBPyConnection, batch: Batch) -> None:
    caption = Caption("The ferry in port", "Harbour Press")
    load_batch(connection, batch("one", page(URL, article(captions=(caption,)))))
    load_batch(connection, batch("two", page(URL, article(captions=(replace(caption, key="k"),)), fetched_at=at(1))))
    assert rows(connection, "SELECT count(*) FROM revisions") == [(1,)]


def test_views_read_the_same_in_every_time_zone(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", page(URL, article(), fetched_at=NOON)))
    query = "SELECT day FROM source_health GROUP BY day"
    here = connection.execute(query).fetchall()
    connection.execute("SET TimeZone = 'Pacific/Kiritimati'")
    assert connection.execute(query).fetchall() == here


def told(field: str, *values: tuple[str, str]) -> dict[str, Evidence]:
    return {field: Evidence("layout", "h1", 0.9, tuple(FoundValue(value, source) for value, source in values))}


@pytest.mark.parametrize(
    ("field", "values", "differs"),
    [
        ("headline", [("Ferry back", "h1"), ("Ferry back | Harbour Post", "og:title")], None),
        ("headline", [("Ferry back", "h1"), ("«FERRY» Báck!", "JSON-LD")], None),
        ("headline", [("Ferry back", "h1"), ("Port strike", "og:title"), ("Back: the ferry", "title")], None),
        ("headline", [("Ferry back", "h1"), ("Port strike", "og:title")], ("Port strike", "og:title", "printed")),
        ("headline", [("Port strike", "og:title"), ("Ferry back", "h1")], ("Port strike", "og:title", "declared")),
        ("headline", [("Port strike", "og:title"), ("Ferry back", "title")], None),
        ("authors", [("Ann Lister", "printed"), ("Lister, Ann", "dc.creator")], None),
        ("authors", [("Ann Lister", "printed"), ("Admin", "JSON-LD")], ("Admin", "JSON-LD", "printed")),
        ("published_at", [("2026-02-01", "printed"), ("2026-02-01T23:00:00+02:00", "JSON-LD")], None),
        ("published_at", [("2026-02-01", "printed"), ("last week", "date")], None),
        ("published_at", [("2026-02-01", "printed"), ("2026-02-09", "date")], ("2026-02-09", "date", "printed")),
        ("language", [("en", "html.lang")], ("en", "html.lang", "printed")),
    ],
)
def test_fields_that_are_printed_and_declared_otherwise(
    field: str,
    values: list[tuple[str, str]],
    differs: tuple[str, str, str] | None,
    connection: DuckDBPyConnection,
    batch: Batch,
) -> None:
    load_batch(connection, batch("one", page(URL, article(language="de", evidence=told(field, *values)))))
    text = [("de", "text")] if field == "language" else []
    assert rows(connection, "SELECT value, source, chosen FROM field_candidates ORDER BY ordinal") == [
        (value, source, place == 0) for place, (value, source) in enumerate([*text, *values])
    ]
    found = rows(connection, "SELECT declared, declared_source, chosen FROM field_disagreements")
    assert found == ([differs] if differs else [])
