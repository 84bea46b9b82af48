"""The article is read out of the state of a page that prints none, in the pattern of each system."""

import json

import pytest

from parsers import Article, Rejection, parse_page
from parsers.page import trace_page
from tests.html.state import pages
from tests.html.state.pages import ADDRESS, BODY, HEADLINE, MARKUP, OTHER, STORY, SYSTEMS, data, page, story


def read(body: bytes) -> Article:
    result = parse_page(body, url=ADDRESS, media_type="text/html")
    assert isinstance(result, Article), result
    return result


def blocks(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in article.blocks]


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_body_is_read_from_the_state(system: str) -> None:
    article = read(page(SYSTEMS[system]))
    assert article.headline == HEADLINE
    assert blocks(article) == BODY
    assert article.evidence["blocks"].method == "state"
    assert {block.locator for block in article.blocks} == {article.evidence["blocks"].rule}


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_page_that_prints_its_body_is_read_as_before(system: str) -> None:
    """A time that the page neither prints nor declares is read from the state all the same."""
    printed = "".join(f"<p>{line}</p>" for line in STORY * 4)
    got, wanted = (read(page(*state, printed=printed)).to_dict() for state in ((SYSTEMS[system],), ()))
    if (told := got["evidence"].pop("published_at", None)) is not None:
        assert (told["method"], got["published_at"][:10]) == ("state", "2026-01-09")
        got.update(published_at=None, published_raw=None)
    assert got == wanted


@pytest.mark.parametrize("system", [name for name in SYSTEMS if "template" not in name])
def test_a_page_that_prints_nothing_at_all(system: str) -> None:
    head = f"<title>{HEADLINE}</title><meta property=article:published_time content=2026-01-09>"
    shell = f"<html><head>{head}</head><body><div id=__next></div>{SYSTEMS[system]}</body></html>"
    result = parse_page(shell.encode(), url=ADDRESS, media_type="text/html")
    assert isinstance(result, Article), result
    assert result.headline == HEADLINE
    assert blocks(result) == BODY


def test_a_teaser_gives_way_to_the_whole_text_and_is_told_as_a_repeat() -> None:
    article = read(page(SYSTEMS["next"], printed=f"<p>{STORY[0]}</p>"))
    assert blocks(article) == BODY
    assert [(cut.text, cut.reason) for cut in article.dropped] == [(STORY[0], "repeat")]


def test_more_than_half_of_the_text_is_kept_as_printed() -> None:
    printed = "".join(f"<p>{line}</p>" for line in STORY[:3])
    assert blocks(read(page(SYSTEMS["next"], printed=printed))) == [("paragraph", line) for line in STORY[:3]]


def test_posts_of_a_forum_are_no_text_of_an_article() -> None:
    posts = [{"author": {"name": f"reader{n}"}, "createdAt": "2026-01-09", "body": f"<p>{line}</p>"}
             for n, line in enumerate(STORY)]  # fmt: skip
    one = [{**post, "author": {"name": "Ada Lund"}} for post in posts]
    assert not isinstance(parse_page(page(data({"thread": story(posts=posts)})), url=ADDRESS), Article)
    assert [text for _, text in blocks(read(page(data({"page": story(posts=one)}))))] == STORY
    wrapped = {"edges": [{"node": post} for post in posts]}
    assert not isinstance(parse_page(page(data({"thread": story(posts=wrapped)})), url=ADDRESS), Article)


@pytest.mark.parametrize(
    ("scripts", "head", "printed"),
    [
        (SYSTEMS["next"], '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}'
                          "</script>", ""),
        (SYSTEMS["next"], '<script type="application/ld+json">{"@type": "NewsArticle", "hasPart": ['
                          '{"isAccessibleForFree": "False", "cssSelector": ".wall"}]}</script>', ""),
        (SYSTEMS["next"], "<meta property=article:content_tier content=locked>", ""),
        (SYSTEMS["next"], "", "<p>Subscribe to continue reading this story.</p>"),
        (SYSTEMS["next"], "", "<p>Dieser Artikel ist exklusiv für Abonnenten.</p>"),
        (data({"page": story(body=MARKUP, isPremium=True)}), "", ""),
        (data({"page": story(body=MARKUP, access={"paywallStatus": "locked"})}), "", ""),
        (data({"page": {"paywalled": "true", **story(body=MARKUP)}}), "", ""),
    ],
)  # fmt: skip
def test_a_text_that_is_not_free_is_left_alone(scripts: str, head: str, printed: str) -> None:
    result = parse_page(page(scripts, head=head, printed=f"<p>{STORY[0]}</p>{printed}"), url=ADDRESS)
    assert isinstance(result, Article)
    assert blocks(result) == [("paragraph", STORY[0])]


@pytest.mark.parametrize(
    "other",
    [
        {"headline": "Tram to Vardal is back", "url": "/news/tram", "body": OTHER},
        {
            "headline": "Tram to Vardal is back",
            "publishedAt": "2026-01-08",
            "body": "".join(f"<p>{t}</p>" for t in OTHER),
        },
    ],
)
def test_the_text_of_another_article_is_never_taken(other: dict[str, object]) -> None:
    beside = {"article": story(body=MARKUP), "next": other, "list": [other, other], "comments": [{"body": OTHER}]}
    assert blocks(read(page(data({"props": beside}), printed=f"<p>{STORY[0]}</p>"))) == BODY
    alone = read(page(data({"props": {"next": other}}), printed=f"<p>{STORY[0]}</p>"))
    assert blocks(alone) == [("paragraph", STORY[0])]


def test_an_object_that_does_not_say_what_it_describes_is_left_alone() -> None:
    article = read(page(data({"props": {"text": MARKUP, "date": "2026"}}), printed=f"<p>{STORY[0]}</p>"))
    assert blocks(article) == [("paragraph", STORY[0])]


def test_a_declared_body_is_read_where_less_than_half_of_it_is_printed() -> None:
    node = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": "\n".join(STORY)}
    head = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    article = read(page(head=head, printed=f"<p>{STORY[0]}</p>"))
    assert blocks(article) == [("paragraph", line) for line in STORY]
    assert article.evidence["blocks"].method == "json_ld"
    printed = "".join(f"<p>{line}</p>" for line in STORY[:3])
    assert blocks(read(page(head=head, printed=printed))) == [("paragraph", line) for line in STORY[:3]]


def test_a_list_of_stories_is_no_article_though_its_state_describes_it() -> None:
    topic = {
        "title": HEADLINE,
        "content": " ".join(OTHER),
        "items": [{"headline": t, "url": "/" + t[:9]} for t in OTHER],
    }
    head = f"<title>{HEADLINE}</title><meta property=og:type content=article>"
    shell = f"<html><head>{head}</head><body><div>{data({'topic': topic})}</div></body></html>"
    assert isinstance(parse_page(shell.encode(), url=ADDRESS), Rejection)


def test_every_segment_of_page_and_state_ends_with_one_label() -> None:
    traced = trace_page(page(SYSTEMS["arc"], printed=f"<p>{STORY[0]}</p>"), url=ADDRESS, media_type="text/html")
    assert isinstance(traced.result, Article)
    kept = [line.text for line in traced.lines if line.label in ("paragraph", "subhead")]
    assert kept == [text for _, text in BODY]
    cut = [line for line in traced.lines if line.text == STORY[0] and line.label == "junk"]
    assert [line.reason for line in cut] == ["repeat"]


def test_a_credit_line_and_a_caption_in_the_state() -> None:
    markup = f"{MARKUP}<figure><img src=/1.jpg><figcaption>The ferry at the quay. Photo: Ada Lund</figcaption></figure>"
    markup += "<p>Reporting by Nora Hale; Editing by Tom Aske</p>"
    article = read(page(data({"page": story(body=markup)})))
    assert blocks(article) == BODY
    assert [(row.kind, row.name) for row in article.correspondents] == [
        ("reporting", "Nora Hale"),
        ("editing", "Tom Aske"),
    ]
    assert [(caption.text, caption.credit) for caption in article.captions] == [("The ferry at the quay.", "Ada Lund")]


def test_pages_are_as_the_systems_write_them() -> None:
    assert pages.nuxt({"a": [1.5, {"b": "c"}]}) == [["ShallowReactive", 1], {"a": 2}, [3, 4], 1.5, {"b": 5}, "c"]


def test_a_forum_kept_for_browsers_without_scripts_is_no_article() -> None:
    posts = "".join(f"<div class=post><p>{line}</p></div>" for line in STORY)
    node = {"@type": "DiscussionForumPosting", "headline": HEADLINE}
    head = f'<title>{HEADLINE}</title><script type="application/ld+json">{json.dumps(node)}</script>'
    shell = f"<html><head>{head}</head><body><noscript><h1>{HEADLINE}</h1>{posts}</noscript></body></html>"
    assert isinstance(parse_page(shell.encode(), url=ADDRESS), Rejection)
    blog = shell.replace("DiscussionForumPosting", "BlogPosting").encode()
    assert blocks(read(blog)) == [("paragraph", line) for line in STORY]


def test_a_text_without_blanks_between_words() -> None:
    story = [
        "伦讷港务委员会周二晚间决定，将老旧的渡轮停航十一个月，以更换船首门。渔民说，内码头将因此与制冰厂隔绝。",
        "主席在座无虚席的会场表示，钢材厚度自上次检查以来减少近三分之一，没有保险公司愿意再为一个冬天的航行承保。",
        "约四十艘船使用内码头，其中多数长度不到十二米。船长们说，绕行北闸会使每次卸货多花两个小时。",
    ]
    title = "伦讷渡轮将停航十一个月"
    state = data({"props": {"article": {"title": title, "publishTime": "2026-01-09", "body": story}}})
    head = f"<meta charset=utf-8><title>{title}</title>"
    shell = f"<html lang=zh><head>{head}</head><body><h1>{title}</h1>{state}</body></html>"
    assert blocks(read(shell.encode())) == [("paragraph", line) for line in story]


def test_a_template_in_an_element_named_articlebody_is_the_article() -> None:
    declared = '<script type="application/ld+json">{"@type": "BlogPosting"}</script>'
    page = f"""<html><head><title>{HEADLINE}</title>{declared}</head><body><div><h2>{HEADLINE}</h2></div>
    <div><div><div><div><div itemprop="articleBody"><script type="text/template">{MARKUP}</script></div></div></div>
    </div></div></body></html>"""
    article = read(page.encode())
    assert blocks(article) == BODY
