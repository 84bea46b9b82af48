"""The walk: what is one segment, in which order, and what is skipped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from parsers.html.markup.tree import build
from parsers.html.markup.walk import walk
from parsers.html.markup.walk_names import walk_names
from parsers.html.markup.walked import Walk
from parsers.rules import default_rules

TEXT = "Engineers found a bent hinge on the door of the ferry and sent for a new one from the yard in Vardal."


def walked(body: str) -> Walk:
    root = build(f"<html><body>{body}</body></html>".encode())
    assert isinstance(root, etree._Element)
    return walk(root, names=walk_names(default_rules()))


TITLED = {
    "<td><font>Ferry to Lunde is back</font><br>3 May<br>X</td>": ["Ferry to Lunde is back", "3 May X"],
    "<td>Ferry to Lunde<br>is back<br>3 May</td>": ["Ferry to Lunde is back", "3 May"],
    "<td>Ferry to Lunde is<br>3 May</td>": ["Ferry to Lunde is 3 May"],
    "<td><h1>Port</h1>Ferry to Lunde is back<br>3 May</td>": ["Port", "Ferry to Lunde is back 3 May"],
}


@pytest.mark.parametrize(("body", "texts"), TITLED.items())
def test_a_line_that_the_title_repeats_stands_apart(body: str, texts: list[str]) -> None:
    title = "<title>Harbour Post - Ferry to Lunde is back</title>"
    root = build(f"<html><head>{title}</head><body><table><tr>{body}</tr></table></body></html>".encode())
    assert isinstance(root, etree._Element)
    assert [segment.text for segment in walk(root).segments] == texts


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("<blockquote><h2>Ferry</h2><p>It sails.</p></blockquote>", ""),
        (
            "<table><tr><td>News</td><td><hr><blockquote><h2>Ferry</h2><p>It sails.</p></blockquote></td></tr></table>",
            "",
        ),
        ("<blockquote><p>It sails.</p></blockquote>", "quote"),
        ("<p>She said:</p><blockquote><h2>Ferry</h2><p>It sails.</p></blockquote>", "quote"),
    ],
)
def test_a_blockquote_that_indents_the_page_quotes_nothing(body: str, hint: str) -> None:
    root = build(f"<html><body>{body}</body></html>".encode())
    assert isinstance(root, etree._Element)
    assert walk(root).segments[-1].hint == hint


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>Menu</p></body></html> <div><p>It sails.</p></div>",
        "<HTML><BODY><P>Menu</P></BODY></HTML><HTML><BODY><P>It sails.</P></BODY></HTML>",
        "<html><body><div><p>Menu</p></html><p>It sails.</p></div></body></html>",
    ],
)
def test_a_page_goes_on_behind_the_end_of_a_document(page: str) -> None:
    root = build(page.encode())
    assert isinstance(root, etree._Element)
    assert [segment.text for segment in walk(root).segments] == ["Menu", "It sails."]


def test_a_button_that_was_never_closed_is_no_button() -> None:
    bar = "<button><svg></svg><div></button></div>"
    root = build(f"<html><body>{bar}<main><h1>Ferry</h1><p>It sails.</p></main></body></html>".encode())
    assert isinstance(root, etree._Element)
    assert [segment.hint for segment in walk(root).segments] == ["subhead", ""]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>One <b>bold</b> line.</p><p>Two</p>", ["One bold line.", "Two"]),
        ("<div>Loose<p>Inner</p>after</div>", ["Loose", "Inner", "after"]),
        ("<p>First<br><br>second<br>still second</p>", ["First", "second still second"]),
        ("<p>First<br/> \n <br/> <br>second</p>", ["First", "second"]),
        ("<script>var x = 1</script><style>p{}</style><p>Seen</p>tail", ["Seen", "tail"]),
        ("<noscript><p>Turn it on</p></noscript><p>Seen</p>", ["Seen"]),
        ("<template><p>Not yet</p></template>after", ["after"]),
        ("<p>&nbsp;</p><p>\u200b</p><p>x</p>", ["x"]),
        ("<a href='/x'><h3>Title</h3><p>Teaser</p></a>", ["Title", "Teaser"]),
        ("<table><tr><td>Goals</td><td>3</td></tr></table>", ["Goals | 3"]),
        ("<table><tr><td><b><font size=5>Ferry back</font></b><td>3 May</table>", ["Ferry back", "3 May"]),
        ("<table><tr><td><p>Left</p><p>more</p></td><td>Right</td></tr></table>", ["Left", "more", "Right"]),
        ("<p><a>World</a><a>Science</a></p><p>a <a>lin</a>k</p>", ["World Science", "a link"]),
        ("<p><span>Ann Lund</span><span>Published</span> in <b>Note:</b>See</p>", ["Ann Lund Published in Note: See"]),
        ("<p><span>T</span>he <i>m</i><sup>2</sup> law</p><p>Ver\u00adfas\u00adsung</p>", ["The m2 law", "Verfassung"]),
        ("<ul><li>One<ul><li>Deep</li></ul></li></ul>", ["One", "Deep"]),
        ("<pre>a\n  b</pre>", ["a\n  b"]),
        ("<p>a <button>rate</button> of 4</p><p><button>Share</button></p>", ["a rate of 4", "Share"]),
        ("<p><ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>で</p>", ["港で"]),
        (f"<p><b>The hinge</b><br>{TEXT}</p>", ["The hinge", TEXT]),
        (f"<p><strong>Why a hinge?</strong>\n<br>\n{TEXT}</p>", ["Why a hinge?", TEXT]),
        (f"<p><b>The hinge<br></b>{TEXT}</p>", ["The hinge", TEXT]),
        (f"<p><span style='font-weight: bold'>The hinge</span><br>{TEXT}</p>", ["The hinge", TEXT]),
        (f"<p><span style='font-weight: 400'>The hinge</span><br>{TEXT}</p>", [f"The hinge {TEXT}"]),
        (f"<p><b>The hinge.</b><br>{TEXT}</p>", [f"The hinge. {TEXT}"]),
        (f"<p>The <b>hinge</b><br>{TEXT}</p>", [f"The hinge {TEXT}"]),
        (f"<ul><li><b>The hinge</b><br>{TEXT}</li></ul>", [f"The hinge {TEXT}"]),
        ("<p><b>Ada Lund</b><br>Quay 4</p>", ["Ada Lund Quay 4"]),
        (f"<div>{TEXT}<br>{TEXT}<br>So.</div>", [f"{TEXT} {TEXT} So."]),
        (f"<div>{TEXT}<br>{TEXT}<br><b>The yard</b><br>{TEXT}</div>", [TEXT, TEXT, "The yard", TEXT]),
        (
            f"<ul><li>{TEXT}<br>{TEXT}</ul><p>O ship,<br>so far out,<br>come home.</p>",
            [f"{TEXT} {TEXT}", "O ship, so far out, come home."],
        ),
        (
            f"<my-text><my-par>{TEXT}</my-par><my-head>A yard</my-head><my-par>{TEXT}</my-par></my-text>",
            [TEXT, "A yard", TEXT],
        ),
        (
            "<p>Six <my-tip>metres of it.</my-tip> So</p><my-nav><my-x>A</my-x><my-x>B</my-x></my-nav>",
            ["Six metres of it. So", "AB"],
        ),
        (
            "<td><font size='+2'><b>Ferry back</b></font><br>Ada Lund</td><font size=2>a</font><br>b",
            ["Ferry back", "Ada Lund", "a b"],
        ),
        (
            "<td><span class=title>Ferry back</span><br><span class=date>3 May</span><br><br>It sails.</td>",
            ["Ferry back", "3 May", "It sails."],
        ),
        (
            "<td><big><b>Ferry back</b></big><br><small>Ada Lund</small><br>It sails.",
            ["Ferry back", "Ada Lund It sails."],
        ),
        (
            "<td><i>O ship</i><br><i>come home</i><br><b>Who:</b><br><i>Ada</i> Lund",
            ["O ship come home", "Who: Ada Lund"],
        ),
        ("<h1>A</h1><p><big>Ferry back</big><br><small>Ada Lund</small></p>", ["A", "Ferry back Ada Lund"]),
        (f"<font size={'9' * 5000}>Ferry back</font><br>Ada Lund", ["Ferry back", "Ada Lund"]),
        (f"<div><span class='block mb-4'>{TEXT}</span><span class='block'>{TEXT}</span></div>", [TEXT, TEXT]),
        (f"<h2>Port <span class=block>{TEXT}</span></h2>", [f"Port {TEXT}"]),
        (f"<p>It <span class='text-block'>{TEXT}</span> <b class=block>So</b> on</p>", [f"It {TEXT} So on"]),
        (f"<p><i style='display: block'>{TEXT}</i><i style='display:block'>So</i> on</p>", [TEXT, "So on"]),
        ("<p><span><img src=a.jpg></span><em class=img_desc>A hinge.</em>The hinge</p>", ["A hinge.", "The hinge"]),
        ("<p>Six <small hidden>A note.</small>metres</p>", ["Six metres", "A note."]),
        ("<p>Six <span class=side-note>A note.</span>metres</p><p>x</p>", ["Six metres", "A note.", "x"]),
        ("<p><span hidden>A note.</span></p>", ["A note."]),
        ("<p><i aria-hidden=true>T</i><i aria-hidden=true>he</i><span class=sr-only>The</span> sea</p>", ["The sea"]),
        ("<p><span class=visually-hidden>4 of 5</span> <span aria-hidden=true>4/5</span> stars</p>", ["4/5 stars"]),
        ("<p><i aria-hidden=true></i><span class=sr-only>Source:</span> Ada Lund</p>", ["Source: Ada Lund"]),
        ("<p><a>Six<span class=sr-only> (new tab)</span><i aria-hidden=true>↗</i></a> metres</p>", ["Six metres"]),
        ("<p>Six <i aria-hidden=true>–</i> or → seven</p>", ["Six – or → seven"]),
        ("<p>Six <i style='display: none'>or seven</i>metres</p>", ["Six metres", "or seven"]),
        ("<p>Six <i style='visibility:hidden'>A note.</i>metres</p>", ["Six metres", "A note."]),
        ("<p>The quay. <a href=#p><span class=sr-only>Link to this</span></a></p>", ["The quay.", "Link to this"]),
        ("<p>Schul\u200bbad</p><p>\u0e01\u200b\u0e02</p>", ["Schulbad", "\u0e01\u200b\u0e02"]),
        ("<p>See <a>it<span class=sr-only> (opens here)</span></a> now</p>", ["See it now", "(opens here)"]),
        ("<p>See <a>it<span class=sr-only>, external</span></a> now</p>", ["See it now", ", external"]),
        (f"<p><i class=sr-only>Start of quotation.</i> {TEXT}</p>", ["Start of quotation.", TEXT]),
        (f"<p><i class=sr-only>Quotation:</i> {TEXT}</p>", [f"Quotation: {TEXT}"]),
        (
            "<p>The port<b class='d-none d-print-inline'> (port.example)</b> is shut</p>",
            ["The port (port.example) is shut"],
        ),
        (
            "<p>The port<i class='d-none d-print-inline'> (port.example)</i> is shut</p>",
            ["The port is shut", "(port.example)"],
        ),
        ("<p><a>Ada Lund<span class=sr-only> – reporter</span></a></p>", ["Ada Lund – reporter"]),
        ("<p>See <a><span class=sr-only>The </span>Post</a> now</p>", ["See The Post now"]),
    ],
)
def test_segments(body: str, texts: list[str]) -> None:
    assert [s.text for s in walked(body).segments] == texts


def test_facts_of_a_segment() -> None:
    found = walked(
        "<h2>Head</h2><ul><li><a>all</a></li><li>half<a>half</a></li></ul><figure><figcaption>C</figcaption>"
    )
    assert [(s.level, s.list_depth, s.link_share, s.hint) for s in found.segments] == [
        (2, 0, 0.0, "subhead"),
        (0, 1, 1.0, ""),
        (0, 1, 0.5, ""),
        (0, 0, 0.0, "figcaption"),
    ]


def test_a_heading_or_a_link_around_a_whole_story_is_none() -> None:
    story = "<br><br>".join([TEXT] * 5)
    for body in (f"<h4><div>{story}</div></h4>", f"<a href=/x>{f'<p>{TEXT}</p>' * 12}</a>"):
        assert {(s.hint, s.level, s.link_share) for s in walked(body).segments} == {("", 0, 0.0)}
    assert walked(f"<h2><style>{TEXT * 9}</style>Head</h2>").segments[0].level == 2


def test_pictures_and_embeds_stand_between_segments() -> None:
    found = walked(
        "<p>One</p><img src=a.jpg><p>Two <img src=b.jpg> two</p>"
        "<noscript><img src=a.jpg></noscript><iframe src=v>old browser</iframe><p>Three</p>"
    )
    assert [(s.node.get("src"), s.before, s.noscript) for s in found.pictures] == [
        ("a.jpg", 1, False),
        ("b.jpg", 2, False),
        ("a.jpg", 2, True),
    ]
    assert [(s.node.get("src"), s.before) for s in found.embeds] == [("v", 2)]
    assert [s.text for s in found.segments] == ["One", "Two two", "Three"]


def test_boxes_hold_ranges_of_segments() -> None:
    found = walked("<div id=a><p>1</p><p>2</p></div><table><tr><td>3</td><td>4</td></tr></table><p>5</p>")
    ranges = {node.get("id") or node.tag: (first, end)
              for node, first, end in zip(found.boxes.node, found.boxes.first, found.boxes.end)}  # fmt: skip
    assert ranges["a"] == (0, 2)
    assert ranges["table"] == ranges["tr"] == ranges["td"] == (2, 3)
    assert ranges["p"] == (3, 4)
    assert [found.boxes.tag[row] for row in found.box] == ["p", "p", "tr", "p"]


def test_locator_is_a_path() -> None:
    found = walked("<div><p>1</p><p>2</p></div>")
    assert found.locate(found.segments[1]) == "/html/body/div/p[2]"


BLOCKS = ("p", "div", "section", "ul", "li", "h2", "blockquote", "table", "tr", "td", "figure", "nav", "a", "article")
INLINE = ("span", "b", "em", "a", "time", "unknown-tag")
HIDDEN = ("script", "style", "template", "textarea", "noscript")
WORD = st.just("word")
TREES = st.recursive(
    WORD | st.tuples(st.sampled_from(HIDDEN), st.lists(WORD, max_size=2)),
    lambda inner: st.tuples(st.sampled_from((*BLOCKS, *INLINE)), st.lists(inner, max_size=4)),
    max_leaves=25,
)


def written(tree: object, words: list[str], *, seen: bool) -> str:
    """A tree as mark-up with numbered words; words receives those that a reader sees."""
    if isinstance(tree, str):
        word = f"w{len(words)}"
        words.append(word if seen else "")
        return f" {word if seen else 'unseen'} "
    tag, children = tree
    return f"<{tag}>{''.join(written(child, words, seen=seen and tag not in HIDDEN) for child in children)}</{tag}>"


@settings(max_examples=150, deadline=None)
@given(st.lists(TREES, min_size=1, max_size=6))
def test_every_visible_word_stands_once_and_in_order(trees: list[object]) -> None:
    words: list[str] = []
    body = "".join(written(tree, words, seen=True) for tree in trees)
    found = walked(body)
    shown = [word for s in found.segments for word in s.text.split() if word != "|"]
    assert shown == [word for word in words if word]
    assert [s.index for s in found.segments] == list(range(len(found.segments)))
    assert all(len(found.segments) == len(column) for column in (found.box, found.linked, found.bold))
