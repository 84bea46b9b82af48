"""A brief's short second and third sentences are kept, in every script; lines that a site prints below it are not."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page

BRIEFS = {
    "en": (
        "Ferry sinks at quay",
        [
            "The ferry from Vardal to Lunde sank at the quay on Monday night.",
            "Nobody was hurt.",
            "It was built in 1974.",
        ],
    ),
    "de": (
        "Fähre am Kai gesunken",
        ["Die Fähre von Vardal nach Lunde ist in der Nacht am Kai gesunken.", "Verletzt wurde niemand."],
    ),
    "es": (
        "Se hunde un ferri",
        ["El ferri de Vardal a Lunde se hundió la noche del lunes en el muelle.", "No hubo heridos.", "Era de 1974."],
    ),
    "ru": (
        "Паром затонул у причала",
        ["Паром из Вардала в Лунде затонул ночью у причала острова.", "Никто не пострадал."],
    ),
    "zh": (
        "札幌凌晨發生火災",
        ["北海道札幌市星期一清晨發生火災，一棟三層樓的木造住宅全部燒毀。", "沒有人受傷。", "原因正在調查。"],
    ),
}


def texts(language: str, headline: str, lines: list[str], below: str = "") -> list[str]:
    told = "".join(f"<p>{line}</p>" for line in lines)
    declared = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{headline}"}}</script>'
    page = f"""<!doctype html><html lang={language}><head><meta charset=utf-8><title>{headline} | Lunde Post</title>
        {declared}</head><body><nav><ul><li><a href=/>Home</a><li><a href=/s>Sport</a></ul></nav><main>
        <div class=story><h1>{headline}</h1><div class=text>{told}{below}</div></div></main>
        <footer>Copyright Lunde Post. All rights reserved.</footer></body></html>"""
    result = parse_page(page.encode(), url="https://lundepost.example/news/ferry-sinks", media_type="text/html")
    assert isinstance(result, Article), result
    return [block.text for block in result.blocks]


@pytest.mark.parametrize("language", BRIEFS)
def test_all_sentences_of_a_brief(language: str) -> None:
    headline, lines = BRIEFS[language]
    assert texts(language, headline, lines) == lines


@pytest.mark.parametrize(
    "below",
    [
        "<p><a href=/more>More about ferries.</a></p>",
        "<p>Sign up for our newsletter.</p>",
        "<div>All rights reserved.</div>",
    ],
)
def test_what_is_no_sentence_of_the_brief_stays_out(below: str) -> None:
    headline, lines = BRIEFS["en"]
    assert texts("en", headline, lines, below) == lines
