"""The questions of docs/queries.md are answered on a small warehouse, and docs/notebook.ipynb draws its pictures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

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
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with five days of six outlets and the sample pages."""
    folder = tmp_path_factory.mktemp("queries")
    write(folder / "pages.jsonl", 5, until=datetime(2026, 3, 20, tzinfo=UTC), a_day=6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.parse.open_pool", Here)
        ingest.fn(paths=[str(folder / "pages.jsonl"), str(PAGES)], data=str(folder / "data"))
    return folder / "data"


@pytest.fixture(scope="module")
def news(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Its warehouse, as if these outlets had been followed and everything loaded two minutes after the last fetch."""
    with duckdb.connect(str(data / "warehouse.duckdb")) as connection:
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


def test_the_notebook_draws_three_pictures(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cells one after the other, as a kernel would run them; it is kept without outputs, and small."""
    monkeypatch.setenv("MPLBACKEND", "agg")
    import matplotlib.pyplot as plt

    plt.switch_backend("agg")
    file = ROOT / "docs" / "notebook.ipynb"
    notebook = json.loads(file.read_text("utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert notebook["nbformat"] == 4 and file.stat().st_size < 10_000
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)
    monkeypatch.setenv("COPYDESK_DATA", str(data))
    shown: list[int] = []
    monkeypatch.setattr(plt, "show", lambda: shown.append(sum(len(axes.get_children()) for axes in plt.gcf().axes)))
    names: dict[str, Any] = {}
    for cell in cells:
        exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    names["news"].close()
    plt.close("all")
    assert len(shown) == 3 and min(shown) > 15, "pictures with something in them"
