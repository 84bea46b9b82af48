"""Measures quality on pages saved as plain text, with a line model that saw neither the set nor its publishers.

    python -m tests.bench.saved_text [--every N] [--rules] [SET]...

Saves each page of a set (fundus-dev and every third page of hand-read when none is named) in all ways of
`parsers.training.text_dumps`, and by inscriptis and html2text where they are installed: nothing is learned from texts
of these two.  Prints the body's F1, the share of pages below 0.8 and the share of exact headlines, a line for each way
of saving.  --rules measures without the model.  Takes some ten minutes a set; needs the benchmark and what the trainers
need.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from lxml import etree

from parsers import parse_page
from parsers import text as text_door
from parsers.decoding.decode import Decoded, decode
from parsers.html.markup.tree import build
from parsers.text import line_scores
from parsers.text.text_sheet import NOTHING_TOLD
from parsers.training import model_file, train_line_scores
from parsers.training.bench_pages import bench_folder, cases, publisher, scorer
from parsers.training.left_out import models_of
from parsers.training.text_dumps import STYLES
from parsers.training.train_quality import prediction

#: The sets that are measured when none is named, and of which every how many pages.
SETS = {"fundus-dev": 1, "hand-read": 3}
#: A case, the name of a way of saving, and the page in it.
Dump = tuple[dict[str, Any], str, str]


def ways() -> dict[str, Callable[[etree._Element], str]]:
    """Name -> function that saves a page as text: those that the model learns from, and those of installed programs."""
    found = dict(STYLES)
    if importlib.util.find_spec("inscriptis"):
        from inscriptis import get_text

        found["inscriptis"] = lambda root: get_text(etree.tostring(root, encoding="unicode", method="html"))
    if importlib.util.find_spec("html2text"):
        import html2text

        found["html2text"] = lambda root: html2text.html2text(etree.tostring(root, encoding="unicode", method="html"))
    return found


def dumps(folder: Path, name: str, every: int) -> Iterator[Dump]:
    """The articles of a set as plain text, once for each way of saving.  folder: of the benchmark."""
    for case, content in list(cases(folder, name))[::every]:
        decoded = decode(content, charset=case.get("charset"))
        root = build(decoded.encoded()) if isinstance(decoded, Decoded) else None
        if isinstance(root, etree._Element) and case.get("page_type") in (None, "article"):
            yield from ((case, way, save(root)) for way, save in ways().items())


def train_without(folder: Path, name: str, models: Path) -> None:
    """Train a line model without a set and its publishers, and write it into models/models."""
    known = {publisher(case) for case, _ in cases(folder, name)}
    pages = [page for page in _samples() if page.of_set != name and page.group not in known]
    about = f"For measuring only: made without {name}."
    trees = train_line_scores.train_all(pages)
    model_file.write_model(
        "lines", trees, columns=line_scores.COLUMNS, about=about, provenance={}, folder=models / "models"
    )


@cache
def _samples() -> list[train_line_scores.TextSample]:
    return train_line_scores.samples()


def parsed(dump: Dump) -> dict[str, Any]:
    """Parse a saved text; gives the article or the rejection as a dictionary."""
    case, _, text = dump
    return parse_page(text.encode("utf-8", "replace"), url=case.get("url"), media_type="text/plain").to_dict()


def table(folder: Path, name: str, pages: list[Dump], documents: list[dict[str, Any]]) -> str:
    """The results as text, one line for each way of saving: F1 of the body, share of pages below 0.8, share of exact
    headlines."""
    lines = [f"\n{name}", f"{'saved as':<14} {'body F1':<9} {'below 0.8':<10} headline"]
    for way in dict.fromkeys(way for _, way, _ in pages):
        chosen = [(case, document) for (case, of, _), document in zip(pages, documents) if of == way]
        lines_of = {case["id"]: prediction(case, document, folder) for case, document in chosen}
        found, _ = scorer(folder).evaluate([case for case, _ in chosen], lines_of, 1)
        value = {measure: metric["value"] for measure, metric in found.items()}
        lines.append(
            f"{way:<14} {value['body_shingle_f1']:<9.3f} {value['body_disasters']:<10.1%} {value['headline_exact']:.3f}"
        )
    return "\n".join(lines)


def measured(folder: Path, name: str, every: int, *, rules: bool) -> str:
    """Measure a set; gives its table.  rules: without the line model."""
    pages = list(dumps(folder, name, every))
    with tempfile.TemporaryDirectory() as place:
        if rules:
            asked: Any = mock.patch.object(text_door, "score_lines", lambda _: NOTHING_TOLD)
        else:
            train_without(folder, name, Path(place))
            asked = models_of(Path(place))
        with asked, multiprocessing.get_context("fork").Pool(2) as pool:
            documents = pool.map(parsed, pages, chunksize=16)
    return table(folder, name, pages, documents)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"{', '.join(SETS)} when none is named")
    parser.add_argument("--every", type=int, help="measure every so-manieth page only")
    parser.add_argument("--rules", action="store_true", help="without the model of lines; trains nothing")
    options = parser.parse_args()
    folder = bench_folder()
    if folder is None:
        print("No benchmark is at hand: set COPYDESK_BENCH to its folder.")
        return 0
    for name in options.sets or SETS:
        print(measured(folder, name, options.every or SETS.get(name, 1), rules=options.rules), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
