"""Blocks, kinds and cuts of whole pages, in the patterns that news pages have."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import Article, Rejection, parse_page
from parsers.html.body.typed_text import parted
from parsers.model import Block

STORY = [
    "The ferry to Lunde was cancelled on Monday after its bow door failed to close, the operator said.",
    "Some 240 passengers spent the night in the terminal, where volunteers handed out blankets and hot soup.",
    "A replacement ship, the Havørn, was expected from Vardal on Tuesday morning, and two coaches would run.",
    "The operator, which has run the line since 1974, said it would refund all tickets and pay for hotel rooms.",
]


def page(*parts: str, head: str = "") -> Article:
    text = f"""<html lang=en><head><title>Ferry cancelled | Lunde Post</title>
        <meta property=og:type content=article>{head}</head><body>
        <nav><ul><li><a href=/>Home</a><li><a href=/s>Sport</a><li><a href=/w>Weather in the region</a></ul></nav>
        <article><h1>Ferry to Lunde cancelled after bow door fails</h1>{"".join(parts)}</article>
        <footer>Copyright Lunde Post. All rights reserved.</footer></body></html>"""
    result = parse_page(text.encode(), url="https://lundepost.example/news/ferry-cancelled", media_type="text/html")
    assert isinstance(result, Article), result
    return result


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, block.text[:20]) for block in article.blocks]


def test_paragraphs_in_order() -> None:
    assert [block.text for block in page(paragraphs(*STORY)).blocks] == STORY


#: Parts of a page with one text each.
ASIDES = [
    f"<{tag}>Ferry number {n}</{tag}>" for n, tag in enumerate(("div", "p", "h4", "blockquote", "pre", "span", "aside"))
] + ["<ul><li>Ferry number 7</li></ul>", "<table><tr><td>Ferry number 8</td></tr></table>", "<p><a>Ferry number 9</a>"]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(ASIDES), min_size=1, max_size=5, unique=True), st.integers(0, len(STORY)))
def test_what_the_box_of_an_article_prints_is_body_or_dropped(asides: list[str], place: int) -> None:
    article = page(paragraphs(*STORY[:place]), *asides, paragraphs(*STORY[place:]))
    told = "\n".join([block.text for block in article.blocks] + [cut.text for cut in article.dropped])
    assert [text for text in re.findall(r"Ferry number \d", "".join(asides)) if text not in told] == []
    assert all(text in told for text in STORY)


WRAPPED = [text.replace(" on ", "\non ").replace(", and ", ",\nand ") for text in STORY]
#: Two paragraphs in a script without blanks between words.
HARBOUR = [
    "港の船は月曜日の朝に扉が閉まらなくなって止まりました。二百四十人の乗客は建物の中で一晩を過ごし、"
    "近くに住む人たちが毛布と温かい食べ物を運び、夜遅くまで話し相手になりました。",
    "会社は火曜日の朝に別の船を出し、二台のバスも走らせると話しています。切符の代金はすべて返し、"
    "宿に泊まった人にはその費用も払うということで、原因はまだ分かっていません。",
]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("\n\n".join(WRAPPED), STORY),
        ("\n".join(f"     {text}" for text in WRAPPED), STORY),
        ("\r\n \r\n".join(WRAPPED), STORY),
        ("\n\n".join("\n".join(re.findall(".{1,30}", text)) for text in HARBOUR), HARBOUR),
        ("On the quay\n  in the rain\nwe wait\n\nfor a ship\n  that is late", None),  # a poem
    ],
)
def test_typed_text_is_parted_into_paragraphs(typed: str, expected: list[str] | None) -> None:
    blocks = (Block("preformatted", typed, locator="/html/body/pre"),)
    assert [b.text for b in parted(blocks)] == (expected or [typed])
    assert parted((Block("paragraph", " ".join(STORY * 3)), *blocks))[1:] == blocks  # beside an article


def test_a_piece_of_one_paragraph_has_a_body_and_no_standfirst() -> None:
    article = page(f"<div class=lead><p><b>{STORY[0]}</b></p></div><p>Photo: Ada Lund</p>")
    assert (article.standfirst, [block.text for block in article.blocks]) == (None, [STORY[0]])


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("<p>Correction: An earlier version of this story gave the wrong year for the line.</p>", "correction"),
        (f"<blockquote><p>We will not leave anybody on the quay again, said the head of the line.</p></blockquote>"
         f"{paragraphs(STORY[0][:60] + ' again on Friday, the port said in the evening.')}", "quote"),
    ],
)  # fmt: skip
def test_kinds(part: str, kind: str) -> None:
    assert kind in [block.kind for block in page(paragraphs(*STORY), part).blocks]


def test_a_correction_may_stand_in_the_footer_of_an_article() -> None:
    note = "Correction: An earlier version of this story gave the wrong year for the line."
    article = page(paragraphs(*STORY), f"<footer><p>{note}</p></footer>")
    assert [block.text for block in article.blocks if block.kind == "correction"] == [note]


def test_columns_laid_out_as_a_list_make_no_list_of_the_article() -> None:
    points = "".join(f"<li>The pier at {place} stays closed until further notice.</li>" for place in ("Lunde", "Voll"))
    columns = (
        f"<ul><li><h1>Ferry</h1><div>{paragraphs(*STORY)}<ul>{points}</ul>{paragraphs(*STORY[:1])}</div></li></ul>"
    )
    kinds = [block.kind for block in page(columns).blocks]
    assert kinds[: len(STORY)] == ["paragraph"] * len(STORY)
    assert kinds[len(STORY) : len(STORY) + 2] == ["list_item"] * 2


@settings(deadline=None)  # the first page of a process takes as long as some dozens
@given(st.binary(max_size=6), st.integers(min_value=0), st.integers(min_value=0))
def test_no_broken_byte_is_an_error(junk: bytes, where: int, until: int) -> None:
    whole = f"<html><body><article><h1>Ferry</h1><div class=text>{paragraphs(*STORY)}</div></article></body></html>"
    body = whole.encode()
    at = where % len(body)
    broken = body[:at] + junk + body[at + until % 12 :]
    result = parse_page(broken, media_type="text/html")
    assert not (isinstance(result, Rejection) and result.reason == "internal_error"), result


@pytest.mark.parametrize("name", ["di\x01v", "p:x", "{a}b", "d\x7f", "*", "p\ufffe"])
def test_elements_of_any_name_are_located(name: str) -> None:
    article = page(f"<{name}>{paragraphs(*STORY)}</{name}>")
    # What is no tag at all is text, and may be taken for a line of the article.
    assert [block.text for block in article.blocks if block.text != f"<{name}>"] == STORY


def declaring(body: str) -> str:
    data = {"@type": "NewsArticle", "headline": "Ferry to Lunde cancelled after bow door fails", "articleBody": body}
    return f"<script type='application/ld+json'>{json.dumps(data)}</script>"


@pytest.mark.parametrize("between", ["\n\n", "\n", "</p><p>", "<br>"])
def test_a_body_that_only_scripts_show_is_the_declared_one(between: str) -> None:
    article = page("<div id=app>Please turn on JavaScript</div>", head=declaring(between.join(STORY)))
    assert [block.text for block in article.blocks] == STORY
    assert {block.locator for block in article.blocks} == {"json-ld articleBody"}
    assert article.evidence["blocks"].method == "json_ld"


def test_a_printed_body_wins_over_the_declared_one() -> None:
    article = page(paragraphs(*STORY), head=declaring(" ".join(STORY[:2]) + " Only declared. " * 30))
    assert [block.text for block in article.blocks] == STORY
    assert "blocks" not in article.evidence


def test_a_declared_teaser_is_no_body() -> None:
    text = f"<html><head>{declaring(STORY[0])}</head><body><h1>Ferry cancelled</h1><p>Subscribe to read</p></body>"
    assert isinstance(parse_page(text.encode(), media_type="text/html"), Rejection)


def test_a_pull_quote_is_cut_with_its_reason() -> None:
    article = page(paragraphs(*STORY[:2]), f"<blockquote>{STORY[2][:59]}</blockquote>", paragraphs(STORY[2], STORY[3]))
    assert [block.text for block in article.blocks] == STORY
    assert ("pull_quote", STORY[2][:59]) in [(cut.reason, cut.text) for cut in article.dropped]


def test_posts_of_a_live_blog_have_their_times() -> None:
    posts = "".join(
        f"<div class=post><time datetime=2026-01-09T1{i}:00:00Z>1{i}.00</time><p>{text}</p></div>"
        for i, text in enumerate(STORY)
    )
    article = page(f"<section>{posts}</section>")
    assert [(block.kind, block.posted_at) for block in article.blocks] == [
        ("live_post", f"2026-01-09T1{i}:00:00Z") for i in range(4)
    ]


def test_an_article_among_dated_teasers_is_no_live_blog() -> None:
    teasers = "".join(
        f"<div class=card><time datetime=2026-01-0{day}>{day} January</time><p><a href=/{day}>{text[:40]}</a></p></div>"
        for day, text in enumerate(STORY, 1)
    )
    body = f"<div class=card><time datetime=2026-01-09>9 January</time>{paragraphs(*STORY)}</div>"
    article = page(f"<section>{body}{teasers}</section>")
    assert {block.kind for block in article.blocks} == {"paragraph"}


def test_the_next_article_on_the_page_is_cut() -> None:
    other = [text.replace("ferry", "tram").replace("ship", "bus") for text in STORY]
    following = f"</article><article><h1>Tram line to open in May</h1>{paragraphs(*other)}"
    article = page(paragraphs(*STORY), following)
    assert [block.text for block in article.blocks] == STORY
    cut = [cut.text for cut in article.dropped if cut.reason == "other_article"]
    assert cut == ["Tram line to open in May", *other]


def test_sections_with_headings_of_the_first_level_stay() -> None:
    article = page(paragraphs(*STORY[:2]), "<section><h1>What next</h1>", paragraphs(*STORY[2:]), "</section>")
    assert [block.text for block in article.blocks] == [*STORY[:2], "What next", *STORY[2:]]


def test_the_list_around_the_posts_gives_no_times() -> None:
    posts = "".join(
        f"<div class=post id=p{i}><time datetime=2026-01-09T1{i}:00:00Z>1{i}.00</time><p>{text}</p></div>"
        for i, text in enumerate(STORY)
    )
    # With so much else on the page the list is no longer "most of it", and it holds the same text as its posts.
    links = "".join(f"<li><a href=/{i}>Story number {i} of the day</a></li>" for i in range(20))
    article = page(f"<section class=feed><div class=list>{posts}</div></section>", f"<ul>{links}</ul>")
    times = {block.text: block.posted_at for block in article.blocks}
    assert len(times) > 1
    assert times.items() <= {text: f"2026-01-09T1{i}:00:00Z" for i, text in enumerate(STORY)}.items()


def test_every_cut_inside_the_article_has_a_reason() -> None:
    article = page(paragraphs(*STORY[:2]), "<p><a href=/x>Share</a></p><p>Advertisement</p>", paragraphs(*STORY[2:]))
    assert [block.text for block in article.blocks] == STORY
    assert {cut.text: cut.reason for cut in article.dropped} == {"Share": "share", "Advertisement": "advertisement"}


PIECES = st.lists(
    st.sampled_from(
        [
            *(f"<p>{text}</p>" for text in STORY),
            *("<h2>What comes next</h2>", "<ul><li>One point<li>Another</ul>", "<br>", "<div>loose</div>"),
            "<figure><img src=/a.jpg><figcaption>The quay. Photo: Ola Berg</figcaption></figure>",
        ]
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=40, deadline=None)
@given(PIECES)
def test_same_bytes_same_article_in_order_and_nothing_twice(pieces: list[str]) -> None:
    text = f"<html><body><article><h1>Ferry to Lunde cancelled</h1>{''.join(pieces)}</article></body></html>".encode()
    first: dict[str, Any] = parse_page(text, media_type="text/html").to_dict()
    assert parse_page(text, media_type="text/html").to_dict() == first
    locators = [part["locator"] for key in ("blocks", "dropped") for part in first.get(key, ())]
    assert len(locators) == len(set(locators))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Ada Lund is a reporter in Vardal and has written about ships and ports since 2011.", "author_box"),
        ("To contact the reporter on this story: Ada Lund in Oslo at ada@lundepost.example", "author_box"),
        ("The writer is a lawyer in Vardal and a former captain.", "author_box"),
        ("We may earn a commission when you buy a ticket through the links in this story, at no cost to you, and the "
         "ferry pays us nothing for what we write about it or about any other line.", "advertisement"),
        ("This text is for informational purposes only and does not constitute legal advice for travellers.", "footer"),
        ("Contact staff writer Ada Lund at 555-0117 if you have been on the ship.", "author_box"),
    ],
)  # fmt: skip
def test_what_sites_print_below_an_article_is_cut(line: str, reason: str) -> None:
    article = page("<address>By <a rel=author href=/ada>Ada Lund</a></address>", paragraphs(*STORY, line))
    assert [block.text for block in article.blocks] == STORY
    assert [cut.reason for cut in article.dropped if cut.text == line] == [reason]


@pytest.mark.parametrize(("told", "cut"), [(STORY[:2], True), (STORY[:1], False)])
def test_a_box_about_the_author_may_be_longer_than_a_brief(told: list[str], cut: bool) -> None:
    box = (
        "<div class=author-bio><h4>Ada Lund</h4><p>Our reporter grew up in Vardal and sailed around the world twice. "
        "She wrote four books about ships and ports, the last of which was read on the radio, and keeps a boat of her "
        "own in the harbour of Lunde. When she is at home, she walks the quay and takes pictures of cranes.</p></div>"
    )
    article = page("<address>By <a rel=author href=/ada>Ada Lund</a></address>", paragraphs(*told), box)
    assert ("author_box" in [cut.reason for cut in article.dropped]) is cut


WELCOME = [
    "We started this site in 2009 because nobody else wrote about small harbours and the people who live by them.",
    "Since then we have been to two hundred islands, and we have told what we saw there in three books.",
]
NOTE = "<p>1. The line was opened in 1974 by the same company, which then had two ships and nine men at work.</p>"


@pytest.mark.parametrize(
    ("told", "beside", "reason"),
    [
        (3, f"<div class=welcome>{paragraphs(*WELCOME)}</div>", "side_note"),
        (2, f"<aside>{paragraphs(*WELCOME, *WELCOME[:1])}</aside>", "side_note"),
        (2, f"<div><div class=about-author>{paragraphs(*WELCOME, STORY[3])}</div></div>", "author_box"),
        (3, f"<div class=post>{paragraphs(*WELCOME)}</div>", None),
        (3, f"<div class=notes>{NOTE.replace('1.', '<a href=#first>1.</a>')}</div>", None),
        (3, f"<div class=notes>{NOTE}</div>", "side_note"),
    ],
    ids=["longer than half", "an aside", "an author", "another part of the post", "a footnote", "no footnote"],
)
def test_text_outside_the_article_s_own_box_is_cut(told: int, beside: str, reason: str | None) -> None:
    own = f"<h1 id=first>Ferry to Lunde cancelled after bow door fails</h1>{paragraphs(*STORY[:told])}"
    text = f"<html lang=en><meta property=og:type content=article><div><div class=post>{own}</div>{beside}</div>"
    article = parse_page(text.encode(), url="https://lundepost.example/news/ferry", media_type="text/html")
    assert isinstance(article, Article)
    blocks, cut = [block.text for block in article.blocks], {cut.reason for cut in article.dropped}
    assert [line for line in STORY if line in blocks[:told]] == STORY[:told]
    assert (len(blocks) > told, cut) == (reason is None, {reason} - {None})


def test_an_author_in_the_middle_of_the_story_stays() -> None:
    line = "Ada Lund is the captain of the ship, and she said that the door had been checked on Sunday evening."
    article = page(
        "<address>By <a rel=author href=/ada>Ada Lund</a></address>", paragraphs(*STORY[:2], line, *STORY[2:])
    )
    assert line in [block.text for block in article.blocks]


FIRST_LINES = {
    "the author's name": "<p>Ada Lund</p>",
    "the credit of a picture that is not there": "<p>Image: Pia Lens / Harbour Pictures</p>",
    "both": "<p>Ada Lund</p><p>Photo: Pia Lens/Harbour Pictures</p>",
}


@pytest.mark.parametrize("lines", FIRST_LINES.values(), ids=FIRST_LINES.keys())
def test_the_body_begins_with_its_first_sentence(lines: str) -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Ada Lund"}}</script>'
    found = page(f"<div class=story>{lines}{paragraphs(*STORY, *STORY_GOES_ON)}</div>", head=head)
    assert [block.text for block in found.blocks] == [*STORY, *STORY_GOES_ON]


STORY_GOES_ON = (
    "Ada Lund was on the quay when the ship that had been hired came in, and so was half the town of Vardal.",
    "The mayor of Lunde asked the operator to keep a second ship in Vardal until the door has been built anew.",
)


@pytest.mark.parametrize(
    "line",
    [
        "Published February 24, 2020Last updated July 21, 2022This article is more than 2 years old",
        "Last updated: 24 February 2020, Office of the harbour master of Lunde and Vardal",
    ],
)
def test_a_line_that_begins_with_the_label_of_its_date_is_no_body(line: str) -> None:
    assert page(f"<div class=x>{line}</div>", paragraphs(*STORY)).blocks[0].text == STORY[0]


def test_a_sentence_that_begins_with_such_a_label_stays() -> None:
    line = "Published on 24 February 2020, the timetable of the line had promised two ships for the winter."
    assert page(paragraphs(line, *STORY)).blocks[0].text == line


@pytest.mark.parametrize(
    "line",
    [
        "Our website is the place for the latest news. Please bookmark us and sign up for our newsletter, here.",
        "Got a story? Get in touch with our news team by emailing us.",
        "[Featured image by Ada Lund/Getty Images]",
        "Translated by Ada Lund. Translation: Ben Oduya",
        "Ada Lund is the Post's network editor. Contact her at ada@lundepost.example or on Mastodon.",
        "These cookies allow us to count visits and traffic sources, so that we know which pages are read.",
    ],
)
def test_what_a_newsroom_says_for_itself_below_a_story_is_none_of_it(line: str) -> None:
    assert [block.text for block in page(paragraphs(*STORY, line)).blocks] == STORY


def test_a_byline_with_a_place_is_a_correspondents() -> None:
    head = "<p class=byline>By <a rel=author href=/ada>Ada Lund</a>, Vardal</p>"
    (row,) = page(head, paragraphs(*STORY)).correspondents
    assert (row.kind, row.name, row.location) == ("reporting", "Ada Lund", "Vardal")


def test_a_bare_byline_is_the_authors() -> None:
    result = page("<p class=byline>By <a rel=author href=/ada>Ada Lund</a></p>", paragraphs(*STORY))
    assert (result.authors, result.correspondents) == (("Ada Lund",), ())


def test_the_speaker_of_a_pull_quote_leaves_with_it() -> None:
    quote = "<blockquote><p>volunteers handed out blankets and hot soup</p><p>— Head of the line</p></blockquote>"
    assert [block.text for block in page(paragraphs(*STORY[:2]), quote, paragraphs(*STORY[2:])).blocks] == STORY
