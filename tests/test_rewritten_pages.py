"""The golden pages in the mark-up of other systems (tests/rewritings.py): same headline, nearly the same body."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page
from tests.bench.rewritten import body_f1
from tests.golden import Case, cases
from tests.rewritings import WAYS, rewritten

#: Of the body's words: where only class names told that a few lines are no body, they may come in.
LEAST_F1 = 0.9
ARTICLES = [case for case in cases() if case.page.suffix == ".html" and "blocks" in case.expected()]


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case.name)
def test_an_article_stays_the_same_in_other_markup(case: Case) -> None:
    url, charset = case.about.get("url"), case.about.get("charset")
    article = parse_page(case.page.read_bytes(), url=url, media_type="text/html", charset=charset)
    assert isinstance(article, Article)
    page = case.page.read_bytes().decode(article.charset or "utf-8")
    read = {way: parse_page(rewritten(page, way), url=url, media_type="text/html") for way in WAYS}
    assert [way for way, other in read.items() if not isinstance(other, Article)] == []
    assert {way: other.headline for way, other in read.items() if other.headline != article.headline} == {}
    assert {way: body_f1(article, other) for way, other in read.items() if body_f1(article, other) < LEAST_F1} == {}


def test_each_way_changes_a_page() -> None:
    page = (
        '<html><head><title>A</title><meta name="author" content="B"></head><body><main><h2 class="c">D</h2>'
        '<p id="e">F</p></main></body></html>'
    )
    assert len({rewritten(page, way) for way in WAYS}) == len(WAYS)
