"""Makes invented news pages by the thousand, of some 60 and 260 kB, and WARC files of them, for measuring imports.

A number always gives the same page.  Words are drawn by frequency, and each page's data for scripts holds other
numbers, so that pages compress as those of outlets do (to a fifth or sixth) and no two are the same.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Final

import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_LETTERS: Final = "aeioubdfgklmnprst"
_DICE: Final = Random(3)
#: The most frequent ones: by these the language of real pages is told, too, and not by a model.
_SMALL: Final = (
    "the of and to a in that is was he for it with as his on be at by this had not are but from or have an they which"
)
_WORDS: Final = [
    *_SMALL.split(),
    *("".join(_DICE.choices(_LETTERS, k=_DICE.randint(2, 10))) for _ in range(8_000)),
]
_FREQUENCY: Final = list(accumulate(1 / (n + 10) for n in range(len(_WORDS))))
#: Most bytes of data for scripts: of the small and of the large pages.
_DATA: Final = (40_000, 235_000)


def page(number: int) -> bytes:
    """The page with this number; those with odd numbers are large."""
    dice = Random(number)
    title = _words(dice, 9).capitalize()
    paragraphs = "\n".join(f"<p>{_words(dice, 60).capitalize()}.</p>" for _ in range(dice.randint(10, 22)))
    links = "\n".join(
        f'<li class="nav-item"><a href="/{_words(dice, 1)}/{dice.getrandbits(32):x}">{_words(dice, 6)}</a></li>'
        for _ in range(50)
    )
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="author" content="Nora Ellery"><meta property="article:published_time" content="2026-03-02T08:00:00Z">
<script type="application/json">{{"items": [{_data(dice, _DATA[number % 2])}]}}</script></head>
<body><nav><ul>{links}</ul></nav><article><h1>{title}</h1>
<p class="byline">By Nora Ellery</p>{paragraphs}</article><footer>{_words(dice, 30)}</footer></body></html>""".encode()


def _words(dice: Random, count: int) -> str:
    return " ".join(dice.choices(_WORDS, cum_weights=_FREQUENCY, k=count))


def _data(dice: Random, size: int) -> str:
    parts, held = [], 0
    while held < size:
        parts.append(
            f'{{"id":{dice.getrandbits(30)},"slug":"{_words(dice, 4)}","teaser":"{_words(dice, 12)}",'
            f'"image":{{"src":"/img/{dice.getrandbits(48):x}.jpg","width":1280,"height":720,"loading":"lazy"}},'
            '"section":{"name":"World","path":"/world/","color":"#004276"},"flags":{"paid":false,"live":false},'
            f'"html":"<div class=\\"teaser teaser--small\\"><a class=\\"teaser__link\\">{held}</a></div>"}}'
        )
        held += len(parts[-1])
    return ",".join(parts)


def write_warc(path: Path, pages: int, packing: str = "gzip") -> None:
    """Write a WARC/1.1 file with a response record for each of the pages.

    packing: of each record, "gzip", "zstd" or "plain".
    """
    with path.open("wb") as file:
        for record in _records(pages, gzip=packing == "gzip"):
            file.write(zstandard.compress(record) if packing == "zstd" else record)


def _records(pages: int, *, gzip: bool) -> Iterator[bytes]:
    for number in range(pages):
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=gzip, warc_version="WARC/1.1")
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        url = f"https://outlet-{number % 40}.example/2026/03/02/story-{number}"
        given = {"WARC-Date": f"2026-03-02T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z"}
        body = page(number)
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=headers, warc_headers_dict=given
            )
        )
        yield buffer.getvalue()
