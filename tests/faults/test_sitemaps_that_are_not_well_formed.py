"""A sitemap that an XML parser refuses is read entry by entry, and the latest of too many entries count."""

from __future__ import annotations

import pytest

from flows.acquire.following import sitemaps
from flows.acquire.following.listings import UnreadableListing
from flows.acquire.following.sitemaps import read_sitemap

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
A, B = "https://herald.example/a", "https://herald.example/b"


def read(*entries: str | bytes, before: bytes = b"", end: str = "</urlset>") -> list[str]:
    body = before + b"".join(part if isinstance(part, bytes) else part.encode() for part in (HEAD, *entries, end))
    return [entry.url for entry in read_sitemap(body, limit=1_000_000).pages]


def url(address: str | bytes, more: str | bytes = "") -> bytes:
    parts = (
        part if isinstance(part, bytes) else part.encode() for part in ("<url><loc>", address, "</loc>", more, "</url>")
    )
    return b"".join(parts)


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        (url(f"{A}?a=1&b=2"), f"{A}?a=1&b=2"),
        (url(f"{A}?a=1&b=2&amp;c=3&#38;d=4"), f"{A}?a=1&b=2&c=3&d=4"),
        (url(f"<![CDATA[{A}?a=1&b=2&amp;c]]></loc><x>&</x><loc>"), f"{A}?a=1&b=2&amp;c"),
        (url(A, "<t>Fish & chips &nbsp; &eacute; &odd;</t>"), A),
        (url(A, b"<t>caf\xe9 \x93x\x94</t>"), A),
        (url(A, b"<t>\x00\x0b\x1f &#0; </t>"), A),
        (url(A, "<t>1 < 2 <br> </x></t>"), A),
        (url(A, "<image:image><image:loc>https://herald.example/x.jpg</image:loc></image:image><t>&</t>"), A),
        (f"<url><loc>{A}</loc><lastmod>2026-01-01".encode(), A),
        (f"<url><loc>{A}</url>".encode(), A),
        (f"<!-- <url><loc>{B}?old</loc></url> & -->".encode() + url(f"{A}?x&y"), f"{A}?x&y"),
    ],
)
def test_a_fault_costs_nothing_else(entry: bytes, address: str) -> None:
    assert sorted(read(url(f"{B}1"), entry, url(f"{B}2"))) == sorted([f"{B}1", address, f"{B}2"])


@pytest.mark.parametrize(
    "before", [b"\n", b"\xef\xbb\xbf\r\n\r\n", b" \xef\xbb\xbf", b"Notice: line 3\n", b"\x00", b"<br />"]
)
def test_something_before_the_declaration(before: bytes) -> None:
    assert read(url(A), url(B), before=before) == [A, B]


def test_a_blank_line_before_it_is_no_flaw() -> None:
    assert read_sitemap(("\n" + HEAD + url(A).decode() + "</urlset>").encode(), limit=1000).flaw is None


@pytest.mark.parametrize("cut", [1, 5, 12, 40])
def test_without_its_end_whole_entries_count(cut: int) -> None:
    assert read(url(f"{A}?x&y"), url(B)[:-cut], end="") == [f"{A}?x&y"]


@pytest.mark.parametrize("body", [b"<urlset><url>" + b"<![CDATA[x\n" * 9, b"<urlset>\x1b[2J&</urlset>"])
def test_what_is_wrong_is_said_in_one_line_without_its_text(body: bytes) -> None:
    with pytest.raises(UnreadableListing) as said:
        read_sitemap(body, limit=1000)
    assert str(said.value).isprintable() and "<" not in str(said.value)


def test_an_index_too() -> None:
    body = f"<sitemapindex><sitemap><loc>{A}?p=1&m=2</loc></sitemap></sitemapindex>".encode()
    found = read_sitemap(body, limit=1000)
    assert [entry.url for entry in found.further] == [f"{A}?p=1&m=2"] and not found.pages and found.flaw


def test_entities_are_refused_all_the_same() -> None:
    with pytest.raises(UnreadableListing, match="entities"):
        read('<!DOCTYPE x [<!ENTITY a "b">]>', url(f"{A}?x&y"), before=b"\n")


def test_in_another_charset() -> None:
    entry = f"<url><loc>{A}?x&y</loc><t>Паром вышел в море</t></url>"
    body = f"<?xml version='1.0' encoding='windows-1251'?><urlset>{entry}</urlset>"
    assert [e.url for e in read_sitemap(body.encode("cp1251"), limit=1000).pages] == [f"{A}?x&y"]
    assert [e.url for e in read_sitemap(body.encode("utf-16"), limit=1000).pages] == [f"{A}?x&y"]


@pytest.mark.parametrize("amp", ["&amp;", "&"])
def test_of_too_many_the_latest_count(monkeypatch: pytest.MonkeyPatch, amp: str) -> None:
    monkeypatch.setattr(sitemaps, "_MOST", 3)
    days = [5, 1, 9, 2, 7, 3, 8, 4, 6]
    parts = [url(f"{A}?d={day}{amp}x", f"<lastmod>2026-01-0{day}</lastmod>").decode() for day in days]
    found = read_sitemap((HEAD + "".join(parts) + "</urlset>").encode(), limit=10_000)
    assert [entry.url[-3] for entry in found.pages] == ["9", "8", "7"]
    assert found.left_out == 6 and (found.flaw is None) == (amp == "&amp;")


def test_of_too_many_lines_the_first_count_and_the_others_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "_MOST", 3)
    found = read_sitemap("\n".join(f"{A}{n}" for n in range(5)).encode(), limit=1000)
    assert len(found.pages) == 3 and found.left_out == 2
