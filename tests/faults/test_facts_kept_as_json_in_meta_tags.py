"""Pages that declare their facts as JSON inside of a meta tag: Parse.ly's object, JSON-LD listed as a meta tag."""

import json
from html import escape

import pytest

from tests.fields.pages import H1, fields, page

PAGE = {
    "title": "Ferry back in service",
    "link": "https://www.harbourpost.example/news/ferry",
    "type": "post",
    "pub_date": "2024-05-03T13:47:00Z",
    "section": "Harbours",
    "authors": ["Ann Lister", "Tom Hall"],
    "tags": ["ferries", "islands"],
}


def tag(name: str, content: object) -> str:
    said = content if isinstance(content, str) else json.dumps(content)
    return f'<meta name="{name}" content="{escape(said, quote=True)}">'


@pytest.mark.parametrize("name", ["parsely-page", "parsey-page"])
def test_parsely_page(name: str) -> None:
    found = fields(page(tag(name, PAGE), H1))
    assert (found.published_at, found.section) == ("2024-05-03T13:47:00+00:00", "Harbours")
    assert (found.authors, found.tags) == (("Ann Lister", "Tom Hall"), ("ferries", "islands"))


def test_a_tag_of_its_own_is_surer() -> None:
    found = fields(page(tag("parsely-page", PAGE) + tag("parsely-section", "Islands"), H1))
    assert found.section == "Islands"


@pytest.mark.parametrize("content", ["", "{", "{}", "[1]", '{"pub_date": {"a": 1}, "authors": 3}', "{" * 30_000])
def test_what_is_no_such_object_says_nothing(content: str) -> None:
    found = fields(page(tag("parsely-page", content), H1))
    assert (found.published_at, found.section) == (None, None)


def test_json_ld_listed_as_a_meta_tag() -> None:
    node = {"@type": "NewsArticle", "headline": "Ferry back in service", "datePublished": "2024-05-03T15:47:00+02:00"}
    assert fields(page(tag("script:ld+json", node), H1)).published_at == "2024-05-03T15:47:00+02:00"
