"""Entries on which feedparser itself fails (KeyError, IndexError) are lost, but the rest of their feed is read."""

from __future__ import annotations

from typing import Any

import feedparser
import pytest

from flows.acquire.following import feeds
from flows.acquire.following.feeds import read_feed
from flows.acquire.following.listings import UnreadableListing

URL = "https://herald.example/feed"
NAMESPACES = 'xmlns:gml="http://www.opengis.net/gml" xmlns:media="http://search.yahoo.com/mrss/"'


def rss(*items: str, head: str = "") -> bytes:
    kept = [f"<item><title>{n}</title><link>https://herald.example/{n}</link></item>" for n in range(3)]
    body = kept[0] + "".join(items) + kept[1] + kept[2]
    return f'<rss version="2.0" {NAMESPACES}><channel>{head}<title>t</title>{body}</channel></rss>'.encode()


@pytest.mark.parametrize(
    ("item", "kept"),
    [
        ("<item><textInput><link>http://i</link></textInput><link>https://herald.example/x</link></item>", True),
        ("<item><image><link>http://i</link></image><link>https://herald.example/x</link></item>", True),
        ("<item><image><link>http://i</link></image></item>", False),
        ("<item><link>https://herald.example/x</link><gml:pos>1</gml:pos></item>", False),
        ("<item><source><link>http://i</source></link></item>", False),
    ],
)
def test_one_entry(item: str, kept: bool) -> None:
    found = read_feed(rss(item), url=URL)
    pages = [page.url.rpartition("/")[2] for page in found.pages]
    assert pages == (["0", "x", "1", "2"] if kept else ["0", "1", "2"])
    assert kept or found.nameless == 1 or "1 entry cannot be read" in (found.flaw or "")


@pytest.mark.parametrize(
    "head", ["<textInput><link>x</textInput></link>", "<image><link>http://i</link></image></link>"]
)
def test_the_head_of_a_feed(head: str) -> None:
    found = read_feed(rss(head=head), url=URL)
    assert [page.url.rpartition("/")[2] for page in found.pages] == ["0", "1", "2"]


def test_many_broken_entries_among_many(monkeypatch: pytest.MonkeyPatch) -> None:
    parses: list[int] = []

    def counted(*given: Any, **options: Any) -> Any:
        parses.append(1)
        return feedparser.parse(*given, **options)

    class Counting:
        parse = staticmethod(counted)

        def __getattr__(self, name: str) -> Any:
            return getattr(feedparser, name)

    monkeypatch.setattr(feeds, "feedparser", Counting())
    broken = "<item><link>https://herald.example/x</link><gml:pos>1</gml:pos></item>"
    good = [f"<item><link>https://herald.example/{n}</link></item>" for n in range(10, 400)]
    found = read_feed(rss(*good[:200], broken, *good[200:], broken), url=URL)
    assert len(found.pages) == 393 and [page.url.rpartition("/")[2] for page in found.pages][:2] == ["0", "10"]
    assert "2 entries cannot be read" in (found.flaw or "")
    assert len(parses) < 60


def test_atom_with_a_language_and_dates() -> None:
    root = f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACES} xml:base="https://herald.example/">'
    body = f"""<?xml version="1.0"?>{root}
    <entry><link href="/a"/><published>2026-03-02T10:00:00Z</published></entry>
    <entry><gml:pos>1</gml:pos></entry></feed>"""
    found = read_feed(body.encode(), url=URL)
    assert [(page.url, str(page.published)) for page in found.pages] == [
        ("https://herald.example/a", "2026-03-02 10:00:00+00:00")
    ]


def test_a_feed_of_nothing_else_is_told() -> None:
    body = f"<rss {NAMESPACES}><channel><item><gml:pos>1</gml:pos></item></channel></rss>"
    with pytest.raises(UnreadableListing, match="cannot be read"):
        read_feed(body.encode(), url=URL)
