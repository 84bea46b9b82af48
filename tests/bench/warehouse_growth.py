"""Does a batch cost the same however much is there already?  Fills a warehouse and times a batch of 1,000 on the way.

    python tests/bench/warehouse_growth.py DIRECTORY [ARTICLES]

Prints for each size the seconds for a batch of new articles, for one that is loaded again under another name and
for one with changed texts; the size of the file; and the largest memory of the process so far.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

from parsers.model import Article, Block, Caption, Correspondent
from warehouse import staged
from warehouse.connect import writer
from warehouse.load import load_batch
from warehouse.publish import publish

STEP = 10_000
SIZES = (10_000, 100_000, 300_000, 1_000_000)
COLUMNS = ("articles", "new s", "again s", "changed s", "file MB", "publish s", "memory MB")
START = datetime(2016, 1, 1, tzinfo=UTC)


def main() -> None:
    directory, articles = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    directory.mkdir(parents=True, exist_ok=True)
    master, template = directory / "warehouse.duckdb", list(stories(STEP))
    print("  ".join(f"{name:>9}" for name in COLUMNS))
    for first in range(0, articles, STEP):
        load(master, write(directory, template, first=first, name=f"fill-{first}"))
        if first + STEP in SIZES:
            measure(directory, master, template, first + STEP)


def measure(directory: Path, master: Path, template: list[Article], size: int) -> None:
    """One line of the table; what is measured adds three thousand rows and stays."""
    few = template[:1000]
    new = load(master, write(directory, few, first=size * 10, name=f"new-{size}"))
    again = load(master, write(directory, few, first=size * 10, name=f"again-{size}"))
    edited = [replace(story, headline=f"{story.headline}, updated") for story in few]
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


def write(directory: Path, template: list[Article], *, first: int, name: str, hours: int = 0) -> Path:
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
            "article": None,
        }
        for n in range(first, first + len(template))
    ]
    table = staged.table(rows, batch_id=name)
    column = table.schema.get_field_index("article")
    parts = staged.table([{**rows[0], "article": story.to_dict()} for story in template])["article"]
    path = directory / f"{name}.parquet"
    pq.write_table(table.set_column(column, table.schema.field(column), pa.chunked_array(parts)), path)
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
