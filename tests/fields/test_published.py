"""When an article was published, on pages where several dates stand: which one is its own."""

import pytest

from tests.fields.pages import fields, page

H1 = "<h1>Ferry back in service</h1>"
BUILT = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry back in service",'
    ' "datePublished": "May 6, 2024", "dateModified": "May 6, 2024"}</script>'
)

PAGES = {
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
    "the declared day, where the printed one is later": (page(BUILT, f"{H1}<p>8 May 2024</p>"), "2024-05-06"),
}


@pytest.mark.parametrize(("html", "expected"), PAGES.values(), ids=PAGES.keys())
def test_published(html: str, expected: str | None) -> None:
    assert fields(html).published_at == expected


def test_a_language_of_one_zone_lends_it_where_the_address_names_no_country() -> None:
    assert fields(page(top=f"{H1}<p>3. Mai 2024, 15:47 Uhr</p>", lang="de")).published_at == "2024-05-03T15:47:00+02:00"
    assert fields(page(top=f"{H1}<p>3 mai 2024, 15:47</p>", lang="fr")).published_at == "2024-05-03T15:47:00"
