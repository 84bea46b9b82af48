"""What a page says are its story's other addresses, read from its first bytes, and which of them are believed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.archive.declared_forms import believed_keys, declared_forms, is_same_story
from parsers.addresses import address_rules, page_key
from parsers.rules import default_rules

RULES = address_rules(default_rules())
HOST = "https://herald.example"
URL = f"{HOST}/share/4711234"


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ('<link rel="canonical" href="https://herald.example/news/4711234">', f"{HOST}/news/4711234"),
        ("<LINK HREF=/news/4711234 REL=Canonical />", f"{HOST}/news/4711234"),
        ("<link\n rel='canonical'\n href = '../news/4711234?a=1&amp;b=2'>", f"{HOST}/news/4711234?a=1&b=2"),
        ('<link title="a > b" rel="nofollow canonical" href="//herald.example/x">', f"{HOST}/x"),
        ('<link rel=canonical href="/a b\n"><link rel="amphtml" href="/amp/4.x">', f"{HOST}/a%20b {HOST}/amp/4.x"),
        ('<link rel="canonical" href="/x"><link rel="canonical" href="/x">', f"{HOST}/x"),
        ('<link rel="canonical" href="/x%C3%A9"><meta property="og:url" content="/xé">', f"{HOST}/x%C3%A9"),
        ('<meta property="og:url" content="https://herald.example/x"><link rel=canonical href="/x">', None),
        # Two canonical links, or another og:url: somebody is wrong, and nobody knows who.
        ('<link rel="canonical" href="/x"><link rel="canonical" href="/y">', None),
        ('<link rel="canonical" href="/x"><meta property="og:url" content="/y">', None),
        ('<link rel="canonical" href="/share/4711234">', None),
        ('<link rel="canonical" href="">', None),
        ('<link rel="canonical">', None),
        ('<link rel="canonical" href="javascript:void(0)">', None),
        ('<link rel="canonical" href="https://[oops/">', None),
        ('<!-- <link rel="canonical" href="/x"> -->', None),
        ("<script>document.write('<link rel=\"canonical\" href=\"/x\">')</script>", None),
        ('<base href="/deep/"><link rel="canonical" href="x">', None),
        ('</head><body><link rel="canonical" href="/x">', None),
        ('<link rel="canonical" href="/x">' * 99, None),
        ("<title>The canonical form of a letter</title>", None),
        ("<!--" + " " * 70_000 + '--><link rel="canonical" href="/x">', None),
    ],
)  # fmt: skip
def test_what_a_head_says(head: str, said: str | None) -> None:
    assert declared_forms(f"<html><head>{head}</head><body>".encode(), URL) == said


@given(
    st.binary(max_size=200), st.sampled_from(["", '<link rel="canonical" href="', "<link rel=canonical href=", "<!--"])
)
def test_any_bytes_are_read(rest: bytes, before: str) -> None:
    said = declared_forms(before.encode() + rest + b"canonical", URL)
    assert said is None or all(page_key(one, RULES) for one in said.split(" "))
    assert believed_keys("herald.example/share/4711234", said, RULES) is not None


@pytest.mark.parametrize(
    "piece",
    [b"<link ", b"<!--", b"<script>", b"<link rel='", b"<link a=b ", b'<meta x="', b"<link " + b"a" * 900 + b">"],
)
@pytest.mark.parametrize("end", [b">", b"", b"'>", b'">'])
def test_a_hostile_head_takes_no_time(piece: bytes, end: bytes) -> None:
    page = piece * (60_000 // len(piece)) + b"canonical" + end
    begun = time.process_time()
    declared_forms(page + (b"a" * 2_900 + b"canonical" + end) * 20, URL)
    assert time.process_time() - begun < 1


def test_an_address_that_no_index_can_store_declares_nothing() -> None:
    assert declared_forms(b'<link rel="canonical" href="x">', HOST + "/\udce9/a") is None
    assert declared_forms(b'<link rel="canonical" href="/x">', HOST + "/\udce9/a") == HOST + "/x"


#: Keys of two addresses; the page at the first declares the second, and is believed.
ONE_STORY = [
    ("herald.example/share/4711234", "herald.example/news/4711234"),
    ("herald.example/share/4711234", "herald.example/2026/03/port-strike-ends-4711234.html"),
    ("herald.example/sport/ferry-wins-again", "herald.example/news/ferry-wins-again"),
    ("herald.example/ferry-wins-again.html", "herald.example/news/ferry-wins-again"),
    ("herald.example/news/ferry-wins-again?cb=x7f", "herald.example/news/ferry-wins-again"),
    ("sport.herald.example/ferry-wins-again", "herald.example/ferry-wins-again"),
    ("herald.example/a/f%C3%A4hre-legt-ab", "herald.example/b/f%C3%A4hre-legt-ab"),
]  # fmt: skip

#: The same, and it is not believed: the second may be another story, or another thing about this one.
NO_ONE_KNOWS = [
    # The front page, a section, what lies above or below.
    ("herald.example/news/4711234", "herald.example/"),
    ("herald.example/news/4711234", "herald.example/news"),
    ("herald.example/news/port-strike-ends/all", "herald.example/news/port-strike-ends"),
    ("herald.example/live/port-strike-ends", "herald.example/live/port-strike-ends/4711234"),
    ("herald.example/", "herald.example/news/4711234"),
    # Another site.
    ("herald.example/news/4711234", "courier.example/news/4711234"),
    ("a.blogspot.com/4711234", "b.blogspot.com/4711234"),
    # Another story, or names that are none.
    ("herald.example/news/4711234", "herald.example/news/4711235"),
    ("herald.example/news/port-strike-ends", "herald.example/news/ferry-wins-again"),
    ("herald.example/news/port-strike-ends-4711234", "herald.example/news/ferry-wins-again-4711235"),
    ("herald.example/culture/1", "herald.example/news/1"),
    ("herald.example/story.php?id=7", "herald.example/story.php"),
    ("herald.example/story.php?id=4711234", "herald.example/story.php?id=4711235"),
    ("herald.example/20260302/a", "herald.example/20260302/b"),
    ("herald.example/culture/opening", "herald.example/news/opening"),
    # Two numbers, of which one is the same: a place, a series.
    ("herald.example/21029/4711234", "herald.example/21029/4711235"),
    # Its second page, its pictures, its comments, another language.
    ("herald.example/news/port-strike-ends?page=2", "herald.example/news/port-strike-ends"),
    ("herald.example/news/port-strike-ends?teil=3", "herald.example/news/port-strike-ends"),
    ("herald.example/news/port-strike-ends/2", "herald.example/news/port-strike-ends"),
    ("herald.example/news/port-strike-ends-2", "herald.example/news/port-strike-ends"),
    ("herald.example/gallery/4711234", "herald.example/news/4711234"),
    ("herald.example/comments/port-strike-ends", "herald.example/news/port-strike-ends"),
    ("herald.example/news/4711234", "herald.example/video/4711234"),
    ("forum.herald.example/4711234", "herald.example/4711234"),
    ("herald.example/en/port-strike-ends?lang=de", "herald.example/en/port-strike-ends"),
    ("herald.example/de/4711234", "herald.example/fr/4711234"),
    ("herald.example/4711234.en.html", "herald.example/4711234.cy.html"),
    ("herald.example/port-strike-ends?id=4711234", "herald.example/port-strike-ends?id=4711235&page=2"),
]


@pytest.mark.parametrize(("own", "said"), ONE_STORY)
def test_what_is_believed(own: str, said: str) -> None:
    assert is_same_story(own, said, RULES)


@pytest.mark.parametrize(("own", "said"), NO_ONE_KNOWS)
def test_what_is_not_believed(own: str, said: str) -> None:
    assert not is_same_story(own, said, RULES)
