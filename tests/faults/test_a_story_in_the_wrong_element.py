"""Stories inside one heading, list item, cell, quotation, link or button are read: the tag around a text decides
nothing."""

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
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in STORY)
LINES = "<br><br>".join(STORY)


def page(body: str) -> Article:
    text = f"""<html lang=en><head><title>Ferry cancelled | Lunde Post</title>
        <meta property=og:type content=article></head>
        <body><nav><ul><li><a href=/>Home</a><li><a href=/s>Sport</a><li><a href=/w>Weather</a></ul></nav>
        <main><h1>Ferry to Lunde cancelled after bow door fails</h1>{body}</main>
        <footer>Copyright Lunde Post. All rights reserved.</footer></body></html>"""
    result = parse_page(text.encode(), url="https://lundepost.example/news/ferry-cancelled", media_type="text/html")
    assert isinstance(result, Article), result
    return result


@pytest.mark.parametrize(
    "body",
    [
        *(f"<{tag}><div>{LINES}</div></{tag}>" for tag in ("h2", "h4", "h6")),
        f"<strong>{LINES}</strong>",
        *("".join(f"<{tag}>{text}</{tag}>" for text in STORY) for tag in ("h3", "h5")),
        *(f"<{tag}>{PARAGRAPHS}</{tag}>" for tag in ("blockquote", "form", "label", "center", "button", "b", "a")),
        f"<a href=/story>{PARAGRAPHS}</a>",
        f"<article><footer>{PARAGRAPHS}</footer></article>",
        *(f"<ul><li>{text}</li></ul>" for text in (LINES, PARAGRAPHS)),
        *(f"<table><tr><td><a href=/x>News</a></td><td>{text}</td></tr></table>" for text in (LINES, PARAGRAPHS)),
        f"<table>{''.join(f'<tr><td>{text}</td></tr>' for text in STORY)}</table>",
    ],
    ids=lambda body: body[:28],
)
def test_all_paragraphs_are_kept_as_paragraphs(body: str) -> None:
    assert [(block.kind, block.text) for block in page(body).blocks] == [("paragraph", text) for text in STORY]


@pytest.mark.parametrize("tag", ["template", "script type=text/template", "noscript"])
def test_a_template_in_the_box_of_the_headline_is_the_story(tag: str) -> None:
    head = "<html lang=en><head><title>Ferry cancelled | Lunde Post</title></head><body><a href=/>Home</a>"
    box = f"<div><h1>Ferry cancelled</h1><div><{tag}>{PARAGRAPHS}</{tag.split()[0]}></div></div>"
    result = parse_page(
        f"{head}{box}</body></html>".encode(), url="https://lundepost.example/a", media_type="text/html"
    )
    assert isinstance(result, Article), result
    assert [block.text for block in result.blocks] == STORY


def test_headings_that_are_questions_or_no_sentences_stay_subheads() -> None:
    asked = [f"Why did the hinge of the door number {n} bend{end}" for n, end in enumerate(("?", "", "?"))]
    heads = "".join(f"<h3>{text}</h3>" for text in asked)
    article = page("".join(f"<p>{text}</p>" for text in STORY[:3]) + heads + f"<p>{STORY[3]}</p><p>{STORY[4]}</p>")
    assert [block.text for block in article.blocks if block.kind == "paragraph"] == STORY


def test_a_quotation_inside_a_story_stays_one() -> None:
    quotation = f"<blockquote><p>{STORY[3]}</p></blockquote>"
    kinds = [block.kind for block in page(PARAGRAPHS.replace(f"<p>{STORY[3]}</p>", quotation)).blocks]
    assert kinds == ["paragraph", "paragraph", "paragraph", "quote", "paragraph"]


def test_a_hidden_note_is_dropped_and_the_line_around_it_is_whole() -> None:
    noted = PARAGRAPHS.replace("240 ", "240 <small class=sidenote hidden>The ship may carry 300.</small>")
    article = page(noted)
    assert [block.text for block in article.blocks] == STORY
    assert [cut.text for cut in article.dropped if cut.reason == "side_note"] == ["The ship may carry 300."]


def test_headings_in_bold_above_a_line_break_are_subheads() -> None:
    article = page(f"<p>{STORY[0]}</p>" + "".join(f"<p><b>Hinge {n}</b><br>{STORY[n]}</p>" for n in (1, 2, 3)))
    assert [block.text for block in article.blocks if block.kind == "subhead"] == ["Hinge 1", "Hinge 2", "Hinge 3"]
    assert [block.text for block in article.blocks if block.kind == "paragraph"] == STORY[:4]


def test_readings_beside_characters_are_no_text() -> None:
    reading = "<ruby>港<rp>（</rp><rt>みなと</rt><rp>）</rp></ruby>"
    text = f"{reading}の船は月曜日に止まりました。乗客は{reading}の建物で一晩を過ごし、温かい食べ物をもらいました。"
    markup = f"<html lang=ja><head><title>船が止まる</title></head><body><article><h1>{reading}の船が止まる</h1>"
    result = parse_page((markup + f"<p>{text}</p>" * 3 + f"<p>{text}終</p></article>").encode(), media_type="text/html")
    assert isinstance(result, Article)
    assert result.headline == "港の船が止まる"
    assert "みなと" not in "".join(block.text for block in result.blocks)
