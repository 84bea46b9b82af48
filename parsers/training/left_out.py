"""Models that never saw a set of the benchmark, or a quarter of its publishers, to measure what new pages will give.

    python -m parsers.training.left_out [--processes 2]

Each division leaves some pages out, trains the models of body text and of whole pages on the rest, and writes them into
a folder of its own under build/left_out.  Models that are there already are kept as long as the models' inputs, their
settings and the pages are the same.  `make bench` and the trainer of quality use them.  Takes half an hour.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from parsers import boosted_trees
from parsers.html.scoring import article_or_not, features, neighbour_scores
from parsers.training import model_file, train_article_or_not, train_body_scores
from parsers.training.bench_pages import ROOT, bench_folder, cases, publisher

#: Where the models are written.
FOLDER = ROOT / "build" / "left_out"
#: Sets that are left out one by one; all of them are in the training of a model.
SETS = ("fundus-dev", "fundus-history", "hand-read", "wcxb-dev", "postlight")
#: Number of parts into which the publishers are divided.
PARTS = 4


@dataclass(frozen=True, slots=True)
class Division:
    """One way to divide the pages: a set, or a part of all publishers, is left out of training."""

    name: str
    #: The set that is left out; None for a part of the publishers.
    of_set: str | None
    #: The publishers from whose pages, in any set, nothing is learned: with of_set, those of that set's pages.
    publishers: frozenset[str]

    def leaves_out(self, of_set: str, of_publisher: str) -> bool:
        """Whether a page is one of those with which this division's models are measured.

        It is when it belongs to the set or to one of the publishers that the division leaves out.  A page of another
        set, whose publisher also has pages in the set that is left out, is used neither for training nor for measuring.
        `of_set` and `of_publisher`: the page's set and publisher.
        """
        return of_set == self.of_set if self.of_set else of_publisher in self.publishers

    def learns(self, of_set: str, of_publisher: str) -> bool:
        """Whether this division's models are trained on a page.

        `of_set` and `of_publisher`: the page's set and publisher.
        """
        return of_set != self.of_set and of_publisher not in self.publishers

    @property
    def folder(self) -> Path:
        """The folder with this division's models, laid out as the project's `config`."""
        return FOLDER / self.name.replace(" ", "-")


def divisions(folder: Path) -> list[Division]:
    """All divisions of the benchmark's pages: one for each set, and four for parts of the publishers.

    `folder`: that of the benchmark.
    """
    of_set = {name: {publisher(case) for case, _ in cases(folder, name)} for name in SETS}
    found = [Division(f"without {name}", name, frozenset(publishers)) for name, publishers in of_set.items()]
    for part in range(PARTS):
        chosen = (one for one in set().union(*of_set.values()) if _part(one) == part)
        found.append(Division(f"publishers {part + 1} of {PARTS}", None, frozenset(chosen)))
    return found


def _part(of_publisher: str) -> int:
    """The number of the part (0 to 3) to which a publisher belongs; the same on every machine."""
    return hashlib.sha256(of_publisher.encode()).digest()[0] % PARTS


@contextmanager
def models_of(folder: Path) -> Iterator[None]:
    """A block (`with`) in which pages are parsed with the models in folder/models instead of the project's.

    The models are replaced in the whole process: no other thread may parse pages meanwhile.
    """
    with mock.patch.object(boosted_trees, "shipped_config", lambda: folder):
        boosted_trees.shipped_models.cache_clear()
        try:
            yield
        finally:
            boosted_trees.shipped_models.cache_clear()


def fresh(division: Division, key: str) -> bool:
    """Whether the models of a division are there and were made with this key (`key_of_models`), and so are kept."""
    mark = division.folder / "key"
    return mark.is_file() and mark.read_text("utf-8") == key


def key_of_models() -> str:
    """A hash of all that the models depend on: their inputs, settings and pages."""
    settings = {
        "columns": [features.NAMES, neighbour_scores.NAMES, article_or_not.NAMES],
        "body": [train_body_scores.SETS, train_body_scores.TREES, train_body_scores.SETTINGS],
        "page": [train_article_or_not.SETS, train_article_or_not.TREES, train_article_or_not.SETTINGS],
        "pages": model_file.hash_of(SETS),
    }
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


#: The samples of both trainers; set before the processes are forked, which share it.
_SAMPLES: dict[str, Any] = {}


def _train(job: tuple[Division, str]) -> str:
    """Train and write the models of a division; give its name.  `job`: the division, and its key (`key_of_models`)."""
    division, key = job
    body = [page for page in _SAMPLES["body"] if division.learns(page.case["set"], page.group)]
    _write(division, "body", train_body_scores.train_both(body), (*features.NAMES, *neighbour_scores.NAMES))
    rows, kinds, groups, sets = _SAMPLES["page"]
    sets = [name.removesuffix(train_article_or_not.WITHOUT) for name in sets]
    learned = [at for at, page in enumerate(zip(sets, groups)) if division.learns(*page)]
    chosen = [kinds[at] for at in learned]
    _write(division, "page", _page_trees(rows[learned], chosen), article_or_not.NAMES)
    (division.folder / "key").write_text(key, "utf-8")
    return division.name


def _page_trees(rows: Any, kinds: list[str]) -> dict[str, Any]:
    """Train trees for each kind of page.

    If a kind has no page to learn from, the result is a single tree by which every page is an article.
    """
    if not set(train_article_or_not.TREES) <= set(kinds):
        return {"article": [{"ask": [[0, 1e30]], "leaf": [9.0, 9.0]}]}
    return {kind: train_article_or_not.train(rows, kinds, kind) for kind in train_article_or_not.TREES}


def _write(division: Division, name: str, trees: Mapping[str, Any], columns: Sequence[str]) -> None:
    """Write the model of a division, "body" or "page" (`name`); `columns`: the names of its inputs."""
    about = f"For measuring only: made {division.name}."
    folder = division.folder / "models"
    model_file.write_model(name, trees, columns=columns, about=about, provenance={}, folder=folder)


def train_divisions(processes: int) -> list[Division]:
    """Train the models of all divisions whose models are missing or out of date; give all divisions.

    `processes`: how many are trained at a time.  Raises SystemExit without the benchmark.
    """
    folder = bench_folder()
    if folder is None:
        raise SystemExit("The benchmark is not at hand; set COPYDESK_BENCH to its folder.")
    key, found = key_of_models(), divisions(folder)
    missing = [division for division in found if not fresh(division, key)]
    if missing:
        print(f"Training {len(missing)} of {len(found)} divisions ...", flush=True)
        _SAMPLES.update(body=train_body_scores.samples(), page=train_article_or_not.samples())
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            for name in pool.imap_unordered(_train, [(division, key) for division in missing]):
                print(f"  {name}", flush=True)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--processes", type=int, default=2, help="how many divisions are trained at a time")
    train_divisions(parser.parse_args().processes)
