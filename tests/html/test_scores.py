"""The scorer: its trees, its columns and the verdict on pages that are no articles."""

import numpy as np
import pytest
from lxml import etree

from parsers import Rejection, default_rules, parse_page
from parsers.assemble import dropped, region
from parsers.boosted_trees import read_trees
from parsers.context import Context
from parsers.html.body.label_body import label_body
from parsers.html.body.low_scores import with_declared_posts, with_doubtful, with_doubtful_lists, with_own_paragraphs
from parsers.html.markup.tree import build
from parsers.html.markup.walk import walk
from parsers.html.scoring import neighbour_scores
from parsers.html.scoring.body_scores import layout_of, looked_at, sure_of_body
from parsers.html.scoring.features import NAMES, Declared, Looked, Page, features
from parsers.html.scoring.page_phrases import NAMES as SIGNS
from parsers.html.scoring.page_phrases import phrase_row
from parsers.segments import BODY, JUNK, PARAGRAPH, Labels

TREE = {"ask": [[0, 1.0], [1, 5.0]], "leaf": [-2.0, 3.0, 0.5, 1.5]}


@pytest.mark.parametrize(
    ("first", "second", "leaf"), [(1.0, 5.0, -2.0), (2.0, 0.0, 3.0), (0.0, 6.0, 0.5), (2.0, 6.0, 1.5)]
)
def test_a_tree_gives_the_value_of_its_leaf(first: float, second: float, leaf: float) -> None:
    columns = np.array([[first], [second]], dtype=np.float32)
    assert read_trees([TREE])(columns)[0] == pytest.approx(1 / (1 + np.exp(-leaf)))
    assert read_trees([TREE, {"ask": [], "leaf": [1.0]}])(columns)[0] == pytest.approx(1 / (1 + np.exp(-leaf - 1.0)))


@pytest.mark.parametrize(
    ("scores", "body"),
    [
        ([0.1, 0.45, 0.43, 0.2], (1, 2)),  # nothing is sure, and two paragraphs are the best there is
        ([0.1, 0.2, 0.1, 0.1], (0, -1)),  # nothing is even likely
        ([0.45, 0.9, 0.4, 0.1], (1, 1)),  # what is sure is enough
    ],
)
def test_an_article_has_a_body(scores: list[float], body: tuple[int, int]) -> None:
    text = "The ferry to Lunde was cancelled on Monday after its bow door failed to close, the operator said. "
    root = build(f"<html><body>{''.join(f'<p>{text}{n}</p>' for n in range(4))}</body></html>".encode())
    assert isinstance(root, etree._Element)
    page = Page(walk(root))
    layout = sure_of_body(page, layout_of(page, np.array(scores)))
    assert (layout.first, layout.last) == body


@pytest.mark.parametrize(
    "body", ["<p>One</p>", "<h1>H</h1><p>Text</p><table><tr><td>a<td>b</table>", "<a href=x>x</a>"]
)
def test_every_column_has_a_name(body: str) -> None:
    root = build(f"<html><body>{body}</body></html>".encode())
    assert isinstance(root, etree._Element)
    found = walk(root)
    page = Page(found)
    looked = Looked(page, np.arange(page.n))
    for names, fill in (
        (NAMES, lambda out: features(page, found, Declared(), looked, out)),
        (neighbour_scores.NAMES, lambda out: neighbour_scores.run_columns(page, np.full(page.n, 0.5), looked, out)),
    ):
        columns = np.full((len(names), page.n), np.nan, dtype=np.float32)
        fill(columns)
        assert np.isfinite(columns).all()


def test_footers_and_lone_links_are_no_body_whatever_they_say() -> None:
    text = "The ferry to Lunde was cancelled on Monday after its bow door failed to close, the operator said."
    root = build(
        f"<html><body><p>{text}</p><p><a href=/sport>Sport</a></p><blockquote><p>{text}</p><footer>Ada Lund</footer>"
        f"</blockquote><footer><p>{text}</p></footer></body></html>".encode()
    )
    assert isinstance(root, etree._Element)
    assert looked_at(Page(walk(root))).tolist() == [0, 2, 3]


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Page not found", "soft_404"),
        ("Just a moment...", "block_page"),
        ("Access to this page has been denied", "block_page"),
        ("Press & Hold to confirm you are a human (and not a bot).", "block_page"),
        ("Before you continue to the site", "consent_page"),
    ],
)
def test_what_stands_in_place_of_an_article(title: str, reason: str) -> None:
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Go back to the start.</p></body></html>"
    result = parse_page(page.encode(), media_type="text/html")
    assert isinstance(result, Rejection)
    assert result.reason == reason


LINKS = "".join(f"<li><a href=/p/{i}>Garden chairs and benches, number {i}, from $ {i}0</a>" for i in range(60))
PARAGRAPHS = "".join(
    f"<p>On day {i} the crew of the ferry counted the boxes again, wrote down the number and told the harbour office, "
    f"which answered within {i} minutes that nothing was missing and that the ship could leave.</p>"
    for i in range(1, 60)
)


@pytest.mark.parametrize(
    ("head", "body", "article"),
    [
        ("<title>Garden chairs | Shop</title>", f"<h1>Garden chairs</h1><ul>{LINKS}</ul>", False),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "headline": "All chairs"}</script>',
         f"<article><h1>All chairs</h1>{PARAGRAPHS[:1400]}</article><ul>{LINKS}</ul>", True),
        ("<meta name=author content='Ida Holm'><meta property=article:published_time content=2026-01-09>",
         f"<article><h1>The ferry's log</h1>{PARAGRAPHS}</article>", True),
        ("<link rel=canonical href=https://docs.ferry.example/log/>", f"<h1>The log</h1>{PARAGRAPHS}", False),
        ("<link rel=canonical href=https://ferry.example/doc/1234>", f"<h1>The log</h1>{PARAGRAPHS}", True),
    ],
    ids=["listing", "declares news", "has it all", "documentation", "a newspaper's number"],
)  # fmt: skip
def test_what_is_an_article(head: str, body: str, article: bool) -> None:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    result = parse_page(page.encode(), media_type="text/html")
    assert isinstance(result, Rejection) is not article, result


def test_every_sign_has_a_name() -> None:
    texts = ["Add to cart", "Read more", "Read more", "Next »", "Words " + "x" * 100 + " wishlist"]
    row = phrase_row(texts, ["You said that we must go."], "How to choose a chair")
    numbers = dict(zip(SIGNS, row, strict=True))
    assert numbers["signs_of_shop"] == 1.0
    assert numbers["signs_of_listing"] == 1.0
    assert numbers["signs_of_forum"] == 0.0
    assert numbers["voice_you"] > 0.0
    assert numbers["times_read_more"] == pytest.approx(np.log1p(2))
    assert numbers["headline_asks"] == 1.0
    assert numbers["headline_words"] == 5.0


def test_a_heading_too_unsure_to_begin_an_article_is_cut_with_a_reason() -> None:
    texts = [
        "Quick search",
        "The boats lay at the quay all day, and nobody came to look at them.",
        "They left at dawn.",
    ]
    root = build(f"<html><body><h2>{texts[0]}</h2><p>{texts[1]}</p><p>{texts[2]}</p></body></html>".encode())
    assert isinstance(root, etree._Element)
    found = walk(root)
    layout, labels = layout_of(Page(found), np.array([0.55, 0.9, 0.9])), Labels(found.segments)
    context = Context(default_rules())
    label_body(found, labels, layout, context, language="en", publisher=None, authors=(), posted={})
    assert labels.of == [JUNK, PARAGRAPH, PARAGRAPH]
    assert [cut.text for cut in dropped(labels, *region(labels), also={0, 1, 2})] == texts[:1]


@pytest.mark.parametrize(
    ("around", "scores", "kept"),
    [
        ("", [0.9, 0.3, 0.9, 0.9, 0.0, 0.0], [0, 1, 2, 3]),  # between two of the body
        ("", [0.9, 0.9, 0.9, 0.4, 0.0, 0.0], [0, 1, 2, 3]),  # one below it, hardly doubtful
        ("", [0.9, 0.9, 0.9, 0.2, 0.0, 0.0], [0, 1, 2]),
        ("", [0.9, 0.9, 0.9, 0.2, 0.15, 0.0], [0, 1, 2, 3, 4]),  # several below it
        ("", [0.9, 0.9, 0.9, 0.0, 0.0, 0.4], [0, 1, 2]),  # elsewhere
        ("div", [0.9, 0.9, 0.9, 0.4, 0.0, 0.4], [0, 1, 2, 3]),  # each in a box of its own
        ("", [0.3, 0.9, 0.9, 0.9, 0.0, 0.0], [0, 1, 2, 3]),  # one above it
        ("", [0.4, 0.9, 0.0, 0.0, 0.0, 0.0], [0, 1]),  # one above the only one of a brief
        ("", [0.25, 0.9, 0.0, 0.0, 0.0, 0.0], [1]),
    ],
)
def test_doubtful_paragraphs_in_the_articles_own_box_are_body(
    around: str, scores: list[float], kept: list[int]
) -> None:
    text = "<p>The ferry to Lunde was cancelled on Monday after its bow door failed to close.</p>"
    if around:
        text = f"<{around}><div>{text}</div></{around}>"
    html = f"<html><body><div class=story>{text * 5}</div><div class=note>{text}</div></body></html>"
    found = walk(build(html.encode()))
    layout = with_own_paragraphs(page := Page(found), found, layout_of(page, np.array(scores)))
    assert np.flatnonzero(np.array(layout.scores) > BODY).tolist() == kept


@pytest.mark.parametrize(
    ("above", "scores", "kept"),
    [
        ("Take these with you:", [0.9, 0.25, 0.25, 0.25], [0, 1, 2, 3]),
        ("Take these with you", [0.9, 0.25, 0.25, 0.25], [0]),
        ("Take these with you", [0.9, 0.0, 0.35, 0.35], [0, 2, 3]),
    ],
)
def test_doubtful_lists_beside_the_body_are_body(above: str, scores: list[float], kept: list[int]) -> None:
    text = "The ferry to Lunde was cancelled on Monday after its bow door failed to close."
    html = f"<html><body><p>{text}</p><p>{above}</p><ul><li>A warm coat</li><li>Boots</li></ul></body></html>"
    found = walk(build(html.encode()))
    layout = with_doubtful_lists(page := Page(found), found, layout_of(page, np.array(scores)))
    assert np.flatnonzero(np.array(layout.scores) > BODY).tolist() == kept


@pytest.mark.parametrize(
    ("between", "scores", "kept"),
    [
        ("", [0.9, 0.4], [0, 1]),
        ("<div class=ad><p>An advertisement</p></div>", [0.9, 0.0, 0.4], [0, 2]),
        ("<div class=ad><p>An advertisement</p></div>", [0.9, 0.0, 0.2], [0]),
        ("<p>Not for the body</p>", [0.9, 0.0, 0.4], [0]),  # the box itself goes on with something else
        ("<div><p>One</p><p>Two</p></div>", [0.9, 0.0, 0.0, 0.4], [0]),
        ("</div><div>", [0.9, 0.4], [0, 1]),  # each in a box of its own
    ],
)
def test_a_doubtful_paragraph_beside_a_sure_one_is_body(between: str, scores: list[float], kept: list[int]) -> None:
    text = "<p>The ferry to Lunde was cancelled on Monday after its bow door failed to close, and people waited.</p>"
    page = Page(found := walk(build(f"<html><body><div>{text}{between}{text}</div></body></html>".encode())))
    layout = with_doubtful(page, found, layout_of(page, np.array(scores)), Context(default_rules()))
    assert np.flatnonzero(np.array(layout.scores) > BODY).tolist() == kept


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        ("在庫は町立図書館に寄贈される。【柏木澪】", [0, 1]),
        ("The mayor thanked them. (Ann Lister)", [0, 1]),
        ("圖說：女性所穿的一般雪靴。（林宜靜攝）", [0]),
        ("The quay (photo)", [0]),
    ],
)
def test_a_short_last_sentence_with_its_writer_in_brackets_is_body(last: str, kept: list[int]) -> None:
    text = "<p>The ferry to Lunde was cancelled on Monday after its bow door failed to close, and people waited.</p>"
    page = Page(found := walk(build(f"<html><body><div>{text}<p>{last}</p></div></body></html>".encode())))
    layout = with_doubtful(page, found, layout_of(page, np.array([0.9, 0.4])), Context(default_rules()))
    assert np.flatnonzero(np.array(layout.scores) > BODY).tolist() == kept


def test_declared_posts_of_a_live_blog_are_body() -> None:
    posts = "".join(
        f"<div itemprop=liveBlogUpdate><span>19:0{n}</span><p>The ferry is late by {n} hours.</p><a>Share</a></div>"
        for n in range(1, 4)
    )
    found = walk(build(f"<html><body><h1>Ferry</h1>{posts}</body></html>".encode()))
    layout = with_declared_posts(page := Page(found), found, layout_of(page, np.full(len(found.segments), 0.15)))
    kept = [segment.text for segment in found.segments if layout.scores[segment.index] > BODY]
    assert kept == [f"The ferry is late by {n} hours." for n in range(1, 4)]


@pytest.mark.parametrize(
    ("title", "cut"),
    [("CRANE FALLS INTO THE HARBOUR OF VOLL", True), ("Crane falls into the harbour of Voll", False)],
)
def test_a_linked_title_in_capitals_between_paragraphs_leads_to_another_story(title: str, cut: bool) -> None:
    text = "<p>The crew counted the boxes again, wrote down the number and told the harbour office of {}.</p>"
    html = f"<html><body><h1>Ferry</h1>{text.format('it')}<p><a href=/n/4>{title}</a></p>{text.format('Voll')}</body>"
    found = walk(build(html.encode()))
    layout, labels = layout_of(Page(found), np.array([0.0, 0.9, 0.9, 0.9])), Labels(found.segments)
    about = Context(default_rules(), "https://lundepost.example/news/ferry")
    label_body(found, labels, layout, about, language="en", publisher=None, authors=(), posted={})
    assert (labels.of[2] == JUNK) is cut
