"""Badges ("Live", "Advertisement", "For subscribers") in elements of their own stay out of headline and standfirst."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page

HEADLINE = "Bridge at Wexmouth to close for eleven months"
DECK = "The harbour board has decided. Fishermen are angry, and the county promises them another ice house."
TEXT = (
    "The harbour board voted on Tuesday night to close the old lifting bridge for eleven months for repairs.",
    "About forty boats use the inner quay, and a detour would add two hours to every landing, the skippers said later.",
    "The county has offered to pay for an ice plant on the outer mole, but nobody has said what a crate would cost.",
)


def read(headline: str, deck: str, head: str = "") -> tuple[str | None, str | None]:
    found = article(headline, deck, head)
    return found.headline, found.standfirst


def article(headline: str, deck: str, head: str = "") -> Article:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    page = (
        f"<html><head>{head}</head><body><article><h1>{headline}</h1><header><div>{deck}</div></header>"
        f'<time datetime="2026-03-04">4 March 2026</time><div class="body">{body}</div></article></body></html>'
    )
    found = parse_page(page.encode(), url="https://outlet.example/news/bridge", media_type="text/html")
    assert isinstance(found, Article)
    return found


BADGES = (
    "Live",
    "ANZEIGE",
    "Exclusif",
    "En vivo",
    "För prenumeranter",
    "Реклама",
    "独家",
    "Tylko u nas",
    "عاجل",
    "Vidéo",
)


@pytest.mark.parametrize("badge", BADGES)
@pytest.mark.parametrize(
    "shape", ["<span>{}</span><span class='intro'>{}</span>", "<b>{}</b> | <em class='intro'>{}</em>"]
)
def test_a_badge_before_the_standfirst(badge: str, shape: str) -> None:
    assert read(HEADLINE, shape.format(badge, DECK)) == (HEADLINE, DECK)


@pytest.mark.parametrize("badge", BADGES)
def test_a_badge_beside_the_headline(badge: str) -> None:
    assert read(f"<span>{badge}</span> {HEADLINE}", "")[0] == HEADLINE
    assert read(f"{HEADLINE} <span><i>{badge}</i></span>", "")[0] == HEADLINE


@pytest.mark.parametrize(
    "text",
    ["Live music returns to the harbour hall", "<em>Live</em>, they said, and let others live", "<em>Exclusive</em>"],
)
def test_words_of_a_sentence_stay(text: str) -> None:
    plain = text.replace("<em>", "").replace("</em>", "")
    declared = f'<meta property="og:title" content="{plain}">'
    assert read(text, "", declared)[0] == plain


@pytest.mark.parametrize("badge", BADGES)
def test_a_badge_that_was_taken_off_stands_among_what_was_cut(badge: str) -> None:
    deck = f"<span>{badge}</span><span class='intro'>{DECK}</span>"
    found = article(f"{HEADLINE} <span>{badge}</span>", deck)
    assert [cut.text for cut in found.dropped if cut.reason == "badge"] == [badge, badge]
    assert not [cut for cut in article(HEADLINE, DECK).dropped if cut.reason == "badge"]
