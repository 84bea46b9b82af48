"""A box marked as the author's may hold other lines before the name: the line with the name is the byline's.

Such a box may begin with a section, a portrait's caption or the headline.  The first line was taken for the byline's
then, and the line with the name was cut as if it were part of the page around the article.
"""

from __future__ import annotations

import pytest

from flows.explain.account import CUT, FIELD, account
from parsers import Article, RawPage, default_rules
from tests.golden import PAGES

STORY = (
    "<p>" + "The council agreed on Monday to mend the pier, which the storms of the winter had broken. " * 4 + "</p>"
)

LINK = '<a rel="author" href="/people/ann-lister">Ann Lister</a>'

#: The box that is marked, in a page's head; the lines of it that print the byline.
BOXES = [
    ("<span>News</span><div>By Ann Lister</div>", ["By Ann Lister"]),
    (f"<div>By</div><div>{LINK} 0</div><div>Ann Lister is a reporter in Hartsea.</div>", ["By", "Ann Lister 0"]),
    ("<div>Opinion</div><div>Ann Lister @annlister</div>", ["Ann Lister @annlister"]),
    ("<div>Ann Lister</div><div>Bo Kvist</div>", ["Ann Lister", "Bo Kvist"]),
    (f"<figure><figcaption>Commentary by</figcaption></figure><div>{LINK}</div>", ["Commentary by", "Ann Lister"]),
    ("By Ann Lister", ["By Ann Lister"]),
]


@pytest.mark.parametrize(("box", "printed"), BOXES)
def test_the_line_that_prints_the_name_is_the_bylines(box: str, printed: list[str]) -> None:
    page = f'<article><h1>Pier in Hartsea to be mended</h1><div class="author-box">{box}</div>{STORY * 4}</article>'
    told = account(RawPage(page.encode(), media_type="text/html"), name="pier", rules=default_rules())
    assert isinstance(told.result, Article)
    assert told.result.authors[0] == "Ann Lister"
    assert [line.text for line in told.lines if line.label == "byline" and line.fate == FIELD] == printed


def test_no_sample_page_has_its_byline_struck_out() -> None:
    told = [account(RawPage(p.read_bytes()), name=str(p), rules=default_rules()) for p in PAGES.glob("*/*/page.*")]
    articles = [(one, one.result) for one in told if isinstance(one.result, Article) and one.result.byline]
    assert len(articles) > 10
    for one, article in articles:
        fates = {line.fate for line in one.lines if line.text == article.byline}
        assert fates != {CUT}, one.name
