"""Halves of surrogate pairs, control characters and lone direction marks are removed by the parser, wherever they
stand."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.parsing import staging
from parsers import Article, Rejection, parse_page

URL = "https://outlet.example/harbour/ferry-strike"
PARAGRAPHS = (
    "The ferry between the two islands stopped running on Monday after the crew went on strike over their pay.",
    "Passengers were taken across by fishing boats, whose owners asked for the usual fare and no more than that.",
    "Talks between the company and the union will go on in the town hall of Hartsea on Thursday morning.",
)
#: No text may hold one of these when it leaves the parser.
UNCLEAN = re.compile("[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def page(*, head: str = "", headline: str = "Ferry crews on strike", body: str = "", declared: Any = None) -> bytes:
    """An article's page.  declared: its JSON-LD, written in ASCII, so that half a surrogate pair is an escape in it."""
    script = f'<script type="application/ld+json">{json.dumps(declared)}</script>' if declared else ""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS) + body
    markup = f"<html><head><title>{headline}</title>{head}{script}</head><body><article><h1>{headline}</h1>{text}"
    return f"{markup}</article></body></html>".encode("utf-8", "surrogatepass")


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.items() for part in item for text in strings(part)]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else []


def clean(result: Article | Rejection) -> dict[str, Any]:
    """Check that no such character is in the result; gives the result as plain types."""
    told = result.to_dict()
    assert [text for text in strings(told) if UNCLEAN.search(text)] == []
    json.dumps(told, ensure_ascii=False).encode()
    return told


DECLARED = {
    "author's name": {"author": {"@type": "Person", "name": "Ada \ud83d Lund"}},
    "section": {"articleSection": "Har\ud83dbour"},
    "keywords": {"keywords": ["ferry\udc00", "strike"]},
    "address": {"url": URL + "\ud83d", "mainEntityOfPage": URL + "\udfff"},
    "publisher": {"publisher": {"@type": "Organization", "name": "Outlet\ud83d"}},
    "time": {"datePublished": "2026-11-29T08:00:00Z\ud83d"},
    "headline": {"headline": "Ferry crews \ud83d on strike"},
    "picture": {"image": {"@type": "ImageObject", "url": "https://outlet.example/a\ud83d.jpg", "caption": "A \ud83d"}},
    "a key": {"na\ud83dme": "x", "author": {"na\ud83dme": "Ada Lund"}},
}


@pytest.mark.parametrize("part", DECLARED.values(), ids=DECLARED.keys())
def test_half_a_pair_in_what_a_page_declares(part: dict[str, Any], tmp_path: Any) -> None:
    declared = {"@context": "https://schema.org", "@type": "NewsArticle", **part}
    result = parse_page(page(declared=declared), url=URL, media_type="text/html")
    assert isinstance(result, Article)
    told = clean(result)
    moment = datetime(2026, 11, 29, tzinfo=UTC)
    row = {"run_id": "r", "channel": "file", "fetched_at": moment, "outcome": "article", "article": told}
    assert pq.read_table(staging.stage(tmp_path, [row], batch_id="0" * 32)).num_rows == 1


@pytest.mark.parametrize(
    "written", ["&#xD83D;", "&#55357;", "\ud83d", "&#0;", "&#x1b;[31m", "\x1b]0;owned\x07", "\x9b31m"]
)
def test_in_printed_text(written: str) -> None:
    result = parse_page(page(headline=f"Ferry {written} crews on strike"), url=URL, media_type="text/html")
    assert isinstance(result, Article)
    assert re.search(r"^Ferry\b.*\bcrews on strike$", clean(result)["headline"])


def test_in_plain_text_and_in_the_arguments() -> None:
    text = "FERRY CREWS ON STRIKE\n\n" + "\n\n".join(PARAGRAPHS).replace("ferry", "fer\x00ry\x1b[0m")
    clean(parse_page(text.encode(), media_type="text/plain", url="https://outlet.example/\ud83d", charset="utf\ud83d"))
    for address in ("http://[::1", "\ud83d", "https://outlet.example:99999999/a", "x" * 100_000):
        clean(parse_page(page(), url=address, media_type="text/html\x00", charset="\x00"))
    clean(parse_page(page(), url=URL, fetched_at=datetime(1, 1, 1)))
    clean(parse_page(page(), url=URL, fetched_at=datetime.max.replace(tzinfo=UTC)))


def test_marks_of_direction_stay_in_pairs_and_go_alone() -> None:
    body = "<p>He said \u2067\u0634\u0643\u0631\u0627\u2069 to the crew, and the captain nodded to them all.</p>"
    body += "<p>Then \u202ethe lights went out over the whole harbour, and nobody could see the other island.</p>"
    body += "<p>Zero\u200cwidth and \u200edirection\u200f marks are text and stay where they are in this paragraph.</p>"
    result = parse_page(page(body=body), url=URL, media_type="text/html")
    assert isinstance(result, Article)
    text = "\n".join(block["text"] for block in clean(result)["blocks"])
    assert "\u2067\u0634\u0643\u0631\u0627\u2069" in text and "\u202e" not in text
    assert "Zero\u200cwidth" in text and "\u200edirection\u200f" in text


ADDRESSES = [
    "javascript:alert(1)", " JavaScript:alert(1)", "java\tscript:alert(1)", "vbscript:x",
    "data:image/png;base64,AA", "about:blank", "file:///etc/passwd", "blob:https://a.example/1",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_does_not_lead_to_the_web_is_no_address(address: str) -> None:
    picture = f'<img src="{address}" width="900" height="600">'
    figure = f"<figure>{picture}<figcaption>The empty pier of Hartsea.</figcaption></figure>"
    frame = f'<iframe src="{address}" width="560" height="315"></iframe>'
    head = f'<link rel="canonical" href="{address}"><meta property="og:image" content="{address}">'
    result = parse_page(page(head=head, body=figure + frame), url=URL, media_type="text/html")
    assert isinstance(result, Article)
    told = clean(result)
    kept = [told["canonical_url"], *(i["url"] for i in told["images"]), *(e["url"] for e in told["embeds"])]
    kept += [caption["image_url"] for caption in told["captions"]]
    assert [url for url in kept if url and not url.startswith("https://outlet.example/")] == []
    assert [caption["text"] for caption in told["captions"]] == ["The empty pier of Hartsea."], "its caption stays"


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60), st.text(st.characters(codec=None), max_size=60))
def test_whatever_characters_stand_in_it(printed: str, declared: str) -> None:
    shown = printed.replace("<", " ").replace("&", " ")
    said = {
        "@type": "NewsArticle",
        "headline": declared,
        "author": declared,
        "image": declared,
        "datePublished": declared,
    }
    result = parse_page(page(headline=shown, declared=said), url=URL, media_type="text/html")
    assert not (isinstance(result, Rejection) and result.reason == "internal_error")
    clean(result)
