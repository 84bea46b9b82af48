"""Subheads that no heading element shows: bold lines, lines with a telling class, headings that score too low."""

import pytest
from lxml import html

from parsers.context import Context
from parsers.html.body.cuts import cut_lines
from parsers.html.body.draft import draft_of
from parsers.html.body.lines_between import with_lines_between
from parsers.html.body.subheads import box_headings, hidden_subheads
from parsers.html.markup.walk import walk
from parsers.html.scoring.body_scores import Layout
from parsers.rules import default_rules
from parsers.segments import BODY, Labels
from tests.html.test_body import STORY, page, paragraphs


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("<p><strong>Night in the terminal</strong></p>", "subhead"),
        ("<p><b>WHAT HAPPENS NEXT?</b></p>", "subhead"),
        ('<p class="story-zwischentitel">Night in the terminal</p>', "subhead"),
        ("<p><u>Night in the terminal</u></p>", "subhead"),
        ('<div class="mt-4 text-xl font-semibold">Night in the terminal</div>', "subhead"),
        ('<p><span class="fw-bold">Night in the terminal</span></p>', "subhead"),
        ('<p><font size="5">Night in the terminal</font></p>', "subhead"),
        ("<p><big>Night in the terminal</big></p>", "subhead"),
        ('<p><span style="font-size: 22px">Night in the terminal</span></p>', "subhead"),
        ('<p><span style="font-size: 16px">Night in the terminal</span></p>', "paragraph"),
        ('<div role="heading">Night in the terminal</div>', "subhead"),
        ("<div>Night in the terminal</div>", "subhead"),
        ("<p><b>“We slept on the floor”</b></p>", "subhead"),
        ("<p><b>“We slept on the floor.”</b></p>", "paragraph"),
        ("<div>Night in the terminal:</div>", "paragraph"),
        ("<div>Ada Lund 2m 8s</div>", "paragraph"),
        ("<div><span>Ada Lund</span><div>Night in the terminal</div></div>", "paragraph"),
        ("<p><u>Night</u> in the terminal</p>", "paragraph"),
        ("<p><u>The port was closed for the night.</u></p>", "paragraph"),
        ("<p><b>The port was closed for the night.</b></p>", "paragraph"),
        ("<p><b>Night</b> in the terminal</p>", "paragraph"),
        ('<p><b><a href="/tides">Tides at the quay in the spring</a></b></p>', "paragraph"),
    ],
)
def test_a_line_of_its_own(line: str, kind: str) -> None:
    article = page(paragraphs(*STORY[:2]), line, paragraphs(*STORY[2:]))
    assert [block.kind for block in article.blocks if block.text not in STORY] in ([kind], [])
    assert kind == "paragraph" or "subhead" in [block.kind for block in article.blocks]


@pytest.mark.parametrize(
    ("lines", "below", "found"),
    [
        (("1. Bring a lamp.", "2. Bring a rope.", "3. Wait."), STORY[2], True),  # numbered, and several
        (("Bring a lamp.", "Bring a rope.", "Wait."), STORY[2], False),
        (("Lamp", "Rope", "Boat"), "A short text.", True),  # several equal ones above short texts
        (("Lamp",), "A short text.", False),
        (("Lamp",), "<ul><li>One</li><li>Two</li></ul>", True),
        (("COAST", "Lamp and rope", "TOWN", "Boat and quay"), STORY[2], True),  # labels above subheads
    ],
)
def test_bold_lines_and_what_follows(lines: tuple[str, ...], below: str, found: bool) -> None:
    heads = [f"<p><b>{line}</b></p>" for line in lines]
    parts = ["".join(pair) for pair in zip(heads[::2], heads[1::2], strict=True)] if len(lines) == 4 else heads
    text = "".join(f"{part}<p>{below}</p><p>{STORY[at]}</p>" for at, part in enumerate(parts))
    walked = walk(html.document_fromstring(f"<p>{STORY[3]}</p>{text}"))
    layout, labels = Layout([0.95] * len(walked.segments), 0, len(walked.segments) - 1), Labels(walked.segments)
    kept = hidden_subheads(walked, labels, layout, walked.segments, default_rules())
    assert {walked.segments[at].text for at in kept} == (set(lines) if found else set())


@pytest.mark.parametrize(
    ("line", "score", "kept"),
    [
        ("<p><b>Night in the terminal</b></p>", 0.1, True),
        ("<p>Nobody slept.</p>", 0.1, True),
        ("<p>Nobody slept.</p>", 0.01, False),
        ("<p><a href=/b>Night in the terminal</a></p>", 0.1, False),
        ("<p>Advertisement</p>", 0.1, False),
        ("<img src=a.jpg><p>Night in the terminal</p>", 0.1, False),  # perhaps its caption
        ("<div><p>Night in the terminal</p></div>", 0.1, False),  # alone in a box, as a player's title
        ("<div><p>Night in the terminal</p></div>", 0.3, False),  # the only one: perhaps an offer
        ("<div><p>You may edit this.</p></div>", 0.3, False),
        ("<div><p><b>Night in the terminal</b></p></div>", 0.1, True),
        (f"<p>{STORY[0][:50]}</p>", 0.1, False),  # a pull quote
    ],
)
def test_a_line_between_two_paragraphs_is_kept(line: str, score: float, kept: bool) -> None:
    walked = walk(html.document_fromstring(f"<div><p>{STORY[0]}</p>{line}<p>{STORY[1]}</p></div>"))
    layout, labels = Layout([0.95, score, 0.6], 0, 2), Labels(walked.segments)
    raised = with_lines_between(walked, labels, layout, "en", default_rules())
    assert (raised.scores[1] > BODY) == kept


@pytest.mark.parametrize(("second", "kept"), [("Morning on the quay", True), ("Night in the terminal", False)])
def test_plain_lines_in_boxes_of_their_own_are_kept_if_there_are_several(second: str, kept: bool) -> None:
    lines = (f"<div class=x><p>{line}</p></div>" for line in ("Night in the terminal", second))
    text = "".join(f"{line}<p>{STORY[at]}</p>" for at, line in enumerate(lines, 1))
    walked = walk(html.document_fromstring(f"<div><p>{STORY[0]}</p>{text}</div>"))
    layout, labels = Layout([0.95, 0.3, 0.95, 0.3, 0.95], 0, 4), Labels(walked.segments)
    raised = with_lines_between(walked, labels, layout, "en", default_rules())
    assert [score > BODY for score in raised.scores] == [True, kept, True, kept, True]


def test_bold_above_bold_is_no_subhead() -> None:
    bold = [f"<p><b>{text}</b></p>" for text in ("Ferry in short", STORY[1], "Coaches in short")]
    article = page(paragraphs(STORY[0]), *bold, paragraphs(*STORY[2:]))
    assert "subhead" not in [block.kind for block in article.blocks]


def test_a_short_line_as_large_as_the_text_around_it_is_no_subhead() -> None:
    large = [f'<p style="font-size:19px">{text}</p>' for text in (STORY[1], "Coaches in short", STORY[2])]
    article = page(paragraphs(STORY[0]), *large, paragraphs(*STORY[3:]))
    assert "subhead" not in [block.kind for block in article.blocks]


@pytest.mark.parametrize(
    ("heading", "between", "found"),
    [
        ("What happens next", "", True),
        ("What happens next", "<p>Story in short</p>", True),
        ("Advertisement", "", False),
        ("What happens next", "<p><a href=/b>Bridge</a></p>", False),
        ("What happens next", "<h3>More from the coast</h3>", False),
    ],
)
def test_a_faint_heading_stands_above_text(heading: str, between: str, found: bool) -> None:
    text = f"<p>{STORY[0]}</p><h2>{heading}</h2>{between}<p>{STORY[1]}</p>"
    walked = walk(html.document_fromstring(text))
    scores = [0.95 if segment.text in STORY else 0.4 for segment in walked.segments]
    layout, labels = Layout(scores, 0, len(scores) - 1), Labels(walked.segments)
    assert (1 in hidden_subheads(walked, labels, layout, [], default_rules())) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<div class=crosshead>Soup and blankets</div>", True),
        ("<div class=note>Soup and blankets</div>", False),
        ("<div class=crosshead><a href=/b>Soup and blankets</a></div>", False),
    ],
)
def test_a_faint_line_that_its_class_calls_a_subhead(line: str, found: bool) -> None:
    walked = walk(html.document_fromstring(f"<p>{STORY[0]}</p>{line}<p>{STORY[1]}</p>"))
    layout, labels = Layout([0.95, 0.4, 0.95], 0, 2), Labels(walked.segments)
    assert (1 in hidden_subheads(walked, labels, layout, [], default_rules())) == found


SUNK = "島とバルダルを結ぶ船が月曜日の夜、岸壁で沈んだ。乗っていた四十人は全員が岸に上がり、けが人はいなかった。"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("■船は一九七四年製", "subhead"),
        ("【料金】", "subhead"),
        ("<b>船は一九七四年製</b>", "subhead"),
        ("・船", "paragraph"),
    ],
)
def test_a_subhead_above_a_short_paragraph_without_blanks(heading: str, kind: str) -> None:
    told = "".join(f"<p>{heading}<br>{SUNK.replace('四十', number)}</p>" for number in ("五十", "六十"))
    article = page(f"<p>{SUNK}</p>{told}<p>{SUNK.replace('四十', '七十')}</p>")
    text = html.fromstring(heading).text_content() if heading[0] == "<" else heading
    assert {block.kind for block in article.blocks if block.text.startswith(text)} == {kind}


def test_a_fainter_heading_is_built_as_a_subhead_of_the_body() -> None:
    text = f"<p>{STORY[0]}</p><h3 id=night>The night</h3><p>{STORY[1]}</p>"
    text += f"<h3 id=day>The day</h3><p>{STORY[2]}</p><h4>Tides</h4><p>{STORY[3]}</p>"
    walked = walk(html.document_fromstring(text))
    scores = [0.6 if segment.text in STORY else 0.1 for segment in walked.segments]
    scores[1] = 0.7
    layout, labels = Layout(scores, 0, len(scores) - 1), Labels(walked.segments)
    assert hidden_subheads(walked, labels, layout, [], default_rules()) == {3}


@pytest.mark.parametrize(
    ("heading", "score", "kept"),
    [
        ("<h2>Comment</h2>", 0.95, True),
        ("<h2>Home</h2>", 0.95, True),
        ("<h2>Home</h2>", 0.85, False),
        ("<p>Home</p>", 0.95, False),
        ("<div><h2>Home</h2></div>", 0.95, False),  # in a box of its own
        ("<h2>Subscribe to our newsletter</h2>", 0.95, False),
    ],
)
def test_a_sure_subhead_may_be_worded_like_a_button(heading: str, score: float, kept: bool) -> None:
    walked = walk(html.document_fromstring(f"<div><p>{STORY[0]}</p>{heading}<p>{STORY[1]}</p></div>"))
    layout, labels = Layout([0.95, score, 0.95], 0, 2), Labels(walked.segments)
    context = Context(default_rules())
    cut_lines(draft_of(walked, labels, layout, context, language="en", publisher=None), walked, ())
    assert (labels.of[1] is None) == kept


@pytest.mark.parametrize(
    ("box", "cut"),
    [
        ("<div><h3>Ferries in short</h3><p>Low</p></div>", True),
        ("<div><h3>Ferries in short</h3><p>Low</p>", False),  # the box goes on with the story
        ("<h3>Ferries in short</h3>", False),
        (
            "<div><h3>One</h3><p>Low</p></div><div><h3>Two</h3><p>Low</p></div><div><h3>Three</h3><p>Low</p></div>",
            False,
        ),
    ],
)
def test_the_heading_of_a_box_beside_the_text(box: str, cut: bool) -> None:
    walked = walk(html.document_fromstring(f"<article><p>{STORY[0]}</p>{box}<p>{STORY[1]}</p></article>"))
    body = [segment for segment in walked.segments if segment.text != "Low"]
    found = [segment.text for segment in box_headings(walked, Labels(walked.segments), body)]
    assert found == (["Ferries in short"] if cut else [])
