"""Tags: which of the lists that a page has is the article's, and what of it readers can use."""

import json

import pytest

from tests.fields.pages import fields, page

H1 = "<h1>Ferry back in service</h1>"


def ld(keywords: object) -> str:
    node = {"@type": "NewsArticle", "headline": "Ferry back in service", "keywords": keywords}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def keywords(text: str) -> str:
    return f'<meta name="keywords" content="{text}">'


def tagged(*tags: str) -> str:
    return "".join(f'<meta property="article:tag" content="{tag}">' for tag in tags)


def links(*tags: str, to: str = "/t/", name: str = "tags") -> str:
    entries = "".join(f'<li><a href="{to}{tag}">{tag}</a></li>' for tag in tags)
    return f'<ul class="{name}">{entries}</ul>'


LISTS = {
    "identifiers, hosts and numbers are none": (
        ld(["26157981-b4f7-4929-adc1-e860c6f03636", "ferry", "harbourpost.example", "18153161", "_prio_3", "Not Set"]),
        "",
        ["ferry"],
    ),
    "years are some": (ld(["ferry", "1948", "2024"]), "", ["ferry", "1948", "2024"]),
    "topics behind labels": (ld(["Category: Travel", "NLP Entity Tokens: Ferries"]), "", ["Travel", "Ferries"]),
    "words of a script without spaces": (
        keywords("深空探测 探月工程 航天技术"),
        "",
        ["深空探测", "探月工程", "航天技术"],
    ),
    "a topic of several words": (keywords("Northlight and the islands"), "", ["Northlight and the islands"]),
    "the list that two sources have": (
        ld(["ferry", "editors pick"]) + tagged("ferry", "islands"),
        links("ferry", "islands"),
        ["ferry", "islands"],
    ),
    "the first where all differ": (
        ld(["ferry"]) + tagged("ferry", "islands") + keywords("ferry, news"),
        "",
        ["ferry"],
    ),
    "two kinds of keywords are one source": (
        tagged("ferry") + keywords("back, service") + '<meta name="news_keywords" content="back, service">',
        "",
        ["ferry"],
    ),
    "a list and not the headline in a tag": (
        tagged("Ferry is back in service") + keywords("ferry, islands"),
        "",
        ["ferry", "islands"],
    ),
    "printed tags where keywords are the site's": (
        keywords("news, sport, weather, Harbour Post"),
        links("ferry", "islands"),
        ["ferry", "islands"],
    ),
    "keywords that share a printed tag": (
        keywords("ferry, islands, winter"),
        links("ferry", "Topics", "By Ann Lister"),
        ["ferry", "islands", "winter"],
    ),
    "links to topics right below the article": (
        "",
        links("ferry", "islands", to="/news/topics/", name="x"),
        ["ferry", "islands"],
    ),
    "no single link to a topic": ("", links("ferry", to="/news/topics/", name="x"), []),
    "no heads of lists": ("", links("Topics", "ferry"), ["ferry"]),
    "no icons": ("", links("\ue812 ferry", "#islands"), ["ferry", "islands"]),
}


@pytest.mark.parametrize(("head", "below", "expected"), LISTS.values(), ids=LISTS.keys())
def test_tags(head: str, below: str, expected: list[str]) -> None:
    assert list(fields(page(head, H1, below=below)).tags) == expected
