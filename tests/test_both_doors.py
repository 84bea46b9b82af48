"""One story, two front doors: each golden HTML page, rendered as the text that a tool dumps, gives the same article.

Fields are compared as readers see them: whose caption it is, who reported, which words a paragraph has.  What text
cannot know stands in EXCEPTIONS with its reason; an exception that is none any more fails.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

import pytest

from parsers import parse_page
from parsers.model import Article, Rejection
from tests.as_text import as_text
from tests.golden import Case, cases

CASES: Final = {case.name: case for case in cases() if case.page.suffix == ".html"}
#: Kinds of blocks whose words are compared; that a quotation or a post is one, only mark-up says.
TEXT: Final = ("paragraph", "quote", "list_item", "live_post")

FIELDS: Final[dict[str, Callable[[Article], Any]]] = {
    "headline": lambda article: article.headline,
    "standfirst": lambda article: article.standfirst,
    "byline": lambda article: article.byline,
    "authors": lambda article: article.authors,
    "published_at": lambda article: article.published_at,
    "modified_at": lambda article: article.modified_at,
    "dateline": lambda article: article.dateline,
    "section": lambda article: article.section,
    "tags": lambda article: article.tags,
    "captions": lambda article: sorted((caption.text, caption.credit or "") for caption in article.captions),
    "correspondents": lambda article: sorted(
        (person.kind, person.name or "", person.role or "", person.outlet or "", person.location or "")
        for person in article.correspondents
    ),
    "corrections": lambda article: [block.text for block in article.blocks if block.kind == "correction"],
    "paragraphs": lambda article: [block.text for block in article.blocks if block.kind in TEXT],
    "subheads": lambda article: [block.text for block in article.blocks if block.kind == "subhead"],
}

DECLARED: Final = "declared in the page's metadata and printed nowhere"
DAY_ONLY: Final = "the hour is declared, only the day is printed"
NO_LABEL: Final = "printed without a word that says what it is: only the element's class says so"

#: Why only mark-up tells a section: the menu's link leads to the folder of the page's address.
IN_MENU: Final = "the link of the menu under which the address lies has no address in text"
EXCEPTIONS: Final[dict[tuple[str, str], str]] = {
    ("elfaro/carnaval", "byline"): "name and place stand in two elements without a blank between them",
    ("elfaro/carnaval", "authors"): "name and place stand in two elements without a blank between them",
    ("elfaro/carnaval", "modified_at"): DECLARED,
    ("elfaro/carnaval", "section"): DECLARED,
    ("elfaro/carnaval", "tags"): NO_LABEL,
    ("harbourpost/section-front", "rejected"): "that its lines are links, which makes it a listing, only mark-up says",
    ("harbourpost/storm-live", "published_at"): DECLARED,
    ("harbourpost/storm-live", "modified_at"): DECLARED,
    (
        "harbourpost/storm-live",
        "subheads",
    ): "above the first paragraph a short line is the head's where no mark-up makes it a heading",
    ("lavigie/ecluse", "published_at"): "the zone is declared, the hour is printed without one",
    ("lavigie/ecluse", "modified_at"): "the zone is declared, the hour is printed without one",
    ("meridianwire/port-strike", "modified_at"): DECLARED,
    ("meridianwire/port-strike", "section"): NO_LABEL,
    ("meridianwire/port-strike", "tags"): DECLARED,
    ("minatoshimbun/lighthouse", "authors"): DECLARED,
    ("minatoshimbun/lighthouse", "tags"): DECLARED,
    ("harbourpost/storm-live", "section"): IN_MENU,
    ("northlight/dam-talks", "section"): IN_MENU,
    ("sawtalkhalij/desalination", "section"): IN_MENU,
    ("talbote/rathaus", "section"): IN_MENU,
    (
        "minatoshimbun/lighthouse",
        "byline",
    ): "in brackets behind the last sentence, which in a text may be anything else",
    ("quaynotes/second-boat", "standfirst"): NO_LABEL,
    ("quaynotes/second-boat", "published_at"): DAY_ONLY,
    ("quaynotes/second-boat", "modified_at"): DAY_ONLY,
    ("sawtalkhalij/desalination", "published_at"): DAY_ONLY,
}


@cache
def read(name: str) -> tuple[Article | Rejection, Article | Rejection]:
    """What each door makes of a page."""
    case = CASES[name]
    body, charset = case.page.read_bytes(), case.about.get("charset")
    return _parsed(case, body, "text/html", charset), _parsed(case, as_text(body, charset).encode(), "text/plain", None)


def _parsed(case: Case, body: bytes, media_type: str, charset: str | None) -> Article | Rejection:
    known = {"url": case.about.get("url"), "fetched_at": case.about.get("fetched_at")}
    return parse_page(body, media_type=media_type, charset=charset, **known)


def disagreements(name: str) -> dict[str, tuple[Any, Any]]:
    """The fields in which the two doors differ, with what each says."""
    html, text = read(name)
    if isinstance(html, Rejection) or isinstance(text, Rejection):
        said = tuple(result.reason if isinstance(result, Rejection) else "" for result in (html, text))
        return {"rejected": said} if said[0] != said[1] else {}
    both = {field: (value(html), value(text)) for field, value in FIELDS.items()}
    return {field: said for field, said in both.items() if said[0] != said[1]}


@pytest.mark.parametrize("name", CASES)
def test_both_doors_give_the_same_article(name: str) -> None:
    found = {field: said for field, said in disagreements(name).items() if (name, field) not in EXCEPTIONS}
    assert found == {}, "\n".join(f"{field}\n  html {html!r}\n  text {text!r}" for field, (html, text) in found.items())


@pytest.mark.parametrize(("name", "field"), EXCEPTIONS)
def test_an_exception_is_still_one(name: str, field: str) -> None:
    assert field in disagreements(name), f"{name} agrees in {field} now: take it out of EXCEPTIONS"


def test_most_pages_are_articles_through_both_doors() -> None:
    articles = [name for name in CASES if all(isinstance(result, Article) for result in read(name))]
    assert len(articles) >= len(CASES) - 2


def test_text_shows_what_a_reader_sees() -> None:
    page = (
        b"<!doctype html><title>Not shown</title><style>p{}</style><h1>A  headline</h1><div>One<br>line</div>"
        b"<p>First <b>para</b>graph</p><p hidden>Gone</p><ul><li>Item</li><li><p>Another</p></li></ul><div>End</div>"
    )
    assert as_text(page) == "A headline\n\nOne\nline\n\nFirst paragraph\n\n\u2022 Item\n\u2022 Another\n\nEnd\n"
