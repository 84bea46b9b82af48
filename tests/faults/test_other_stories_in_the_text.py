"""A teaser between paragraphs, and the next stories of an endless page, are not part of the article's text."""

from __future__ import annotations

import json

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


def page(between: str, after: str = "", head: str = "") -> Article:
    first, last = ("".join(f"<p>{text}</p>" for text in part) for part in (STORY[:3], STORY[3:]))
    text = f"""<html lang=en><head><title>Ferry cancelled | Lunde Post</title>
        <meta property=og:type content=article>{head}</head><body><main><div class=story>
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
    "unnamed, dated": f"<div><h3><a href=/x>{TITLE}</a></h3><p>{OTHER[0]}</p><span>3 May 2026</span></div>",
    "unnamed, day in the title's line": f"<div><span>3 May 2026</span><a href=/x>{TITLE}</a><p>{OTHER[0]}</p></div>",
    "unnamed, with a time": f"<section><h4><a href=/x>{TITLE}</a></h4><p>{OTHER[0]}</p><time>3 May</time></section>",
    "a title like the link of a menu": f"<div><div><a href=/x>{TITLE}</a></div><div>{OTHER[0]}</div></div>",
    "linked": f"<div class=c-card><a href=/x><h3>{TITLE}</h3><p>{OTHER[0]}</p></a></div>",
}


@pytest.mark.parametrize("shape", CARDS)
def test_one_card_between_paragraphs(shape: str) -> None:
    assert texts(page(CARDS[shape])) == STORY


def test_a_linked_heading_of_the_article_itself_stays() -> None:
    assert OTHER[0] in texts(page(f"<div class=section><h3><a href=/x>{TITLE}</a></h3><p>{OTHER[0]}</p></div>"))


def test_a_teaser_in_one_box_with_a_paragraph_takes_it_not_along() -> None:
    mixed, rich = (
        f"<section>{link}<div class=RichText><p>{text}</p></div></section>"
        for link, text in ((f"<div><a href=/x>{TITLE}</a></div>", OTHER[0]), ("", OTHER[1]))
    )
    assert set(OTHER[:2]) <= set(texts(page(rich + mixed)))


def test_dated_things_of_the_article_itself_stay() -> None:
    away = f"<div><h3><a href=https://fair.example/x>{TITLE}</a></h3><p>{OTHER[0]}</p><span>3 May 2026</span></div>"
    assert OTHER[0] in texts(page(away))
    several = "".join(
        f"<div><h3><a href=/x{n}>{TITLE}</a></h3><p>{told}</p><span>{n + 2} May 2026</span></div>"
        for n, told in enumerate(OTHER)
    )
    assert set(OTHER) <= set(texts(page(several)))


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


TOLD = "".join(f"<p>{text}</p>" for text in OTHER)


def declared(*headlines: str) -> str:
    nodes = ({"@context": "https://schema.org", "@type": "NewsArticle", "headline": title} for title in headlines)
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


BOTH = declared("Ferry to Lunde cancelled after bow door fails", TITLE)
NEXT = {
    "address": (f"<div data-url=/news/council><h1>{TITLE}</h1>{TOLD}</div>", ""),
    "address and link": (f"<section data-href=/n/x><h2><a href=/n/x>{TITLE}</a></h2>{TOLD}</section>", ""),
    "writer": (f"<div><h1>{TITLE}</h1><div class=byline>By Tom Hall</div>{TOLD}</div>", ""),
    "writer in a line": (f"<div><h1>{TITLE}</h1><div>By <span class=author>Tom Hall</span></div>{TOLD}</div>", ""),
    "link": (f"<div><h1><a href=/council>{TITLE}</a></h1>{TOLD}</div>", ""),
    "built alike": (f"<div class=story><h2><a href=/council>{TITLE}</a></h2>{TOLD}</div>", ""),
    "declared": (f"<div><h2>{TITLE}</h2>{TOLD}</div>", BOTH),
    "declared, without a box": (f"<h1>{TITLE}</h1>{TOLD}", BOTH),
}


@pytest.mark.parametrize("sign", NEXT)
def test_the_next_story_without_a_printed_time(sign: str) -> None:
    after, head = NEXT[sign]
    article = page("", after, head)
    assert texts(article) == STORY
    assert article.authors == ()
    assert {cut.reason for cut in article.dropped if cut.text in OTHER} == {"other_article"}


@pytest.mark.parametrize(
    "chapter",
    [
        f"<div><h1>{TITLE}</h1>{TOLD}</div>",
        f"<div><h2>{TITLE}</h2>{TOLD}</div>",
        f"<div data-url=/news/ferry-cancelled/photo/2><h1>{TITLE}</h1>{TOLD}</div>",
        f"<div><h2>{TITLE}</h2><p class=author>By Tom Hall</p>{TOLD}</div>",
    ],
)
def test_chapters_of_the_article_itself_stay(chapter: str) -> None:
    assert set(OTHER) <= set(texts(page("", chapter)))


def teasers(groups: int) -> str:
    """HTML of `groups` groups of three teasers each, as they stand on a front page or below an article."""
    rows = [
        f"<li><div><a href=/s{n}>Council delays vote on parking fees number {n}</a></div>"
        f"<div><p>{OTHER[n % 3]} ({n})</p></div></li>"
        for n in range(3 * groups)
    ]
    boxes = (
        f"<div><h3>The coast {at}</h3><ul>{''.join(rows[at : at + 3])}</ul></div>" for at in range(0, len(rows), 3)
    )
    return f"<div class=main-news>{''.join(boxes)}</div>"


def short_page(told: str, after: str) -> Article:
    title = "Ferry to Lunde cancelled after bow door fails"
    text = f"""<html lang=en><head><title>{title} | Lunde Post</title></head><body>
        <div><div class=story><h1>{title}</h1>{told}</div>{after}</div>
        <footer>Copyright Lunde Post. All rights reserved.</footer></body></html>"""
    result = parse_page(text.encode(), url="https://lundepost.example/news/ferry-cancelled", media_type="text/html")
    assert isinstance(result, Article), result
    return result


@pytest.mark.parametrize("groups", [3, 5, 8])
@pytest.mark.parametrize("told", [f"<p>{STORY[0]}</p><p>{STORY[1]}</p>", f"<div>{STORY[0]}</div><div>{STORY[1]}</div>"])
def test_a_short_article_that_rows_of_teasers_outweigh(groups: int, told: str) -> None:
    article = short_page(told, teasers(groups))
    assert texts(article) == STORY[:2]
    assert {cut.reason for cut in article.dropped if cut.text.startswith(tuple(OTHER))} == {"related"}


def test_stories_that_an_article_element_lists_are_its_own() -> None:
    title, told = "The year on the coast in eight stories", f"<p>{STORY[0]}</p><p>{STORY[1]}</p>"
    text = f"""<html lang=en><head><title>{title} | Lunde Post</title></head><body><article>
        <div class=intro><h1>{title}</h1>{told}</div>{teasers(4)}</article></body></html>"""
    result = parse_page(text.encode(), url="https://lundepost.example/news/year", media_type="text/html")
    assert isinstance(result, Article), result
    assert sum(text.startswith(tuple(OTHER)) for text in texts(result)) == 12


def test_a_list_below_a_short_introduction_is_the_article() -> None:
    listed = "".join(f"<div><h3><a href=https://inn{n}.example/>The {n}th inn by the sea</a></h3><p>{told}</p></div>"
                     for n, told in enumerate((*STORY[2:], *OTHER)))  # fmt: skip
    kept = texts(short_page(f"<p>{STORY[0]}</p><p>{STORY[1]}</p>", f"<div>{listed}</div>"))
    assert {*STORY[2:], *OTHER} <= set(kept)
