"""Makes pages for the tests of fields: a fixed body with the markup that a test is about around it."""

import json
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from parsers.context import Context
from parsers.html.fields.read_fields import Fields, read_fields
from parsers.html.markup.walk import walk
from parsers.html.metadata import read_metadata
from parsers.html.scoring.body_scores import lay_out
from parsers.html.scoring.features import Page
from parsers.rules import Rules, default_rules
from parsers.segments import Labels

H1 = "<h1>Ferry back in service</h1>"
DEK = "After a winter in the dry dock the boat to the islands sails again"
URL = "https://www.harbourpost.example/news/ferry"
FETCHED = datetime(2024, 5, 10, 12, 0, tzinfo=UTC)

PARAGRAPHS = "".join(
    f"<p>{text}</p>"
    for text in (
        "The ferry between Northlight and the islands is back in service after a winter in the dry dock, the harbour "
        "office said on Friday, and the first boat left with forty passengers and a crew of six on board.",
        "Its engines were taken apart and put together again by a yard on the mainland, which had promised to be done "
        "by February and then found cracks in a shaft that nobody had looked at for eleven years.",
        "Fishermen had carried mail and medicine in the meantime, and some of them say that they would do it again for "
        "the same money, which was nothing but fuel and a warm supper at the harbour inn.",
        "The island council wants a second boat all the same, because the old one will have to go back to the yard in "
        "three years at the latest, and the road tunnel that was once drawn on a map will not be dug.",
    )
)


def page(head: str = "", top: str = "", *, below: str = "", lang: str = "en-GB") -> str:
    """A page with a navigation bar, what a test puts above the body, the body, and what it puts below.

    A page in another language than English has one paragraph alone: too little text to deny what it declares.
    """
    body = PARAGRAPHS if lang.startswith("en") else PARAGRAPHS.partition("</p>")[0] + "</p>"
    return (
        f'<html lang="{lang}"><head><title>Ferry back in service | Harbour Post</title>'
        f'<meta property="og:site_name" content="Harbour Post">{head}</head><body>'
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
        f'<main><article>{top}<div class="article-body">{body}</div>{below}</article></main>'
        "<footer><p>Harbour Post, all rights reserved</p></footer></body></html>"
    )


def ld(**keys: Any) -> str:
    """A script with JSON-LD of the article."""
    node = {"@type": "NewsArticle", "headline": "Ferry back in service", **keys}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def fields(html: str, *, url: str | None = URL, rules: Rules | None = None) -> Fields:
    """The fields of a page."""
    return read(html, url=url, rules=rules)[0]


def read(html: str, *, url: str | None = URL, rules: Rules | None = None) -> tuple[Fields, Labels]:
    """The fields of a page, and its labels after the fields were read."""
    root: Any = etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8", remove_comments=True))
    found = walk(root)
    labels = Labels(found.segments)
    context = Context(rules or default_rules(), url, FETCHED).for_outlet()
    meta = read_metadata(root, context, source=html.encode())
    return read_fields(labels, lay_out(Page(found), found, meta), meta, context), labels


def claimed(labels: Labels, label: str) -> list[str]:
    """The texts of the segments with a label."""
    return [segment.text for segment in labels.labelled(label)]
