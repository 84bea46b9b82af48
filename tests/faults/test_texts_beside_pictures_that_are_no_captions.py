"""Authors' cards, entries of a ranking, titles of other stories and of films beside pictures are not captions."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page
from tests.fields.pages import H1, page


def read(inside: str) -> Article:
    found = parse_page(page(top=H1 + inside).encode(), url="https://outlet.example/news/a", media_type="text/html")
    assert isinstance(found, Article)
    return found


CARDS = {
    "an author": (
        "<div class='tooltip'><img src='/a.jpg'><div><a class='attribution' href='/ada'>Ada Lund</a></div>"
        "<div>Ada Lund is a writer covering ports and ships for the Lunde Post.</div></div>"
    ),
    "a link to another story": (
        "<ul><li><a href='https://outlet.example/news/other'><figure><img src='/a.jpg'>"
        "<figcaption>Council delays vote on parking fees again</figcaption></figure></a></li></ul>"
    ),
    "a film": "<figure><img src='/a.jpg'><figcaption>Watch this: How the bridge was built</figcaption></figure>",
    "the speaker of a pull quote": (
        "<div><img src='/a.jpg'></div><blockquote>A long night for us all.</blockquote>"
        "<div class='pullquote-caption'>Ada Lund, mayor of the town of Wexmouth</div>"
    ),
    "a teaser in the margin": (
        "<aside class='related'><a href='/news/b'><div class='media'><img src='/a.jpg'><div class='caption'>"
        "Skippers ask for another ice house on the mole</div></div></a></aside>"
    ),
}


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_it_is_no_caption(card: str) -> None:
    assert not read(card).captions


def test_the_entries_of_a_ranking_stay_in_the_body() -> None:
    places = ("The old harbour", "The lifting bridge", "The fish market", "The north lock", "The outer mole", "The inn")
    entries = [f"{number}. {place} is worth a visit in May" for number, place in enumerate(places, 1)]
    found = read("".join(f"<div class='e'><img src='/{n}.jpg'><p>{text}</p></div>" for n, text in enumerate(entries)))
    assert not found.captions
    assert len(found.images) == len(entries)


def test_a_figcaption_with_a_number_is_a_caption() -> None:
    figures = (
        f"<figure><img src='/{n}.jpg'><figcaption>{n}. The mole at {n} o'clock</figcaption></figure>"
        for n in range(1, 8)
    )
    assert len(read("".join(figures)).captions) == 7


@pytest.mark.parametrize(
    "href",
    [
        "/a-large.jpg",
        "https://archive.example/harbour-1911",
        "/news/a/galerie",
        "#picture-1",
        "https://outlet.example/news/a?photo=1",
    ],
)
def test_a_caption_in_a_link_to_the_picture_itself(href: str) -> None:
    found = read(
        f"<a href='{href}'><figure><img src='/a.jpg'><figcaption>Crates wait on the outer mole</figcaption></figure>"
        "</a>"
    )
    assert [caption.text for caption in found.captions] == ["Crates wait on the outer mole"]
