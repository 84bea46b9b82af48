"""Finding the feeds and sitemaps of an outlet: which are followed, which are left aside and why, and how politely."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any

import pytest
from aiohttp import web

from flows.acquire.discovering.find_lists import MOST_REQUESTS, FoundLists, find_lists, own_title
from flows.acquire.discovering.page_links import declared_language
from flows.config.settings import Limits
from parsers.rules import default_rules
from tests.acquire.loopback import answers, client, site
from tests.acquire.outlets import alternate, front, index, rss, sitemap, text


def found(table: dict[str, Any], path: str = "/", **changes: Any) -> tuple[FoundLists, list[str]]:
    """The result of a search, and what was asked of the server."""

    async def run() -> tuple[FoundLists, list[str]]:
        async with site(table) as served, client(**{"retries": 0, **changes}) as fresh:
            result = await find_lists(served.url + path, client=fresh, limits=Limits(), rules=default_rules())
            return result, served.asked

    return asyncio.run(run())


def followed(result: FoundLists) -> list[tuple[str, str]]:
    return [(one.url[one.url.index("/", 8) :], str(one.kind)) for one in result.followed]


def reasons(result: FoundLists) -> dict[str, str]:
    return {one.tried.url[one.tried.url.index("/", 8) :]: one.aside for one in result.lists if one.aside}


FEED = text(rss(range(1, 4)))
NEWS = text(sitemap(range(1, 6), news=True))
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><link href="{site}/a"/></entry></feed>'
JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"url": "{site}/a"}]}'


@pytest.mark.parametrize(
    ("table", "path", "wanted"),
    [
        # What the page declares.
        ({"/": front(alternate("/all.xml")), "/all.xml": FEED}, "/", [("/all.xml", "feed")]),
        ({"/": front(alternate("/a", kind="application/atom+xml")), "/a": text(ATOM)}, "/", [("/a", "feed")]),
        ({"/": front(alternate("/j", kind="application/feed+json")), "/j": text(JSON)}, "/", [("/j", "json")]),
        ({"/": front('<link rel="alternate" type="text/html" hreflang="de" href="/de">')}, "/", []),
        ({"/": front('<link rel="sitemap" href="/map">'), "/map": NEWS}, "/", [("/map", "news")]),
        # What the server declares beside the page, in one header or several.
        (
            {"/": text("<html><title>T</title></html>", "text/html", headers={
                "Link": '</x.json>; rel="https://api.w.org/", </>; rel=canonical, '
                        '</a>; title="A \\"B\\", C"; rel="alternate home"; type="application/rss+xml"'}),
             "/a": FEED},
            "/", [("/a", "feed")],
        ),
        (
            {"/": text("<p>News</p>", "text/html", headers={"Link": "<map.xml>;rel=sitemap"}), "/map.xml": NEWS},
            "/", [("/map.xml", "news")],
        ),
        # Section and story pages declare the feeds, or the front page does.
        ({"/sport": front(alternate("/s.rss")), "/s.rss": FEED}, "/sport", [("/s.rss", "feed")]),
        ({"/": front(alternate("/all.xml")), "/sport": front(), "/all.xml": FEED}, "/sport", [("/all.xml", "feed")]),
        # robots.txt, with the news sitemap before others, also in an index.
        ({"/": front(), "/robots.txt": text("Sitemap: {site}/x.xml"), "/x.xml": NEWS}, "/", [("/x.xml", "news")]),
        (
            {"/": front(), "/robots.txt": text("Sitemap: {site}/i"), "/i": text(index("/old", "/gnews.xml")),
             "/old": text(sitemap([9])), "/gnews.xml": NEWS},
            "/", [("/gnews.xml", "news")],
        ),
        (
            {"/": front(), "/robots.txt": text("Sitemap: {site}/i"), "/i": text(index("/news-sitemap-2026-11.xml")),
             "/news-sitemap-2026-11.xml": NEWS},
            "/", [("/i", "index")],
        ),
        # Links in the foot, also by way of a page of feeds.
        ({"/": front(foot='<a href="/x">RSS</a>'), "/x": FEED}, "/", [("/x", "feed")]),
        (
            {"/": front(foot='<a href="/rss-feeds">Our RSS feeds</a>'), "/all.rss": FEED,
             "/rss-feeds": text('<html><body><a href="/all.rss">All</a></body></html>', "text/html")},
            "/", [("/all.rss", "feed")],
        ),
        # A page of feeds where a feed was declared, and at a usual place.
        (
            {"/": front(alternate("/x")), "/x": front(alternate("/all.xml"), '<a href="/sport.rss">RSS</a>'),
             "/all.xml": FEED, "/sport.rss": text(rss([8]))},
            "/", [("/all.xml", "feed"), ("/sport.rss", "feed")],
        ),
        ({"/": front(), "/rss": front(foot='<a href="/x">RSS</a>'), "/x": FEED}, "/", [("/x", "feed")]),
        ({"/": front(alternate("/a")), "/a": front(alternate("/b")), "/b": front(alternate("/c")), "/c": FEED}, "/",
         []),
        # Addresses with the scheme of old feed readers.
        ({"/": front(alternate("feed:{site}/x")), "/x": FEED}, "/", [("/x", "feed")]),
        ({"/": front(alternate("FEED://{site}/x")), "/x": FEED}, "/", [("/x", "feed")]),
        # A front page that only leads on.
        (
            {"/": text('<meta http-equiv="refresh" content="0;url=/home">', "text/html"),
             "/home": front(alternate("/x")), "/x": FEED},
            "/", [("/x", "feed")],
        ),
        (
            {"/": text("<script>location.href='/home'</script>", "text/html"), "/home": front(alternate("/x")),
             "/x": FEED, "/sport": front()},
            "/sport", [("/x", "feed")],
        ),
        ({"/": text("<script>location.href='http://a.example/'</script>", "text/html"), "/feed": FEED}, "/",
         [("/feed", "feed")]),
        # Usual places, each kind as far as it is needed.
        ({"/": front(), "/feed": FEED}, "/", [("/feed", "feed")]),
        ({"/": front(), "/feed": FEED, "/sitemap-news.xml": NEWS}, "/", [("/sitemap-news.xml", "news")]),
        ({"/": front(), "/sitemap.xml": text(sitemap(range(1, 6)))}, "/", [("/sitemap.xml", "sitemap")]),
        ({"/": front(), "/sitemap.xml": text(index("/p")), "/p": text(sitemap([1]))}, "/", [("/sitemap.xml", "index")]),
        # A list itself.
        ({"/": front(), "/all.xml": FEED}, "/all.xml", [("/all.xml", "feed")]),
        # An outlet whose pages refuse robots may have lists that do not.
        ({"/": answers(status=403, text="no"), "/feed": FEED}, "/", [("/feed", "feed")]),
    ],
)  # fmt: skip
def test_what_is_followed(table: dict[str, Any], path: str, wanted: list[tuple[str, str]]) -> None:
    assert followed(found(table, path)[0]) == wanted


@pytest.mark.parametrize(
    ("path", "answer", "title", "why"),
    [
        ("/comments/feed", text(rss([9])), "", "comments of readers"),
        ("/x", text(rss([9], title="Comments for The Herald")), "", "comments of readers"),
        ("/x", text(rss([9], ending="#comment-12")), "", "comments of readers"),
        ("/x", text(rss([9])), "The Herald » Comments Feed", "comments of readers"),
        ("/x", text(rss([])), "", "lists no page"),
        ("/x", text(rss([9], host="https://other.example")), "", "lists pages of other.example, not of 127.0.0.1"),
        ("/x", text(rss([9], age=400)), "", "nothing newer than"),
        ("/x", text(rss([1, 2])), "", "list all of its pages"),
        ("/x", text("<html><body>gone</body></html>", "text/html"), "", "an HTML page"),
        ("/x", answers(status=404, text=""), "", "404"),
        ("/x", text(sitemap([1, 2, 9])), "", "whole site"),
    ],
)
def test_what_is_left_aside_and_why(path: str, answer: Any, title: str, why: str) -> None:
    head = alternate("/all.xml") + alternate(path, title)
    result, _ = found({"/": front(head), "/all.xml": FEED, path: answer})
    assert followed(result) == [("/all.xml", "feed")]
    assert why in reasons(result)[path]


def test_a_feed_that_names_other_stories_is_followed_as_well() -> None:
    head = alternate("/all.xml") + alternate("/sport.xml")
    result, _ = found({"/": front(head), "/all.xml": FEED, "/sport.xml": text(rss([3, 4]))})
    assert followed(result) == [("/all.xml", "feed"), ("/sport.xml", "feed")]


def test_what_the_outlet_says_of_itself() -> None:
    result, _ = found({"/": front(alternate("/f") + '<meta name="timezone" content="Europe/London">'), "/f": FEED})
    assert (result.title, result.language, result.timezone) == ("The Herald", "en-GB", "Europe/London")
    bare = text("<html><head><title>Herald | News</title></head></html>", "text/html")
    result, _ = found({"/": bare, "/feed": text(rss([1], title="Latest"))})
    assert (result.title, result.language, result.timezone) == ("Latest", "en-GB", None)
    result, _ = found({"/": bare, "/feed": text(ATOM.replace("<title>T</title>", ""))})
    assert (result.title, result.language, result.timezone) == ("Herald", None, None)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("The Herald", "The Herald"),
        ("Latest | The Herald", "The Herald"),
        ("The Herald - World news", "The Herald"),
        ("Home: Herald.example", "Herald.example"),
        ("Nachrichten — heute", "Nachrichten"),
        ("Co-op news", "Co-op news"),
        ("  ", None),
    ],
)
def test_the_part_of_a_title_that_names_the_outlet(said: str, title: str | None) -> None:
    assert own_title(said, "herald.example") == title


def test_links_go_by_the_base_of_the_page_and_broken_ones_are_left_out() -> None:
    head = '<base href="/en/">' + alternate("feed.xml") + alternate("http://[") + alternate("gopher://a.example/f")
    result, asked = found({"/": front(head), "/en/feed.xml": FEED})
    assert followed(result) == [("/en/feed.xml", "feed")] and asked[2] == "/en/feed.xml"


def test_no_address_is_asked_for_twice_and_no_more_than_needed() -> None:
    head = alternate("/feed") + alternate("/feed?utm_source=head") + alternate("{site}/feed")
    _, asked = found({"/": front(head), "/feed": FEED, "/robots.txt": text("Sitemap: {site}/n"), "/n": NEWS})
    assert asked == ["/robots.txt", "/", "/feed", "/n"]


def test_requests_are_bounded() -> None:
    heads = "".join(alternate(f"/{n}.rss") for n in range(500))
    foot = "".join(f'<a href="/l{n}/rss">RSS</a>' for n in range(500))
    robots = text("\n".join(f"Sitemap: {{site}}/{n}.xml" for n in range(500)))
    result, asked = found({"/": front(heads, foot), "/robots.txt": robots})
    assert followed(result) == [] and len(asked) <= MOST_REQUESTS + 1


def test_a_site_that_asks_for_long_pauses_ends_the_search_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.acquire.discovering.find_lists._MOST_SECONDS", 0.2)
    result, asked = found({"/": front(), "/robots.txt": text("User-agent: *\nCrawl-delay: 0.15")})
    assert result.ended_early and len(asked) <= 5
    monkeypatch.undo()
    result, _ = found({"/": front(alternate("/feed")), "/feed": FEED})
    assert not result.ended_early


def test_a_site_that_answers_every_address_with_a_page() -> None:
    table = {path: front() for path in ("/", *(f"/{name}" for name in ("feed", "rss", "rss.xml", "sitemap.xml")))}
    result, _ = found(table)
    assert not result.followed and "an HTML page" in reasons(result)["/feed"]


def test_a_packed_sitemap_and_one_that_robots_txt_names_by_its_path_alone() -> None:
    packed = answers(body=gzip.compress(b"<urlset><url><loc>/a</loc></url></urlset>"), content_type="application/gzip")
    result, _ = found({"/": front(), "/robots.txt": text("Sitemap: /map.xml.gz"), "/map.xml.gz": packed})
    assert followed(result) == [("/map.xml.gz", "sitemap")]


def test_an_address_that_leads_elsewhere_is_the_outlet_there() -> None:
    async def run() -> None:
        async with site({"/": front(alternate("/feed")), "/feed": FEED}) as there:
            moved = answers(status=301, headers={"Location": f"{there.url}/"})
            async with site({"/": moved}) as here, client() as fresh:
                result = await find_lists(here.url, client=fresh, limits=Limits(), rules=default_rules())
                assert result.url == f"{there.url}/" and followed(result) == [("/feed", "feed")]
                assert here.asked == ["/robots.txt", "/"]

    asyncio.run(run())


def test_robots_txt_is_heeded() -> None:
    table = {"/": front(alternate("/private/feed")), "/private/feed": FEED, "/feed": FEED}
    result, asked = found({**table, "/robots.txt": text("User-agent: *\nDisallow: /private")})
    assert "/private/feed" not in asked and "robots.txt asks" in reasons(result)["/private/feed"]
    assert followed(result) == [("/feed", "feed")]
    result, asked = found({**table, "/robots.txt": text("User-agent: *\nDisallow: /")})
    assert asked == ["/robots.txt"] and result.outcome == "robots_denied" and not result.followed


def test_a_host_that_refuses_is_left_alone() -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=403, text="<title>Just a moment...</title>", content_type="text/html")

    paths = ("/", "/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/feed", "/rss")
    result, asked = found(dict.fromkeys(paths, refuse), refusals=3)
    assert result.outcome == "blocked" and len(asked) == 4


def test_a_private_address_is_not_asked() -> None:
    result, asked = found({"/": front()}, allow_private=False)
    assert result.outcome == "refused_address" and "allow_private = true" in result.said and asked == []


def test_a_file_is_neither_page_nor_list() -> None:
    result, _ = found({"/": answers(body=b"%PDF-1.4 x", content_type="application/pdf")})
    assert result.outcome == "wrong_type" and "neither a page nor a feed" in result.said


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("en", "en"), ("EN_us", "en-US"), ("en-gb", "en-GB"), ("zh-hant-tw", "zh-Hant-TW"), ("de-x-formal", "de"),
        ("english", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_languages_as_they_are_declared(said: str | None, code: str | None) -> None:
    assert declared_language(said) == code
