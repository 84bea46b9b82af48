"""read_fields on whole pages in the patterns of real outlets: what is chosen, and which segments are claimed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.html.fields.candidate import Candidate
from parsers.segments import BYLINE, META
from tests.fields.pages import H1, PARAGRAPHS, claimed, fields, ld, page, read

GERMAN = (
    "Die Fähre zwischen Nordlicht und den Inseln fährt nach einem Winter im Trockendock wieder, teilte das Hafenamt am "
    "Freitag mit, und das erste Schiff legte mit vierzig Fahrgästen und einer Besatzung von sechs Leuten ab."
)


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
    "a library's order, in JSON-LD": (page(ld(author={"name": "Lister, Ann"}), H1), ["Ann Lister"]),
    "a library's order, with a particle": (
        page('<meta name="author" content="van der Berg, Ann M.">', H1, lang="nl"),
        ["Ann M. van der Berg"],
    ),
    "two names in the order of speech": (page(ld(author="Ann Lister, Tom Hall"), H1), ["Ann Lister", "Tom Hall"]),
    "two agencies": (page(ld(author="Reuters, AFP"), H1), ["Reuters", "AFP"]),
    "written by, in the labels of a card": (
        page('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ann Lister">', H1),
        ["Ann Lister"],
    ),
    "a declared name without its accents": (
        page(ld(author={"name": "Solene Lister"}), f"{H1}<p class='byline'>By Solène Lister</p>"),
        ["Solène Lister"],
    ),
    "a job behind the name is no second one": (
        page(top=f"{H1}<div class='byline'><a>Ann Lister</a><span>Founder &amp; Lead Reviewer</span></div>"),
        ["Ann Lister"],
    ),
    "not the outlet beside whom it names": (
        page(top=f"{H1}<div class='author-info'>Harbour Insider</div><div class='author-info'>Ann Lister</div>"),
        ["Ann Lister"],
    ),
    "not who took the pictures": (
        page(top=f"{H1}<p>By Ann Lister (text) and Tom Hall (photography)</p>"),
        ["Ann Lister"],
    ),
    "a firm called after namesakes": (
        page(ld(author={"@type": "Organization", "name": "Lister & Lister"}), H1),
        ["Lister & Lister"],
    ),
    "with and without a degree": (
        page(top=f"{H1}<p class='byline'>By <a class='author'>Ann Lister, MD</a> <a class='author'>Ann Lister</a></p>"),
        ["Ann Lister, MD"],
    ),
    "an element called so in another language": (page(top=f"{H1}<div class='auteur'>Ann Lister</div>"), ["Ann Lister"]),
    "a team below its By": (page(top=f"{H1}<p>By</p><p>The Lighthouse Team</p>"), ["The Lighthouse Team"]),
    "one word behind a label, and bars": (
        page(top=f"{H1}<p>Posted by: Kiersten · In: Ferries, Inns</p>"),
        ["Kiersten"],
    ),
    "two names beside the date": (
        page(top=f"{H1}<p>Ann Lister and Tom Hall</p><p>3 May 2024</p>"),
        ["Ann Lister", "Tom Hall"],
    ),
    "not two harbours beside the date": (page(top=f"{H1}<p>New Pier and Old Dock</p><p>3 May 2024</p>"), []),
    "capitals with a job, beside the date": (
        page(top=f"{H1}<p>ANN LISTER, STAFF WRITER</p><p>3 May 2024</p>"),
        ["ANN LISTER"],
    ),
    "not a heading in capitals": (page(top=f"{H1}<p>LATEST FERRY NEWS</p><p>3 May 2024</p>"), []),
    "a town below the name": (page(top=f"{H1}<p>Ann Lister<br>London</p><p>3 May 2024</p>"), ["Ann Lister"]),
    "a mail address between name and date": (
        page(top=f"{H1}<p>Ann Lister</p><p>ann@post.example</p><p>3 May 2024</p>"),
        ["Ann Lister"],
    ),
    "beside a time ago": (page(top=f"{H1}<div><b>Ann Lister</b> <time>3 hours ago</time></div>"), ["Ann Lister"]),
    "with an agency in brackets below the text": (
        page(top=H1, below="<p>Anna Nowak (PAP)</p>", lang="pl"),
        ["Anna Nowak"],
    ),
    "not so in English, where it credits a picture": (page(top=H1, below="<p>Ann Lister (AP)</p>"), []),
    "in italics below the text": (page(top=H1, below="<p><i>Ann Lister</i></p>"), ["Ann Lister"]),
    "not a note in italics": (page(top=H1, below="<p><i>On Ferries, by Ann Lister, is out now</i></p>"), []),
    "a job in Korean, below the headline": (page(top=f"{H1}<p>김민수 기자 ms@post.example</p>", lang="ko"), ["김민수"]),
    "the same behind the outlet": (page(top=f"{H1}<p>[하버타임스 김민수 선임기자]</p>", lang="ko"), ["김민수"]),
    "not whom an obituary is about": (
        page(top=f"{H1}<p>3 May 2024</p><p>Ann Lister, teacher, born 4 May 1931; died 2 March 2024</p>"),
        [],
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
    "a class in another language": (
        page(top=f"{H1}<div class='haberYazari'>Ayşe Yılmaz <span>3 saat önce</span></div>"),
        ["Ayşe Yılmaz"],
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
    found, labels = read(page(top=SIGNED))
    assert found.byline == "By Ann Lister , Islands Reporter"
    assert claimed(labels, BYLINE) == ["By Ann Lister, Islands Reporter"]


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
    html = page(top=f"{H1}<p>3. Mai 2024, 15:47 Uhr</p>", lang="de").replace(PARAGRAPHS, f"<p>{GERMAN}</p>" * 3)
    assert fields(html, url="https://hafenblatt.de/faehre").published_at == "2024-05-03T15:47:00+02:00"


def test_date_lines_and_reading_times_are_claimed() -> None:
    _, labels = read(page(top=f"{H1}<p>3 May 2024, 15:47</p><p>4 min read</p>"))
    assert claimed(labels, META) == ["3 May 2024, 15:47", "4 min read"]


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
    short = PARAGRAPHS.partition("</p>")[0]
    assert fields(page(top=H1, lang=declared).replace(PARAGRAPHS, short)).language == language


def test_a_text_denies_the_language_that_its_system_was_installed_in() -> None:
    found = fields(page(top=H1, lang="en-US").replace(PARAGRAPHS, f"<p>{GERMAN}</p>" * 3))
    assert (found.language, found.evidence["language"].rule) == ("de", "guessed")


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
