"""Measures whether the parsers depend on mark-up: pages of the benchmark, rewritten as other systems would have them.

    python -m tests.bench.rewritten [SET] [--every 10] [--show WAY]

Prints a line for each way of rewriting (`tests.rewritings`): how many pages are refused; the share of the body's words
that stay the same (F1 of the words, against the article of the page as it is); and for each field, how many pages give
another value.  The words of a page do not change, so each difference is a weakness, except where only a class name or
a declaration told what a line is.  --show prints the differences of one way.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from parsers import Article, Rejection, parse_page
from parsers.training.bench_pages import bench_folder, cases
from tests.rewritings import WAYS, rewritten

#: What is compared, and how it is read from an article.
FIELDS: Final = {
    "headline": lambda article: article.headline,
    "standfirst": lambda article: article.standfirst,
    "authors": lambda article: article.authors,
    "day": lambda article: str(article.published_at)[:10],
    "section": lambda article: article.section,
    "captions": lambda article: {caption.text for caption in article.captions},
    "subheads": lambda article: [block.text for block in article.blocks if block.kind == "subhead"],
}


def pairs(name: str, every: int) -> Iterator[tuple[str, Article, dict[str, Any]]]:
    """Yield pages of a set that are articles: the name, the article, and by way of rewriting, the result of parsing it.

    `name`: of the set.  `every`: one page in so many is taken.
    """
    folder = bench_folder()
    if folder is None:
        raise SystemExit("The benchmark is not at hand; set COPYDESK_BENCH to its folder.")
    for case, body in list(cases(folder, name))[::every]:
        article = parse_page(body, url=case.get("url"), media_type="text/html")
        if isinstance(article, Article):
            text = body.decode(article.charset or "utf-8", "replace")
            read = {way: parse_page(rewritten(text, way), url=case.get("url"), media_type="text/html") for way in WAYS}
            yield case["id"], article, read


def body_f1(one: Article, other: Article) -> float:
    """F1 of the words of two bodies, 0 to 1."""
    first, second = (Counter(re.findall(r"\w+", " ".join(b.text for b in a.blocks))) for a in (one, other))
    both = first.total() + second.total()
    return 2 * (first & second).total() / both if both else 1.0


def differences(one: Article, other: Article) -> dict[str, tuple[Any, Any]]:
    """The fields in which two articles differ, each with both values."""
    values = {name: (read(one), read(other)) for name, read in FIELDS.items()}
    return {name: pair for name, pair in values.items() if pair[0] != pair[1]}


@dataclass
class Sums:
    """What is counted for one way of rewriting."""

    refused: int = 0
    #: The sum over all pages that are not refused.
    body_f1: float = 0.0
    #: For each field, the pages that give another value.
    differ: Counter[str] = field(default_factory=Counter)

    def add(self, article: Article, other: Article | Rejection) -> dict[str, tuple[Any, Any]]:
        """Count a page.  Gives the fields in which it differs, with both values.

        `article`, `other`: of the page as it is, and rewritten.
        """
        if isinstance(other, Rejection):
            self.refused += 1
            return {"refused": (article.headline, other.reason)}
        self.body_f1 += body_f1(article, other)
        found = differences(article, other)
        self.differ.update(list(found))
        return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("set", nargs="?", default="hand-read", help="a set of the benchmark")
    parser.add_argument("--every", type=int, default=10, help="one page in so many is taken")
    parser.add_argument("--show", choices=WAYS, metavar="WAY", help="print the differences of one way")
    options = parser.parse_args()
    sums: dict[str, Sums] = {way: Sums() for way in WAYS}
    pages = 0
    for page, article, read in pairs(options.set, options.every):
        pages += 1
        for way, other in read.items():
            found = sums[way].add(article, other)
            for name, (wanted, got) in found.items() if way == options.show else ():
                print(f"{page}  {name}\n    {wanted!s:.300}\n    {got!s:.300}")
    print(f"{pages} pages of {options.set}; pages that differ")
    print(f"{'':<22}{'refused':>9}{'body F1':>9}" + "".join(f"{name:>11}" for name in FIELDS))
    for way, one in sums.items():
        same = one.body_f1 / max(1, pages - one.refused)
        print(f"{way:<22}{one.refused:>9}{same:>9.3f}" + "".join(f"{one.differ[name]:>11}" for name in FIELDS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
