"""A line that an outlet prints everywhere counts as one line, whatever its case and form of Unicode."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from parsers import Article, parse_page
from parsers.folding import line_key
from parsers.model import Block, Correspondent, Dropped
from parsers.rules import default_rules
from tests.warehouse.batches import article, page
from warehouse.knowledge import boilerplate, configure
from warehouse.load import load_batch
from warehouse.migrate import migrate

Batch = Callable[..., Path]

SPELLINGS = {
    "a Turkish capital with a dot": ("İSKELE HATTI", "İskele Hattı"),
    "a Greek final letter": ("Ο ΚΟΣΜΟΣ ΜΑΣ", "Ο κοσμος μας"),
    "accents that stand for themselves": ("Café Société", unicodedata.normalize("NFD", "Café Société")),
    "a German sharp s": ("GROSSE STRASSE", "Große Straße"),
    "apostrophes": ("Today’s harbour line", "Today's harbour line"),
    "arrows": ("→ More from the harbour", "More from the harbour"),
    "wide letters": ("Ｈａｒｂｏｕｒ　Ｌｉｎｅ", "Harbour Line"),
}


def story(number: int, *, last: str = "", byline: str | None = "", **fields: Any) -> dict[str, Any]:
    """A staged page with seven blocks.  last: text of the last one.  byline: "": another one for each number."""
    texts = [f"{word} {number} of the harbour." for word in ("Opening", "Then", "Middle", "More", "Yet", "End")]
    blocks = tuple(Block("paragraph", text) for text in (*texts, last or f"Over {number}."))
    writer = f"By Writer {number}" if byline == "" else byline
    made = article(blocks=blocks, byline=writer, **{"authors": (), "correspondents": (), "dropped": (), **fields})
    return page(f"https://www.post.example/{number}", made)


def in_turn(lines: Sequence[str], count: int = 6, **fields: Any) -> list[dict[str, Any]]:
    return [story(n, last=lines[n % len(lines)], **fields) for n in range(count)]


@pytest.mark.parametrize("spellings", SPELLINGS.values(), ids=SPELLINGS)
def test_all_spellings_count_as_one_line(
    connection: DuckDBPyConnection, batch: Batch, spellings: tuple[str, str]
) -> None:
    load_batch(connection, batch("one", *in_turn(spellings)))
    assert boilerplate(connection) == {"post.example": {line_key(spellings[0]): 6}}


@pytest.mark.parametrize("spellings", SPELLINGS.values(), ids=SPELLINGS)
def test_what_was_cut_counts_with_what_was_kept(
    connection: DuckDBPyConnection, batch: Batch, spellings: tuple[str, str]
) -> None:
    kept, cut = spellings
    rows = in_turn([kept], 3) + [story(3 + n, dropped=(Dropped(cut, "navigation"),)) for n in range(3)]
    load_batch(connection, batch("one", *rows))
    assert boilerplate(connection) == {"post.example": {line_key(kept): 6}}


@pytest.mark.parametrize("spellings", SPELLINGS.values(), ids=SPELLINGS)
def test_what_was_learned_is_cut(connection: DuckDBPyConnection, batch: Batch, spellings: tuple[str, str]) -> None:
    load_batch(connection, batch("one", *in_turn(spellings)))
    rules = replace(default_rules(), boilerplate=boilerplate(connection))
    text = "The ferry reopened after 14 residents wrote to the council, which had promised an answer in spring. " * 2
    html = "<html><body><article><h1>Ferry reopens</h1><p>{0}</p><p>{1}</p><p>{0}x</p></article></body></html>"
    for line in spellings:
        read = parse_page(html.format(text, line).encode(), url="https://post.example/new", rules=rules)
        assert isinstance(read, Article)
        assert "site_boilerplate" in {cut.reason for cut in read.dropped}


@pytest.mark.parametrize(
    ("name", "printed"),
    [("İpek Şahin", "İPEK ŞAHİN"), ("Νικος Αλεξιου", "ΝΙΚΟΣ ΑΛΕΞΙΟΥ"), ("Anna Groß", "ANNA GROSS"),
     ("Sean O’Brien", "Sean O'Brien"), ("José Luís", unicodedata.normalize("NFD", "José Luís"))],
)  # fmt: skip
def test_a_sign_off_with_a_name_stays_in_any_spelling(
    connection: DuckDBPyConnection, batch: Batch, name: str, printed: str
) -> None:
    rows = in_turn([f"{printed} writes about ports."], authors=(name,))
    rows += [
        story(10 + n, last=f"{printed} sails.", correspondents=(Correspondent("writing", name),)) for n in range(6)
    ]
    load_batch(connection, batch("one", *rows))
    assert boilerplate(connection) == {}


def test_lines_of_signs_are_no_line(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", *in_turn(["* * *", "———", "→ →"])))
    assert boilerplate(connection) == {}


def keys(connection: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return connection.execute(
        "SELECT 'block', revision_id, ordinal, line_key, names_person FROM blocks"
        " UNION ALL SELECT 'dropped', revision_id, ordinal, line_key, names_person FROM dropped_segments ORDER BY ALL"
    ).fetchall()


def test_rows_of_an_earlier_version_get_the_same_keys(connection: DuckDBPyConnection, batch: Batch) -> None:
    cut = (Dropped("→ İSKELE", "navigation"), Dropped("Said before", "repeat"), Dropped("Writer 1 sails", "share"))
    rows = in_turn(["İSKELE HATTI", "x" * 400, "By Ines"], dropped=cut, authors=("Ines", "Writer 1"))
    empty = page("https://post.example/empty", article(blocks=()))
    load_batch(connection, batch("one", *rows, empty, page("https://post.example/none", None)))
    made = keys(connection)
    assert {key for *_, key, _ in made} >= {"iskele hatti", "by ines", "iskele", None}
    assert {names for *_, names in made} == {True, False, None}
    for table in ("blocks", "dropped_segments"):
        for column in ("line_key", "names_person"):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    connection.execute("DROP TABLE line_rules; DELETE FROM schema_migrations WHERE version = 9")
    assert "keys of recurring lines" in migrate(connection)
    assert keys(connection) == made
    assert migrate(connection) == []


def test_a_changed_length_makes_the_keys_anew(connection: DuckDBPyConnection, batch: Batch) -> None:
    long, short = "A harbour line " * 25, "Harbour Line 14"
    rows = [story(n, last=long, dropped=(Dropped(short, "share"),)) for n in range(6)]
    load_batch(connection, batch("one", *rows))
    assert boilerplate(connection) == {"post.example": {short.lower(): 6}}
    for length, known in ((1_000, {long.lower().strip(), short.lower()}), (10, set())):
        configure(connection, {"boilerplate.length": length})
        assert set(boilerplate(connection).get("post.example", {})) == known
    load_batch(connection, batch("two", *(story(20 + n, dropped=(Dropped("Harbour", "share"),)) for n in range(6))))
    assert boilerplate(connection) == {"post.example": {"harbour": 6}}
