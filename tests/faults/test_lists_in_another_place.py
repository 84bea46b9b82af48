"""A list is recognised by its content wherever it is configured: a feed among the sitemaps, JSON Feed, a page
instead."""

from __future__ import annotations

import asyncio
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.acquire.following.json_feeds import read_json_feed
from flows.acquire.following.listings import Entry, Listing, UnreadableListing
from flows.acquire.following.read_list import kind_of_list, read_list
from tests.acquire.loopback import PAGE, answers, site
from tests.acquire.test_follow import follow

PAGES = ("https://herald.example/a", "https://herald.example/b")
XML = '<?xml version="1.0"?>'
ITEMS = "".join(f"<item><link>{page}</link></item>" for page in PAGES)
RSS = f"{XML}<!-- <urlset> --><rss version='2.0'><channel>{ITEMS}</channel></rss>"
ATOM = (
    f"<feed xmlns='http://www.w3.org/2005/Atom'>{''.join(f'<entry><link href={p!r}/></entry>' for p in PAGES)}</feed>"
)
RDF = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
    f"{''.join(f'<item rdf:about={p!r}><link>{p}</link></item>' for p in PAGES)}</rdf:RDF>"
)
SITEMAP = (
    f"{XML}<?xml-stylesheet href='/html.xsl'?><s:urlset xmlns:s='http://www.sitemaps.org/schemas/sitemap/0.9'>"
    f"{''.join(f'<s:url><s:loc>{p}</s:loc></s:url>' for p in PAGES)}</s:urlset>"
)
JSON_1 = json.dumps(
    {"version": "https://jsonfeed.org/version/1", "items": [{"id": PAGES[0]}, {"id": "7", "url": PAGES[1]}]}
)
KINDS = {"rss": RSS, "atom": ATOM, "rdf": RDF, "sitemap": SITEMAP, "json": JSON_1, "text": "\n".join(PAGES)}


def read(body: bytes, channel: str) -> Listing:
    return read_list(
        body, channel=channel, url="https://herald.example/list", content_type="text/html", limit=1_000_000
    )


@pytest.mark.parametrize("channel", ["feed", "sitemap"])
@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16", "blank", "gzip"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_in_every_place(kind: str, form: str, channel: str) -> None:
    if form == "utf-16" and kind == "text":
        return  # a text sitemap is in UTF-8 (sitemaps.org)
    body = KINDS[kind].encode(form if form.startswith("utf") else "utf-8")
    body = gzip.compress(body) if form == "gzip" else b"\r\n \n" + body if form == "blank" else body
    found = read(body, channel)
    assert sorted(entry.url for entry in found.pages) == [*PAGES]
    assert found.flaw is None


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><title>Sign in</title>",
        f"{XML}<!DOCTYPE html PUBLIC 'x' 'y'><html xmlns='http://www.w3.org/1999/xhtml'><head/></html>",
        "\n<!-- built --><HTML lang=en><p>",
        "<div>Not found</div>",
        "Warning: no database<html><body><p>x",
    ],
)
@pytest.mark.parametrize(("channel", "said"), [("feed", "neither an RSS nor an Atom feed"), ("sitemap", "no sitemap")])
def test_a_page_in_their_place_is_said_by_name(page: str, channel: str, said: str) -> None:
    with pytest.raises(UnreadableListing, match=f"{said} but an HTML page"):
        read(page.encode(), channel)


def test_xml_of_another_kind_is_said() -> None:
    with pytest.raises(UnreadableListing, match="XML of another kind"):
        read(b"<xbel><bookmark/></xbel>", "sitemap")
    for channel in ("feed", "sitemap"):
        with pytest.raises(UnreadableListing, match=r"but a list of feeds \(OPML\)"):
            read(b"<opml><head/><body><outline/></body></opml>", channel)
    assert read(b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", "sitemap") == Listing()


def test_a_feed_may_hold_pages() -> None:
    held = RSS.replace("<item>", "<item><description><![CDATA[<!DOCTYPE html><html><body>]]></description>")
    assert kind_of_list(held.encode()) == "feed" and len(read(held.encode(), "sitemap").pages) == 2


def json_feed(*items: Any, **more: Any) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", **more, "items": [*items]}).encode()


def test_json_feed() -> None:
    full = {
        "id": 1, "url": "/ferry", "external_url": "https://other.example/", "title": "Ferry",
        "date_published": "2026-03-01T10:00:00+02:00", "date_modified": "2026-03-01T09:30:00Z",
    }  # fmt: skip
    found = read_json_feed(
        json_feed(full, {"id": "https://herald.example/b"}, {"id": 3}, {"external_url": "/x"}, "odd")
    )
    first = datetime(2026, 3, 1, 8, tzinfo=UTC), datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    assert found.pages[0] == Entry("/ferry", *first, "Ferry")
    assert [entry.url for entry in found.pages[1:]] == ["https://herald.example/b", "/x"]
    assert found.nameless == 1 and found.flaw == "1 item is no JSON object"


def test_a_json_feed_that_was_cut_off_gives_what_is_there() -> None:
    body = json_feed({"url": "https://herald.example/a"}, {"url": "https://herald.example/b"})
    found = read_json_feed(body[:-12])
    assert [entry.url for entry in found.pages] == ["https://herald.example/a"] and found.flaw


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_an_item_of_a_json_feed_that_is_broken_costs_no_other(broken: int) -> None:
    pages = [*PAGES, "https://herald.example/c"]
    writers = [{"name": "A. Lister", "url": "/staff/a"}, {"name": "B. Quay", "url": "/staff/b"}]
    body = json_feed(*({"id": page, "authors": writers, "tags": []} for page in pages))
    at = body.index(pages[broken].encode())
    found = read_json_feed(body[:at] + body[at:].replace(b'"name"', b'"na"me', 1))
    assert [entry.url for entry in found.pages] == [page for page in pages if page != pages[broken]]
    assert found.flaw


def test_a_list_whose_packing_is_damaged_says_so() -> None:
    found = read(gzip.compress(SITEMAP.encode())[:-8] + bytes(8), "sitemap")
    assert sorted(entry.url for entry in found.pages) == [*PAGES] and "check" in (found.flaw or "")


@pytest.mark.parametrize("items", [{}, {"a": 1}, {"": "x"}])
def test_an_empty_json_feed_is_one(items: dict[str, Any]) -> None:
    assert read_json_feed(json_feed(**items)) == Listing()


@pytest.mark.parametrize(
    "body",
    ["{}", "[]", '{"items": 3}', '{"version": "2"}', "{", '[{"url": "https://a.example/"}]', '{"version": 1e999999}'],
)
def test_other_json_is_said_by_name(body: str) -> None:
    with pytest.raises(UnreadableListing, match="JSON but no JSON Feed"):
        read(body.encode(), "feed")


@pytest.mark.parametrize(
    "inside", ["[" * 100_000, '{"a":' * 100_000, "9" * 100_000, "9" * 100_000 + "}]}", "1e999999999}]}"]
)
def test_json_that_would_fill_the_memory_or_end_the_process(inside: str) -> None:
    items = '{"items": [{"url": "https://herald.example/a"}, {"id": "[[", "url": '
    assert [entry.url for entry in read((items + inside).encode(), "feed").pages][:1] == [PAGES[0]]
    with pytest.raises(UnreadableListing, match="no JSON Feed"):
        read(('{"version": ' + inside).encode(), "feed")


@pytest.mark.parametrize("when", [1573812000, 1573812000.5, "1573812000000", "Fri, 15 Nov 2019 11:00:00 +0100"])
def test_dates_of_a_json_feed_in_other_forms(when: Any) -> None:
    [entry] = read_json_feed(json_feed({"url": "/a", "date_published": when})).pages
    assert entry.published == datetime(2019, 11, 15, 10, tzinfo=UTC)


def test_brackets_in_text_are_no_nesting() -> None:
    assert len(read_json_feed(json_feed({"url": "/a", "content_text": '\\"[{' * 1000})).pages) == 1


@pytest.mark.slow
def test_followed_from_the_other_place(tmp_path: Path) -> None:
    async def run() -> None:
        async with site({f"/{n}": PAGE + n.encode() for n in "abc"}) as s:
            s.answers["/feed"] = answers(text=RSS.replace("https://herald.example", s.url), content_type="text/xml")
            index = f"<sitemapindex><sitemap><loc>{s.url}/part</loc></sitemap></sitemapindex>"
            s.answers["/index"] = answers(text=index, content_type="text/xml")
            s.answers["/part"] = answers(body=json_feed({"url": "/c"}), content_type="application/feed+json")
            s.answers["/html"] = answers(text="<html>front page", content_type="text/xml")
            tally = await follow(s, tmp_path, feeds=(s.url + "/index",), sitemaps=(s.url + "/feed", s.url + "/html"))()
            assert tally.counts == {"fetched": 3}
            assert tally.notes == (f"{s.url}/html: The document is no sitemap but an HTML page.",)

    asyncio.run(run())
