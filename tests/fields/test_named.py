"""Bylines that a declared author tells, and what a printed byline adds to the declaration."""

import json

import pytest

from tests.fields.pages import fields, page

H1 = "<h1>Ferry back in service</h1>"


def ld(*authors: str) -> str:
    names = [{"@type": "Person", "name": name} for name in authors]
    node = {"@type": "NewsArticle", "headline": "Ferry back in service", "author": names}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


LINES = {
    "name, outlet and date in one line": (
        ld("Ann Lister"),
        "<div>Ann Lister · Harbour News · Posted: May 3, 2024 4:00 AM EDT | Last Updated: May 4</div>",
        "Ann Lister · Harbour News · Posted: May 3, 2024 4:00 AM EDT | Last Updated: May 4",
    ),
    "the name alone of a line whose elements stand apart": (
        ld("Ann Lister"),
        "<div><span>Ann Lister</span><span>5 hours ago</span></div>",
        "Ann Lister",
    ),
    "a lead-in and its names, each in an element": (
        ld("Ann Lister", "Tom Hall"),
        "<dl><dt>By</dt><dd>Ann Lister</dd><dd>,</dd><dd>Tom Hall</dd></dl>",
        "By Ann Lister, Tom Hall",
    ),
    "a role behind the name": (ld("Ann Lister"), "<div>Ann Lister – Reporter</div>", "Ann Lister – Reporter"),
    "the nearest line and not another name further below": (
        ld("Ann Lister"),
        f"<p>Ann Lister 03.05.2024 | 09:36</p>{'<p>Save</p>' * 13}<p>By Tom Hall</p>",
        "Ann Lister 03.05.2024 | 09:36",
    ),
    "no credit": (ld("Ann Lister"), "<p>Ann Lister/Getty Images</p>", None),
    "no caption": (ld("Ann Lister"), "<figure><figcaption>Ann Lister on board</figcaption></figure>", None),
    "no breadcrumb": (ld("Harbour Desk"), "<ol class='breadcrumb'><li>Harbour Desk</li></ol>", None),
    "no sentence": (
        ld("Ann Lister"),
        "<p>Ann Lister went to the islands on the first boat and spoke to the crew and to nearly all who came</p>",
        None,
    ),
    "no line that a photographer signs": (
        ld("Ann Lister"),
        "<div class='photo-credits'>The boat in May 2024. | Photo by Ann Lister</div>",
        None,
    ),
    "inside an element called teaser that holds the headline": (
        "",
        "</div><div class='teaser'><h1>Ferry back in service</h1><p class='byline'>Ann Lister · Harbour News</p></div>",
        "Ann Lister · Harbour News",
    ),
    "no life of the author": (
        "",
        "<p>3 May 2024</p><p>Ann Lister</p><div class='author-description'>Master Mariner, M.A. Journalism</div>",
        "Ann Lister",
    ),
}


@pytest.mark.parametrize(("head", "line", "byline"), LINES.values(), ids=LINES.keys())
def test_byline(head: str, line: str, byline: str | None) -> None:
    top = line if "<h1>" in line else H1 + line
    assert fields(page(head, top)).byline == byline


AUTHORS = {
    "capitals as printed": (ld("ann lister"), "<p>By Ann Lister</p>", ["Ann Lister"]),
    "the persons that the declaration leaves out": (
        ld("Ann Lister"),
        "<p>By Ann Lister, Tom Hall and Eve Moor</p>",
        ["Ann Lister", "Tom Hall", "Eve Moor"],
    ),
    "no testers": (ld("Ann Lister"), "<p>By Ann Lister Fact-checked by Tom Hall</p>", ["Ann Lister"]),
    "not the outlet": (ld("Ann Lister"), "<p>By Ann Lister, Harbour Post</p>", ["Ann Lister"]),
    "all of a line of which the last is a link": (
        "",
        "<p>By Ann Lister, Tom Hall and <a class='byline-author' href='/by/eve'>Eve Moor</a></p>",
        ["Ann Lister", "Tom Hall", "Eve Moor"],
    ),
    "a name and its label": ("", "<p>by Ann Lister Ann Lister</p>", ["Ann Lister"]),
    "a signature of one word before a date": ("", "<p>Posted by SeaHD on Friday May 3, 2024</p>", ["SeaHD"]),
    "a first name before dots and dates": ("", "<p>by Amanda · May 3, 2024 at 3:00 am</p>", ["Amanda"]),
    "no head of a list": ("", "<p>Related Topics</p><p>3 May 2024</p>", []),
    "no span of time": ("", "<p>1 時間前</p>", []),
}


@pytest.mark.parametrize(("head", "line", "names"), AUTHORS.values(), ids=AUTHORS.keys())
def test_authors(head: str, line: str, names: list[str]) -> None:
    assert list(fields(page(head, H1 + line)).authors) == names
