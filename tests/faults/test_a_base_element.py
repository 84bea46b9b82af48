"""Relative addresses (canonical link, pictures, embeds) are resolved against the page's <base> element."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page

URL = "https://outlet.example/news/bridge"
TEXT = (
    "The harbour board voted on Tuesday night to close the old lifting bridge for eleven months for repairs.",
    "About forty boats use the inner quay, and a detour would add two hours to every landing, the skippers said.",
    "The county has offered to pay for an ice plant on the outer mole, but nobody has said what a crate would cost.",
)


def read(head: str, *, url: str | None = URL) -> Article:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    page = (
        f'<html><head>{head}<link rel="canonical" href="story.html"></head><body><article><h1>Bridge to close</h1>'
        f'<figure><img src="pics/1.jpg" width="900" height="600"></figure>{body}'
        f'<iframe src="/player/embed?video=1" width="600" height="400"></iframe><p>{TEXT[0]} Again.</p></article>'
    )
    found = parse_page(page.encode(), url=url)
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize(
    ("base", "canonical", "picture"),
    [
        (
            "https://outlet.example/ed/2/",
            "https://outlet.example/ed/2/story.html",
            "https://outlet.example/ed/2/pics/1.jpg",
        ),
        ("/ed/2/index.html", "https://outlet.example/ed/2/story.html", "https://outlet.example/ed/2/pics/1.jpg"),
        ("//cdn.example/a/", "https://cdn.example/a/story.html", "https://cdn.example/a/pics/1.jpg"),
        # What leads nowhere on the web is no base.
        ("javascript:void(0)", "https://outlet.example/news/story.html", "https://outlet.example/news/pics/1.jpg"),
        ("", "https://outlet.example/news/story.html", "https://outlet.example/news/pics/1.jpg"),
        ("http://[", "https://outlet.example/news/story.html", "https://outlet.example/news/pics/1.jpg"),
    ],
)
def test_base(base: str, canonical: str, picture: str) -> None:
    found = read(f'<base target="_top"><base href="{base}"><base href="https://other.example/">' if base else "<base>")
    assert (found.canonical_url, found.images[0].url) == (canonical, picture)


def test_a_page_without_an_address_may_still_declare_its_base() -> None:
    found = read('<base href="https://outlet.example/ed/2/">', url=None)
    assert found.canonical_url == "https://outlet.example/ed/2/story.html"
    assert [embed.url for embed in found.embeds] == ["https://outlet.example/player/embed?video=1"]
