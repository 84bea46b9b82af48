"""read_fields on whole pages in the patterns of real outlets: what is chosen, and which segments are claimed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.fields.candidate import Candidate
from parsers.segments import BYLINE, HEADLINE, META, STANDFIRST
from tests.fields.pages import PARAGRAPHS, claimed, fields, page, read

H1 = "<h1>Ferry back in service</h1>"
GERMAN = (
    "Die Fähre zwischen Nordlicht und den Inseln fährt nach einem Winter im Trockendock wieder, teilte das Hafenamt am "
    "Freitag mit, und das erste Schiff legte mit vierzig Fahrgästen und einer Besatzung von sechs Leuten ab."
)
DEK = "After a winter in the dry dock the boat to the islands sails again"


def ld(**keys: Any) -> str:
    node = {"@type": "NewsArticle", "headline": "Ferry back in service", **keys}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


HEADLINES = {
    "the h1": (page(top=H1), "Ferry back in service", None),
    "not the site's name in an h1": (
        page(top="<h1>Harbour Post</h1><div><h2>Ferry back in service</h2></div>"),
        "Ferry back in service",
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
    "an opinion label behind a bar": (
        page(ld(), "<h1>Ferry back in service | Opinion</h1>"),
        "Ferry back in service",
        None,
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


def test_repeats_of_the_headline_are_claimed() -> None:
    _, desk = read(
        page(top=f"<ol class='breadcrumb'><li>Ferry back in service</li></ol>{H1}<h3>Ferry back in service</h3>")
    )
    assert claimed(desk, HEADLINE) == ["Ferry back in service"] * 3


FIRST = "The island council met on Thursday to hear what the yard had to say about the shaft."
STANDFIRSTS = {
    "a class says so": (page(top=f"{H1}<p class='article__dek'>{DEK}</p>"), DEK),
    "a second heading under the headline": (page(top=f"{H1}<h2>{DEK}</h2>"), DEK),
    "declared as description and above the body": (
        page(f'<meta name="description" content="{DEK}">', f"{H1}<p>{DEK}</p>"),
        DEK,
    ),
    "a description that was cut off": (
        page(f'<meta name="description" content="{DEK[:55]}...">', f"{H1}<p class='intro'>{DEK}</p>"),
        DEK,
    ),
    "between headline and byline": (
        page(top=f"{H1}<p>{DEK}</p><p class='byline'>By Ann Lister</p><p>3 May 2024</p>"),
        DEK,
    ),
    "a list of points": (
        page(
            top=f"{H1}<ul class='summary-points'><li>The ferry sails again this week</li>"
            "<li>A second boat is wanted</li></ul>"
        ),
        "The ferry sails again this week A second boat is wanted",
    ),
    "a bold first paragraph": (
        page(top=H1).replace('<div class="article-body">', f'<div class="article-body"><p><b>{FIRST}</b></p>'),
        FIRST,
    ),
    "no standfirst: a plain first paragraph stays body": (page(top=H1), None),
    "no standfirst: not even when it is the description": (
        page(f'<meta name="description" content="{FIRST}">', H1).replace(
            '<div class="article-body">', f'<div class="article-body"><p>{FIRST}</p>'
        ),
        None,
    ),
    "a described heading below buttons": (
        page(
            f'<meta name="description" content="Islands: {DEK}">',
            f"{H1}<p>By Ann Lister</p><button>Share</button><button>Save</button><button>Print</button><h2>{DEK}</h2>",
        ),
        DEK,
    ),
    "a container of its own, its lines like the body's": (
        page(
            f'<meta name="description" content="{DEK}">',
            f"{H1}<div><p>{DEK}</p><p>A second boat is wanted.</p></div><p class='byline'>By Ann Lister</p>",
        ),
        f"{DEK} A second boat is wanted.",
    ),
    "not the headline in other words": (
        page(top="<h1>Ferry to the islands is back in service</h1><h2>Islands' ferry is back: boat in service</h2>"),
        None,
    ),
    "no link to another article behind it": (
        page(
            top=f"{H1}<h2 class='subtitle'>{DEK}</h2>"
            "<h2 class='subtitle'><a href='/t'>Tunnel to the islands stays a line on a map</a></h2>"
        ),
        DEK,
    ),
    "no notice of how old the article is": (
        page(top=f"{H1}<p class='subtitle'>This article is more than 5 years old</p><p class='subtitle'>{DEK}</p>"),
        DEK,
    ),
    "no credit of the picture": (
        page(top=f"{H1}<p class='description'>Photo: Pia Lens / Harbour Picture Agency</p>"),
        None,
    ),
    "a list whose entries have elements of their own": (
        page(
            top=f"{H1}<ul><li class='abstract__item'><div class='abstract__text'>The ferry sails again this week</div>"
            "</li><li class='abstract__item'><div class='abstract__text'>A second boat is wanted</div></li></ul>"
        ),
        "The ferry sails again this week A second boat is wanted",
    ),
    "a whole sentence as a heading, below the byline and a picture": (
        page(
            top=f"{H1}<p>By Ann Lister</p><p>Harbour Post</p><p>Share</p><h2>{DEK}.</h2>",
        ),
        f"{DEK}.",
    ),
    "in a script without spaces": (
        page(
            top="<h1>島の船が戻る</h1><p class='excerpt'>冬の間ドックにあった島の船が再び海に出ることになった...</p>",
            lang="ja",
        ),
        "冬の間ドックにあった島の船が再び海に出ることになった...",
    ),
    "no standfirst: a box below the first paragraph": (
        page(
            top=f"{H1}<div class='article-body'>{PARAGRAPHS}</div><div class='teaser'>Winter and harbour ferries</div>"
        ),
        None,
    ),
    "no standfirst: what the newsletter is": (
        page(top=f"{H1}<div class='intro'><p>A letter from the islands in your inbox every Sunday.</p></div>"),
        None,
    ),
    "no standfirst: an address": (
        page(top=f"{H1}<div class='intro'><p>Write to the desk: quay@harbourpost.example</p></div>"),
        None,
    ),
    "a sentence below a second title": (
        page(
            top=f"{H1}<header><h2>Boats and quays: the winter of a harbour</h2></header>"
            f"<div><p class='x'>{DEK}.</p></div><p class='byline'>By Ann Lister</p>"
        ),
        f"{DEK}.",
    ),
    "a summary and the deck below it": (
        page(
            f'<meta name="description" content="{DEK}">',
            f"{H1}<div class='summary'>{DEK}</div><h2 class='deck'>The council wants a second boat all the same</h2>"
            "<p class='byline'>By Ann Lister</p>",
        ),
        f"{DEK} The council wants a second boat all the same",
    ),
    "no standfirst: the kicker of a second title": (
        page(top=f"{H1}<hgroup><div>Winter in Northlight</div><h2>Islands' ferry in service</h2></hgroup>"),
        None,
    ),
    "no standfirst: a caption": (page(top=f"{H1}<figure><figcaption>{DEK}</figcaption></figure>"), None),
}


@pytest.mark.parametrize(("html", "expected"), STANDFIRSTS.values(), ids=STANDFIRSTS.keys())
def test_standfirst(html: str, expected: str | None) -> None:
    found, desk = read(html)
    assert found.standfirst == expected
    assert " ".join(claimed(desk, STANDFIRST)) == (expected or "")


SIGNED = f"{H1}<div class='byline'>By <a href='/author/ann'>Ann Lister</a>, Islands Reporter</div>"
AUTHORS = {
    "a byline by class": (page(top=SIGNED), ["Ann Lister"]),
    "a line that begins as a byline": (page(top=f"{H1}<p>By Ann Lister and Tom Hall</p>"), ["Ann Lister", "Tom Hall"]),
    "elements that stick together": (page(top=f"{H1}<p>By<a>Ann Lister</a></p>"), ["Ann Lister"]),
    "several signed elements": (
        page(top=f"{H1}<p><a rel='author'>Ann Lister</a> <a rel='author'>Tom Hall</a></p>"),
        ["Ann Lister", "Tom Hall"],
    ),
    "JSON-LD people": (
        page(ld(author=[{"@type": "Person", "name": "Ann Lister"}, {"givenName": "Tom", "familyName": "Hall"}]), H1),
        ["Ann Lister", "Tom Hall"],
    ),
    "one string of several": (
        page(ld(author={"name": "Ann Lister, Tom Hall and Sue Reed"}), H1),
        ["Ann Lister", "Tom Hall", "Sue Reed"],
    ),
    "the printed person before the declared outlet": (
        page(ld(author={"@type": "Organization", "name": "Harbour Post"}), SIGNED),
        ["Ann Lister"],
    ),
    "the outlet, where nothing else is said": (page(ld(author={"name": "Harbour Post"}), H1), ["Harbour Post"]),
    "an agency": (page(ld(author={"name": "Reuters"}), H1), ["Reuters"]),
    "not an address": (page('<meta name="author" content="https://www.facebook.com/harbourpost">', H1), []),
    "a library's order": (page('<meta name="dc.creator" content="Lister, Ann">', H1), ["Ann Lister"]),
    "written by, in the labels of a card": (
        page('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ann Lister">', H1),
        ["Ann Lister"],
    ),
    "a name beside the date": (page(top=f"{H1}<p>Ann Lister</p><p>3 May 2024</p>"), ["Ann Lister"]),
    "a printed person before a user's name": (
        page(ld(author={"@type": "Person", "name": "AnnL"}), SIGNED),
        ["Ann Lister"],
    ),
    "a label of its own is no name": (
        page(top=f"{H1}<p class='authors'><span class='author'>Opinion by</span><a class='author'>Ann Lister</a></p>"),
        ["Ann Lister"],
    ),
    "an agency without what it is": (
        page(top=f"{H1}<div class='author'>dpa</div><div class='author'>Nachrichtenagentur</div>", lang="de"),
        ["dpa"],
    ),
    "a bold name that ends a short article": (
        page(ld(author={"name": "Harbour Post"}), H1).replace("</p></div>", "</p><p><b>Ann Lister</b></p></div>"),
        ["Ann Lister"],
    ),
    "a bracket that was never opened": (
        page(ld(author={"name": "岳弘彬)"}), H1),
        ["岳弘彬"],
    ),
    "not the photographer": (
        page(top=f"{H1}<figure><figcaption>Boats <span class='author'>Pia Lens</span></figcaption></figure>"),
        [],
    ),
    "not the author of a comment": (
        page(top=H1, below="<div class='comments'><p><a rel='author'>Troll Hunter</a></p></div>"),
        [],
    ),
}


@pytest.mark.parametrize(("html", "names"), AUTHORS.values(), ids=AUTHORS.keys())
def test_authors(html: str, names: list[str]) -> None:
    assert list(fields(html).authors) == names


def test_the_byline_is_kept_as_printed_and_claimed() -> None:
    found, desk = read(page(top=SIGNED))
    assert found.byline == "By Ann Lister , Islands Reporter"
    assert claimed(desk, BYLINE) == ["By Ann Lister, Islands Reporter"]


PUBLISHED = {
    "JSON-LD": (page(ld(datePublished="2024-05-03T15:47:00+01:00"), H1), "2024-05-03T15:47:00+01:00"),
    "a meta tag": (
        page('<meta property="article:published_time" content="2024-05-03T15:47:00Z">', H1),
        "2024-05-03T15:47:00+00:00",
    ),
    "a time element": (page(top=f"{H1}<time datetime='2024-05-03T15:47'>3 May</time>"), "2024-05-03T15:47:00"),
    "a printed line": (page(top=f"{H1}<p>Published on Friday 3 May 2024</p>"), "2024-05-03"),
    "publication and update in one line": (page(top=f"{H1}<p>3 May 2024 - Updated 5 May 2024</p>"), "2024-05-03"),
    "not the update": (page(top=f"{H1}<p>Updated 5 May 2024</p>"), None),
    "not the future": (page(ld(datePublished="2031-01-01T00:00:00Z"), H1), None),
    "the future is a lie, the page is right": (
        page(ld(datePublished="2031-01-01"), f"{H1}<p>3 May 2024</p>"),
        "2024-05-03",
    ),
    "a declared day, a printed hour": (
        page(ld(datePublished="2024-05-03"), f"{H1}<p>3 May 2024 15:47</p>"),
        "2024-05-03T15:47:00",
    ),
    "only modified": (page(ld(dateModified="2024-05-05T10:00:00Z"), H1), None),
}


@pytest.mark.parametrize(("html", "expected"), PUBLISHED.values(), ids=PUBLISHED.keys())
def test_published(html: str, expected: str | None) -> None:
    assert fields(html).published_at == expected


def test_modified_is_not_taken_from_published() -> None:
    assert fields(page(ld(datePublished="2024-05-03T15:47:00Z"), H1)).modified_at is None
    assert fields(page(top=f"{H1}<p>3 May 2024 - Updated 5 May 2024</p>")).modified_at == "2024-05-05"


def test_the_string_is_kept_without_the_marks_around_it() -> None:
    assert fields(page(top=f"{H1}<p>August 16, 2019 - </p>")).published_raw == "August 16, 2019"


def test_the_string_is_kept_as_it_was() -> None:
    assert (
        fields(page(top=f"{H1}<p>Published on Friday 3 May 2024</p>")).published_raw == "Published on Friday 3 May 2024"
    )


def test_a_country_lends_its_zone_to_printed_times() -> None:
    html = page(top=f"{H1}<p>3. Mai 2024, 15:47 Uhr</p>", lang="de")
    assert fields(html, url="https://hafenblatt.de/faehre").published_at == "2024-05-03T15:47:00+02:00"


def test_date_lines_and_reading_times_are_claimed() -> None:
    _, desk = read(page(top=f"{H1}<p>3 May 2024, 15:47</p><p>4 min read</p>"))
    assert claimed(desk, META) == ["3 May 2024, 15:47", "4 min read"]


def test_the_rest_of_the_fields() -> None:
    found = fields(
        page(
            ld(articleSection="Islands", keywords="ferry, islands; winter, locale: US", isAccessibleForFree="False")
            + '<link rel="canonical" href="/news/ferry-back">',
            H1,
        )
    )
    assert (found.section, found.tags) == ("Islands", ("ferry", "islands", "winter"))
    assert (found.language, found.site_name) == ("en-GB", "Harbour Post")
    assert found.canonical_url == "https://www.harbourpost.example/news/ferry-back"
    assert found.is_accessible_for_free is False
    assert found.evidence["section"].method == "json_ld"


@pytest.mark.parametrize(
    "below",
    [
        '<ul class="tags"><li><a href="/t/1">ferry</a></li><li><a href="/t/2">islands</a></li></ul>',
        '<div class="tags"><a href="/t/1">ferry</a><a href="/t/2">islands</a></div>',
        '<p class="article-tags"><a href="/t/1">ferry</a>, <a href="/t/2">islands</a></p>',
    ],
)
def test_printed_tags_are_told_apart_by_their_links(below: str) -> None:
    assert fields(page(top=H1, below=below)).tags == ("ferry", "islands")


@pytest.mark.parametrize(
    ("line", "kicker"),
    [
        ("Islands", "Islands"),
        ("Search for:", None),
        ("Back to harbourpost.example", None),
        ("Home / News / Islands", None),
        ("Advertisement", None),
    ],
)
def test_what_stands_above_the_headline_is_not_always_a_kicker(line: str, kicker: str | None) -> None:
    assert fields(page(top=f'<p class="kicker">{line}</p>{H1}')).kicker == kicker


@pytest.mark.parametrize("declared", ["Ferry back in service | Islands", "Uncategorized", "Not set"])
def test_a_title_is_no_section(declared: str) -> None:
    assert fields(page(ld(articleSection=declared), H1)).section is None


def test_the_section_is_the_breadcrumb_before_the_title() -> None:
    crumbs = [{"name": name} for name in ("Home", "Islands", "A winter without ferries")]
    node = {"@type": "BreadcrumbList", "itemListElement": crumbs}
    title = '<meta property="og:title" content="A winter without ferries">'
    script = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    assert fields(page(title + script, H1)).section == "Islands"


def test_a_page_without_anything_has_no_fields() -> None:
    found = fields("<html><body><p>Nothing here.</p></body></html>", url=None)
    assert {name for name, value in found.values().items() if value not in (None, (), {})} == set()


def test_language_of_the_text_where_none_is_declared() -> None:
    for declared in ("", "und", "xx"):
        found = fields(page(top="<h1>Ferry back in service</h1>", lang=declared))
        assert (found.language, found.evidence["language"].method) == ("en", "text")


@pytest.mark.parametrize(
    ("declared", "language"), [("eng", "en"), ("deu-AT", "de-AT"), ("utf-8", "en"), ("fr", "fr"), ("fil", "fil")]
)
def test_language_however_it_is_declared(declared: str, language: str) -> None:
    assert fields(page(top=H1, lang=declared)).language == language


def test_a_text_denies_the_language_that_its_system_was_installed_in() -> None:
    found = fields(page(top=H1, lang="en-US").replace(PARAGRAPHS, f"<p>{GERMAN}</p>" * 3))
    assert (found.language, found.evidence["language"].rule) == ("de", "guessed")


def test_headline_is_the_part_of_the_title_that_the_page_prints() -> None:
    # No headings: the date and the headline are one line, and bold text under it is the standfirst.
    lines = "<br><br>".join(PARAGRAPHS.removeprefix("<p>").removesuffix("</p>").split("</p><p>"))
    html = (
        "<html><title>Harbour Post - New ferry sails from Northlight</title><body><table><tr><td>"
        "<font size=1>03.05.2024</font><br><font size=5><b>New ferry sails from Northlight</b></font><br><br>"
        f"<b>Forty passengers were on board when the boat left the harbour.</b><br><br>{lines}</td></tr></table>"
    )
    found, desk = read(html)
    assert found.headline == "New ferry sails from Northlight"
    assert found.standfirst == "Forty passengers were on board when the boat left the harbour."
    assert found.published_at == "2024-05-03"
    assert claimed(desk, HEADLINE) == ["03.05.2024 New ferry sails from Northlight"]


@given(st.floats(-1, 3), st.sampled_from(["json_ld", "meta", "layout"]))
def test_confidence_of_evidence_is_a_share(confidence: float, method: str) -> None:
    evidence = Candidate("Ferry", method, "rule", confidence).evidence
    assert 0 <= evidence.confidence <= 1
    assert evidence.confidence == confidence or not 0 <= confidence <= 1


def test_a_headline_that_everything_speaks_for_is_certain_and_no_more() -> None:
    head = '<meta property="og:title" content="Ferry back in service">'
    evidence = fields(page(head, "<h1>Ferry back in service</h1>")).evidence
    assert evidence["headline"].confidence == 1
    assert all(0 <= one.confidence <= 1 for one in evidence.values())
