"""Pages that read otherwise by an addition to the rules, and what is asked of their articles; for `rule_additions`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

from parsers import Article, Rejection, parse_page
from parsers.rules import Rules
from tests.fields.pages import PARAGRAPHS
from tests.html.state.pages import STORY
from tests.html.state.pages import data as state_data

OWN, OTHER = "https://www.harbourpost.example/news/ferry", "https://www.northlight.example/news/ferry"
PUBLISHER = 'name = "Harbour Post"\ndomains = ["harbourpost.example"]\n'
FIGURE = "<figure><img src='/b.jpg' width='900' height='600'><{0}>{1}</{2}></figure>"


def page(*, top: str = "", below: str = "", figure: str = "", lang: str = "en-GB") -> str:
    return (
        f"<html lang='{lang}'><head><title>Ferry back in service</title></head><body><main><article>"
        f"<h1>Ferry back in service</h1>{top}<div class='article-body'>{figure}{PARAGRAPHS}{below}</div>"
        "</article></main></body></html>"
    )


def result(html: str, rules: Rules | None, url: str = OWN, day: date = date(2024, 5, 10)) -> Article | Rejection:
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    media_type = "text/html" if html.startswith("<") else "text/plain"
    return parse_page(html.encode(), url=url, media_type=media_type, fetched_at=moment, rules=rules)


def read(html: str, rules: Rules | None, url: str = OWN, day: date = date(2024, 5, 10)) -> Article:
    found = result(html, rules, url, day)
    assert isinstance(found, Article), found
    return found


def cut(line: str) -> Callable[[Article], bool]:
    return lambda article: all(line not in block.text for block in article.blocks)


def refused(reason: str) -> Callable[[Article | Rejection], bool]:
    return lambda found: isinstance(found, Rejection) and found.reason == reason


def caption(article: Article) -> tuple[str | None, str | None]:
    return (article.captions[0].text, article.captions[0].credit) if article.captions else (None, None)


def figure(text: str, tag: str = "figcaption") -> str:
    return page(figure=FIGURE.format(tag, text, tag.split()[0]))


#: A long article, in whose middle a correspondent is named in a paragraph of some length.
SAILED = "".join(f"<p>Boat number {n} came back to the harbour and its crew went ashore.</p>" for n in range(18))
NAMED = f"<p>Wakilinmu Ada Lund ya aiko mana da wannan rahoto daga Kano. {'Jirgin ruwa ya koma tasha. ' * 5}</p>"
DIGEST = "Get the Tidewater Digest in your letterbox every Friday."
#: A product box between paragraphs.
DECK_CHAIR = (
    "<div><p>Deck chair of teak, which folds and stands firm on the sunny side of the ship.</p><p>For 12 doubloons</p>"
    "<p><a href='https://chandler.example/chair'>To the shop</a></p></div>" + SAILED
)


def kept(**story: object) -> str:
    """A page that prints little and keeps a longer text in its data."""
    declared = {"@type": "NewsArticle", "headline": "Ferry back in service"}
    told = {"hed": "Ferry back in service", "publishedAt": "2024-05-10T08:00:00Z", **story}
    scripts = f"<script type='application/ld+json'>{json.dumps(declared)}</script>{state_data(told)}"
    return page(top=scripts).replace(PARAGRAPHS, f"<p>{STORY[0]}</p>")


def from_state(article: Article) -> bool:
    return [block.text for block in article.blocks] == STORY
