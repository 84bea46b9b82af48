"""A record without an address, or with an impossible one: its page is read all the same, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.import_pages import import_pages
from tests.faults.warcs import good, http, outcomes, packed, page, read, record

CANONICAL = b'<html><head><link rel="canonical" href="%s"></head><body><p>The ferry sailed.</p></body></html>'


def one(target: str | None, body: bytes, tmp_path: Path) -> Capture:
    """Read a record between two others, from a gzipped and from a plain file; gives its page, the same from both."""
    content = [good(1), record(target, http(body)), good(2)]
    [*_, plain, _] = read(b"".join(content), tmp_path, "plain.warc")
    first, found, last = read(packed(*content), tmp_path)
    assert outcomes([first, found, last]) == ["fetched"] * 3
    assert isinstance(found, Capture) and isinstance(plain, Capture) and found.body == plain.body == body
    return found


@pytest.mark.parametrize("target", [None, "", " ", "<>", "/news/1", "www.herald.example/1", "http://", "http:///a"])
@pytest.mark.parametrize("tag", ['<link rel="canonical" href="{}">', '<meta property="og:url" content="{}">'])
def test_the_address_that_the_page_declares(tmp_path: Path, target: str | None, tag: str) -> None:
    body = f"<html><head>{tag.format('https://herald.example/ferry')}</head><body><p>It sailed.</p></body></html>"
    found = one(target, body.encode(), tmp_path)
    assert (found.url, found.status) == ("https://herald.example/ferry", 200)


@pytest.mark.parametrize(
    "declared", ["", "/news/1", "https://herald.example/", "ftp://herald.example/a", "http://[", "mailto:a@b.example"]
)
def test_without_a_declared_address_the_place_in_the_file_names_it(tmp_path: Path, declared: str) -> None:
    found = one(None, CANONICAL % declared.encode(), tmp_path)
    place = len(packed(good(1)))
    assert found.url == f"{(tmp_path / 'x.warc').as_uri()}#{place}"
    assert (found.status, found.headers, found.media_type) == (None, (), "text/html")


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("<https://herald.example/a>", "https://herald.example/a"),
        ("< https://herald.example/a >", "https://herald.example/a"),
        ("  https://herald.example/a\t", "https://herald.example/a"),
        ("HTTPS://herald.example/A", "https://herald.example/A"),
        ("https://herald.example/two words", "https://herald.example/two%20words"),
        ("https://herald.example/märz", "https://herald.example/märz"),
        ("https://herald.example/%zz%", "https://herald.example/%zz%"),
        ("https://herald.example/\x01\x7f", "https://herald.example/%01%7F"),
        ("https://user:word@herald.example:8443/a?b=c#d", "https://user:word@herald.example:8443/a?b=c#d"),
        ("http://herald.example:99999/a", None),
        ("http://[herald.example/a", None),
        ("http://herald.example:port/a", None),
        ("//herald.example/a", None),
    ],
)
def test_how_addresses_are_written(tmp_path: Path, target: str, url: str | None) -> None:
    found = one(target, page("a"), tmp_path)
    assert found.url == url or (url is None and found.url.startswith("file:"))


def test_bytes_in_an_address_that_are_no_utf8(tmp_path: Path) -> None:
    assert one("https://herald.example/caf\udce9", page("a"), tmp_path).url == "https://herald.example/café"


def test_they_neither_collide_nor_double_and_are_parsed_without_an_address(tmp_path: Path) -> None:
    bodies = [page(n) for n in range(3)]
    warc = tmp_path / "x.warc.gz"
    warc.write_bytes(packed(*(record(None, http(body)) for body in bodies)))
    data = tmp_path / "data"
    assert import_pages([str(warc)], data=str(data)).counts["new"] == 3
    again = import_pages([str(warc)], data=str(data))
    assert (again.counts["known"], again.counts["new"]) == (3, 0)
    with Archive(data / "archive") as archive:
        kept = [archive.read(p.sha256) for p in archive.pages()]
    assert [(p.body, p.url, p.media_type) for p in kept] == [(body, None, "text/html") for body in bodies]
