"""The questions of docs/queries.md are answered on a small warehouse: each with its columns and with rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import duckdb
import pytest

from flows.ingest import ingest
from tests.faults.here import Here
from tests.flows.desk import PAGES, ROOT
from tests.reporting.newsroom import write

TEXT = (ROOT / "docs" / "queries.md").read_text("utf-8")
QUERIES = {int(number): query for number, query in re.findall(r"^## (\d+)\. .*?```sql\n(.*?)```", TEXT, re.M | re.S)}

#: Columns of each answer, and how many rows it has at least; a layout breaks in tests/warehouse/test_health.py.
ANSWERS = {
    1: ("source headline correction hours", 5),
    2: ("source hours before after url", 5),
    3: ("source headline version fields characters changed_at", 5),
    4: ("version changed_at field ordinal change before after", 1),
    5: ("caption credits articles sources in_order days", 20),
    6: ("source credit pictures share", 30),
    7: ("source agency named stories share", 6),
    8: ("origin printed_by stories similarity", 2),
    9: ("source stories alone copied_by_others copies own", 7),
    10: ("place stories outlets people", 12),
    11: ("place source stories first last", 3),
    12: ("name stories places sources", 15),
    13: ("source section stories signed share", 10),
    14: ("hour stories median_words", 15),
    15: ("source section language stories words words_a_sentence letters_a_word", 10),
    16: ("source stories median_to_fetch median_to_load ninth_tenth", 6),
    17: (
        "source authors body byline captions correspondents dateline headline images kicker language modified_at "
        "published_at section standfirst tags",
        7,
    ),
    18: ("source reason rejected pages share example", 6),
    19: ("source day measure usual value pages", 0),
    20: (
        "headline version requested_url fetched_at http_status body_sha256 warc_file warc_offset parser_version "
        "rules_version",
        100,
    ),
}


#: Columns that may be without a value here: of a headline no place, of an imported page no status is known.
UNTOLD = {"ordinal", "http_status"}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Five days of six outlets and the sample pages, as if they had been followed and loaded two minutes later."""
    folder = tmp_path_factory.mktemp("queries")
    write(folder / "pages.jsonl", 5, until=datetime(2026, 3, 20, tzinfo=UTC), a_day=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.parse.open_pool", Here)
        ingest.fn(paths=[str(folder / "pages.jsonl"), str(PAGES)], data=str(folder / "data"))
    with duckdb.connect(str(folder / "data" / "warehouse.duckdb")) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("UPDATE fetches SET channel = 'feed'")
        connection.execute("UPDATE batches SET loaded_at = (SELECT max(fetched_at) FROM fetches) + INTERVAL 2 MINUTE")
        yield connection


def test_there_are_twenty_and_each_is_listed() -> None:
    assert list(QUERIES) == list(ANSWERS) == list(range(1, 21))
    titles = re.findall(r"^## (.*)", TEXT, re.MULTILINE)
    anchors = ["#" + re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles]
    assert re.findall(r"\]\(\s*(#[^)]+)\)", TEXT) == anchors


@pytest.mark.parametrize("number", ANSWERS)
def test_a_question_is_answered(number: int, news: duckdb.DuckDBPyConnection) -> None:
    columns, least = ANSWERS[number]
    rows = news.execute(QUERIES[number]).fetchall()
    assert [column[0] for column in news.description] == columns.split()
    assert len(rows) >= least
    filled = {name for name, *values in zip(columns.split(), *rows) if any(value is not None for value in values)}
    assert not rows or set(columns.split()) - filled <= UNTOLD
