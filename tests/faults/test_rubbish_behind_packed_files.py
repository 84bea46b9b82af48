"""Rubbish behind a packed file costs nothing of what is packed in it, and what is cut costs no row before the cut."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import plistlib
from collections.abc import Callable
from pathlib import Path

import lz4.frame
import pytest
import zstandard

from tests.acquire.tables import read
from tests.acquire.test_saved_pages import tarred

PAGE = "<!doctype html><html><body><p>The ferry sailed at dawn.</p></body></html>"
ROWS = [{"url": f"https://herald.example/{n}", "html": f"{PAGE}{n}"} for n in range(3)]
LINES = "\n".join(map(json.dumps, ROWS)).encode()
MESSAGE = f"MIME-Version: 1.0\nContent-Type: text/html\nContent-Location: {ROWS[0]['url']}\n\n{PAGE}\n".encode()
HAR = {
    "log": {
        "version": "1.2",
        "entries": [
            {
                "request": {"method": "GET", "url": row["url"]},
                "response": {"status": 200, "content": {"mimeType": "text/html", "text": row["html"]}},
            }
            for row in ROWS
        ],
    }
}
ARCHIVE = {"WebMainResource": {"WebResourceData": PAGE.encode(), "WebResourceURL": ROWS[0]["url"]}}
PACKS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "gzip, twice": lambda data: gzip.compress(gzip.compress(data)),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.compress,
    "lz4": lz4.frame.compress,
}
#: What is packed, and how many pages are in it.
HELD: dict[str, tuple[bytes, int]] = {
    "a page": (PAGE.encode(), 1),
    "JSON Lines": (LINES, 3),
    "JSON": (json.dumps(ROWS).encode(), 3),
    "CSV": (("url,html\n" + "\n".join(",".join(row.values()) for row in ROWS)).encode(), 3),
    "HAR": (json.dumps(HAR).encode(), 3),
    "a message": (MESSAGE, 1),
    "a mailbox": (b"From desk\n" + MESSAGE + b"\nFrom desk\n" + MESSAGE, 2),
    "a web archive": (plistlib.dumps(ARCHIVE), 1),
    "a tar archive": (tarred({"1.html": PAGE.encode(), "2.html": PAGE.encode()}), 2),
}


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
@pytest.mark.parametrize("held", HELD)
def test_all_that_is_packed_is_read(tmp_path: Path, held: str, pack: Callable[[bytes], bytes]) -> None:
    content, pages = HELD[held]
    (tmp_path / "x").write_bytes(pack(content) + b"rubbish" * 9)
    found = read(tmp_path / "x")
    assert [one.outcome for one in found] == ["fetched"] * pages + ["damaged"]
    assert "stands something else; that is left out, and all before it is read" in found[-1].detail


@pytest.mark.parametrize("held", ["JSON Lines", "CSV"])
def test_the_rows_before_a_cut_are_read(tmp_path: Path, held: str) -> None:
    (tmp_path / "x").write_bytes(gzip.compress(HELD[held][0], 0)[:-100])
    found = read(tmp_path / "x")
    assert [one.outcome for one in found] == ["fetched", "fetched", "truncated"]
