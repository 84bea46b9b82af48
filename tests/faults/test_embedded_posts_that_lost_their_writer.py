"""A social network's post inside an article is one quotation with its writer and day; its day dates nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from parsers import Article, parse_page
from parsers.html.markup.walk import walk
from parsers.html.markup.walk_names import NO_NAMES

STORY = [
    "The ferry to Lunde was cancelled on Monday after its bow door failed to close, the operator said.",
    "Some 240 passengers spent the night in the terminal, where volunteers handed out blankets and hot soup.",
    "A replacement ship, the Havørn, was expected from Vardal on Tuesday morning, and two coaches would run.",
    "The operator, which has run the line since 1974, said it would refund all tickets and pay for hotel rooms.",
]
SAID = "The bow door would not close, and we all had to wait."
#: The markup of a post, and its text.
POSTS = {
    "twitter": (
        f'<blockquote class="twitter-tweet"><p dir=ltr>{SAID} <a href=https://t.co/a>pic.twitter.com/a</a></p>&mdash; '
        "Ada Lund (@adalund) <a href=https://twitter.com/adalund/status/1>22 December 2014</a></blockquote>",
        f"{SAID} pic.twitter.com/a — Ada Lund (@adalund) 22 December 2014",
    ),
    "bluesky": (
        f'<blockquote class="bluesky-embed" data-bluesky-uri=at://x><p lang=en>{SAID}</p>&mdash; Ada Lund (<a href=x>'
        "@ada.social.example</a>) <a href=y>December 22, 2024 at 10:00 AM</a></blockquote>",
        f"{SAID} — Ada Lund (@ada.social.example) December 22, 2024 at 10:00 AM",
    ),
    "facebook": (
        f'<div class="fb-post"><blockquote cite=x class="fb-xfbml-parse-ignore"><p>{SAID}</p>Posted by <a href=x>Ada '
        "Lund</a> on <a href=y>Monday, December 22, 2014</a></blockquote></div>",
        f"{SAID} Posted by Ada Lund on Monday, December 22, 2014",
    ),
    "instagram": (
        f'<blockquote class="instagram-media"><div><p><a href=x>{SAID}</a></p><p>A post shared by Ada Lund '
        "(@adalund) on <time>Dec 22, 2014</time></p></div></blockquote>",
        f"{SAID} A post shared by Ada Lund (@adalund) on Dec 22, 2014",
    ),
}


def page(between: str) -> Article:
    first, last = ("".join(f"<p>{text}</p>" for text in part) for part in (STORY[:2], STORY[2:]))
    text = f"""<html lang=en><head><title>Ferry cancelled | Lunde News</title></head><body><main><article>
        <h1>Ferry to Lunde cancelled after bow door fails</h1><p class=byline>By Tom Hall</p>
        {first}{between}{last}</article></main></body></html>"""
    result = parse_page(text.encode(), url="https://lundenews.example/news/ferry", media_type="text/html")
    assert isinstance(result, Article), result
    return result


@pytest.mark.parametrize("network", POSTS)
def test_a_post_is_one_quotation(network: str) -> None:
    markup, text = POSTS[network]
    article = page(markup)
    assert [(block.kind, block.text) for block in article.blocks][1:4] == [
        ("paragraph", STORY[1]),
        ("quote", text),
        ("paragraph", STORY[2]),
    ]
    assert article.published_at is None
    assert article.authors == ("Tom Hall",)


def test_a_post_without_words_of_its_own_is_no_text() -> None:
    lines = "<a href=x>View this post on Instagram</a><p><a href=x>A post shared by Ada Lund (@adalund)</a></p>"
    article = page(f'<blockquote class="instagram-media">{lines}</blockquote>')
    assert [block.text for block in article.blocks] == STORY
    assert any("Ada Lund" in cut.text for cut in article.dropped)


def test_a_plain_quotation_keeps_its_paragraphs() -> None:
    article = page(f"<blockquote><p>{SAID}</p><p>We had no blankets.</p></blockquote>")
    assert [block.text for block in article.blocks if block.kind == "quote"] == [SAID, "We had no blankets."]


def test_a_class_on_a_quotation_around_the_article_joins_nothing() -> None:
    told = "".join(f"<p>{text} ({n})</p>" for n in range(15) for text in STORY)
    found = walk(
        html.document_fromstring(f'<blockquote class="tweet">{told}</blockquote>'),
        names=replace(NO_NAMES, posts=frozenset({"tweet"})),
    )
    assert len(found.segments) == len(STORY) * 15


#: The markup of a post, and its address.
LINKED = {
    "last link": (POSTS["twitter"][0], "https://twitter.com/adalund/status/1", "X"),
    "attribute": (
        f"<blockquote class=instagram-media data-instgrm-permalink=https://www.instagram.com/p/x/><p>{SAID}</p>"
        "<a href=https://help.example/y>A post shared by Ada Lund (@adalund)</a></blockquote>",
        "https://www.instagram.com/p/x/",
        "Instagram",
    ),
    "cite": (
        f"<blockquote class=tiktok-embed cite=https://www.tiktok.com/@ada/video/1><section>{SAID}</section></blockquote>",
        "https://www.tiktok.com/@ada/video/1",
        "TikTok",
    ),
    "unknown host": (
        f"<blockquote class=mastodon-embed><p>{SAID}</p><a href=https://social.example/@ada/1>By @ada</a></blockquote>",
        "https://social.example/@ada/1",
        None,
    ),
}


@pytest.mark.parametrize("where", LINKED)
def test_the_address_of_a_post_is_kept(where: str) -> None:
    markup, url, provider = LINKED[where]
    assert [(embed.kind, embed.url, embed.provider) for embed in page(markup).embeds] == [("social", url, provider)]


def test_a_post_without_an_address_elsewhere_is_no_embed() -> None:
    assert page(f'<blockquote class="tweet"><p>{SAID} <a href="/ada">Ada</a></p></blockquote>').embeds == ()
