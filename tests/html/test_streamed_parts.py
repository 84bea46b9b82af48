"""The parts of a page that React streams stand at their places; what a page hides beside its article is no body."""

import pytest
from lxml import etree

from parsers import Article, parse_page
from parsers.html.markup.streamed_parts import place_streamed_parts
from parsers.html.markup.tree import build
from parsers.html.markup.walk import walk
from parsers.html.markup.xpaths import Locator

STORY = [
    "The ferry to Lunde was cancelled on Monday after its bow door failed to close, the operator said.",
    "Some 240 passengers spent the night in the terminal, where volunteers handed out blankets and hot soup.",
    "A replacement ship, the Havørn, was expected from Vardal on Tuesday morning, and two coaches would run.",
]
TERMS = [
    "These terms govern your access to this website and to all services offered on it. By using it you accept them.",
    "The operator gives no warranty that the information is complete, and accepts no liability for any loss from it.",
    "All content is protected by copyright. You may not copy, distribute, sell or otherwise use it without consent.",
    "The operator may change these terms at any time. The courts of Lunde have jurisdiction over all disputes.",
]


def lines(body: str) -> list[tuple[str, str]]:
    """The texts of a page in reading order with their XPaths below the body."""
    root = build(f"<html><body>{body}</body></html>".encode())
    assert isinstance(root, etree._Element)
    locator = Locator()
    place_streamed_parts(root, list(root.iter("template")), locator)
    found = walk(root, locator)
    return [(segment.text, found.locate(segment).removeprefix("/html/body/")) for segment in found.segments]


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def body_of(page: str) -> list[str]:
    head = "<html lang=en><head><title>Ferry cancelled</title></head>"
    result = parse_page(f"{head}<body>{page}</body></html>".encode(), media_type="text/html")
    assert isinstance(result, Article), result
    return [block.text for block in result.blocks]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<main><p>One<template id="B:0"></template><p>Three</main><div hidden id="S:0"><p>Two</div>',
         [("One", "main/p[1]"), ("Two", "div/p"), ("Three", "main/p[2]")]),
        ('<main><template id="B:0"></template></main><div hidden id="S:0"><p>One<template id="P:1f"></template></div>'
         '<div hidden id="S:1f"><p>Two</div>', [("One", "div[1]/p"), ("Two", "div[2]/p")]),
        ('<p>One <template id="P:2"></template></p><div hidden id="S:2">Two<b> and three</b></div>',
         [("One Two and three", "p")]),
        ('<div hidden id="S:0"><p>One<template id="B:0"></template></div>', [("One", "div/p")]),
        ('<div hidden id="S:0"><template id="B:1"></template></div><div hidden id="S:1"><p>A'
         '<template id="B:0"></template></div>', [("A", "div[2]/p")]),
        ('<main><template id="B:0"></template></main><div id="S:0"><p>Shown</div>', [("Shown", "div/p")]),
        ('<main><template id="B:7"></template></main><div hidden id="S:0"><p>Nowhere</div>', [("Nowhere", "div/p")]),
    ],
    ids=["in its place", "nested", "text", "in itself", "in each other", "not hidden", "without a place"],
)  # fmt: skip
def test_streamed_parts(body: str, expected: list[tuple[str, str]]) -> None:
    assert lines(body) == expected


def test_parts_that_are_nested_deep_stay_where_they_are() -> None:
    places = "".join(
        f"<div hidden id='S:{at:x}'>{'<b>' * 99}<template id='B:{at + 1:x}'></template></div>" for at in range(99)
    )
    root = build(f"<html><body>{'<template id=B:0></template>'}{places}</body></html>".encode())
    assert isinstance(root, etree._Element)
    place_streamed_parts(root, list(root.iter("template")), Locator())
    assert max(sum(1 for _ in element.iterancestors()) for element in root.iter("template")) < 400


def test_an_article_of_streamed_parts() -> None:
    story = f"<main><article><h1>Ferry cancelled</h1><p>{STORY[0]}</p><template id='B:1'></template></article></main>"
    part = f"<div hidden id='S:1'>{paragraphs(STORY[1:])}</div>"
    assert body_of(story + part) == STORY


@pytest.mark.parametrize("box", ["role=dialog class=layer", "style='display: none' class=popup", "hidden"])
def test_what_is_hidden_beside_the_article_is_no_body(box: str) -> None:
    story = f"<div><div><h1>Ferry cancelled</h1><p>9 January 2026</p>{paragraphs(STORY)}</div></div>"
    assert body_of(f"{story}<div {box}><div><h2>Terms of use</h2>{paragraphs(TERMS)}</div></div>") == STORY


def test_what_an_article_hides_of_itself_is_body() -> None:
    hidden = f"<div style='display:none' class=more>{paragraphs(STORY[1:])}</div>"
    assert body_of(f"<article><h1>Ferry cancelled</h1><p>{STORY[0]}</p>{hidden}</article>") == STORY
    assert body_of(f"<article><h1>Ferry cancelled</h1>{paragraphs(STORY)}{hidden}</article>")[:3] == STORY
