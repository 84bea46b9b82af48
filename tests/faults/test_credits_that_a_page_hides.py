"""Lines that name correspondents are read wherever they stand on an article's page, even where the body's model scores
them low."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page

#: Sixteen paragraphs and a place for one more in the middle of them.
STORY = [
    f"{opening} on {day} after its bow door failed to close, the operator of the harbour told the county's board."
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday")
    for opening in ("The ferry stayed in port", "Two coaches ran", "Volunteers handed out soup", "A new ship was due")
]
QUOTED = (
    "It was quiet in the harbour on Friday night, Lunde TV’s Tilda Marsh, reporting from Vardal, said, and the shops "
    "on the quay had been shut since noon because nobody had come down from the town to buy anything at all."
)
HEADLINE = "Ferry to Lunde stays in port after bow door fails"


def rows(head: str = "", middle: str = "", foot: str = "", standfirst: str = "") -> set[str]:
    """The correspondents of a page, as "kind|name|role|outlet|location", with these lines added to it.

    head: below its byline.  middle: in the middle of its story.  foot: below it.
    """
    body = [f"<p>{text}</p>" for text in STORY]
    body.insert(len(body) // 2, middle)
    page = f"""<html lang=en><head><title>{HEADLINE} | Lunde TV</title><meta property="og:site_name" content="Lunde TV">
        <meta name=author content="Ada Lund"></head><body><nav><a href=/a>News</a> <a href=/b>Sport</a></nav>
        <main><article><h1>{HEADLINE}</h1>{standfirst}{head}<time datetime=2026-05-03>3 May 2026</time>
        {"".join(body)}{foot}</article></main></body></html>"""
    result = parse_page(page.encode(), url="https://lundetv.example/news/ferry", media_type="text/html")
    assert isinstance(result, Article), result
    return {"|".join(x or "" for x in (r.kind, r.name, r.role, r.outlet, r.location)) for r in result.correspondents}


BY = "<p class=byline>By <a href=/staff/ada>Ada Lund</a></p>"


@pytest.mark.parametrize(
    ("page", "row"),
    [
        ({"head": f"{BY}<div class=role>AP Business Writer</div>"}, "reporting|Ada Lund|Business Writer|AP|"),
        ({"head": f"{BY}<span>BBC News, Vardal</span>"}, "reporting|Ada Lund||BBC News|Vardal"),
        ({"head": "<p class=byline>By Ada Lund; edited by Ben Oduya</p>"}, "editing|Ben Oduya|||"),
        ({"head": "<p class=byline>Ada Lund in Vardal</p>"}, "reporting|Ada Lund|||Vardal"),
        ({"head": "<p class=byline>Ada Lund Sports reporter</p>"}, "reporting|Ada Lund|Sports reporter||"),
        ({"head": f"{BY}<div><a href=/staff/ada>Senior Editor</a></div>"}, "reporting|Ada Lund|Senior Editor||"),
        ({"head": "<p class=byline>By <a href=/ap>The Associated Press</a></p>"}, "agency|||Associated Press|"),
        ({"head": "<div>AFP, MANILA</div>"}, "agency|||AFP|MANILA"),
        ({"standfirst": "<h2 class=standfirst>LUNDE (Reuters) - The bow door broke.</h2>"}, "agency|||Reuters|LUNDE"),
        ({"middle": f"<p>{QUOTED}</p>"}, "reporting|Tilda Marsh||Lunde TV|Vardal"),
        (
            {"foot": "<div>Ada Lund</div><div>About</div><div>With files from Mira Holt</div>"},
            "contribution|Mira Holt|||",
        ),
    ],
    ids=str,
)
def test_a_row_for_it(page: dict[str, str], row: str) -> None:
    assert row in rows(**page)


@pytest.mark.parametrize(
    "page",
    [
        {"head": f"{BY}<button>AA</button>"},
        {"middle": "<div><span>REUTERS</span></div>"},
        {"head": f"{BY}<div>Tilda Marsh</div><div>Senior Editor</div>"},
        {"foot": '<ul><li><a href="/c">Reuters</a></li><li><a href="/d">Writing: notes</a></li></ul>'},
    ],
    ids=str,
)
def test_no_row_for_buttons_pictures_and_people_of_other_stories(page: dict[str, str]) -> None:
    assert rows(**page) == set()
