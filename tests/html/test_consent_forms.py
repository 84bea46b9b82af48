"""A form for consent in place of a page is refused as one; a story beside such a form, or about cookies, is read."""

from __future__ import annotations

import pytest

from parsers import Rejection, parse_page
from tests.html.refused_pages import STORY, WALLS, parsed, texts


@pytest.mark.parametrize("language", WALLS)
def test_a_form_for_consent_is_no_article(language: str) -> None:
    title, text, button = WALLS[language]
    body = f"<div><h1>{title}</h1><p>{text}</p><button>{button}</button><a href=/abo>Abo</a></div>"
    result = parsed(body, language=language, title=title)
    assert isinstance(result, Rejection)
    assert result.reason == "consent_page"


@pytest.mark.parametrize("language", WALLS)
def test_a_form_for_consent_over_a_story_is_not_the_page(language: str) -> None:
    _, text, button = WALLS[language]
    wall = f"<div><p>{text}</p><button>{button}</button></div>"
    story = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    assert STORY[0] in texts(parsed(f"{wall}<main><h1>Ferry to Lunde cancelled</h1>{story}</main>"))


@pytest.mark.parametrize("language", WALLS)
def test_a_brief_beside_a_long_form_for_consent_is_read(language: str) -> None:
    title, text, button = WALLS[language]
    wall = f"<div><h2>{title}</h2>{f'<p>{text}</p>' * 5}<button>{button}</button></div>"
    assert texts(parsed(f"{wall}<main><h1>Ferry to Lunde cancelled</h1><p>{STORY[0]}</p></main>")) == [STORY[0]]


def test_a_brief_about_cookies_is_an_article() -> None:
    brief = [
        "Companies must ask before they store cookies on a phone or a computer, the court in Lunde ruled on Monday.",
        "The consent that the firm had collected from its users since 2019 was void, the judges said, and ordered it "
        "to delete the personal data that its advertising partners had received.",
    ]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in brief)
    found = parsed(
        f"<article><h1>Court rules on cookies</h1><time datetime=2026-01-09>9 January</time>{body}</article>"
        "<div class=cookie><p>We use cookies.</p><button>Accept all</button></div>"
    )
    assert texts(found)[-2:] == brief


def test_a_form_for_consent_that_lists_standard_purposes() -> None:
    purposes = [
        "Informatie op een apparaat opslaan en/of openen",
        "Beperkte gegevens gebruiken om content te selecteren",
    ]
    policy = "Lees ook ons cookiebeleid en onze privacyverklaring, of kies bij de instellingen wat u wel en niet wilt."
    items = "".join(f"<li>{purpose}, voor u en voor onze partners</li>" for purpose in purposes * 2)
    form = f"<h1>Mogen wij je om toestemming vragen?</h1><p>{policy}</p><button>Akkoord</button><ul>{items}</ul>"
    page = f"<div>{form}</div>"
    result = parsed(page, language="nl", title="Lunder Courant - cookies")
    assert isinstance(result, Rejection)
    assert result.reason == "consent_page"


@pytest.mark.parametrize("language", WALLS)
def test_a_form_for_consent_as_plain_text(language: str) -> None:
    result = parse_page("\n\n".join(WALLS[language]).encode(), media_type="text/plain")
    assert isinstance(result, Rejection)
    assert result.reason == "consent_page"
