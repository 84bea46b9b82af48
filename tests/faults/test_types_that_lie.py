"""The content of an answer decides what it is, whatever type its server declares: pages under any type, and other
files."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from pathlib import Path
from typing import Any, Final

import brotli
import pytest

from flows.acquire.http.client import Ask
from flows.acquire.sniffing import sniffed
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from parsers import Article, parse_page
from tests.acquire.loopback import answers, client, site

TEXT: Final = " ".join(
    f"The ferry sailed at dawn with {n} people on board, the harbour master said." for n in range(40)
)
HTML: Final = (
    f"<!doctype html><html><head><title>Ferry sails</title></head><body><h1>Ferry sails</h1><p>{TEXT}</p>".encode()
)
XHTML: Final = (
    b'<?xml version="1.0" encoding="utf-8"?>\n<?xml-stylesheet href="a.css"?>\n<!-- page -->\n'
    b'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Ferry sails</title></head>'
    b"<body><h1>Ferry sails</h1><p>" + TEXT.encode() + b"</p></body></html>"
)
PDF: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"1 0 obj\n" * 2_000
JPEG: Final = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 40
PNG: Final = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
ZIP: Final = b"PK\x03\x04\x14\0\0\0" + bytes(range(256)) * 40
JSON: Final = json.dumps({"headline": "Ferry sails", "body": TEXT}).encode()
FEED: Final = b'<?xml version="1.0"?>\n<!-- made -->\n<rss version="2.0"><channel><title>Herald</title></channel></rss>'
ATOM: Final = b'\xef\xbb\xbf<feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title></feed>'
SITEMAP: Final = b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'
RSS91: Final = b'<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "a.dtd"><rss version="0.91"></rss>'

#: Declared type, body.
PAGES: Final = [
    *((declared, HTML) for declared in (
        "application/octet-stream", "application/xml", "text/xml", "text/plain", "text/markdown", None, "image/jpeg",
        "application/json", "text/css", "binary/octet-stream", "application/force-download", "application/pdf",
        "application/rss+xml", "html", "text/html", "application/xhtml+xml", "video/mp4",
    )),
    *((declared, XHTML) for declared in ("application/xml", "text/xml", "application/octet-stream", "text/html", None)),
    ("application/octet-stream", b"\xef\xbb\xbf \r\n<!-- a -->\n" + HTML),
    ("application/octet-stream", HTML.decode().encode("utf-16")),
    ("application/octet-stream", HTML.decode().encode("utf-16-le")),
    ("application/octet-stream", f"<article><h1>Ferry sails</h1><p>{TEXT}</p></article>".encode()),
]  # fmt: skip
#: Declared type, body, what it is.
OTHERS: Final = [
    ("text/html", PDF, "a PDF document, sent as text/html"),
    ("text/html", JPEG, "a picture, sent as text/html"),
    ("text/html", PNG, "a picture"),
    ("text/plain", ZIP, "a zip archive"),
    (None, PDF, "a PDF document, sent without a type"),
    ("text/html", JSON, "JSON data, sent as text/html"),
    ("text/html", b"\xef\xbb\xbf\n[" + JSON + b"]\n", "JSON data"),
    ("text/plain", JSON, "JSON data"),
    ("text/html", FEED, "a feed, sent as text/html"),
    ("text/html", ATOM, "a feed"),
    ("text/html", RSS91, "a feed"),
    ("text/plain", FEED, "a feed"),
    ("text/html", SITEMAP, "a sitemap"),
    ("text/html", FEED.decode().encode("utf-16"), "a feed"),
    ("image/png", PNG, "a picture, sent as image/png"),
    ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><path/></svg>", "a picture (SVG)"),
    ("application/pdf", PDF, "a PDF document, sent as application/pdf"),
    ("application/xml", FEED, "a feed, sent as application/xml"),
    ("application/xml", b"<?xml version='1.0'?><nitf><head/><body>x</body></nitf>", "no HTML page"),
    ("application/xml", b"<article><p>A story in XML of another kind.</p></article>", "no HTML page"),
    ("application/json", JSON, "JSON data"),
    ("application/octet-stream", b"Ferry sails\n\nThe ferry sailed.", "no HTML page"),
    ("application/octet-stream", bytes(range(256)) * 40, "a binary file"),
]
#: Pages that look like something else.
LOOKALIKES: Final = [
    ("text/html", b"{{ page.title }} <p>The ferry sailed.</p>"),
    ("text/plain", b"[Updated] The ferry sailed at dawn. [Ends]"),
    ("text/plain", b"BZhar reports: the ferry sailed at dawn."),
    ("text/plain", b"RIFFS of a guitar were heard on the quay."),
    ("text/html", b"<feedback>Tell us</feedback><p>The ferry sailed.</p>"),
    ("text/html", b"<!-- <rss> --><html><body><svg></svg><p>The ferry sailed.</p>"),
]


async def _asked(sent: list[tuple[str | None, bytes, str]]) -> list[Capture]:
    """Serve answers from one server and fetch them.  sent: (declared type, body, content encoding) of each."""
    table: dict[str, Any] = {}
    for number, (declared, body, encoding) in enumerate(sent):
        headers = {"Content-Type": declared or ""} | ({"Content-Encoding": encoding} if encoding else {})
        table[f"/{number}"] = answers(body=body, headers=headers)
    async with site(table) as served, client() as one:
        return [await one.get(served.url + path, Ask(limit=1_000_000)) for path in table]


def test_pages_under_any_type(tmp_path: Path) -> None:
    found = asyncio.run(_asked([(declared, body, "") for declared, body in PAGES]))
    assert [(d, f.outcome, f.detail) for (d, b), f in zip(PAGES, found) if (f.outcome, f.body) != ("fetched", b)] == []
    for capture in found:
        article = parse_page(capture.body or b"", media_type=capture.media_type, charset=capture.charset)
        assert isinstance(article, Article) and article.headline == "Ferry sails", capture.headers
    with Archive(tmp_path, run="run") as archive:
        for capture in found:
            archive.add(capture)
        kept = list(archive.captures())
    assert [row.media_type for row in kept] == [capture.media_type for capture in found]
    (tmp_path / "index.sqlite").unlink()
    with Archive(tmp_path, run="next") as archive:
        assert list(archive.captures()) == kept


def test_what_is_no_page_is_named() -> None:
    found = asyncio.run(_asked([(declared, body, "") for declared, body, _ in OTHERS]))
    for (declared, _, said), capture in zip(OTHERS, found):
        assert (declared, capture.outcome, capture.body) == (declared, "wrong_type", None)
        assert said in capture.detail


@pytest.mark.parametrize(("declared", "body"), LOOKALIKES)
def test_pages_that_look_like_something_else(declared: str, body: bytes) -> None:
    assert sniffed(body, declared) == (declared, None)


def test_packed_pages_and_others_under_another_type() -> None:
    kind = "application/octet-stream"
    long = HTML + b"<!-- " + bytes(f"{list(range(9000))}", "ascii") + b" -->"
    pages = [
        (kind, gzip.compress(long), "gzip"),
        (kind, brotli.compress(long), "br"),
        (kind, zlib.compress(long), "deflate"),
        (kind, gzip.compress(long), ""),
        (kind, gzip.compress(gzip.compress(long)), "gzip, gzip"),
    ]
    others = [
        (kind, gzip.compress(PNG * 50), "gzip"),
        (kind, brotli.compress(PDF), "br"),
        (kind, gzip.compress(JPEG), ""),
    ]
    found = asyncio.run(_asked(pages + others))
    assert [f.outcome for f in found] == ["fetched"] * len(pages) + ["wrong_type"] * len(others)


def test_a_large_file_of_another_type_is_not_read_to_its_end() -> None:
    async def run() -> None:
        sent = [0]

        async def film(request: Any) -> Any:
            from aiohttp import web

            response = web.StreamResponse(headers={"Content-Type": "video/mp4"})
            await response.prepare(request)
            for _ in range(400):
                await response.write(b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 200)
                sent[0] += 1
            return response

        async with site({"/film": film}) as served, client() as one:
            assert (await one.get(served.url + "/film", Ask(limit=90_000_000))).outcome == "wrong_type"
            await asyncio.sleep(0.05)
        assert sent[0] < 200

    asyncio.run(run())
