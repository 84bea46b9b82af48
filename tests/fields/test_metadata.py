"""read_metadata: JSON-LD in every state of repair, meta tags, microdata, the links and titles of the head."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from parsers.context import Context
from parsers.folding import unbroken
from parsers.html.metadata import Metadata, read_metadata
from parsers.html.metadata.repair import load_json
from parsers.html.metadata.values import clean_value, on_one_line, strings
from parsers.rules import default_rules

URL = "https://harbourpost.example/2024/05/03/ferry"


def read(html: str) -> Metadata:
    return read_metadata(document_fromstring(html), Context(default_rules(), URL))


def page(*scripts: str, head: str = "", body: str = "<h1>Ferry back in service</h1>") -> str:
    blocks = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return f"<html><head>{head}{blocks}</head><body>{body}</body></html>"


FERRY = json.dumps({"@type": "NewsArticle", "headline": "Ferry back in service", "url": URL})
OTHER = '{"@type": "NewsArticle", "headline": "Bridge closed", "url": "https://harbourpost.example/bridge"}'


@pytest.mark.parametrize(
    "scripts",
    [
        (FERRY,),
        (f"[{FERRY}]",),
        (f"[{OTHER}, {FERRY}]",),
        (OTHER, FERRY),
        ('{"@graph": [{"@type": "Organization", "name": "Harbour Post"}, ' + FERRY + "]}",),
        ('{"@type": "WebPage", "mainEntity": ' + FERRY + "}",),
        ('{"@type": ["CreativeWork", "http://schema.org/NewsArticle"], "headline": "Ferry back in service"}',),
        ("not json", FERRY),
    ],
)
def test_the_article_is_found_however_it_is_wrapped(scripts: tuple[str, ...]) -> None:
    assert read(page(*scripts)).json_ld.first("headline") == "Ferry back in service"


BROKEN = [
    ('{"@type": "NewsArticle", "headline": "A",}', "A"),
    ('<!-- {"@type": "NewsArticle", "headline": "A"} -->', "A"),
    ('//<![CDATA[\n{"@type": "NewsArticle", "headline": "A"}\n//]]>', "A"),
    ('{"@type": "NewsArticle", "headline": "A\nB"}', "A\nB"),
    ('{"@type": "NewsArticle", "headline": "A"};', "A"),
    ('{"@type": "NewsArticle", "headline": "A"} {"@type": "Person"}', "A"),
    ('{"@type": "NewsArticle"\n "headline": "A"}', "A"),
    ('{"@type": "NewsArticle", "headline": "the \\\'A\\\' team"}', "the \\'A\\' team"),
    ("{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;A&quot;}", "A"),
    ('{"@type": "NewsArticle", "headline": "the "A" team", "url": "x"}', 'the "A" team'),
    ('{"@type": "NewsArticle", "headline": "A", "author": {"@type": "Person", "name": "Ann', "A"),
]


@pytest.mark.parametrize(("script", "headline"), BROKEN)
def test_broken_json_is_mended(script: str, headline: str) -> None:
    value = load_json(script)
    node = value[0] if isinstance(value, list) else value
    assert node["headline"] == headline


@pytest.mark.parametrize("script", ["", "   ", "{", "var x = 1;", "[" * 100_000, '{"a": ' * 5_000])
def test_what_cannot_be_mended_gives_nothing(script: str) -> None:
    assert load_json(script) is None


def test_a_reference_is_followed() -> None:
    graph = [
        {"@type": "NewsArticle", "headline": "A", "author": {"@id": "#ann"}},
        {"@type": "Person", "@id": "#ann", "name": "Ann Lister"},
    ]
    json_ld = read(page(json.dumps({"@graph": graph}))).json_ld
    assert json_ld.resolve(json_ld.article["author"])["name"] == "Ann Lister"


def test_live_posts_and_images_are_not_taken_for_the_article() -> None:
    post = {"@type": "BlogPosting", "headline": "10:05"}
    live = {
        "@type": "LiveBlogPosting",
        "headline": "Storm",
        "liveBlogUpdate": [post],
        "image": {"@type": "ImageObject"},
    }
    json_ld = read(page(json.dumps(live))).json_ld
    assert json_ld.first("headline") == "Storm"
    assert len(json_ld.nodes) == 1


def test_head_and_body_declare() -> None:
    meta = read(
        page(
            head='<title>Ferry | Harbour Post</title><link rel="canonical" href="/ferry">'
            '<meta property="og:title" content="Ferry &amp;amp; bridge"><meta name="Author" content="Ann Lister">',
            body='<h1>Ferry</h1><time datetime="2024-05-03">3 May</time><span itemprop="author name">Ann Lister</span>',
        ).replace("<html>", '<html lang="en-GB">')
    )
    assert meta.title == "Ferry | Harbour Post"
    assert meta.canonical == "https://harbourpost.example/ferry"
    assert meta.first("og:title") == ("og:title", "Ferry & bridge")
    assert meta.first("nothing", "author") == ("author", "Ann Lister")
    assert (meta.lang, meta.h1s) == ("en-GB", ("Ferry",))
    assert [(stamp.value, stamp.text) for stamp in meta.times] == [("2024-05-03", "3 May")]
    assert [element.text for element in meta.items("author")] == ["Ann Lister"]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ('<meta name="twitter:title" value="Ferry">', "Ferry"),
        ('<meta value="Ferry" name="twitter:title">', "Ferry"),
        ('<meta name="twitter:title" content="Ferry" value="1">', "Ferry"),
        ('<meta name="twitter:title" content="" value="Ferry">', "Ferry"),
        ('<meta name="twitter:title" value="">', None),
    ],
)
def test_a_tag_may_give_its_content_as_value(tag: str, expected: str | None) -> None:
    found = read(page(head=tag)).first("twitter:title")
    assert (found and found[1]) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Tom &amp;amp; Jerry", "Tom & Jerry"),
        ("<p>One</p> <p>two &lt; three</p>", "One two < three"),
        ("a < b", "a < b"),
        (" many \n spaces\u00a0here ", "many spaces here"),
        (2024, "2024"),
        (None, ""),
    ],
)
def test_clean(value: Any, expected: str) -> None:
    assert clean_value(value) == expected


def test_strings_of_nested_values() -> None:
    value = ["a", {"@value": "b"}, {"name": ["c", ""]}, [["d"]], None]
    assert list(strings(value)) == ["a", "b", "c", "d"]


def test_strings_do_not_follow_nesting_for_ever() -> None:
    value: Any = "deep"
    for _ in range(5_000):
        value = [value]
    assert list(strings(value)) == []


json_values = st.recursive(
    st.none() | st.text(max_size=8) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["@type", "@graph", "@id", "headline", "author", "url"]), inner, max_size=4)
    ),
)


@given(json_values)
def test_any_json_is_read_without_an_error(value: Any) -> None:
    read(page(json.dumps(value).replace("<", ""))).json_ld.first("headline", "author")


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    load_json(text)


@given(st.text(st.sampled_from("ab \t\n\xa0\xad\u2003\u200b\u2060\ufeff\u3000é")))
def test_one_line_however_it_is_found(text: str) -> None:
    assert on_one_line(text) == " ".join(unbroken(text).split())
