"""Declared times whose day differs from the printed one: written in UTC, or with day and month exchanged."""

import pytest

from tests.fields.pages import H1, fields, ld, page

#: Half past one at night in UTC: the evening before in America.
NIGHT = ld(datePublished="2024-05-04T01:30:20Z")
#: Half past ten in the evening in UTC: the next day in Europe.
EVENING = ld(datePublished="2024-05-02T22:30:00Z")

LOCAL = {
    "a printed hour without a zone": (page(NIGHT, f"{H1}<p>May 3, 2024 at 8:30 p.m.</p>"), "2024-05-03T20:30:20-05:00"),
    "a printed hour with its zone": (page(NIGHT, f"{H1}<p>May 3, 2024 9:30 pm ET</p>"), "2024-05-03T21:30:20-04:00"),
    "a time element with its offset": (
        page(NIGHT, f"{H1}<time datetime='2024-05-03T18:30:20-07:00'>May 3, 2024</time>"),
        "2024-05-03T18:30:20-07:00",
    ),
    "another declared time, and the day": (
        page(f'{NIGHT}<meta name="sailthru.date" content="2024-05-03 20:30:20">', f"{H1}<p>May 3, 2024</p>"),
        "2024-05-03T20:30:20-05:00",
    ),
    "the zone of the page's language, and the day": (
        page(EVENING, f"{H1}<p>3. Mai 2024</p>", lang="de"),
        "2024-05-03T00:30:00+02:00",
    ),
    "the offset of a comment's time, and the day": (
        page(
            NIGHT,
            f"{H1}<p>May 3, 2024</p>",
            below="<div class='comments'><p>Fine <time datetime='2024-05-04T08:00:00-05:00'>May 4</time></p></div>",
        ),
        "2024-05-03T20:30:20-05:00",
    ),
    "the offset of a comment's time that does not explain the day": (
        page(
            NIGHT,
            f"{H1}<p>May 3, 2024</p>",
            below="<div class='comments'><p>Fine <time datetime='2024-05-04T08:00:00+02:00'>May 4</time></p></div>",
        ),
        "2024-05-04T01:30:20+00:00",
    ),
    "another hour tells nothing": (page(NIGHT, f"{H1}<p>May 3, 2024 at 8:17 p.m.</p>"), "2024-05-04T01:30:20+00:00"),
    "a day alone tells nothing": (page(NIGHT, f"{H1}<p>May 3, 2024</p>"), "2024-05-04T01:30:20+00:00"),
    "the same day stays in UTC": (
        page(ld(datePublished="2024-05-03T19:30:00Z"), f"{H1}<p>May 3, 2024 2:30 pm EST</p>"),
        "2024-05-03T19:30:00+00:00",
    ),
    "an offset of its own stays": (
        page(ld(datePublished="2024-05-04T01:30:20+02:00"), f"{H1}<p>May 3, 2024 7:30 pm</p>"),
        "2024-05-04T01:30:20+02:00",
    ),
}


@pytest.mark.parametrize(("html", "expected"), LOCAL.values(), ids=LOCAL.keys())
def test_the_day_is_the_one_that_the_page_shows(html: str, expected: str) -> None:
    assert fields(html).published_at == expected


def built(published: str, *, changed: str = "", head: str = "", top: str = H1) -> str:
    """A page that declares the same moment for publication and last change, as sites do that write the time of their
    last build."""
    return page(ld(datePublished=published, dateModified=changed or published) + head, top)


OWN = '<meta property="article:published_time" content="2024-05-01T09:00:00+01:00">'
#: Half past ten in the evening in UTC is the same day wherever the clocks are behind.
LATE = "2024-05-04T22:30:00Z"

BUILT = {
    "the day before is printed, too far for any zone": (built(LATE, top=f"{H1}<p>May 3, 2024</p>"), "2024-05-03"),
    "the day before is printed, and a zone explains it": (
        built("2024-05-04T01:30:00Z", top=f"{H1}<p>May 3, 2024</p>"),
        "2024-05-04T01:30:00+00:00",
    ),
    "an earlier day is declared under another name": (built(LATE, head=OWN), "2024-05-01T09:00:00+01:00"),
    "a printed day is believed before it": (built(LATE, head=OWN, top=f"{H1}<p>May 2, 2024</p>"), "2024-05-02"),
    "the printed day is that of the build": (
        built(LATE, head=OWN, top=f"{H1}<p>May 4, 2024</p>"),
        "2024-05-04T22:30:00+00:00",
    ),
    "the last change is later": (built(LATE, changed="2024-05-06T09:00:00Z", head=OWN), "2024-05-04T22:30:00+00:00"),
    "when the file was made is no day of publication": (
        built(LATE, head='<meta name="dcterms.created" content="2024-05-01">'),
        "2024-05-04T22:30:00+00:00",
    ),
}


@pytest.mark.parametrize(("html", "expected"), BUILT.values(), ids=BUILT.keys())
def test_the_day_of_the_last_build_is_no_day_of_publication(html: str, expected: str) -> None:
    assert fields(html).published_at == expected


def test_the_address_tells_the_day_as_well() -> None:
    address = "https://www.harbourpost.it/2024/05/03/ferry"
    assert fields(page(EVENING, H1, lang="it"), url=address).published_at == "2024-05-03T00:30:00+02:00"


def declared(raw: str, changed: str = "", top: str = H1, lang: str = "de") -> str:
    modified = f'<meta property="article:modified_time" content="{changed}">' if changed else ""
    return page(f'<meta name="date" content="{raw}">{modified}', top, lang=lang)


ORDERS = {
    "the day of the last change": (declared("03/04/2024", "2024-03-04T09:00:00+01:00"), "2024-03-04"),
    "a change in between": (declared("03/05/2024", "2024-03-06T09:00:00+01:00"), "2024-03-05"),
    "a printed day": (declared("03/04/2024", top=f"{H1}<p>4. März 2024</p>"), "2024-03-04"),
    "an hour is kept": (declared("03/04/2024 08:15", "2024-03-04T09:00:00+01:00"), "2024-03-04T08:15:00+01:00"),
    "nothing tells": (declared("03/04/2024"), "2024-04-03"),
    "the page's own order is confirmed": (declared("03/04/2024", "2024-04-03T09:00:00+01:00"), "2024-04-03"),
    "a later change fits the page's own order": (declared("03/04/2024", "2024-05-01T09:00:00+01:00"), "2024-04-03"),
    "dots are never of the other order": (declared("03.04.2024", "2024-03-04T09:00:00+01:00"), "2024-04-03"),
}


@pytest.mark.parametrize(("html", "expected"), ORDERS.values(), ids=ORDERS.keys())
def test_day_and_month_are_in_the_order_that_fits_the_page(html: str, expected: str) -> None:
    assert fields(html).published_at == expected


@pytest.mark.parametrize(
    ("when", "expected"), [("2024-05-10T12:01:00Z", "2024-05-10T12:01:00+00:00"), ("2024-05-11T12:01:00Z", None)]
)
def test_a_clock_that_is_ahead_of_the_fetch_loses_no_date(when: str, expected: str | None) -> None:
    assert fields(page(ld(datePublished=when), H1)).published_at == expected
