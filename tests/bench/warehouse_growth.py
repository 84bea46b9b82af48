"""Does a batch cost the same however much is there already?  Fills a warehouse and times a batch of 1,000 on the way.

    python tests/bench/warehouse_growth.py DIRECTORY [ARTICLES]

Prints for each size the seconds for a batch of new articles, for one that is loaded again under another name and
for one with changed texts; the size of the file; and the largest memory of the process so far.  The first ten
thousand go through the loader; what fills up between the sizes is copied from them inside the database, in order
and under new ids, addresses and hashes, so that a million takes minutes.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from parsers.model import Article, Block, Caption, Correspondent
from warehouse import staged
from warehouse.connect import writer
from warehouse.load import load_batch
from warehouse.publish import publish
from warehouse.transaction import transaction

BASE = 10_000
MEASURED = 1_000
SIZES = (10_000, 100_000, 300_000, 1_000_000)
COLUMNS = ("articles", "new s", "again s", "changed s", "file MB", "publish s", "memory MB")
START = datetime(2016, 1, 1, tzinfo=UTC)

#: How a copy of the first stories is told from them, table by table; all other columns stay as they are.
REVISION = "revision_id + $revisions AS revision_id"
COPIES = {
    "raw_pages": "raw_page_id + $raw_pages AS raw_page_id, $turn || body_sha256 AS body_sha256",
    "articles": "article_id + $articles AS article_id, current_revision_id + $revisions AS current_revision_id,"
    " replace(url_key, '/story/', '/story/' || $turn) AS url_key",
    "fetches": f"fetch_id + $fetches AS fetch_id, raw_page_id + $raw_pages AS raw_page_id, {REVISION},"
    " article_id + $articles AS article_id, replace(requested_url, '/story/', '/story/' || $turn) AS requested_url",
    "revisions": f"{REVISION}, article_id + $articles AS article_id, fetch_id + $fetches AS fetch_id,"
    " raw_page_id + $raw_pages AS raw_page_id, headline || $turn AS headline,"
    " md5(content_hash || $turn) AS content_hash",
    **dict.fromkeys(("blocks", "captions", "authors", "correspondents"), REVISION),
}
#: The column that tells the first stories' rows in a table, and so also what a new id is counted on from.
IDS = {"raw_pages": "raw_page_id", "articles": "article_id", "fetches": "fetch_id"}


def main() -> None:
    directory, articles = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    directory.mkdir(parents=True, exist_ok=True)
    master, deck = directory / "warehouse.duckdb", nested(list(stories(BASE)))
    print("  ".join(f"{name:>9}" for name in COLUMNS), flush=True)
    load(master, write(directory, deck, first=0, name="base"))
    there = BASE
    for size in [size for size in SIZES if size <= articles]:
        with writer(master) as connection:
            for first in range(there, size, BASE):
                copy_base(connection, first)
        there = size
        measure(directory, master, deck[:MEASURED], size)


def copy_base(connection: DuckDBPyConnection, first: int) -> None:
    """The first ten thousand stories once more, as stories that come after all others."""
    shifts = {
        table: connection.execute(f"SELECT max({IDS.get(table, 'revision_id')}) FROM {table}").fetchall()[0][0]
        for table in ("raw_pages", "articles", "fetches", "revisions")
    }
    values = {**shifts, "turn": f"{first}-"}
    with transaction(connection):
        for table, changes in COPIES.items():
            asked = {name: value for name, value in values.items() if f"${name}" in changes}
            connection.execute(
                f"INSERT INTO {table} SELECT * REPLACE ({changes}) FROM {table}"
                f" WHERE {IDS.get(table, 'revision_id')} <= {BASE}",
                asked,
            )


def measure(directory: Path, master: Path, few: pa.StructArray, size: int) -> None:
    """One line of the table; what is measured adds a thousand articles, two thousand revisions, and stays."""
    edited = relabelled(few, ", updated")
    new = load(master, write(directory, few, first=size * 10, name=f"new-{size}"))
    again = load(master, write(directory, few, first=size * 10, name=f"again-{size}"))
    changed = load(master, write(directory, edited, first=size * 10, name=f"changed-{size}", hours=1))
    published = publish(master, directory / "news.duckdb").seconds
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    numbers = (size, new, again, changed, master.stat().st_size / 1e6, published, memory)
    print("  ".join(f"{number:>9,.2f}" if number < 100 else f"{number:>9,.0f}" for number in numbers), flush=True)


def load(master: Path, batch: Path) -> float:
    """Seconds for one batch, the connection open already."""
    with writer(master) as connection:
        started = time.perf_counter()
        load_batch(connection, batch)
        seconds = time.perf_counter() - started
    batch.unlink()
    return seconds


def nested(articles: list[Article]) -> pa.StructArray:
    """Articles as the column of a staged batch."""
    one = {"run_id": "growth", "channel": "http", "fetched_at": START, "outcome": "article"}
    column = staged.table([{**one, "article": story.to_dict()} for story in articles])["article"]
    return column.combine_chunks()


def relabelled(stories: pa.StructArray, ending: str) -> pa.StructArray:
    """Stories whose headlines end otherwise."""
    headlines = pc.binary_join_element_wise(stories.field("headline"), ending, "")
    parts = [headlines if field.name == "headline" else stories.field(field.name) for field in stories.type]
    return pa.StructArray.from_arrays(parts, fields=list(stories.type))


def write(directory: Path, articles: pa.StructArray, *, first: int, name: str, hours: int = 0) -> Path:
    """A batch of these stories at addresses numbered from `first`."""
    rows = [
        {
            "run_id": "growth",
            "channel": "http",
            "requested_url": f"https://outlet-{n % 50}.example/story/{n}",
            "fetched_at": START + timedelta(minutes=n % 5_000_000, hours=hours),
            "body_sha256": f"{n:032x}{hours:032x}",
            "outcome": "article",
            "parser_version": "1",
            "rules_version": "1",
        }
        for n in range(first, first + len(articles))
    ]
    table = staged.table(rows, batch_id=name)
    column = table.schema.get_field_index("article")
    path = directory / f"{name}.parquet"
    pq.write_table(table.set_column(column, table.schema.field(column), articles), path)
    return path


def stories(count: int) -> Iterator[Article]:
    """Invented stories of some 5 kB: twenty blocks, two captions, a correspondent."""
    dice = Random(1)
    vocabulary = ["".join(dice.choices("aeioubdfgklmnprst", k=dice.randint(2, 11))) for _ in range(30_000)]
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    words = dice.choices(vocabulary, weights, k=2_000_000)

    def text(length: int) -> str:
        start = dice.randrange(len(words) - length)
        return " ".join(words[start : start + length])

    for _ in range(count):
        yield Article(
            headline=text(8),
            standfirst=text(20),
            byline=f"By {text(2)}",
            authors=(text(2),),
            published_at="2026-03-02T09:00:00+02:00",
            language="en",
            blocks=tuple(Block("paragraph", text(45), locator=f"/html/body/p[{n}]") for n in range(20)),
            captions=(Caption(text(15), text(2)), Caption(text(15), text(2))),
            correspondents=(Correspondent("reporting", text(2), text=text(6)),),
        )


if __name__ == "__main__":
    main()
