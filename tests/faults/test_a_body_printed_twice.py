"""Pages that hold the story twice, for two templates, the printer or a pop-up: one is kept; lines repeated in a story
stay."""

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
MORE = [
    "The council of Lunde will speak about a bridge on Thursday, which would cost more than all ferries together.",
    "Shops on the island ran out of milk on Monday evening, and the school stayed shut for the day, its head said.",
]
QUOTE = "We have sailed through worse, and we shall sail again as soon as somebody finds us a hinge."
ANSWER = "The operator did not answer our questions about the door by the time this paper went to press."


def page(body: str, *, lang: str = "en") -> Article:
    text = f"""<html lang={lang}><head><title>Ferry cancelled | Lunde Post</title>
        <meta property=og:type content=article></head><body><nav><a href=/>Home</a> <a href=/s>Sport</a></nav>
        <main><h1>Ferry to Lunde cancelled after bow door fails</h1>{body}</main>
        <footer>Copyright Lunde Post. All rights reserved.</footer></body></html>"""
    result = parse_page(text.encode(), url="https://lundepost.example/news/ferry-cancelled", media_type="text/html")
    assert isinstance(result, Article), result
    return result


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def lines(texts: list[str]) -> str:
    return "<br><br>".join(texts)


PRINTINGS = {
    "two templates": f"<div class=desktop>{paragraphs(STORY)}</div><div class=mobile>{paragraphs(STORY)}</div>",
    "print version": f"<div class=story>{paragraphs(STORY)}</div><div id=forprint>{lines(STORY)}</div>",
    "printer first": f"<div id=forprint>{lines(STORY[:3])}</div><div class=story>{paragraphs(STORY)}</div>",
    "pop-up": f"<div class=story>{paragraphs(STORY)}</div><div role=dialog><p>{' '.join(STORY)}</p></div>",
    "its beginning": f"<div class=story>{paragraphs(STORY)}</div><div class=popup>{paragraphs(STORY[:3])}</div>",
    "in other capitals": (
        f"<div class=a>{paragraphs(STORY)}</div><div class=b>{paragraphs([text.upper() for text in STORY])}</div>"
    ),
    "with a subhead more": (
        f"<div class=a>{paragraphs(STORY[:2])}<h2>The door</h2>{paragraphs(STORY[2:])}</div>"
        f"<div class=b>{paragraphs(STORY)}</div>"
    ),
    "begun by signs": "".join(f"<div class={x}>{paragraphs(['* ' * 40 + text for text in STORY])}</div>" for x in "ab"),
    "begun by a word": "".join(f"<div class={x}>{paragraphs(['Ferry:', *STORY])}</div>" for x in "ab"),
    "behind a paywall": (
        f"<div class=story>{paragraphs(STORY[:3])}<blockquote><p>{QUOTE}</p></blockquote>"
        f"{paragraphs([*STORY[3:], *MORE])}</div><div class=paywall>{' '.join([*STORY, *MORE])[160:]}</div>"
    ),
    "a teaser that is cut off": (
        f"<div class=short><p>{STORY[0]} {STORY[1][:40]}...</p></div><div class=full>{paragraphs(STORY)}</div>"
    ),
    "a brief": f"<div class=a>{paragraphs(STORY[:2])}</div><div class=b>{paragraphs(STORY[:2])}</div>",
}


@pytest.mark.parametrize("body", PRINTINGS.values(), ids=PRINTINGS)
def test_kept_once_in_order(body: str) -> None:
    article = page(body)
    texts = " ".join(block.text for block in article.blocks if block.kind != "subhead").casefold()
    told = STORY if STORY[-1] in body else STORY[:2]
    assert [texts.count(text.casefold()) for text in told] == [1] * len(told)
    places = [texts.index(text.casefold()) for text in told]
    assert places == sorted(places)


def test_the_copy_is_dropped_with_its_reason() -> None:
    article = page(PRINTINGS["two templates"])
    assert [block.text for block in article.blocks] == STORY
    assert [cut.text for cut in article.dropped if cut.reason == "repeat"] == STORY
    assert all("div[2]" in cut.locator for cut in article.dropped if cut.reason == "repeat")


def test_the_larger_of_two_printings_is_kept() -> None:
    article = page(PRINTINGS["printer first"])
    assert [block.text for block in article.blocks] == STORY


@pytest.mark.parametrize("times", [2, 4])
def test_repeated_answers_stay(times: int) -> None:
    told = [part for number in range(times) for part in (STORY[number], f"<b>Question {number} of five?</b>", ANSWER)]
    assert [block.text for block in page(paragraphs(told)).blocks].count(ANSWER) == times


def test_a_lede_printed_above_the_story_and_in_it_is_kept_once() -> None:
    article = page(f"<div class=top><p>{STORY[0]}</p></div><figure><img src=a.jpg></figure>{paragraphs(STORY)}")
    assert [block.text for block in article.blocks if block.text == STORY[0]] in ([], [STORY[0]])
    assert STORY[1:] == [block.text for block in article.blocks if block.text != STORY[0]]


def test_a_standfirst_printed_again_as_first_paragraph_is_told_once() -> None:
    summary = f"<div class=synopsis><p>{STORY[0]}</p></div>"
    article = page(f"<h2 class=deck>{STORY[0]}</h2><p class=by>By Ada Lund</p>{summary}{paragraphs(STORY[1:])}")
    assert [article.standfirst, *(block.text for block in article.blocks)] == STORY
    assert [cut.text for cut in article.dropped if cut.reason == "repeat"] == [STORY[0]]


def test_a_long_paragraph_that_quotes_a_little_of_others_stays() -> None:
    long = f"{STORY[1]} {ANSWER} The mayor of Lunde, Ada Lund, called for a bridge, as she had in spring. {ANSWER}"
    article = page(paragraphs([*STORY, long]))
    assert [block.text for block in article.blocks] == [*STORY, long]


def test_a_table_of_contents_is_no_body_and_its_headings_stay() -> None:
    heads = ["The door", "The passengers", "The hinge"]
    contents = "".join(f"<li><a href=#{number}>{head}</a></li>" for number, head in enumerate(heads))
    told = "".join(f"<h2>{head}</h2><p>{text}</p>" for head, text in zip(heads, STORY[1:], strict=False))
    article = page(f"<p>{STORY[0]}</p><ul>{contents}</ul>{told}")
    assert [block.text for block in article.blocks if block.kind == "subhead"] == heads
    assert not [block.text for block in article.blocks if block.kind == "list_item"]


@pytest.mark.parametrize("name", ["pullquote", "article-pull-quote", "zitat", "citation", "c-sitat"])
def test_words_in_a_box_named_so_are_cut_where_they_are_printed_again(name: str) -> None:
    words = "volunteers handed out blankets and hot soup"
    story = f"{paragraphs(STORY[:3])}<div class={name}><p>“{words}”</p></div>{paragraphs(STORY[3:])}"
    article = page(story)
    assert [block.text for block in article.blocks] == STORY
    assert [cut.reason for cut in article.dropped if words in cut.text] == ["pull_quote"]


def test_a_quotation_that_is_printed_again_with_its_speaker_is_cut() -> None:
    words = "volunteers handed out blankets and hot soup"
    story = f"{paragraphs(STORY)}<blockquote>“{words}”<cite>Ada Lund</cite></blockquote>"
    assert [block.text for block in page(story).blocks] == STORY
    other = page(
        f"{paragraphs(STORY)}<blockquote>“The soup was hot, and nobody went hungry”<cite>Ada Lund</cite></blockquote>"
    )
    assert [block.kind for block in other.blocks][-1] == "quote"


def test_names_below_posts_stay() -> None:
    name = "— Lunde Harbour (@lundeharbour) December 22, 2026"
    posts = "".join(f"<blockquote><p>{said}</p><p>{name}</p></blockquote>" for said in (
        "The door is stuck, and we ask all who meant to sail tonight to come inside and wait.",
        "Hot soup is served on the upper deck of the terminal, also for those who brought dogs.",
    ))  # fmt: skip
    article = page(f"{paragraphs(STORY[:2])}{posts}{paragraphs(STORY[2:])}")
    assert [block.text for block in article.blocks].count(name) == 2
