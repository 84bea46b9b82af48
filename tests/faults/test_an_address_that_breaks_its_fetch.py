"""Scraping: an address that cannot be requested, or an answer that cannot be read, costs that page alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.sax.saxutils import escape

import pytest

from flows.acquire.following import entries, read_list
from flows.acquire.following.follow import ENDED_EARLY, SourceTally, follow_sources
from flows.acquire.following.pages import Pages
from flows.acquire.http.client import Client
from flows.acquire.keep import ArchiveStopped
from flows.archive import known_addresses
from flows.archive.archive import Archive
from flows.archive.captures import OUTCOMES, Capture
from flows.config.settings import Limits, Settings
from flows.config.sources import Source
from parsers.rules import default_rules
from tests.acquire.loopback import PAGE, QUICK, answers, get, raw_site, site

pytestmark = pytest.mark.slow

SETTINGS = Settings(fetch=replace(QUICK, retries=0, timeout=2), limits=Limits(feed_bytes=100_000, page_bytes=100_000))

ADDRESSES = [
    "http://[::1", "http://127.0.0.1:99999/a", "http://127.0.0.1:port/a", "http://", "https:///a", "http://a\u2100b.example/",
    "http://" + "x" * 300 + ".example/a", "http://.example/a", "http://-.example/a", "http://xn--a.example/", "http://\u00ad/",
    "http://127.0.0.1:1/" + "y" * 5000, "http://exa mple.example/", "http://user:pa:ss@[/", "http:/one-slash", "http://%zz/",
]  # fmt: skip


def run(sources: list[Source], tmp_path: Path, **options: Any) -> list[SourceTally]:
    told: list[Capture] = []
    with Archive(tmp_path / "archive", run="run") as archive:
        tallies = follow_sources(
            sources,
            archive=archive,
            settings=SETTINGS,
            rules=default_rules(),
            version="0",
            on_capture=lambda capture, stored: told.append(capture),
            **options,
        )
    assert len(told) == sum(n for t in tallies for name, n in t.counts.items() if name in OUTCOMES)
    return tallies


def scrape(tmp_path: Path, table: dict[str, Any], make: Callable[[str], list[Source]]) -> list[SourceTally]:
    """Serve these answers and follow the sources that `make` gives for the server's address, once."""

    async def work() -> list[SourceTally]:
        async with site(table) as served:
            return await asyncio.to_thread(run, make(served.url), tmp_path)

    return asyncio.run(work())


def feed(addresses: list[str]) -> str:
    items = "".join(f"<item><link>{escape(address)}</link></item>" for address in addresses)
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'


def sitemap(addresses: list[str], more: str = "") -> str:
    items = "".join(f"<url><loc>{escape(address)}</loc>{more}</url>" for address in addresses)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>'


@pytest.mark.parametrize("kind", ["feeds", "sitemaps"])
def test_addresses(tmp_path: Path, kind: str) -> None:
    text = (feed if kind == "feeds" else sitemap)([*ADDRESSES, "/page", "mailto:a@b.example"])

    def make(url: str) -> list[Source]:
        return [Source(name="herald", **{kind: (url + "/list",)})]

    [tally] = scrape(tmp_path, {"/list": answers(text=text, content_type="text/xml")}, make)
    assert tally.counts["fetched"] == 1 and ENDED_EARLY not in tally.counts and tally.notes == ()
    asked = sum(n for name, n in tally.counts.items() if name in OUTCOMES and name != "fetched")
    nameless = tally.counts.get("no_address", 0)
    assert asked + tally.counts["not_wanted"] + nameless == len(ADDRESSES) + 1
    assert tally.counts["refused_address"] >= 4
    with Archive(tmp_path / "archive") as archive:
        rows = [row for row in archive.captures() if row.outcome == "refused_address"]
        assert rows and all(row.detail and row.source == "herald" for row in rows)


@pytest.mark.parametrize(
    "error", [ValueError("Port out of range"), UnicodeError("label too long"), RuntimeError("odd\x1b")]
)
def test_whatever_asking_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    ask = Client._one

    async def broken(self: Client, url: str, *words: Any, **options: Any) -> Capture:
        if url.endswith("/odd"):
            raise error
        return await ask(self, url, *words, **options)

    monkeypatch.setattr(Client, "_one", broken)
    table = {"/feed": answers(text=feed(["/odd", "/page"]), content_type="text/xml")}
    [tally] = scrape(tmp_path, table, lambda url: [Source(name="herald", feeds=(url + "/feed",))])
    assert tally.counts == {"fetched": 1, "unreadable": 1}


@pytest.mark.parametrize(("where", "part"), [(entries, "clean_url"), (known_addresses, "page_key"), (entries, "due")])
def test_whatever_looking_at_an_address_raises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: ModuleType, part: str
) -> None:
    work = getattr(where, part)

    def broken(first: Any, *words: Any, **options: Any) -> Any:
        if "odd" in getattr(first, "url", str(first)):
            raise UnicodeError("label empty or too long")
        return work(first, *words, **options)

    monkeypatch.setattr(where, part, broken)
    table = {"/feed": answers(text=feed(["/odd", "/page"]), content_type="text/xml")}

    def make(url: str) -> list[Source]:
        return [Source(name="herald", feeds=(url + "/feed",))]

    [tally] = scrape(tmp_path, table, make)
    assert tally.counts == {"fetched": 1, "refused_address": 1}


def test_an_outlet_that_breaks_ends_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wants = Source.wants

    def broken(self: Source, url: str) -> bool:
        if self.name == "odd":
            raise RecursionError("maximum recursion depth exceeded")
        return wants(self, url)

    request = Pages.request

    async def broken_pages(self: Pages) -> None:
        if self.desk.source.name == "worse":
            raise KeyError("nobody thought of this")
        await request(self)

    monkeypatch.setattr(Source, "wants", broken)
    monkeypatch.setattr(Pages, "request", broken_pages)
    names = ("odd", "worse", "fine")
    table = {f"/{n}/feed": answers(text=feed([f"/{n}/1"]), content_type="text/xml") for n in names}
    odd, worse, fine = scrape(
        tmp_path, {**table, "/fine/1": PAGE}, lambda url: [Source(name=n, feeds=(f"{url}/{n}/feed",)) for n in names]
    )
    assert odd.counts == {"refused_address": 1}
    assert worse.counts == {ENDED_EARLY: 1} and "ended early (KeyError: 'nobody thought" in worse.notes[0]
    assert fine.counts == {"fetched": 1}


def test_a_full_disk_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Archive, capture: Capture) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Archive, "begin", full)
    table = {"/feed": answers(text=feed(["/page"]), content_type="text/xml")}
    with pytest.raises(ArchiveStopped, match="the disk is full"):
        scrape(tmp_path, table, lambda url: [Source(name="herald", feeds=(url + "/feed",))])


ODD = ['<rss version="2.0"><channel>', "<item><link>{}</link>", "<pubDate>{}</pubDate></item>", "</channel></rss>"]
LISTS = {
    "a feed in a charset of nobody": ("feeds", '<?xml version="1.0" encoding="no-such"?>' + feed(["/page"])),
    "dates at the ends of time": (
        "sitemaps",
        sitemap(["/page"], "<lastmod>0001-01-01T00:00:00+09:00</lastmod>")
        + sitemap([], "<lastmod>9999-12-31T23:59:59-09:00</lastmod>"),
    ),
    "dates that are none": ("feeds", feed(["/page"]).replace("</link>", "</link><pubDate>Mon, 99 Foo 99999</pubDate>")),
    "a year of five digits": ("feeds", feed(["/page"]).replace("</link>", "</link><pubDate>1 Jan 99999</pubDate>")),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists(tmp_path: Path, name: str) -> None:
    kind, text = LISTS[name]
    table = {"/list": answers(body=text.encode(), content_type="text/xml"), "/fine": PAGE}

    def make(url: str) -> list[Source]:
        return [Source(name="herald", **{kind: (url + "/list",)}), Source(name="fine", pages=(url + "/fine",))]

    herald, fine = scrape(tmp_path, table, make)
    assert (herald.counts.get("fetched"), fine.counts) == (1, {"fetched": 1})


@pytest.mark.parametrize("reader", ["read_feed", "read_sitemap"])
@pytest.mark.parametrize("error", [RecursionError("too deep"), LookupError("unknown encoding: no-such"), KeyError("x")])
def test_a_list_that_breaks_its_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: str, error: Exception
) -> None:
    def broken(*words: Any, **options: Any) -> Any:
        raise error

    monkeypatch.setattr(read_list, reader, broken)
    text = sitemap(["/2"]) if reader == "read_feed" else feed(["/2"])
    other, one = ("feeds", "sitemaps") if reader == "read_feed" else ("sitemaps", "feeds")
    table = {"/odd": answers(text="<x/>"), "/list": answers(text=text, content_type="text/xml"), "/2": PAGE}
    [tally] = scrape(
        tmp_path, table, lambda url: [Source(name="herald", **{other: (url + "/odd",), one: (url + "/list",)})]
    )
    assert tally.counts == {"fetched": 1}
    assert len(tally.notes) == 1 and type(error).__name__ in tally.notes[0]
    with Archive(tmp_path / "archive") as archive:
        assert archive.counts()["unreadable"] == 1


def test_one_entry_of_a_feed_that_breaks_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.acquire.following import feeds

    entry = feeds._entry
    monkeypatch.setattr(feeds, "_entry", lambda found, said: 1 / 0 if "odd" in found.link else entry(found, said))
    listing = feeds.read_feed(
        feed(["https://a.example/1", "https://a.example/odd", "https://a.example/2"]).encode(), url=""
    )
    assert [page.url[-1] for page in listing.pages] == ["1", "2"]
    assert listing.flaw == "1 entry cannot be read: ZeroDivisionError: division by zero"


OK, BUSY, NOTHING = b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 503 Busy\r\n", b"\r\nContent-Length: 0\r\n\r\n"
ANSWERS = {
    "reason with codes and bytes": b"HTTP/1.1 404 \x1b[31mGo\xffne\r\nContent-Length: 0\r\n\r\n",
    "no reason": b"HTTP/1.1 500\r\nContent-Length: 0\r\n\r\n",
    "a status that is none": b"HTTP/1.1 999 Denied\r\nContent-Length: 0\r\n\r\n",
    "no status": b"HTTP/1.1 abc\r\nContent-Length: 0\r\n\r\n",
    "no HTTP at all": b"220 mail.example ESMTP\r\n",
    "nothing": b"",
    "headers in bytes": OK + b'Content-Type: text/html; charset=\xff\xfe\r\nETag: "\xe9"\r\nX-\x80: a\r\n\r\n<p>a</p>',
    "a charset of nobody": OK + b"Content-Type: text/html; charset*=x''y; charset=\"no such\"\r\n\r\n<p>a</p>",
    "a place that is none": b"HTTP/1.1 302 Found\r\nLocation: http://[::1" + NOTHING,
    "a place in bytes": b"HTTP/1.1 302 Found\r\nLocation: http://caf\xe9.example:99999/\xff" + NOTHING,
    "two lengths": OK + b"Content-Type: text/html\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n<p>a</p>",
    "a length that is none": OK + b"Content-Type: text/html\r\nContent-Length: -5\r\n\r\n<p>a</p>",
    "chunks that are none": OK + b"Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<p>a</p>",
    "retry nobody knows when": BUSY + b"Retry-After: \xb2" + NOTHING,
    "retry at the end of time": BUSY + b"Retry-After: Fri, 31 Dec 9999 23:59:59 -2400" + NOTHING,
    "retry in a year of many digits": BUSY + b"Retry-After: Fri, 31 Dec 99999999999 1:1:1" + NOTHING,
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers(tmp_path: Path, name: str) -> None:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(ANSWERS[name])

    async def work() -> Capture:
        async with raw_site(say) as url:
            return await get(url + "/a", retries=0, timeout=2)

    found = asyncio.run(work())
    assert found.outcome in OUTCOMES and (found.outcome == "fetched" or found.detail.isprintable())
    with Archive(tmp_path, run="run") as archive:
        stored = archive.add(found)
        assert stored.noted
        assert found.body is None or archive.read(stored.sha256 or "").body == found.body


@pytest.mark.parametrize(
    "text",
    [
        b"User-agent: *\nCrawl-delay: " + b"9" * 400,
        b"Crawl-delay: nan\nUser-agent: *\nCrawl-delay: a while",
        bytes(range(256)),
    ],
)
def test_robots_files(tmp_path: Path, text: bytes) -> None:
    table = {"/robots.txt": answers(body=text, content_type="text/plain")}
    [tally] = scrape(tmp_path, table, lambda url: [Source(name="herald", pages=(url + "/page",))])
    assert tally.counts == {"fetched": 1}


def test_a_list_with_a_header_that_is_no_utf_8(tmp_path: Path) -> None:
    async def say(writer: asyncio.StreamWriter) -> None:
        body = b"https://[::1]/a"
        writer.write(b'HTTP/1.1 200 OK\r\nETag: "\x95\xe9"\r\nLast-Modified: \x95\r\nContent-Type: text/plain\r\n')
        writer.write(b"Content-Length: %d\r\nConnection: close\r\n\r\n%b" % (len(body), body))

    async def work() -> list[SourceTally]:
        async with raw_site(say) as url:
            return await asyncio.to_thread(run, [Source(name="herald", sitemaps=(url + "/list",))], tmp_path)

    [tally] = asyncio.run(work())
    assert tally.notes == () and tally.next is not None and tally.next.outcome == "fetched"
