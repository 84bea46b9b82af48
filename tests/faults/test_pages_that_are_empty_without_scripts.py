"""Pages that are empty until their scripts have run are refused with that reason; pages with content are not."""

from __future__ import annotations

import json

import pytest

from parsers import Article, Rejection, parse_page
from parsers.reasons import NEEDS_SCRIPTS

URL = "https://herald.example/news/2026/03/ferries-sail-again.html"
SCRIPT = '<script src="/app.4f1c.js"></script>'
TEXT = "The ferry to the northern islands sailed again on Monday after a strike of nine days had ended at dawn. "
MENU = '<nav><a href="/news">News</a><a href="/sport">Sport</a></nav>'
LINKS = "".join(f"<li><a href=/{n}>Rooms at quay {n}, with sauna and a view of the harbour</a></li>" for n in range(60))
FOOTER = "<footer>© 2026 The Harbour Herald, Quay 4, Hartsea. All rights reserved. Contact, privacy, imprint.</footer>"


def read(body: str, head: str = "") -> Article | Rejection:
    return parse_page(f"<html><head><title>Herald</title>{head}</head><body>{body}</body></html>".encode(), url=URL)


@pytest.mark.parametrize(
    "body",
    [
        f'<div id="root"></div>{SCRIPT}',
        f'<div id="__next"></div>{SCRIPT}',
        f"<app-root></app-root>{SCRIPT}",
        f'{MENU}<div id="content"></div>{SCRIPT}',
        f'<div id="__nuxt"><div class="spinner">Loading, please wait ...</div></div>{SCRIPT}',
        f'{MENU}<main><app-root id="app-root"></app-root></main>{FOOTER}<script type="module">import "/a.js"</script>',
        "<noscript>You need to enable JavaScript to run this app.</noscript>",
        f"{MENU}<noscript><p>Diese Seite benötigt JavaScript.</p></noscript><div id='shop'></div>{FOOTER}",
        "<noscript>Для работы сайта необходимо включить JavaScript.</noscript><div></div>",
        "<noscript>このアプリを実行するにはJavaScriptを有効にする必要があります。</noscript>",
        f"<p>Vous devez activer JavaScript pour lire cette page.</p>{FOOTER}",
        f"{MENU}<div class=page><p>Please turn on JavaScript and reload this page.</p></div>",
        f"<div>Harbour Society, office for members and press • Quay Street 122 • 60489 Lunde • Tel.: 0555 24 788-201"
        f"</div><app-root></app-root>{SCRIPT}",
    ],
)
def test_a_shell_is_refused_for_what_it_is(body: str) -> None:
    found = read(body)
    assert isinstance(found, Rejection) and found.reason == NEEDS_SCRIPTS, found


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty"),
        ('<div id="root"></div>', "empty"),  # nothing would fill it
        (f'<div id="fb-root"></div>{SCRIPT}', "empty"),
        (f'<p>© 2026 The Harbour Herald</p><div id="content"></div>{SCRIPT}', "listing"),
        ('<div id="root"></div><script type="application/json">{}</script>', "empty"),
        (f"<noscript>Please enable JavaScript to view the comments powered by Disqus.</noscript>{SCRIPT}", "empty"),
        (f"<noscript>Enable JavaScript. <p>{TEXT * 4}</p></noscript><div id=app></div>{SCRIPT}", "empty"),
        (f"<p>Please enable JavaScript.</p><ul>{LINKS}</ul>{SCRIPT}", "listing"),
        (f'<h1>Page not found</h1><div id="root"></div>{SCRIPT}', "soft_404"),
        (
            f'<meta name=generator content="Discourse 3.4"><noscript><h1>Ferries</h1><p>{TEXT * 4}</p></noscript>',
            "forum",
        ),
        (f'<h1>Access Denied</h1><noscript>Enable JavaScript</noscript><div id="app"></div>{SCRIPT}', "block_page"),
    ],
)
def test_what_is_something_else_keeps_its_reason(body: str, reason: str) -> None:
    found = read(body)
    assert isinstance(found, Rejection) and found.reason == reason, found


@pytest.mark.parametrize("number", [1, 2, 8])
def test_an_article_in_an_application_stays_one(number: int) -> None:
    paragraphs = "".join(f"<p>{TEXT}Ferry {n} was the first of them to leave the quay.</p>" for n in range(number))
    body = f'<div id="root"><article><h1>Ferries sail again</h1>{paragraphs}</article></div>'
    declared = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferries sail again"}</script>'
    noscript = "<noscript>You need to enable JavaScript to run this app.</noscript>"
    found = read(f"{noscript}{body}{SCRIPT}", declared)
    assert isinstance(found, Article) and len(found.blocks) == number


def test_an_article_in_the_state_of_a_shell_stays_one() -> None:
    text = [f"{TEXT}Ferry {n} was the first of them to leave the quay." for n in range(6)]
    story = {"headline": "Ferries sail again", "url": URL, "body": "".join(f"<p>{one}</p>" for one in text)}
    state = json.dumps({"props": {"pageProps": {"article": {**story, "datePublished": "2026-03-09T07:00:00Z"}}}})
    held = f'<script id="__NEXT_DATA__" type="application/json">{state}</script>'
    found = read(f'<div id="__next"></div>{held}{SCRIPT}', "<meta property='og:title' content='Ferries sail again'>")
    assert isinstance(found, Article) and [block.text for block in found.blocks] == text
