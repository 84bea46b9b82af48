"""Measures whether copies are found, and only copies: families made from real pages, loaded batch by batch.

    python -m tests.bench.copies [FAMILIES] [--cost ARTICLES] [--seed NUMBER]

Takes the articles of the benchmark's pages (COPYDESK_BENCH or ../shared/bench), makes families (a story and its copies)
and lookalikes of them (tests/bench/newsrooms.py), loads them shuffled over ten batches and compares after each.  Prints
precision and recall over pairs, which operations lose copies, which stories were wrongly joined, how many origins are
right, and what it costs: the comparison of each batch, and of ever more stories without copies up to --cost.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from duckdb import DuckDBPyConnection

from parsers import parse_page
from parsers.model import Article, Block, Correspondent
from parsers.training.bench_pages import bench_folder, cases
from tests.bench.newsrooms import Paragraphs, Printed, copies, lookalikes, with_boilerplate
from tests.warehouse.batches import NOON, page, write_batch
from warehouse.check import run_checks
from warehouse.connect import writer
from warehouse.copies import update_copies
from warehouse.load import load_batch
from warehouse.shingles import text_words

SETS = ("fundus-dev", "wcxb-dev")
SHORTEST = 80  # words
OUTLETS = 30
BATCHES = 10
AGENCIES = {"Northwire": "northwire", "AGP": "agp"}
BOILERPLATE = (
    "The Harbour Courier has reported from the coast since 1871 and belongs to its readers, who elect its board.",
    "Write to our newsroom with hints and corrections; letters may be shortened before they are printed.",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("families", nargs="?", type=int, default=400)
    parser.add_argument("--cost", type=int, default=8_000, metavar="ARTICLES")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    folder = bench_folder()
    if folder is None:
        print("No benchmark is at hand: set COPYDESK_BENCH to its folder.")
        return 0
    stories = list(real_stories(folder))
    print(f"{len(stories)} real articles")
    with TemporaryDirectory() as place:
        quality(Path(place), stories, options.families, Random(options.seed))
    with TemporaryDirectory() as place:
        cost(Path(place), stories, options.cost)
    return 0


def real_stories(folder: Path) -> Iterator[Paragraphs]:
    """The bodies of the benchmark's articles, as the parsers read them; each text once, short ones left out."""
    seen = set()
    for name in SETS:
        for case, body in cases(folder, name):
            found = parse_page(body, url=case.get("url"), media_type="text/html", charset=case.get("charset"))
            if isinstance(found, Article):
                story = tuple(block.text for block in found.blocks)
                if len(text_words(" ".join(story))) >= SHORTEST and story not in seen:
                    seen.add(story)
                    yield story


def quality(place: Path, stories: list[Paragraphs], families: int, dice: Random) -> None:
    stories = dice.sample(stories, len(stories))
    printed = list(programme(stories[:families], stories[families:], dice))
    order = dice.sample(range(len(printed)), len(printed))
    rows = {number: row(number, printed[number], dice) for number in order}
    with writer(place / "warehouse.duckdb") as connection:
        for batch in range(BATCHES):
            taken = order[batch::BATCHES]
            load_batch(connection, write_batch(place, f"b{batch}", [rows[number] for number in taken]))
            started = time.perf_counter()
            update_copies(connection)
            print(f"{len(taken)} more: {time.perf_counter() - started:.2f} s", flush=True)
        assert run_checks(connection) == []
        report(printed, found_groups(connection), found_origins(connection))


def programme(sources: list[Paragraphs], others: list[Paragraphs], dice: Random) -> Iterator[Printed]:
    """All stories to load: families of two to nine, lookalikes for every fifth family, and stories without copies.

    sources: stories to copy.  others: stories without copies; half of them get an outlet's standing lines at the end.
    """
    alone = [Printed(f"alone-{number}", "alone", story) for number, story in enumerate(others)]
    for number, story in enumerate(sources):
        agency = dice.choice((None, *AGENCIES))
        yield from copies(f"family-{number}", story, dice.randint(1, 8), dice, agency=agency)
        if number % 5 == 0 and len(alone) >= 5:
            yield from lookalikes(f"like-{number}", story, [alone.pop().paragraphs for _ in range(5)], dice)
    yield from with_boilerplate(alone[::2], BOILERPLATE)
    yield from alone[1::2]


def row(number: int, story: Printed, dice: Random) -> dict[str, Any]:
    """A staged row for a story: the page of a random outlet, published after the original, which is late for some
    agencies."""
    host = f"outlet-{dice.randrange(OUTLETS)}"
    hours = dice.uniform(1, 60)
    if story.is_source:
        host = AGENCIES.get(story.agency or "", host)
        hours = 2.0 if story.agency and dice.random() < 0.2 else 0.0
    article = Article(
        headline=f"{story.family} as printed by {host}",
        published_at=(NOON + timedelta(hours=hours)).isoformat(),
        blocks=tuple(Block("paragraph", text) for text in story.paragraphs if text.strip()),
        correspondents=(Correspondent("agency", outlet=story.agency),) if story.agency else (),
    )
    return page(f"https://{host}.example/{number}", article) | {"fetched_at": NOON + timedelta(days=3)}


def found_groups(connection: DuckDBPyConnection) -> dict[int, int]:
    """Number of a printed story -> its group."""
    rows = connection.execute(
        "SELECT split_part(url_key, '/', 2)::INTEGER, group_id FROM copies JOIN articles USING (article_id)"
    ).fetchall()
    return dict(rows)


def found_origins(connection: DuckDBPyConnection) -> set[int]:
    rows = connection.execute(
        "SELECT split_part(url_key, '/', 2)::INTEGER FROM copies JOIN articles USING (article_id) WHERE is_origin"
    ).fetchall()
    return {number for (number,) in rows}


def report(printed: list[Printed], groups: dict[int, int], origins: set[int]) -> None:
    families = by(range(len(printed)), lambda number: printed[number].family)
    meant = {pair for members in families.values() for pair in combinations(members, 2)}
    found = {pair for members in by(groups, groups.__getitem__).values() for pair in combinations(sorted(members), 2)}
    right = len(meant & found)
    print(f"{len(printed)} printed, {len(meant)} pairs of copies, {len(found)} found")
    print(f"precision {right / len(found):.4f}  recall {right / len(meant):.4f}")
    sources = [number for number, story in enumerate(printed) if story.is_source and number in groups]
    print(f"origins {sum(number in origins for number in sources) / len(sources):.4f} of {len(sources)}")
    lost = Counter(name for pair in meant - found for number in pair for name in printed[number].made.split(" + "))
    print("lost pairs by operation:", dict(lost.most_common(8)))
    joined = Counter(" | ".join(sorted(printed[number].made for number in pair)) for pair in found - meant)
    print("wrong pairs:", dict(joined.most_common(8)))


def by(numbers: Iterable[int], key: Any) -> dict[Any, list[int]]:
    grouped: dict[Any, list[int]] = defaultdict(list)
    for number in numbers:
        grouped[key(number)].append(number)
    return grouped


def cost(place: Path, stories: list[Paragraphs], articles: int) -> None:
    """Load ever more stories without copies, and print the seconds that comparing each further thousand takes."""
    dice = Random(6)
    vocabulary = Counter(word for story in stories for word in " ".join(story).split())
    common = [word for word, _ in vocabulary.most_common(20_000)]
    places = {word: place for place, word in enumerate(common)}
    with writer(place / "warehouse.duckdb") as connection:
        for first in range(0, articles, 1_000):
            rows = [row(n, Printed(f"n{n}", "new", other_words(dice.choice(stories), common, places, dice)), dice)
                    for n in range(first, first + 1_000)]  # fmt: skip
            load_batch(connection, write_batch(place, f"b{first}", rows))
            started = time.perf_counter()
            update_copies(connection)
            print(f"1,000 more into {first:>7,}: {time.perf_counter() - started:.2f} s", flush=True)


def other_words(story: Paragraphs, common: list[str], places: dict[str, int], dice: Random) -> Paragraphs:
    """A story with the shape of this one that nobody wrote: its hundred most common words stay, the others change."""
    shift = dice.randrange(1, len(common) - 100)

    def other(word: str) -> str:
        place = places.get(word, 0)
        return word if place < 100 else common[100 + (place - 100 + shift) % (len(common) - 100)]

    return tuple(" ".join(other(word) for word in text.split()) for text in story)


if __name__ == "__main__":
    raise SystemExit(main())
