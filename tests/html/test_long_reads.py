"""Articles of any length come out whole: how long a page is says nothing about what it is."""

from __future__ import annotations

import random

import pytest

from parsers import Article, parse_page

WORDS = (  # noqa: SIM905
    "the harbour council said on monday that ferry crews would return after talks with owners over pay and hours while "
    "a storm had closed piers along the coast and farmers waited for trains to bring grain before winter set in"
).split()
MENU = "".join(f"<li><a href='/s{n}'>Section {n}</a></li>" for n in range(12))
MORE = "".join(f"<li><a href='/n{n}'>Another story from the eastern pier, part {n}</a></li>" for n in range(15))

SHAPES = {
    "article": "<main><article><h1>{title}</h1><p class=byline>By Ann Lister</p>{text}</article></main>",
    "divs": "<div><h1>{title}</h1><div><div>{text}</div></div></div>",
    "subheads": "<article><h1>{title}</h1><div class=content>{chapters}</div></article>",
}


def paragraphs(characters: int, seed: int = 7) -> list[str]:
    """Paragraphs of invented prose, so many characters in all."""
    chance, made, length = random.Random(seed), [], 0
    while length < characters:
        words = [chance.choice(WORDS) for _ in range(chance.randint(30, 90))]
        sentences = [" ".join(words[at : at + 14]).capitalize() + "." for at in range(0, len(words), 14)]
        made.append(" ".join(sentences))
        length += len(made[-1])
    return made


def page(shape: str, texts: list[str]) -> bytes:
    """A page of one of SHAPES around the texts, with a menu and other stories."""
    printed = [f"<p>{text}</p>" for text in texts]
    chapters = "".join(f"<h2>Chapter {at // 6 + 1}</h2>" * (at % 6 == 0) + text for at, text in enumerate(printed))
    inner = SHAPES[shape].format(title="Ferry back in service", text="".join(printed), chapters=chapters)
    return (
        f"<html lang=en><head><title>Ferry back in service</title></head><body><nav><ul>{MENU}</ul></nav>{inner}"
        f"<aside><h2>More</h2><ul>{MORE}</ul></aside><footer><p>Harbour Post 2024</p></footer></body></html>"
    ).encode()


@pytest.mark.parametrize("url", ["https://harbourpost.example/2024/05/03/ferry-back-in-service", None])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("characters", [5_000, 30_000, 45_000, 100_000, 500_000])
def test_no_paragraph_is_lost(shape: str, characters: int, url: str | None) -> None:
    texts = paragraphs(characters)
    article = parse_page(page(shape, texts), url=url)
    assert isinstance(article, Article)
    assert [block.text for block in article.blocks if block.kind == "paragraph"] == texts
