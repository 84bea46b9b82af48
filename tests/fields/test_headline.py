"""The headline and its kicker: which heading it is, on pages in the patterns of real outlets."""

from unicodedata import normalize

import pytest

from parsers.model import FoundValue
from parsers.segments import HEADLINE
from tests.fields.pages import H1, PARAGRAPHS, claimed, fields, ld, page, read

HEADLINES = {
    "the h1": (page(top=H1), "Ferry back in service", None),
    "not the site's name in an h1": (
        page(top="<h1>Harbour Post</h1><div><h2>Ferry back in service</h2></div>"),
        "Ferry back in service",
        None,
    ),
    "not the outlet's long name in the masthead, where nothing prints the title": (
        page(
            "<meta property='og:title' content='Ferry is back: the line sails again'>", "<b>The Post of Harbour</b>"
        ).replace(
            "<title>Ferry back in service | Harbour Post",
            "<title>Ferry is back: the line sails again - The Post of Harbour",
        ),
        "Ferry is back: the line sails again",
        None,
    ),
    "not the site's address as an h1": (
        page(top="<h1>HarbourPost</h1><div><h2>Ferry back in service</h2></div>"),
        "Ferry back in service",
        None,
    ),
    "not the search engine's title in the breadcrumb": (
        page(
            '<meta property="og:title" content="Ferry timetable 2024">' + ld(),
            "<ol class='breadcrumb'><li><h1>Ferry timetable 2024</h1></li></ol><h2>Ferry back in service</h2>",
        ),
        "Ferry back in service",
        None,
    ),
    "a kicker in the heading, known by the declared title": (
        page(ld(), "<h1><span>Island traffic:</span> Ferry back in service</h1>"),
        "Ferry back in service",
        "Island traffic",
    ),
    "a kicker in the heading, known by its class": (
        page(top="<h1><span class='x__overline'>Island traffic</span> <span>Boats sail again</span></h1>"),
        "Boats sail again",
        "Island traffic",
    ),
    "a kicker above the heading": (
        page(top=f"<div class='kicker'>Island traffic</div>{H1}"),
        "Ferry back in service",
        "Island traffic",
    ),
    "a kicker in the heading, set apart by a bar in the title": (
        page(
            "<meta property='og:title' content='Lunde | Ferry back in service'>",
            "<h1><span class='headlines__surtitle'>Lunde</span><span>Ferry back in service</span></h1>",
        ),
        "Ferry back in service",
        "Lunde",
    ),
    "a kicker in a box of its own above the heading": (
        page(top=f"<div class='supra-title-box'><span class='supra-title'>Old trades</span></div>{H1}"),
        "Ferry back in service",
        "Old trades",
    ),
    "a kicker in a span beside the heading": (
        page(top=f"<header><span class='article__dachzeile'>Island traffic</span>{H1}</header>"),
        "Ferry back in service",
        "Island traffic",
    ),
    "without an icon and the number of comments": (
        page(top="<h1><i>▶</i> Boats sail again in 2024 <a href='#comments'>(37)</a></h1>"),
        "Boats sail again in 2024",
        None,
    ),
    "a number at the end that counts nothing": (
        page(top="<h1>Boats sail again on pier <a href='/7'>7</a></h1>"),
        "Boats sail again on pier 7",
        None,
    ),
    "a kicker in a line of its own, where the title has another": (
        page(top="<h2><span class=block>Winter in Lunde</span> <span>Ferry back in service</span></h2>").replace(
            "Ferry back in service | Harbour Post", "Lunde: Ferry back in service | Harbour Post"
        ),
        "Ferry back in service",
        "Winter in Lunde",
    ),
    "no kicker where only a title tag is shorter": (
        page(top="<h1>'Ends a hard winter': Ferry back in service</h1>"),
        "'Ends a hard winter': Ferry back in service",
        None,
    ),
    "punctuation between the elements of a heading": (
        page(
            ld(headline="Islands: Ferry back in service"), "<h1><span>Islands</span> <b>Ferry back in service</b></h1>"
        ),
        "Islands: Ferry back in service",
        None,
    ),
    "two printed lines that are declared as one": (
        page(ld(headline="Islands: Ferry back in service"), f"<div>Islands</div>{H1}"),
        "Islands: Ferry back in service",
        None,
    ),
    "the declared title, where none is printed": (
        page(ld(headline="Ferry sails again"), "<img src='a.jpg'>"),
        "Ferry sails again",
        None,
    ),
    "not the link to the front page as an h1": (
        page(top="<h1><a href='/'>Notes from the quay</a></h1><div><h2>Ferry back in service</h2></div>"),
        "Ferry back in service",
        None,
    ),
    "not the heading of the menu": (
        page(top="<nav><h2>Site navigation</h2></nav><div><h2>Boats sail again</h2></div>"),
        "Boats sail again",
        None,
    ),
    "not a day as a heading": (
        page(top="<h2>3 May 2024</h2><div><h2>Boats sail again</h2></div>"),
        "Boats sail again",
        None,
    ),
    "not a subhead of the body": (
        page(
            top="<p>{0}</p><h2>Engines</h2><p>{0}</p>".format("The boat left the yard in the morning, said Ann. " * 4)
        ),
        "Ferry back in service",
        None,
    ),
    "not an h1 below the article": (page(below="<div><h1>Original text</h1></div>"), "Ferry back in service", None),
    "a headline that is declared as the outlet's name": (
        page(top="<h1>Ferry back in service after a winter in the dry dock</h1>")
        .replace("Ferry back in service | Harbour Post", "Ferry back in service after a winter in the dry dock")
        .replace('content="Harbour Post"', 'content="Ferry back in service after a winter in the dry dock"'),
        "Ferry back in service after a winter in the dry dock",
        None,
    ),
    "no sections and outlets behind bars, where a heading ends before them": (
        page(top="<h1>Boats sail again | Islands | Harbour Post</h1><h2>Boats sail again</h2>"),
        "Boats sail again",
        None,
    ),
    "the title without the address of the outlet": (
        page(top="<img src='a.jpg'>")
        .replace("Ferry back in service | Harbour Post", "Ferry back | harbourpost.example")
        .replace('<meta property="og:site_name" content="Harbour Post">', ""),
        "Ferry back",
        None,
    ),
    "the title without the outlet's name": (page(), "Ferry back in service", None),
    "no heading but a class, where the title names the section": (
        page(top="<div class='artTitle'>Boats sail again</div><div>3 May 2024</div>").replace(
            "Ferry back in service | Harbour Post", "Harbour Post - Islands"
        ),
        "Boats sail again",
        None,
    ),
    "large letters, not those of the outlet or of another story": (
        page(
            top="<font size=6>Harbour Post</font><font size=5><a href=/b>Dock for sale again</a></font>"
            "<p align=center><b><font size='4'>Boats sail again</font></b></p>"
        ).replace("Ferry back in service | Harbour Post", "New Page 1"),
        "Boats sail again",
        None,
    ),
    "the line above the date, where the title is not about the text": (
        page(top="<p class=t>Boats sail again in May</p><p>3 May 2024</p>").replace(
            "Ferry back in service | Harbour Post", "Harbour Post Mobile"
        ),
        "Boats sail again in May",
        None,
    ),
    "no label of the site in large letters": (
        page(top="<div class='site-title'>All the news of the islands</div>"),
        "Ferry back in service",
        None,
    ),
    "an opinion label behind a bar": (
        page(ld(), "<h1>Ferry back in service | Opinion</h1>"),
        "Ferry back in service",
        None,
    ),
    "most of a title, before a heading that says nothing of it": (
        page(top="<div>Ferry back in service in May</div><p>A b.</p><h1>Thank you for your visit today</h1>").replace(
            "Ferry back in service | Harbour Post", "Ferry back in service in May - Boats and Piers"
        ),
        "Ferry back in service in May",
        None,
    ),
    "a kicker in an element of its own, which only the title for browsers shows": (
        page(
            '<meta property="og:title" content="How the ferry came back">',
            "<h1><span>Ports</span>Ferry back in service</h1>",
        ),
        "Ferry back in service",
        "Ports",
    ),
    "an opening dash belongs to the quote": (
        page(ld(headline="Ferry back"), "<h1>- Ferry back</h1>"),
        "- Ferry back",
        None,
    ),
}


@pytest.mark.parametrize(("html", "headline", "kicker"), HEADLINES.values(), ids=HEADLINES.keys())
def test_headline(html: str, headline: str, kicker: str | None) -> None:
    found = fields(html)
    assert (found.headline, found.kicker) == (headline, kicker)


LINES = {
    "in large letters, under a title of the site": (
        "<td><font size=5>Lost boat found behind the harbour office</font><br><font size=1>by Ann Lister</font><br>",
        "Harbour Trust e-News No. 41",
        "Lost boat found behind the harbour office",
    ),
    "in bold letters": (
        "<td><p align=right><b>3 May 2024</b></p><p><b>Lost boat found behind the harbour office</b></p>",
        "Press releases",
        "Lost boat found behind the harbour office",
    ),
    "by a class, within a title that no blank parts from the outlet": (
        "<td><div><span class=headline>Lost boat found behind the harbour office</span></div><p>3 May 2024</p>",
        "Lost boat found behind the harbour office- The Post of Lunde",
        "Lost boat found behind the harbour office",
    ),
    "no line: the title says more of the story": (
        "<td><p><b>See the new shop of the Harbour Post</b></p><p>3 May 2024</p>",
        "Lost boat of 1911 found behind harbour office",
        "Lost boat of 1911 found behind harbour office",
    ),
}


@pytest.mark.parametrize(("top", "title", "headline"), LINES.values(), ids=LINES.keys())
def test_a_line_that_looks_like_a_headline_on_a_page_without_headings(top: str, title: str, headline: str) -> None:
    text = (
        "The boat that was lost in 1911 has been found behind the harbour office of Lunde, under the nets of a yard "
        "that had closed.<br><br>It was built on the islands and is eleven metres long, said Ada Lund, who found it as "
        "she looked for her cat.<br><br>The council wants to show it in the hall, where there is no room for it at all."
    )
    html = f"<html><head><title>{title}</title></head><body><table><tr>{top}{text}</td></tr></table></body></html>"
    assert fields(html).headline == headline


def test_every_headline_of_the_page_is_kept_as_evidence() -> None:
    head = (
        ld(headline="The ferry is back") + '<meta property="og:title" content="Ferry back | Harbour Post">'
        '<meta name="twitter:title" content="Ferry back | Harbour Post">'
    )
    found = fields(page(head, top=H1))
    assert [(each.source, each.value) for each in found.evidence["headline"].candidates] == [
        ("h1", "Ferry back in service"),
        ("og:title", "Ferry back | Harbour Post"),
        ("twitter:title", "Ferry back | Harbour Post"),
        ("JSON-LD", "The ferry is back"),
        ("title", "Ferry back in service | Harbour Post"),
    ]


def test_a_declared_headline_that_is_chosen_comes_first() -> None:
    found = fields(page('<meta property="og:title" content="Ferry back in service">'))
    assert found.evidence["headline"].candidates[0] == FoundValue("Ferry back in service", "og:title")


def test_repeats_of_the_headline_are_claimed() -> None:
    _, labels = read(
        page(top=f"<ol class='breadcrumb'><li>Ferry back in service</li></ol>{H1}<h3>Ferry back in service</h3>")
    )
    assert claimed(labels, HEADLINE) == ["Ferry back in service"] * 3


def test_a_headline_in_pieces_of_letters_is_the_declared_one() -> None:
    # The page prints é as e and an accent, its metadata as one character; both say the kicker is none of the headline.
    printed = normalize("NFD", "Îles: Un été réussi à Liège")
    found, _ = read(page(ld(headline="Un été réussi à Liège"), f"<h1><span>{printed[:6]}</span>{printed[6:]}</h1>"))
    assert normalize("NFC", found.headline or "") == "Un été réussi à Liège"
    assert normalize("NFC", found.kicker or "") == "Îles"


def test_headline_is_the_part_of_the_title_that_the_page_prints() -> None:
    # No headings: the date and the headline are one line, and bold text under it is the standfirst.
    lines = "<br><br>".join(PARAGRAPHS.removeprefix("<p>").removesuffix("</p>").split("</p><p>"))
    html = (
        "<html><title>Harbour Post - New ferry sails from Northlight</title><body><table><tr><td>"
        "<font size=1>03.05.2024</font> <font size=3><b>New ferry sails from Northlight</b></font><br><br>"
        f"<b>Forty passengers were on board when the boat left the harbour.</b><br><br>{lines}</td></tr></table>"
    )
    found, labels = read(html)
    assert found.headline == "New ferry sails from Northlight"
    assert found.standfirst == "Forty passengers were on board when the boat left the harbour."
    assert found.published_at == "2024-05-03"
    assert claimed(labels, HEADLINE) == ["03.05.2024 New ferry sails from Northlight"]
