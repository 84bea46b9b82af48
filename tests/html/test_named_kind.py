"""Address, system and declared type name the kind of a page, which is then an article only when that is nearly sure."""

import pytest
from lxml import html

from parsers import Article, Rejection, parse_page
from parsers.context import Context
from parsers.html.metadata import read_metadata
from parsers.html.scoring.named_kind import is_story_address, named_kind
from parsers.rules import default_rules

SITE = "https://lundepost.example"
STORY = "".join(
    f"<p>{text}</p>"
    for text in (
        "The ferry to Lunde was cancelled on Monday after its bow door failed to close, the operator said.",
        "Some 240 passengers spent the night in the terminal, where volunteers handed out blankets and hot soup.",
        "A replacement ship, the Havørn, was expected from Vardal on Tuesday morning, and two coaches would run.",
    )
)


def page(*, head: str = "", body: str = "", classes: str = "") -> str:
    return f"<html><head>{head}</head><body class='{classes}'><main><h1>Ferries</h1>{body}</main></body></html>"


@pytest.mark.parametrize(
    ("path", "head", "classes", "kind"),
    [
        ("/news/ferry-lost", "", "single single-post", None),
        ("/", "", "", "home_page"),
        ("/", f"<link rel=canonical href={SITE}/news/ferry-to-lunde-lost>", "", None),
        ("/", f"<link rel=canonical href={SITE}/home/lunde>", "", "home_page"),
        ("/pt-br/", "", "", "home_page"),
        ("/?p=412", "", "", None),
        ("/tag/ferries", "", "", "listing"),
        ("/412", "", "archive category category-harbour", "listing"),
        ("/412", "", "single-product postid-412", "product_page"),
        ("/412", "<meta property=og:type content=product>", "", "product_page"),
        ("/412", '<meta name=generator content="Discourse 3.4.0">', "", "forum"),
        ("/412", '<script type="application/ld+json">{"@type": "QAPage"}</script>', "", "forum"),
        ("/412", "", "page-topic template-topic", "forum"),
        ("/docs/latest/ferry.html", "", "", "documentation"),
        # Without an address of its own the page has a canonical one, which some sites declare as their front.
        (None, f"<link rel=canonical href={SITE}/news/>", "", None),
        (None, f"<link rel=canonical href={SITE}/threads/ferry.412/>", "", "forum"),
    ],
)
def test_what_names_the_kind_of_a_page(path: str | None, head: str, classes: str, kind: str | None) -> None:
    root = html.document_fromstring(page(head=head, classes=classes))
    context = Context(default_rules(), None if path is None else SITE + path)
    named = named_kind(read_metadata(root, context), context)
    assert (named and named.reason) == kind


@pytest.mark.parametrize(
    ("address", "story"),
    [
        (f"{SITE}/blog/how-the-ferry-was-lost", True),
        (f"{SITE}/2026/01/09/ferry-to-lunde-cancelled/?ref=home", True),
        (f"{SITE}/blog/ferries", False),
        (f"{SITE}/services/how-the-ferry-was-lost", False),
        (SITE, False),
        (None, False),
    ],
)
def test_an_address_built_like_a_storys(address: str | None, story: bool) -> None:
    assert is_story_address(address) is story


def test_a_page_that_is_named_as_another_kind_is_no_article_by_a_few_paragraphs() -> None:
    def read(path: str, *, classes: str = "") -> Article | Rejection:
        text = page(head="<title>Lunde Post</title>", body=STORY, classes=classes)
        return parse_page(text.encode(), url=SITE + path, media_type="text/html")

    assert isinstance(read("/news/ferry-to-lunde-cancelled"), Article)
    for path, classes, reason in (
        ("/", "", "home_page"),
        ("/tag/ferries", "", "listing"),
        ("/412", "home blog", "listing"),
    ):
        refused = read(path, classes=classes)
        assert isinstance(refused, Rejection) and refused.reason == reason
