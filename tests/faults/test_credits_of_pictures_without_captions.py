"""A picture with a credit but no caption keeps its credit, and the credit's line is not listed as cut."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page
from tests.fields.pages import H1, page

FIGURES = {
    "a figcaption": "<figure><img src='/a.jpg'><figcaption>(Image credit: Ada Lund)</figcaption></figure>",
    "a class in a figure": "<figure><img src='/a.jpg'><p class='photo-credit'>Ada Lund</p></figure>",
    "a heading in the credit": "<figure><img src='/a.jpg'><div class='credit'><h4>Ada Lund</h4></div></figure>",
    "a link to the owner": "<div><img src='/a.jpg'><p class='attribution'><a href='/x'>Ada Lund</a></p></div>",
    "the next paragraph": "<img src='/a.jpg'><p>Foto: Ada Lund</p>",
    "a paragraph, with a sign": "<p><img src='/a.jpg'></p><p>© Ada Lund</p>",
    "a div without a name": "<div><div><img src='/a.jpg'></div><div>Photo: Ada Lund</div></div>",
    "a picture that a script loads": (
        "<figure><img src='/placeholder.svg' data-src='/a.jpg'><figcaption>Photo: Ada Lund</figcaption></figure>"
    ),
    "a label in an element of its own": (
        "<figure><img src='/a.jpg'><figcaption><span>Credit</span><span>Ada Lund</span></figcaption></figure>"
    ),
    "a label in an element, the name beside it": (
        "<figure><span>Photo</span><img src='/a.jpg'><figcaption><span><span>Credit</span>Ada Lund</span></figcaption>"
        "</figure>"
    ),
}


def read(inside: str) -> Article:
    found = parse_page(page(top=H1 + inside).encode(), url="https://outlet.example/news/a", media_type="text/html")
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_the_picture_has_the_credit(figure: str) -> None:
    found = read(figure)
    assert [(image.url, image.credit, image.caption) for image in found.images] == [
        ("https://outlet.example/a.jpg", "Ada Lund", None)
    ]
    assert not found.captions
    assert not [cut for cut in found.dropped if "Lund" in cut.text]
    assert not [block for block in found.blocks if "Lund" in block.text]


def test_each_picture_has_its_own() -> None:
    found = read("<img src='/a.jpg'><p>© Ada Lund</p><img src='/b.jpg'><p>© Jon Vik</p><img src='/c.jpg'>")
    assert [image.credit for image in found.images] == ["Ada Lund", "Jon Vik", None]


def test_a_caption_holds_the_credit_of_its_picture() -> None:
    found = read(
        "<figure><img src='/a.jpg'><figcaption>The old bridge at dawn<span class='credit'>Photo: Ada Lund</span>"
        "</figcaption></figure>"
    )
    assert [(caption.text, caption.credit) for caption in found.captions] == [("The old bridge at dawn", "Ada Lund")]
    assert [image.credit for image in found.images] == [None]
    assert not [cut for cut in found.dropped if "Lund" in cut.text]


def test_without_a_picture_the_line_is_cut_with_its_reason() -> None:
    found = read("<div class='caption'>Photo: Ada Lund</div>")
    assert [cut.reason for cut in found.dropped if "Lund" in cut.text] == ["photo_credit"]


@pytest.mark.parametrize("line", ["Source: Harbour Office figures for the year show it well.", "© 2026 Lunde Ferries"])
def test_other_lines_below_a_picture_credit_nothing(line: str) -> None:
    found = read(f"<p><img src='/a.jpg'></p><p>{line}</p>")
    assert not [caption for caption in found.captions if caption.credit]
