"""The address that is asked for: what is kept of it, and what is none."""

from __future__ import annotations

import pytest

from flows.acquire.following.clean_url import clean_url, url_key
from flows.acquire.web_address import host_of, origin_of
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
        ("https://herald.example/a?ref=rss&ref=12345&cid=123", "https://herald.example/a?ref=12345&cid=123"),
        ("https://herald.example/a?id=3&amp;utm_source=rss&amp;b=2", "https://herald.example/a?id=3&b=2"),
        ("https://herald.example/a?id=3;utm_source=rss;b=2", "https://herald.example/a?id=3;b=2"),
        ("https://herald.example/a?utm%5Fsource=rss", "https://herald.example/a"),
        ("https://herald.example/a;jsessionid=0A1B?x=1", "https://herald.example/a?x=1"),
        ("https://herald.example/a;v=2/b", "https://herald.example/a;v=2/b"),
        ("https://herald.example/#!/story/3", "https://herald.example/#!/story/3"),
        ("http://herald.example", "http://herald.example/"),
        ("http://herald.example:8080/x", "http://herald.example:8080/x"),
        ("http://desk:secret@herald.example/x", "http://herald.example/x"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("  https://herald.example/\n a ", "https://herald.example/a"),
        ("https://herald.example/a b", "https://herald.example/a%20b"),
        ("/news/1", "https://herald.example/news/1"),
        ("https://zeitung.example/münchen", "https://zeitung.example/münchen"),
        # Other forms of a page are asked for as they are listed: some sites have no other.
        ("https://m.herald.example/a/amp?view=print", "https://m.herald.example/a/amp?view=print"),
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


def test_a_page_is_listed_once_under_all_its_addresses() -> None:
    ways = ["http://www.herald.example/a/", "https://m.herald.example/a?utm_source=rss", "https://herald.example/a/amp"]
    assert {url_key(way) for way in ways} == {"herald.example/a"}


@pytest.mark.parametrize(
    ("url", "host", "origin"),
    [
        ("https://Herald.example:8080/a?b#c", "herald.example:8080", "https://Herald.example:8080/"),
        ("http://herald.example?b=/c", "herald.example", "http://herald.example/"),
        ("HTTP://herald.example#top", "herald.example", "http://herald.example/"),
        ("http://desk:a/b@herald.example/x", "desk:a", "http://desk:a/"),
        ("http://desk:secret@Herald.example/x", "herald.example", "http://desk:secret@Herald.example/"),
        ("http://her\nald.example/x", "herald.example", "http://herald.example/"),
        ("http://herald.example:8080x/", "herald.example:8080x", "http://herald.example:8080x/"),
        ("http://münchen.example/", "münchen.example", "http://münchen.example/"),
        ("http://[::1]:8080/x", "[::1]:8080", "http://[::1]:8080/"),
        ("http://herald.example\\@other.example/", "other.example", "http://herald.example\\@other.example/"),
        ("http://:80/", None, ""),
        ("http:///a", None, ""),
        ("http://[::1/x", None, ""),
        ("ftp://herald.example/", None, ""),
        ("/a", None, ""),
    ],
)
def test_host_and_origin_of_an_address(url: str, host: str | None, origin: str) -> None:
    assert host_of(url) == host
    assert host is None or origin_of(url) == origin
