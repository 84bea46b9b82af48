"""Compressed answers under the right Content-Encoding, a wrong one or none: the bytes decide, and bombs stay small."""

from __future__ import annotations

import asyncio
import gzip
import random
import zlib
from collections.abc import Iterable
from typing import Final

import brotli
import pytest
import zstandard

from flows.acquire.http.client import Ask
from tests.acquire.loopback import answers, client, site

PAGE: Final = ("<html><body>" + "".join(f"<p>Ferry {n} sailed at dawn, Grüße.</p>" for n in range(200))).encode()
GZIP: Final = gzip.compress(PAGE, mtime=0)
BR: Final = brotli.compress(PAGE)
ZSTD: Final = zstandard.compress(PAGE)
RAW_DEFLATE: Final = zlib.compress(PAGE, wbits=-15)

#: Label, bytes.
PACKED: Final = [
    ("gzip", GZIP),
    ("x-gzip", GZIP),
    ("GZIP", GZIP),
    ("deflate", zlib.compress(PAGE)),
    ("deflate", RAW_DEFLATE),
    ("br", BR),
    ("zstd", ZSTD),
    ("zstd", zstandard.compress(PAGE[:900]) + zstandard.compress(PAGE[900:])),
    ("gzip", gzip.compress(PAGE[:900]) + gzip.compress(PAGE[900:])),
    ("gzip", GZIP + b"behind it"),
    ("gzip, gzip", gzip.compress(GZIP)),
    ("gzip", gzip.compress(GZIP)),
    ("br, gzip", gzip.compress(BR)),
    ("identity", PAGE),
    # Labels that lie.
    ("gzip", PAGE),
    ("br", PAGE),
    ("zstd", PAGE),
    ("deflate", PAGE),
    ("utf-8", PAGE),
    ("none", PAGE),
    ("", GZIP),
    ("identity", GZIP),
    ("", ZSTD),
    ("br", GZIP),
    ("deflate", GZIP),
    ("gzip", BR),
    ("deflate", BR),
    ("gzip", ZSTD),
    ("gzip", RAW_DEFLATE),
    ("br", RAW_DEFLATE),
    ("utf-8", BR),
]
NOISE: Final = random.Random(3).randbytes(300)
SPOILT: Final = [
    ("gzip", GZIP[:-9], "truncated", "end of its packed bytes"),
    ("gzip", GZIP[:-4], "truncated", "end of its packed bytes"),
    ("gzip", GZIP[: len(GZIP) // 2], "truncated", "end of its packed bytes"),
    ("deflate", zlib.compress(PAGE)[:-20], "truncated", "end of its packed bytes"),
    ("br", BR[:-20], "truncated", "end of its packed bytes"),
    ("zstd", ZSTD[:-20], "truncated", "end of its packed bytes"),
    ("gzip", GZIP[:-8] + b"wrongsum", "damaged", "cannot be unpacked"),
    ("gzip", NOISE, "damaged", "not packed as it says (gzip)"),
    ("zstd", NOISE, "damaged", "not packed as it says (zstd)"),
    ("sdch", NOISE, "damaged", "'sdch'"),
    # Bombs.
    ("gzip", gzip.compress(bytes(20_000_000)), "too_large", "100,000"),
    ("gzip, gzip", gzip.compress(gzip.compress(bytes(20_000_000))), "too_large", "100,000"),
    ("deflate", zlib.compress(bytes(20_000_000)), "too_large", "100,000"),
    ("br", brotli.compress(bytes(20_000_000), quality=1), "too_large", "100,000"),
    ("zstd", zstandard.compress(bytes(20_000_000)), "too_large", "100,000"),
]


async def _asked(bodies: Iterable[tuple[str, bytes]]) -> list[tuple[str, str, bytes | None]]:
    """Serve (label, body) pairs from one server and fetch them; gives outcome, detail and body of each."""
    table = {}
    for number, (label, body) in enumerate(bodies):
        headers = {"Content-Type": "text/html"} | ({"Content-Encoding": label} if label else {})
        table[f"/{number}"] = answers(body=body, headers=headers)
    async with site(table) as served, client(retries=0, refusals=99) as one:
        found = [await one.get(served.url + path, Ask(limit=100_000)) for path in table]
    return [(f.outcome, f.detail, f.body) for f in found]


def test_every_label() -> None:
    found = asyncio.run(_asked(PACKED))
    assert [(label, *f) for (label, _), f in zip(PACKED, found) if f != ("fetched", "", PAGE)] == []


def test_spoilt_bodies_and_bombs() -> None:
    found = asyncio.run(_asked((label, body) for label, body, *_ in SPOILT))
    for (label, _, outcome, said), (got, detail, body) in zip(SPOILT, found):
        assert (label, got, body) == (label, outcome, None), detail
        assert said in detail


def test_what_is_asked_for_can_be_unpacked() -> None:
    async def run() -> None:
        said: list[str] = []

        async def handler(request):  # type: ignore[no-untyped-def]
            said.append(request.headers["Accept-Encoding"])
            return await answers(body=PAGE, content_type="text/html")(request)

        async with site({"/page": handler}) as served, client() as one:
            await one.get(served.url + "/page", Ask(limit=100_000))
        assert {name.strip() for name in said[0].split(",")} <= {label for label, _ in PACKED}

    asyncio.run(run())


@pytest.mark.parametrize("label", ["gzip", ""])
def test_a_large_robots_txt_that_is_packed_counts_as_far_as_it_goes(label: str) -> None:
    rules = gzip.compress(b"User-agent: *\nDisallow: /page\n" + b"# x\n" * 400_000)

    async def run() -> None:
        headers = {"Content-Encoding": label} if label else {}
        async with site({"/robots.txt": answers(body=rules, headers=headers)}) as served, client() as one:
            assert (await one.get(served.url + "/page", Ask(limit=100_000))).outcome == "robots_denied"

    asyncio.run(run())
