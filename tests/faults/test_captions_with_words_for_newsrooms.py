"""Captions that end with a note to newsrooms ("EDITORIAL USE ONLY"), and credits that belong to another picture."""

import pytest

from parsers import Article, parse_page
from parsers.captions.caption_text import read_caption
from tests.fields.pages import H1, page

#: (the caption as printed, its words, its credit)
PRINTED = [
    (
        "FILE PHOTO: Crates wait on the mole, June 11, 2025. Nordpix/Ada Lund via NEWSWIRE/File Photo ATTENTION EDITORS"
        " - THIS IMAGE WAS PROVIDED BY A THIRD PARTY. NO RESALES.",
        "FILE PHOTO: Crates wait on the mole, June 11, 2025.",
        "Nordpix/Ada Lund via NEWSWIRE/File Photo",
    ),
    ("The bridge at dawn. EDITORIAL USE ONLY", "The bridge at dawn.", None),
    ("Am Hafen. Küstenbild/Jana Holt/Archivbild", "Am Hafen.", "Küstenbild/Jana Holt/Archivbild"),
    ("Die Brücke am Montag. Bildrechte: bilder pool/dpa | Jana Holt", "Die Brücke am Montag.", None),
    ("The editors paid attention to the bridge.", "The editors paid attention to the bridge.", None),
]


@pytest.mark.parametrize(("printed", "words", "credit"), PRINTED)
def test_words_and_credit(printed: str, words: str, credit: str | None) -> None:
    found = read_caption(printed)
    assert found.text == words
    assert credit is None or found.credit == credit


def test_a_supplier_that_spells_itself_small() -> None:
    found = read_caption("Die Brücke am Montag. Bildrechte: bilder pool/dpa | Jana Holt")
    assert found.credit == "bilder pool/dpa | Jana Holt"


def test_what_stands_in_the_next_figure_is_not_this_ones_credit() -> None:
    figures = (
        "<figure><img src='/a.jpg'><figcaption>The chairwoman is heckled in the hall</figcaption></figure>"
        "<figure><img src='/b.jpg'><figcaption>Screenshot</figcaption></figure>"
    )
    found = parse_page(page(top=H1 + figures).encode(), url="https://harbourpost.example/news/ferry")
    assert isinstance(found, Article)
    assert [(caption.text, caption.credit) for caption in found.captions] == [
        ("The chairwoman is heckled in the hall", None)
    ]
