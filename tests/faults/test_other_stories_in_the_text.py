"""A card of another story between paragraphs, and the next stories of an endless page, are not the article's text."""

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
OTHER = [
    "The council put off its vote on the fees for berths, which had been planned for the last day of the month.",
    "Owners of small boats had filled the hall and asked for a lower price, since the water had not been dredged.",
    "A new vote is planned for the spring, when the town knows what the state will pay for the works at the mole.",
]
TITLE = "Council delays its vote on the fees for berths"


def page(between: str, after: str = "") -> Article:
    first, last = ("".join(f"<p>{text}</p>" for text in part) for part in (STORY[:3], STORY[3:]))
    text = f"""<html lang=en><head><title>Ferry cancelled | Lunde Post</title>
        <meta property=og:type content=article></head><body><main><div class=story>
        <h1>Ferry to Lunde cancelled after bow door fails</h1><div class=text>{first}{between}{last}</div></div>{after}
        </main><footer>Copyright Lunde Post. All rights reserved.</footer></body></html>"""
    result = parse_page(text.encode(), url="https://lundepost.example/news/ferry-cancelled", media_type="text/html")
    assert isinstance(result, Article), result
    return result


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


CARDS = {
    "teaser": f"<div class=related-teaser><h3><a href=/x>{TITLE}</a></h3><p>{OTHER[0]}</p></div>",
    "dated": f"<aside class=readmore><a href=/x>{TITLE}</a><p>{OTHER[0]}</p><span>3 May 2026</span></aside>",
    "linked": f"<div class=c-card><a href=/x><h3>{TITLE}</h3><p>{OTHER[0]}</p></a></div>",
}


@pytest.mark.parametrize("shape", CARDS)
def test_one_card_between_paragraphs(shape: str) -> None:
    assert texts(page(CARDS[shape])) == STORY


def test_a_linked_heading_of_the_article_itself_stays() -> None:
    assert OTHER[0] in texts(page(f"<div class=section><h3><a href=/x>{TITLE}</a></h3><p>{OTHER[0]}</p></div>"))


@pytest.mark.parametrize("box", ["div", "section", "article"])
def test_the_next_story_of_an_endless_page(box: str) -> None:
    told = "".join(f"<p>{text}</p>" for text in OTHER)
    date = "<div>By Tom Hall <time datetime=2026-05-03>3 May 2026</time></div>"
    after = f"<{box}><h2><a href=/council>{TITLE}</a></h2>{date}{told}</{box}>"
    article = page("", after)
    assert texts(article) == STORY
    assert {cut.reason for cut in article.dropped if cut.text in OTHER} <= {"other_article"}


def test_a_chapter_with_a_linked_heading_and_no_time_of_its_own_stays() -> None:
    told = "".join(f"<p>{text}</p>" for text in OTHER)
    assert set(OTHER) <= set(texts(page(f"<div><h2><a href=/quay>{TITLE}</a></h2>{told}</div>")))
