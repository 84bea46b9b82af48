"""Addresses: what is kept of them and when two are the same page."""

from __future__ import annotations

import pytest

from flows.acquire.urls import clean_url, url_key
from parsers.rules import default_rules

TRACKING = default_rules().family("tracking")


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("https://Herald.example:443/a?utm_source=rss&id=3&fbclid=x#top", "https://herald.example/a?id=3"),
        ("https://herald.example/a?partner=rss", "https://herald.example/a"),
        (
            "https://herald.example/a?ref=https://other.example/b",
            "https://herald.example/a?ref=https://other.example/b",
        ),
        ("https://herald.example/a?b=2&a=1&gallery=4", "https://herald.example/a?b=2&a=1&gallery=4"),
        ("http://herald.example", "http://herald.example/"),
        ("http://herald.example:8080/x", "http://herald.example:8080/x"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("  https://herald.example/\n a ", "https://herald.example/a"),
        ("/news/1", "https://herald.example/news/1"),
        ("https://zeitung.example/münchen", "https://zeitung.example/münchen"),
    ],
)
def test_cleaning(url: str, cleaned: str) -> None:
    assert clean_url(url, TRACKING, base="https://herald.example/rss.xml") == cleaned
    assert clean_url(cleaned, TRACKING) == cleaned


@pytest.mark.parametrize(
    "url", ["mailto:a@b.example", "javascript:void(0)", "http://", "http://[oops/", "http://a:port/", "", "/relative"]
)
def test_what_is_no_page(url: str) -> None:
    assert clean_url(url, TRACKING) is None


def test_an_endless_address_is_none() -> None:
    assert clean_url("https://herald.example/" + "a" * 3000, TRACKING) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.herald.example/a/", "https://herald.example/a"),
        ("https://herald.example/a?x=1&y=2", "https://herald.example/a?y=2&x=1"),
        ("https://herald.example/", "https://herald.example/index.html"),
    ],
)
def test_the_same_page(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://herald.example/a?id=1", "https://herald.example/a?id=2"),
        ("https://herald.example/a", "https://herald.example/A"),
        ("https://m.herald.example/a", "https://herald.example/a"),
    ],
)
def test_another_page(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)
