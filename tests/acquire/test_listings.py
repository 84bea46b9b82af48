"""Feeds and sitemaps: what they name, and that none does harm."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from flows.acquire.following.feeds import read_feed
from flows.acquire.following.listings import Entry, UnreadableListing
from flows.acquire.following.sitemaps import read_sitemap

URL = "https://herald.example/rss.xml"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Herald</title>
<item><title>Ferry sails</title><link>https://herald.example/ferry?a=1&amp;b=2</link>
<pubDate>Sun, 01 Mar 2026 10:00:00 +0200</pubDate></item>
<item><title>No link</title><guid>https://herald.example/guid</guid></item>
<item><title>Nothing</title><guid isPermaLink="false">tag:1</guid></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title><entry><title>Ferry</title>
<link rel="alternate" href="/ferry"/><link rel="enclosure" href="/ferry.mp3"/>
<published>2026-03-01T08:00:00Z</published><updated>2026-03-01T09:30:00Z</updated></entry></feed>"""
BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


def test_rss() -> None:
    found = read_feed(RSS.encode(), url=URL)
    assert found.flaw is None
    assert [entry.url for entry in found.pages] == [
        "https://herald.example/ferry?a=1&b=2",
        "https://herald.example/guid",
    ]
    assert found.pages[0].published == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert found.pages[0].title == "Ferry sails"


def test_atom() -> None:
    [entry] = read_feed(ATOM.encode(), url=URL).pages
    assert entry.url == "https://herald.example/ferry"
    assert entry.latest == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def test_a_cut_feed_gives_what_is_there_and_says_so() -> None:
    found = read_feed(RSS[: RSS.index("<title>Nothing")].encode(), url=URL)
    assert len(found.pages) == 2
    assert found.flaw


def test_the_servers_charset_counts() -> None:
    feed = RSS.replace("Ferry sails", "Fähre läuft aus").replace('<?xml version="1.0"?>', "").encode("latin-1")
    found = read_feed(feed, url=URL, content_type="application/rss+xml; charset=iso-8859-1")
    assert found.pages[0].title == "Fähre läuft aus"


@pytest.mark.parametrize("body", [b"", b"<html><body>no feed</body></html>", b"\0\1\2", b"{}"])
def test_what_is_no_feed(body: bytes) -> None:
    with pytest.raises(UnreadableListing, match="neither an RSS"):
        read_feed(body, url=URL)


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_bombs_are_refused(charset: str) -> None:
    with pytest.raises(UnreadableListing, match="entities"):
        read_feed((BOMB + RSS[21:]).encode(charset), url=URL)
    with pytest.raises(UnreadableListing, match="entities"):
        read_sitemap((BOMB + "<urlset/>").encode(charset), limit=1000)


LATIN_1 = '<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://w3.example/lat1.ent"> %HTMLlat1;'


@pytest.mark.parametrize("declared", ['<!ENTITY nbsp "&#160;">', "<!-- a -->\n<!ENTITY eacute '\u00e9' >", LATIN_1])
@pytest.mark.parametrize("first", ["", '<?xml version="1.0"?>\n<!-- a -->'])
def test_entities_for_characters_harm_nothing(declared: str, first: str) -> None:
    head = f"{first}<!DOCTYPE rss [{declared}]>"
    found = read_feed((head + RSS[21:].replace("Ferry sails", "Ferry&nbsp;sails")).encode(), url=URL)
    assert len(found.pages) == 2 and found.pages[0].title == "Ferry\xa0sails"
    assert len(read_sitemap(head.encode() + urlset(OLD, NEW), limit=10_000).pages) == 2


@pytest.mark.parametrize(
    "body",
    [b"<rss>" + b"<item>" * 50_000, b"<a " * 50_000, b"<" * 50_000, b"<rss>" + b"x" * 5_000_001],
    ids=["nested", "unclosed", "marks", "huge"],
)
def test_what_would_keep_the_reader_busy_for_hours(body: bytes) -> None:
    with pytest.raises(UnreadableListing, match=r"nested too deeply|larger than"):
        read_feed(body, url=URL)


def test_markup_inside_an_entry_is_no_nesting() -> None:
    broken = "<p><br><img src=x> 1 < 2 " * 2000
    body = RSS.replace("<title>Nothing", f"<description><![CDATA[{broken}]]></description><title>Nothing")
    assert len(read_feed(body.encode(), url=URL).pages) == 2


def urlset(*urls: str) -> bytes:
    head = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:i="http://i.example" xmlns:n="http://n.example">'
    return (head + "".join(urls) + "</urlset>").encode()


OLD = "<url><loc> https://herald.example/old </loc><lastmod>2026-02-01</lastmod></url>"
NEW = (
    "<url><loc>https://herald.example/new</loc><i:image><i:loc>https://herald.example/x.jpg</i:loc></i:image>"
    "<n:news><n:publication_date>2026-03-01T10:00:00+02:00</n:publication_date><n:title>New</n:title></n:news></url>"
)


@pytest.mark.parametrize("packed", [False, True])
def test_a_sitemap_with_the_latest_first(packed: bool) -> None:
    body = urlset(OLD, NEW, "<url><lastmod>2026-01-01</lastmod></url>")
    found = read_sitemap(gzip.compress(body) if packed else body, limit=10_000)
    assert found.pages == (
        Entry("https://herald.example/new", published=datetime(2026, 3, 1, 8, tzinfo=UTC), title="New"),
        Entry("https://herald.example/old", modified=datetime(2026, 2, 1, tzinfo=UTC)),
    )


def test_what_belongs_to_a_picture_or_video_is_not_the_pages() -> None:
    media = (
        "<i:image><i:loc>https://herald.example/x.jpg</i:loc><i:title>Picture</i:title></i:image>"
        "<i:video><i:title>Video</i:title><i:publication_date>2020-01-01</i:publication_date></i:video>"
    )
    before = NEW.replace("<url>", "<url>" + media).replace("<loc>", "<loc><!-- story -->")
    alone = OLD.replace("<url>", "<url>" + media)
    for amp in ("", "&"):  # a raw one has each entry read alone
        found = read_sitemap(urlset(alone + amp, before), limit=10_000)
        assert found.pages == read_sitemap(urlset(OLD, NEW), limit=10_000).pages


@pytest.mark.parametrize(
    "behind", [b"\0\0\n", b"<!-- 3 ms -->", gzip.compress(b"", mtime=0)], ids=["blank", "comment", "empty member"]
)
def test_rubbish_behind_a_packed_sitemap(behind: bytes) -> None:
    assert len(read_sitemap(gzip.compress(urlset(OLD, NEW)) + behind, limit=10_000).pages) == 2


@pytest.mark.parametrize("behind", [b"", b"\xff" * 1_000], ids=["cut off", "damaged"])
def test_of_a_packed_list_that_is_cut_or_damaged_whole_entries_count(behind: bytes) -> None:
    lines = [f"https://herald.example/{n * 7919 % 10_007}" for n in range(2_000)]
    sitemap = gzip.compress(urlset(*(f"<url><loc>{line}</loc></url>" for line in lines)))
    for packed in (sitemap, gzip.compress("\n".join(lines).encode())):
        found = {page.url for page in read_sitemap(packed[:-500] + behind, limit=1_000_000).pages}
        assert len(found & {*lines}) > 1_000
        # Damaged bytes unpack to nonsense before gzip notices.
        assert len(found - {*lines}) <= (50 if behind else 0)
    assert read_sitemap(sitemap[:-500] + behind, limit=1_000_000).flaw


def test_a_packed_list_whose_checksum_is_wrong_is_read() -> None:
    assert len(read_sitemap(gzip.compress(urlset(OLD, NEW))[:-8] + bytes(8), limit=10_000).pages) == 2


def test_a_sitemap_index() -> None:
    parts = [
        f"<sitemap><loc>https://herald.example/{m}.xml</loc><lastmod>2026-0{m}-01</lastmod></sitemap>"
        for m in (1, 3, 2)
    ]
    found = read_sitemap(f"<sitemapindex>{''.join(parts)}</sitemapindex>".encode(), limit=10_000)
    assert [entry.url[-5] for entry in found.further] == ["3", "2", "1"]


def test_a_text_sitemap() -> None:
    found = read_sitemap(b"\xef\xbb\xbfhttps://herald.example/a\r\nhttps://herald.example/b\n# no\n", limit=1000)
    assert [entry.url for entry in found.pages][1:] == ["https://herald.example/b"]


def test_a_cut_sitemap_gives_what_is_there() -> None:
    found = read_sitemap(urlset(OLD, NEW)[:-60], limit=10_000)
    assert [entry.url for entry in found.pages] == ["https://herald.example/old"]
    assert found.flaw


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "no address"),
        (b"plain words", "no address"),
        (b"<urlset", "no sitemap"),
        (gzip.compress(b"x" * 5000, mtime=0), "larger than 1,000 bytes"),
        (b"\x1f\x8b\x08" + b"rubbish" * 9, "cannot be unpacked"),
        (gzip.compress(b"https://herald.example/a", mtime=0)[:-9], "cannot be unpacked"),
    ],
)
def test_what_is_no_sitemap(body: bytes, said: str) -> None:
    with pytest.raises(UnreadableListing, match=said):
        read_sitemap(body, limit=1000)
