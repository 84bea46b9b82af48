"""What else a page gives for a field is kept as evidence: losing values, and where they stand."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page

TEXT = "<p>" + "The ferry to the island sails again after two winters in the yard. " * 4 + "</p>"
PAGE = """<html><head><title>Ferry back</title>{head}</head>
<body><article><h1>Ferry back</h1>{top}{text}</article></body>
"""
LD = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry back", %s}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def found(field: str, head: str, top: str = "") -> list[tuple[str, str]]:
    page = PAGE.format(head=head, top=top, text=TEXT * 3)
    article = parse_page(page.encode(), url="https://www.herald.example/a/ferry-back")
    assert isinstance(article, Article)
    return [(one.value, one.source) for one in article.evidence[field].candidates]


@pytest.mark.parametrize(
    ("field", "head", "top", "expected"),
    [
        ("section", LD % '"articleSection": "Ports"' + meta("article:section", "World"), "",
         [("Ports", "JSON-LD"), ("World", "article:section")]),
        ("section", meta("article:section", "World"), "", []),
        ("site_name", meta("og:site_name", "Herald") + LD % '"publisher": {"name": "Harbour Herald"}', "",
         [("Herald", "og:site_name"), ("Harbour Herald", "JSON-LD")]),
        ("authors", LD % '"author": [{"name": "Ann Lister"}]' + meta("author", "Newsdesk"), "<p>By Ann Lister</p>",
         [("Ann Lister", "JSON-LD"), ("Ann Lister", "printed"), ("Newsdesk", "author")]),
        ("published_at", LD % '"datePublished": "2026-02-01T08:00:00Z"' + meta("article:published_time", "2026-02-03"),
         "",
         [("2026-02-01T08:00:00+00:00", "JSON-LD"), ("2026-02-01T08:00:00Z", "JSON-LD"),
          ("2026-02-03", "article:published_time")]),
        ("byline", LD % '"author": [{"name": "Ann Lister"}]', "<p>Ann Lister, Hartsea</p><p class=author>Bo Kvist</p>",
         [("Ann Lister, Hartsea", "printed"), ("Bo Kvist", "printed")]),
        ("byline", "", "<p>By Ann Lister</p>", []),
        ("published_at", "", "<p>Published 1 February 2026</p>", []),
    ],
)  # fmt: skip
def test_losing_values_are_kept(field: str, head: str, top: str, expected: list[tuple[str, str]]) -> None:
    assert found(field, head, top) == expected


def test_a_page_cannot_fill_the_warehouse_with_them() -> None:
    head = LD % ('"author": "' + "Ann Lister, " * 500 + '"') + "".join(meta(f"og:author{n}", "x") for n in range(50))
    values = found("authors", head + meta("author", "y" * 9_000) + meta("article:author", "z"), "<p>By Ann Lister</p>")
    assert len(values) <= 8 and max(len(value) for value, _ in values) == 500
