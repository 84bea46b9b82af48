"""Pages that declare their facts as JSON inside a meta tag: Parse.ly's object, JSON-LD listed as a meta tag."""

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
    assert (found.published_at, found.authors) == ("2024-05-03T13:47:00+00:00", ("Ann Lister", "Tom Hall"))
    # Systems' names for sections and tags are none that readers see.
    assert (found.section, found.tags) == (None, ())


@pytest.mark.parametrize(
    ("head", "top", "published"),
    [
        (tag("article:published_time", "2024-05-02T08:00:00Z"), "", "2024-05-02T08:00:00+00:00"),
        # A printed time is surer, and a printed day gets the hour.
        ("", "<p>2 May 2024, 9:10 pm</p>", "2024-05-02T21:10:00"),
        ("", "<p>3 May 2024</p>", "2024-05-03T13:47:00+00:00"),
    ],
)
def test_other_declarations_and_printed_times_are_surer(head: str, top: str, published: str) -> None:
    assert fields(page(tag("parsely-page", PAGE) + head, H1 + top)).published_at == published


def test_a_tag_of_its_own_is_surer() -> None:
    assert fields(page(tag("parsely-page", PAGE) + tag("parsely-author", "Sue Reed"), H1)).authors == ("Sue Reed",)


@pytest.mark.parametrize("content", ["", "{", "{}", "[1]", '{"pub_date": {"a": 1}, "authors": 3}', "{" * 30_000])
def test_what_is_no_such_object_says_nothing(content: str) -> None:
    found = fields(page(tag("parsely-page", content), H1))
    assert (found.published_at, found.authors) == (None, ())


def test_json_ld_listed_as_a_meta_tag() -> None:
    node = {"@type": "NewsArticle", "headline": "Ferry back in service", "datePublished": "2024-05-03T15:47:00+02:00"}
    assert fields(page(tag("script:ld+json", node), H1)).published_at == "2024-05-03T15:47:00+02:00"
