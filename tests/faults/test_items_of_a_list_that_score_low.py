"""Items of an article's own list are kept even where the body's model scores them low: names, prices, links."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page

STORY = [
    "The ferry to Lunde was cancelled on Monday after its bow door failed to close, the operator said.",
    "Some 240 passengers spent the night in the terminal, where volunteers handed out blankets and hot soup.",
    "A replacement ship, the Havørn, was expected from Vardal on Tuesday morning, and two coaches would run.",
    "The operator, which has run the line since 1974, said it would refund all tickets and pay for hotel rooms.",
    "Engineers found a bent hinge on the door, which had last been looked at in spring, and sent for a new one.",
]
NAMES = ["Nordlys Dry Bag", "Vardal Rope", "Havørn Lamp"]
PRICES = ["€24", "€12.50", "€99"]


def page(body: str) -> Article:
    text = f"""<html lang=en><head><title>What to take on the ferry | Lunde Post</title>
        <meta property=og:type content=article></head><body><main><div class=story>
        <h1>What to take on the ferry to Lunde</h1><div class=text>{body}</div></div></main>
        <footer>Copyright Lunde Post. All rights reserved.</footer></body></html>"""
    result = parse_page(text.encode(), url="https://lundepost.example/news/ferry", media_type="text/html")
    assert isinstance(result, Article), result
    return result


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


def paragraphs(told: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in told)


def items(links: list[str], names: list[str]) -> str:
    return "".join(f"<li><a href={link}>{name}</a></li>" for link, name in zip(links, names, strict=True))


def test_a_list_of_which_some_items_are_links() -> None:
    mixed = (
        f"<ul><li>Nordlys Dry Bag</li>{items(['/n/rope', 'https://shop.example/2'], NAMES[1:])}<li>A knife</li></ul>"
    )
    kept = texts(page(paragraphs(STORY[:2]) + mixed + paragraphs(STORY[2:])))
    assert kept == [*STORY[:2], *NAMES, "A knife", *STORY[2:]]


def test_the_questions_above_answers_in_a_list_of_definitions() -> None:
    asked = ["How deep is it?", "Who owns the ferry?"]
    answers = "".join(f"<dt>{question}</dt><dd>{text}</dd>" for question, text in zip(asked, STORY[1:3], strict=True))
    article = page(f"<p class=intro>{STORY[0]}</p><dl>{answers}</dl>")
    assert texts(article)[-4:] == [asked[0], STORY[1], asked[1], STORY[2]]
    assert STORY[0] in (texts(article)[0], article.standfirst)


def test_a_list_of_links_to_other_sites_that_a_line_announces() -> None:
    away = [f"https://shop{n}.example/x" for n in range(3)]
    line = "Three things will help you through a night in the terminal at Vardal:"
    kept = texts(page(paragraphs([*STORY[:2], line]) + f"<ul>{items(away, NAMES)}</ul>" + paragraphs(STORY[2:])))
    assert kept == [*STORY[:2], line, *NAMES, *STORY[2:]]


@pytest.mark.parametrize("links", [["/n/1", "/n/2", "/n/3"], ["https://shop.example/1", "/n/2", "/n/3"]])
def test_a_list_of_links_to_other_stories_stays_out(links: list[str]) -> None:
    kept = texts(page(f"{paragraphs(STORY[:2])}<ul>{items(links, NAMES)}</ul>{paragraphs(STORY[2:])}"))
    assert kept == STORY


@pytest.mark.parametrize("name", ["<div class=name>{}</div>", "<h3>{}</h3>", "<span class=n>{}</span>"])
def test_names_and_prices_of_what_the_article_lists(name: str) -> None:
    listed = "".join(
        f"<div class=item>{name.format(named)}<p>{told}</p><div class=price>{price}</div></div>"
        for named, told, price in zip(NAMES, STORY[1:4], PRICES, strict=True)
    )
    kept = texts(page(paragraphs(STORY[:1]) + listed + paragraphs(STORY[4:])))
    parts = zip(NAMES, STORY[1:4], PRICES, strict=True)
    assert kept == [STORY[0], *(part for item in parts for part in item), STORY[4]]


def test_buttons_of_what_the_article_lists_stay_out() -> None:
    listed = "".join(
        f"<div class=item><h3>{named}</h3><p>{told}</p><button>Share</button><a href=/rate>Rate it</a></div>"
        for named, told in zip(NAMES, STORY[1:4], strict=True)
    )
    kept = texts(page(paragraphs(STORY[:1]) + listed + paragraphs(STORY[4:])))
    assert "Share" not in kept and "Rate it" not in kept
