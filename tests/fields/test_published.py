"""When an article was published, on pages where several dates stand: which one is its own."""

from datetime import datetime

import pytest

from flows.parsing.counted_times import without_counted_time
from parsers import Article, parse_page
from tests.fields.pages import FETCHED, H1, PARAGRAPHS, URL, fields, ld, page

BUILT = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry back in service",'
    ' "datePublished": "May 6, 2024", "dateModified": "May 6, 2024"}</script>'
)

STAMPED = BUILT.replace("May 6, 2024", "2024-05-06T02:10:00Z")

PAGES = {
    "an offset that another declaration tells": (
        page(
            '<meta property="article:published_time" content="2024-05-03T15:47:00+03:00">'
            + ld(datePublished="Fri, 05/03/2024 - 15:47"),
            H1,
        ),
        "2024-05-03T15:47:00+03:00",
    ),
    "an element called so, with which the text begins": (
        page(top=H1).replace(
            "<p>The ferry between", "<p><span class=news-date-time>03.05.2024 15:47</span> The ferry between"
        ),
        "2024-05-03T15:47:00",
    ),
    "one line of several below the headline": (
        page(
            top=f"{H1}<div><b>Ann Lister, correspondent for islands<br>Friday May 3, 2024<br>The Harbour Post of Lunde"
            "</b></div>"
        ),
        "2024-05-03",
    ),
    "a cell beside the address of the press office, all in a blockquote": (
        page(
            top="<blockquote><table><tr><td><b>May 3, 2024</b></td><td>CONTACT: Tom Hall, harbour office<br>"
            f"(555) 555-0142, tom@lunde.example</td></tr></table>{H1}</blockquote>"
        ),
        "2024-05-03",
    ),
    "a loose line behind a link, a byline and an update, each a line of the same box": (
        page(
            top=f"{H1}<div><p>Print</p><a>Ann Lister | ann@lunde.example, reporter of the Harbour Post for ferries, for"
            " islands and for all that the sea brings to the towns of the coast</a><br>By <a>Ann Lister | ann@lunde"
            "</a><br>on May 3, 2024 at 3:47 PM, updated <span>May 4, 2024 at 9:10 AM</span></div>"
        ),
        "2024-05-03T15:47:00",
    ),
    "what a time element prints, where its attribute has the template's day": (
        page(top=f"{H1}<time datetime='2019-09-03'>May 3, 2024 3:47pm</time>"),
        "2024-05-03T15:47:00",
    ),
    "what a time element declares, one day apart, as in another zone": (
        page(top=f"{H1}<time datetime='2024-05-04T03:47:00Z'>May 3, 2024</time>"),
        "2024-05-04T03:47:00+00:00",
    ),
    "in the caption of the author's portrait": (
        page(
            top=f"{H1}<figure><img src='ann.jpg'><figcaption><address>By <a rel=author>Ann Lister</a></address>"
            "<time datetime='2024-05-03T15:47:00Z'>3 May 2024</time></figcaption></figure>"
        ),
        "2024-05-03T15:47:00+00:00",
    ),
    "far above the headline in a box of the same name as the headline's": (
        page(
            top="<header class=ModuleTeaser><div class=ModuleTeaser-meta><time datetime='2024-05-03T15:47:00Z'>3 May"
            f" 2024</time></div><p>Harbour</p><p>Listen</p><p>Print</p><p>Islands</p>{H1}</header>"
        ),
        "2024-05-03T15:47:00+00:00",
    ),
    "not what a link to another story says of it": (
        page(top=f"{H1}<p>As told <a data-article-publish-date=1678962439 href=/old>before</a>, it ended.</p>"),
        None,
    ),
    "a tag of the same name in another spelling": (
        page('<meta property="article:published:time" content="2024-05-03T15:47:00Z">', H1),
        "2024-05-03T15:47:00+00:00",
    ),
    "a tag with a prefix of its own": (
        page('<meta name="w-published-date" content="2024-05-03T15:47:00Z">', H1),
        "2024-05-03T15:47:00+00:00",
    ),
    "not a tag about a change": (page('<meta name="x-modified-date" content="2024-05-03T15:47:00Z">', H1), None),
    "above the headline, whatever the element is called": (
        page(top=f"<div class='head-teaser'><div>3 May 2024 | Ann Lister</div></div>{H1}"),
        "2024-05-03",
    ),
    "behind a word that ends in a small letter": (
        page(top=f"{H1}<p><a>Ann Lister</a><i>May 3, 2024</i></p>"),
        "2024-05-03",
    ),
    "not the day of the picture": (
        page(top=f"{H1}<figure><img src='a.jpg'><p>The boat, 1 May 2024</p></figure><p>3 May 2024</p>"),
        "2024-05-03",
    ),
    "not the day in a caption that is a plain line": (
        page(top=f"{H1}<div><p>The old boat as it lay in the winter dock of the harbour, 1 May 2024</p></div>"),
        None,
    ),
    "not the time of a quoted post": (
        page(top=f"{H1}<blockquote><p>Off we go <time datetime='2024-05-01T10:00Z'></time></p></blockquote>"),
        None,
    ),
    "not the imprint": (page(top=f"{H1}<p>© 1996 - 3 May 2024 Harbour Post</p>"), None),
    "below the article, where a label says so": (
        page(top=H1, below="<dl><dt>Date published</dt><dd>3 May 2024</dd></dl>"),
        "2024-05-03",
    ),
    "a long line that is a byline": (
        page(
            top=f"{H1}<p>By Ann Lister in Northlight and on the islands around it on 3 May 2024. 51 comments so far</p>"
        ),
        "2024-05-03",
    ),
    "the day that is printed, where the declared one is that of the last build": (
        page(BUILT, f"{H1}<p>3 May 2024</p>"),
        "2024-05-03",
    ),
    "the same, where the declared one has a time of day": (page(STAMPED, f"{H1}<p>3 May 2024</p>"), "2024-05-03"),
    "the same, where a label below the article tells the day": (
        page(STAMPED, H1, below="<p>Published 3 May 2024</p>"),
        "2024-05-03",
    ),
    "the declared time, where the printed day is another only for its zone": (
        page(STAMPED, f"{H1}<p>5 May 2024</p>"),
        "2024-05-06T02:10:00+00:00",
    ),
    "the declared time, where the head prints its day, too": (
        page(STAMPED, f"{H1}<p>6 May 2024</p><div><p>3 May 2024</p></div>"),
        "2024-05-06T02:10:00+00:00",
    ),
    "not the day under the label of a change": (
        page(top=f"{H1}<ul><li><div>Updated:</div><div>6 May 2024</div></li></ul>"),
        None,
    ),
    "the second of two labelled days": (
        page(
            top=f"{H1}<ul><li><div>Updated:</div><div><time datetime='2024-05-06T15:47Z'>6 May 2024</time></div></li>"
            "<li><div>Original:</div><div><time datetime='2024-05-03T15:47Z'>3 May 2024</time></div></li></ul>"
        ),
        "2024-05-03T15:47:00+00:00",
    ),
    "not the day of another article behind a link": (
        page(
            top=H1,
            below="<p>Topic</p>" * 6 + "<div><a href='/inn'><h3>Harbour inn burns</h3><p>3 May 2024</p></a></div>",
        ),
        None,
    ),
    "not the property of another article's teaser": (
        page(
            top=H1,
            below="<div class='related-cards'><a href='/inn'><span itemprop='datePublished' content='2024-05-03'>"
            "</span>Harbour inn burns</a></div>",
        ),
        None,
    ),
    "the property of the article's own item, below those of teasers": (
        "<html><body>"
        + "<div itemscope itemtype='https://schema.org/NewsArticle'><a href='/inn'><span itemprop='headline'>Inn"
        " burns</span></a><meta itemprop='datePublished' content='2024-04-28'></div>"
        * 3
        + "<main><article itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop='headline'>Ferry back in"
        " service</h1><meta itemprop='datePublished' content='2024-05-03'>"
        + PARAGRAPHS
        + "</article></main></body></html>",
        "2024-05-03",
    ),
    "far below the article, where a label says so": (
        page(top=H1, below="<p>Topic</p>" * 20 + "<p>Published</p><p>3 May 2024</p>"),
        "2024-05-03",
    ),
    "the time whose own text calls it that of publication, behind that of a change": (
        page(
            top=f"{H1}<div><time datetime='2024-05-06T15:47'>Data actualizării: <i>6.05.2024</i></time>"
            "<time datetime='2024-05-03T15:47'>Data publicării: <i>3.05.2024</i></time></div>"
        ),
        "2024-05-03T15:47:00",
    ),
    "the day without a label behind that of a change": (
        page(top=f"{H1}<p><i>Updated 6 May 2024, 11:40</i><br><i>3 May 2024, 15:47</i> in <a href='/a'>Ports</a></p>"),
        "2024-05-03T15:47:00",
    ),
    "not the one behind a sentence about the change": (
        page(top=f"{H1}<p>Updated 6 May 2024 with what the harbour office says of the fire of 3 May 2024</p>"),
        None,
    ),
    "at the foot, before the reservation of rights": (
        page(
            top=H1,
            below="<p>3 maggio 2024 ( modifica il 6 maggio 2024 | 12:01) © RIPRODUZIONE RISERVATA</p>",
            lang="it",
        ),
        "2024-05-03",
    ),
    "not the year of an imprint before that reservation": (
        page(top=H1, below="<p>1996 - 3 May 2024 Harbour Post © All rights reserved</p>"),
        None,
    ),
    "year, day and time in boxes of their own": (
        page(top=f"<div><div><b>2024</b></div><div>05/03</div><div>15:47</div></div>{H1}", lang="zh"),
        "2024-05-03T15:47:00",
    ),
    "day, month and year in boxes of their own": (
        page(top=f"<div><div>3</div><div>May</div><div>2024</div></div>{H1}"),
        "2024-05-03",
    ),
    "not numbers in boxes that lie apart": (
        page(top=f"<div><div><div><div>3</div></div></div></div>{H1}<div>May</div><ul><li>2024</li></ul>"),
        None,
    ),
    "the time that scripts have under the name of publication, where nothing else tells one": (
        page(
            "<script>dataLayer = [{'articlePublishDate': '2024-05-03T15:47:00Z', 'modified': '2024-05-06'}]</script>",
            H1,
        ),
        "2024-05-03T15:47:00+00:00",
    ),
    "the same in a string of JSON": (
        page('<script>push([1, "{\\"publishedAt\\":\\"2024-05-03\\"}"])</script>', H1),
        "2024-05-03",
    ),
    "not where scripts have several, those of other stories": (
        page("<script>s = [{publishDate: '2024-05-03'}, {publishDate: '2024-05-02'}]</script>", H1),
        None,
    ),
    "not what scripts call a change, or the day of a video": (
        page(
            "<script>s = {modified: '2024-05-06', lastPublished: '2024-05-06', videoPubDate: '2024-05-03'}</script>",
            H1,
        ),
        None,
    ),
    "the printed day before that of scripts": (
        page("<script>s = {publishDate: '2024-05-02'}</script>", f"{H1}<p>3 May 2024</p>"),
        "2024-05-03",
    ),
    "the article's own time element, where the meta tags with the property are those of teasers": (
        page(
            top=f"{H1}<time itemprop='datePublished' datetime='2024-05-03T15:47Z'>Published 3 May 2024</time>",
            below="<div itemscope><a href='/inn'>Harbour inn burns</a><meta itemprop='datePublished'"
            " content='2024-04-28T08:00:00Z'></div>",
        ),
        "2024-05-03T15:47:00+00:00",
    ),
    "not those of cards, each an article with a heading, below the story": (
        page(
            top=H1,
            below="<section class=related>"
            + "".join(
                f"<article><h3><a href=/n/{n}>Crane of Voll falls</a></h3><time datetime=2024-05-0{n}>{n} May</time>"
                "</article>"
                for n in (1, 2)
            )
            + "</section>",
        ),
        None,
    ),
    "in the attribute of an empty element, as seconds": (
        page(top=f'{H1}<div><span data-ts="1714751220"></span><span>Ann Lister</span></div>'),
        "2024-05-03T15:47:00+00:00",
    ),
    "not the time of a reader's comment on the same day": (
        page(
            top=f"{H1}<p>3 May 2024</p>",
            below="<div><b>Comments (1)</b><div><b>Pia</b> <i>3 May 2024 18:20</i><br>Good to hear.</div></div>",
        ),
        "2024-05-03",
    ),
    "the declared day, where the printed one is later": (page(BUILT, f"{H1}<p>8 May 2024</p>"), "2024-05-06"),
}


@pytest.mark.parametrize(("html", "expected"), PAGES.values(), ids=PAGES.keys())
def test_published(html: str, expected: str | None) -> None:
    assert fields(html).published_at == expected


def test_a_language_of_one_zone_lends_it_where_the_address_names_no_country() -> None:
    short = PARAGRAPHS.partition("</p>")[0]  # Too short to deny a declared language.
    german = page(top=f"{H1}<p>3. Mai 2024, 15:47 Uhr</p>", lang="de").replace(PARAGRAPHS, short)
    french = page(top=f"{H1}<p>3 mai 2024, 15:47</p>", lang="fr").replace(PARAGRAPHS, short)
    assert fields(german).published_at == "2024-05-03T15:47:00+02:00"
    assert fields(french).published_at == "2024-05-03T15:47:00"


#: Lines below the headline: the language of the page; the time and its rule when the fetch was on 10 May at noon, UTC.
AGO = {
    "<p>3 hours ago</p>": ("en", "2024-05-10T09:00:00+00:00", "hour"),
    "<p>By Ann Lister | Published 12 mins ago</p>": ("en", "2024-05-10T11:48:00+00:00", "minute"),
    "<div><b>Anna Beispiel</b> <time>vor 2 Tagen</time></div>": ("de", "2024-05-08", "day"),
    "<p>Gestern um 18:30 Uhr MESZ</p>": ("de", "2024-05-09T18:30:00+02:00", "minute"),
    # English is spoken in many zones: whose yesterday it is, is not known.
    "<p>Yesterday at 6:30 pm</p>": ("en", None, None),
    "<p>2 days ago</p>": ("en", None, None),
    "<p>Heute, 09:15 Uhr</p>": ("de", "2024-05-10T09:15:00+02:00", "minute"),
    "<p>gestern</p>": ("de", "2024-05-09", "day"),
    "<p>hace 2 horas</p>": ("es", "2024-05-10T10:00:00+00:00", "hour"),
    "<p>לפני שעתיים</p>": ("he", "2024-05-10T13:00:00+03:00", "hour"),
    "<p>3時間前</p>": ("ja", "2024-05-10T18:00:00+09:00", "hour"),
    # The page's clock says when it was fetched; the text begins with its own day.
    "<p>Friday 10 May 2024</p><p>NORTHLIGHT, 3 May 2024 - The ferry that a storm had broken is back in service.</p>": (
        "en",
        "2024-05-03",
        None,
    ),
    # A day without a year is one of the last month, or of a year that nothing tells.
    "<p>Ann Lister | 3 May, 15:47</p>": ("en", "2024-05-03T15:47:00", "minute"),
    "<p>Published on May 3</p>": ("en", "2024-05-03", "day"),
    "<p>5月3日 15:47</p>": ("ja", "2024-05-03T15:47:00+09:00", "minute"),
    "<p>3. Mai, 15:47 Uhr</p>": ("de", "2024-05-03T15:47:00+02:00", "minute"),
    "<p>3 March, 15:47</p>": ("en", None, None),
    "<p>3:00 a.m. 3.May.99.PST</p>": ("en", None, None),
    "<p>Updated 3 May</p>": ("en", None, None),
    "<p>The ferry sank on 3 May</p>": ("en", None, None),
    "<p>3 hours ago</p><p>3 May 2024</p>": ("en", "2024-05-03", None),
    "<p>Updated 3 hours ago</p>": ("en", None, None),
    "<p>Updated</p><p>3 hours ago</p>": ("en", None, None),
    "<p>3 weeks ago</p>": ("en", None, None),
    "<p>vor 45 Tagen</p>": ("de", None, None),
    "<p>Three hours ago the ferry sank</p>": ("en", None, None),
    "<p>Heute 12 Boote im Hafen</p>": ("de", None, None),
    "<blockquote><p>We sail</p><p>3 hours ago</p></blockquote>": ("en", None, None),
}


@pytest.mark.parametrize("line", AGO)
def test_counted_back_from_the_fetch_where_nothing_else_is_told(line: str) -> None:
    language, expected, exact_to = AGO[line]
    found = fields(page(top=H1 + line, lang=language))
    evidence = found.evidence.get("published_at")
    assert found.published_at == expected
    assert exact_to is None or (evidence and evidence.rule == f"ago, exact to the {exact_to}")


def test_nothing_is_counted_back_in_a_list_of_other_stories_nor_from_the_import_of_a_file() -> None:
    listed = "<h3>More news</h3><ul><li><a href='/inn'>Inn burns</a> 3 hours ago</li></ul>"
    assert fields(page(top=H1, below=listed)).published_at is None
    told = page(top=f"{H1}<p>3 hours ago</p>").encode()
    article = parse_page(told, media_type="text/html", url=URL, fetched_at=FETCHED)
    assert isinstance(article, Article) and article.published_raw == "3 hours ago"
    taken = without_counted_time(article)
    assert isinstance(taken, Article) and taken == parse_page(told, media_type="text/html", url=URL)
    early = parse_page(told, media_type="text/html", url=URL, fetched_at=datetime.min)
    assert isinstance(early, Article) and early.published_at is None


ADDRESSES = [
    ("2024/05/03/ferry-back", "2024-05-03"),
    ("news/20240503/ferry", "2024-05-03"),
    ("news/2024/may/03/ferry", "2024-05-03"),
    ("2024/5/3/ferry", "2024-05-03"),
    ("energy/2024/05/240503-ferry-back", "2024-05-03"),
    ("2024/05/132377/ferry", None),
    ("2024/may/ferry", None),
    ("2024/ferry/03/deck", None),
    ("2024/13/03/ferry", None),
    ("energy/2024/05/240603-ferry-back", None),
    ("2024/06/03/a-day-that-is-still-to-come", None),
]


@pytest.mark.parametrize(("path", "expected"), ADDRESSES)
def test_the_day_in_the_address(path: str, expected: str | None) -> None:
    assert fields(page(top=H1), url=f"https://www.harbourpost.example/{path}").published_at == expected
