"""A paper's name behind its reporter's name is the outlet, not a second author."""

from __future__ import annotations

import json

import pytest

from parsers import Article, parse_page
from parsers.correspondents import read_correspondents
from parsers.people.byline_names import read_names
from parsers.people.byline_words import words_of
from parsers.rules import default_rules

STORY = [
    "The ferry to Lunde was cancelled on Monday after its bow door failed to close, the operator said.",
    "Some 240 passengers spent the night in the terminal, where volunteers handed out blankets and hot soup.",
    "A replacement ship, the Havørn, was expected from Vardal on Tuesday morning, and two coaches would run.",
]
#: A byline, the language of its page, and its authors.
BYLINES = [
    ("By Ann Lister, Lunde Sun", "en", ("Ann Lister",)),
    ("By ANN LISTER, LUNDE SUN", "en", ("ANN LISTER",)),
    ("By Ann Lister / Vardal Star", "en", ("Ann Lister",)),
    ("By Ann Lister - Vardal Record", "en", ("Ann Lister",)),
    ("By Ann Lister | Lunde Province", "en", ("Ann Lister",)),
    ("By Ann Lister and Tom Hall, Lunde Citizen", "en", ("Ann Lister", "Tom Hall")),
    ("By Ann Lister, Lunde Sun and Tom Hall, Vardal Sun", "en", ("Ann Lister", "Tom Hall")),
    ("By Ann Lister Vardal Herald", "en", ("Ann Lister",)),
    ("By Ann Lister Vardal News Service", "en", ("Ann Lister",)),
    ("By ANN LISTER VARDAL NEWS SERVICE", "en", ("ANN LISTER",)),
    ("Von Anna Muster, Lunder Tagblatt", "de", ("Anna Muster",)),
    ("Par Anne Muset, Courrier de Lunde", "fr", ("Anne Muset",)),
    ("Por Ana Ruiz, El Diario Lundeño", "es", ("Ana Ruiz",)),
    ("Di Maria Bianchi, Gazzetta di Lunde", "it", ("Maria Bianchi",)),
    ("Av Kari Nordmann, Lunde Avis", "no", ("Kari Nordmann",)),
    # Persons with such surnames, alone, first, after "and", or behind a short given name.
    ("By Joanna Star", "en", ("Joanna Star",)),
    ("By Joanna Star, Ann Lister", "en", ("Joanna Star", "Ann Lister")),
    ("By Ann Lister and Joanna Sun", "en", ("Ann Lister", "Joanna Sun")),
    ("By Ann Lister, Wei Star", "en", ("Ann Lister", "Wei Star")),
    ("By Ann Lister and AFP", "en", ("Ann Lister", "AFP")),
]


def page(byline: str, language: str, head: str = "") -> Article:
    body = "".join(f"<p>{text}</p>" for text in STORY)
    text = f"""<html lang={language}><head><title>Ferry cancelled | Lunde News</title>{head}</head><body><main><article>
        <h1>Ferry to Lunde cancelled after bow door fails</h1><p class=byline>{byline}</p>{body}</article></main>"""
    result = parse_page(text.encode(), url="https://lundenews.example/news/ferry", media_type="text/html")
    assert isinstance(result, Article), result
    return result


@pytest.mark.parametrize(("byline", "language", "authors"), BYLINES, ids=[line for line, _, _ in BYLINES])
def test_authors_of_a_printed_byline(byline: str, language: str, authors: tuple[str, ...]) -> None:
    assert page(byline, language).authors == authors


def test_a_declared_author_with_a_paper_in_one_string() -> None:
    assert read_names("Ann Lister, Lunde Sun", words_of(default_rules(), "en"), declared=True) == ["Ann Lister"]


@pytest.mark.parametrize("paper", ["Lunde Sun", "Vardal Star", "Harbour Times", "El Diario Lundeño"])
def test_the_paper_is_the_outlet_of_its_reporter(paper: str) -> None:
    (row,) = read_correspondents(f"By Ann Lister, {paper}")
    assert (row.name, row.outlet) == ("Ann Lister", paper)


def declared(authors: list[object], **more: object) -> tuple[str, ...]:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "author": authors, **more}
    site = '<meta property="og:site_name" content="Northern Papers"><meta name="twitter:site" content="@harbourwire">'
    head = f'{site}<meta name="application-name" content="Vardal Star">'
    return page("", "en", f'{head}<script type="application/ld+json">{json.dumps(node)}</script>').authors


SUN = {"@type": "NewsMediaOrganization", "name": "Lunde Sun"}


@pytest.mark.parametrize("paper", ["Lunde Sun", "Vardal Star", "Harbour Wire", "Northern Papers", "Lunde News"])
@pytest.mark.parametrize("first", [True, False])
def test_a_declared_author_that_is_one_of_the_outlets_names(paper: str, first: bool) -> None:
    names: list[object] = [paper, "Ann Lister"] if first else ["Ann Lister", paper]
    assert declared(names, publisher=SUN) == ("Ann Lister",)
    assert declared([*names, "Tom Hall"], publisher=SUN) == ("Ann Lister", "Tom Hall")


def test_declared_names_that_are_no_outlets() -> None:
    office = {"@type": "Organization", "name": "Office for Ports"}
    assert declared(["Ann Lister", office], publisher=SUN) == ("Ann Lister", "Office for Ports")
