"""Dates of feeds and sitemaps in the many forms that people write: each is read right, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flows.acquire.following.feeds import read_feed
from flows.acquire.following.list_dates import list_moment

TEN = datetime(2019, 11, 15, 10, tzinfo=UTC)
MIDNIGHT = datetime(2019, 11, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        "2019/11/15 10:00", "2019-11-15T10:00:00Z", "2019-11-15T12:00:00+0200", "2019-11-15 10:00:00 UTC",
        "2019-11-15T10:00Z", "2019-11-15T11:00:00 +01:00", "2019-11-15T10:00:00GMT", "20191115T100000Z",
        "20191115100000", "2019.11.15 10:00", "1573812000", "1573812000000", "1573812000000000", "1573812000.25",
        "15.11.2019 10:00", "15/11/2019 10:00", "11/15/2019 10:00",
        "Fri, 15 Nov 2019 10:00:00 GMT", "Fri, 15 Nov 2019 11:00:00 CET", "Fri, 15 Nov 2019 05:00:00 EST",
        "Fri, 15 Nov 19 10:00:00 GMT", "Fri,15 Nov 2019 10:00:00 +0000", "Fri, 15 Nov 2019 12:00:00 GMT+0200",
        "Fri Nov 15 10:00:00 UTC 2019", "Friday, November 15, 2019 - 10:00", "15-Nov-2019 10:00",
        "2019年11月15日 10:00", "Пт, 15 ноя 2019 13:00:00 +0300", "Vie, 15 Nov 2019 11:00:00 +0100",
        " \n2019-11-15T10:00:00.000Z ",
    ],
)  # fmt: skip
def test_a_time(said: str) -> None:
    assert list_moment(said) == TEN


@pytest.mark.parametrize("said", ["2019-11-15", "20191115", "15.11.2019", "Fri, 15 Nov 2019", "15 November 2019"])
def test_a_day(said: str) -> None:
    assert list_moment(said) == MIDNIGHT


@pytest.mark.parametrize(
    "said",
    ["", None, "0", "-1", "0000-00-00 00:00:00", "2019-11-31", "Sun, 31 Feb 2019 10:00:00 GMT", "yesterday",
     "03/04/2019 10:00", "99999999999999999999", "9" * 200, "[date]", "2019-13-15T10:00:00Z", "1573812000 1573812000"],
)  # fmt: skip
def test_what_is_no_date_or_leaves_it_open(said: str | None) -> None:
    assert list_moment(said) is None


def test_a_month_and_a_year_alone_are_their_beginning() -> None:
    assert list_moment("2019-11") == datetime(2019, 11, 1, tzinfo=UTC)
    assert list_moment("2019") == datetime(2019, 1, 1, tzinfo=UTC)


def test_the_language_of_the_list_decides_between_day_and_month() -> None:
    assert list_moment("03/04/2019", language="en-US") == datetime(2019, 3, 4, tzinfo=UTC)
    assert list_moment("03/04/2019", language="de") == datetime(2019, 4, 3, tzinfo=UTC)


RSS = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"{}><channel><title>t</title><language>en-US</language>'
    "<item><link>https://herald.example/a</link>{}</item></channel></rss>"
)
TERMS = ' xmlns:dcterms="http://purl.org/dc/terms/"'
OTHER = ' xmlns:dct="http://purl.org/dc/terms/"'


@pytest.mark.parametrize(
    ("declared", "said", "published", "modified"),
    [
        (TERMS, "<pubDate>2019/11/15 10:00</pubDate>", TEN, None),
        (TERMS, "<pubDate>1573812000</pubDate>", TEN, None),
        (TERMS, "<pubDate>11/15/2019 10:00</pubDate>", TEN, None),
        (TERMS, "<dcterms:issued>2019-11-15T10:00Z</dcterms:issued>", TEN, None),
        (OTHER, "<dct:issued>2019-11-15T10:00Z</dct:issued>", TEN, None),
        ("", "<dcterms:issued>2019-11-15T10:00Z</dcterms:issued>", TEN, None),
        (TERMS, "<dcterms:created>2019-11-15</dcterms:created>", MIDNIGHT, None),
        (TERMS, "<dcterms:modified>2019/11/15 10:00</dcterms:modified>", None, TEN),
        (TERMS, "<dc:date>20191115T100000Z</dc:date>", None, TEN),
        (TERMS, "<pubDate>soon</pubDate><dc:date>2019-11-15</dc:date>", None, MIDNIGHT),
        (TERMS, "<pubDate>2019/11/15 10:00</pubDate><dcterms:issued>2018-01-01</dcterms:issued>", TEN, None),
        (
            TERMS,
            "<dcterms:issued xsi:type='x'>2019-11-15</dcterms:issued><title>issued &lt;x:issued/></title>",
            MIDNIGHT,
            None,
        ),
        (TERMS, "<dcterms:issued>2018-01-01</dcterms:issued><pubDate>2019/11/15 10:00</pubDate>", TEN, None),
    ],
)
def test_in_a_feed(declared: str, said: str, published: datetime | None, modified: datetime | None) -> None:
    [entry] = read_feed(RSS.format(declared, said).encode(), url="https://herald.example/rss").pages
    assert (entry.published, entry.modified) == (published, modified)
