"""Makes staged rows and batches for tests, with defaults for all fields."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from parsers.model import (
    Article,
    Block,
    Caption,
    Correspondent,
    Dropped,
    Embed,
    Evidence,
    FoundValue,
    Image,
)
from warehouse import staged

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday

HEADLINES = (FoundValue("Ferry returns", "JSON-LD"), FoundValue("Ferry back", "h1"))


def at(hours: float) -> datetime:
    """This many hours after NOON."""
    return NOON + timedelta(hours=hours)


def article(text: str = "The ferry left at dawn.", **fields: Any) -> Article:
    """An article with one value of each kind; fields replace its own."""
    whole: dict[str, Any] = {
        "headline": "Ferry returns to the strait",
        "standfirst": "After ten years, a crossing reopens",
        "byline": "By Ines Calder",
        "authors": ("Ines Calder",),
        "published_at": "2026-03-02T09:00:00+02:00",
        "published_raw": "2 March 2026, 9:00",
        "tags": ("ferries", "ports"),
        "language": "en",
        "blocks": (Block("paragraph", text, locator="/p[1]"), Block("subhead", "What comes next", 2)),
        "captions": (Caption("The ferry in port", "Harbour Press", 2, "https://img.example/f.jpg"),),
        "images": (Image("https://img.example/f.jpg", 800, 600, "lead", 0),),
        "correspondents": (
            Correspondent("reporting", "Ines Calder", location="Calmare", text="Reporting by Ines Calder"),
        ),
        "embeds": (Embed("video", "https://video.example/1", "Example"),),
        "dropped": (Dropped("Advertisement", "advertisement"),),
        "evidence": {"headline": Evidence("json_ld", "NewsArticle.headline", 0.9, HEADLINES)},
    }
    return Article(**{**whole, **fields})


def page(url: str | None, story: Article | None, *, body: str | None = None, **facts: Any) -> dict[str, Any]:
    """A staged row: an article, or with story None a rejection.  body stands for the bytes of the page."""
    content = body if body is not None else repr(story)
    row: dict[str, Any] = {
        "run_id": "run-1",
        "channel": "http",
        "requested_url": url,
        "fetched_at": NOON,
        "body_sha256": hashlib.sha256(content.encode()).hexdigest(),
        "byte_length": len(content),
        "warc_file": "one.warc.gz",
        "warc_offset": 0,
        "outcome": "article" if story else "rejected",
        "parser_version": "1",
        "rules_version": "r1",
        "article": story.to_dict() if story else None,
    }
    if story is None:
        row |= {"stage": "parse", "reason": "not_an_article", "detail": "it holds no article"}
    return row | facts


def write_batch(directory: Path, name: str, rows: Iterable[dict[str, Any]]) -> Path:
    """A staged batch as a file."""
    path = directory / f"{name}.parquet"
    pq.write_table(staged.table(rows, batch_id=name), path)
    return path
