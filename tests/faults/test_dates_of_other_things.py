"""The dates of teasers, comments and events on a page are not taken for the article's own."""

import pytest

from tests.fields.pages import H1, PARAGRAPHS, fields, page

TIME = "<time datetime='2024-01-05'>Jan 5, 2024</time>"


def cards(*days: str) -> str:
    return "".join(f"<div class='card'><p class='card__day'>{day}</p><p>Harbour inn burns</p></div>" for day in days)


PAGES = {
    "a teaser in a link, right below a short article": (
        page(top=H1, below=f"<section class='further'><a href='/x'><h3>Library reopens</h3>{TIME}</a></section>"),
        None,
    ),
    "a teaser under a heading, named as one": (
        page(top=H1, below=f"<section class='suggested'><h3>Library reopens</h3>{TIME}</section>"),
        None,
    ),
    "a teaser in a link between headline and text": (
        page(top=f"{H1}<a href='/x'><h3>Library reopens</h3>{TIME}</a><p>3 May 2024</p>"),
        "2024-05-03",
    ),
    "a birthday in a short sentence of the text": (
        page(top=H1, below="<p>Ada Lund (born 3 May 1961) has sat on the council since 1998.</p>" + PARAGRAPHS),
        None,
    ),
    "a link to another story with its time, above the headline": (
        page(
            top=f"<div class='line'><a href='/x'>The old harbour inn burns down</a> {TIME}</div>{H1}<p>3 May 2024</p>"
        ),
        "2024-05-03",
    ),
    "events in a list above the headline": (
        page(top=f"<ul><li>{TIME} Choir</li><li>{TIME} Market</li></ul>{H1}<p>3 May 2024</p>"),
        "2024-05-03",
    ),
    "an event in a box between headline and a labelled date": (
        page(top=f"{H1}<div class='box'><b>Meeting</b> {TIME}</div><p>Published 3 May 2024</p>"),
        "2024-05-03",
    ),
    "an event in a box that is called so": (
        page(top=f"{H1}<div class='event'><b>Meeting</b> {TIME}</div><p>3 May 2024</p>"),
        "2024-05-03",
    ),
    "a comment between headline and date": (
        page(top=f"{H1}<div class='top-comment'><i>9 March 2024</i> Finally</div><p>Ann Lister, 3 May 2024</p>"),
        "2024-05-03",
    ),
    "a promoted story above the headline, with a short link": (
        page(top=f"<div class='line'><a href='/x'>Heron colony counted</a> {TIME}</div>{H1}<p>3 May 2024</p>"),
        "2024-05-03",
    ),
    "nothing else: a box above the headline": (
        page(top=f"<div class='event'>{TIME}</div>{H1}"),
        "2024-01-05",
    ),
    "the day of the outlet's foundation, beside the article": (page(top=H1, below="<p>Est. 04/05/1921</p>"), None),
    "cards below the article": (page(top=H1, below=cards("5 March 2024", "4 March 2024", "3 March 2024")), None),
    "a slider above the headline": (
        page(top=f"{cards('5 March 2024', '4 March 2024', '3 March 2024')}{H1}<p>3 May 2024</p>"),
        "2024-05-03",
    ),
    "a ticker far above the headline": (
        page(top="<p><time datetime='2024-05-09T13:05Z'>13:05</time> Inn burns</p>" + "<p>Topic</p>" * 30 + H1),
        None,
    ),
    "a comment right below a short article": (
        page(top=H1, below=f"<div class='comment'><b>Tom Aske</b> {TIME}<p>Fine</p></div>"),
        None,
    ),
    "a comment in an article element of a list, as blog systems print it": (
        page(
            top=f"{H1}<p>3 May 2024</p>",
            below=f"<ol><li><article class='comment-body'><b>Tom Aske</b> {TIME}<p>Fine</p></article></ol>",
        ),
        "2024-05-03",
    ),
    "a line of news below a short article whose time has no attribute": (
        page(
            top=f"{H1}<p><time>3 May 2024</time></p>",
            below=f"<section><h2>Latest</h2><ul><li>{TIME} <a href='/z'>Inn burns down</a></li></ul></section>",
        ),
        "2024-05-03",
    ),
    "no caption: a place, a day and an agency": (page(top=f"{H1}<p>NORTHLIGHT January 5, 2024 (AP)</p>"), "2024-01-05"),
    "no caption: a day, a source and the size of the letters": (
        page(top=f"{H1}<p>http://port.example 2024-01-05 18:10 来源： 港口新闻网 【字号：大 中 小】</p>", lang="zh"),
        "2024-01-05T18:10:00",
    ),
    "a caption with its day and its credit below the first picture": (
        page(
            top="<h1>푸른강 나루터 배가 다시 뜬다</h1><p><img src=/a.jpg width=900></p>"
            "<p>[푸른강=항구통신] 새 배가 나루터에 서 있다. 2024.01.05. (사진=푸른강군 제공)</p>",
            lang="ko",
        ),
        None,
    ),
    "own foot of a short article": (
        page(top=H1, below="<div class='entry-footer'><div>3 May 2024</div></div>"),
        "2024-05-03",
    ),
    "the items of teasers": (
        page(
            '<meta name="date" content="May 3, 2024">',
            H1,
            below="<div itemscope><meta itemprop='datePublished' content='2024-05-09T12:00Z'>Harbour inn burns</div>",
        ),
        "2024-05-03",
    ),
    "own item that prints nothing": (
        page(
            top=H1, below="<div itemscope><meta itemprop='datePublished' content='2024-05-03'></div><p>4 May 2024</p>"
        ),
        "2024-05-03",
    ),
    "own line right below the text, comments behind it": (
        page(
            top=H1,
            below="<div class='asset-meta'>By Ann Lister, 3 May 2024, 51 opinions</div>"
            "<p class='c'>4 May 2024</p><p>Fine</p><p class='c'>5 May 2024</p><p>Well</p>",
        ),
        "2024-05-03",
    ),
}

#: Lines below the headline that tell since when somebody is a member, or until when something holds; by language.
OTHER_DAYS = [
    ("en-GB", "<p>Joined: May 3, 2019</p>"),
    ("en-GB", "<p>Member since 3 May 2019</p>"),
    ("en-GB", "<p>Registered: 2019-05-03</p>"),
    ("en-GB", "<div>Founded: <time datetime='2019-05-03'>May 3, 2019</time></div>"),
    ("en-GB", "<p>Joined</p><p>3 May 2019</p>"),
    ("en-GB", "<p>Valid until Friday, 3 May 2024</p>"),
    ("en-GB", "<p>When: Friday, May 3, 2024, 7 p.m.</p>"),
    ("en-GB", "<p>Born: May 3, 1950</p>"),
    ("en-GB", "<p>The Island Letter, founded 1 May 1898</p>"),
    ("en-GB", "<p>Deadline for refunds: 3 May 2024</p>"),
    ("de", "<p>Wann: 3. Mai 2024, 19 Uhr</p>"),
    ("de", "<p>Mitglied seit 03.05.2019</p>"),
    ("nl", "<p>Sinds 3 mei 2019 uw krant</p>"),
    ("de", "<p>Einsendeschluss: 3. Mai 2024</p>"),
    ("fr", "<p>Inscrit le 3 mai 2019</p>"),
    ("es", "<p>Miembro desde: 3 mayo 2019</p>"),
    ("it", "<p>Iscritto dal 3 maggio 2019</p>"),
    ("pl", "<p>Dołączył: 3.05.2019</p>"),
    ("ru", "<p>Регистрация: 03.05.2019</p>"),
    ("ja", "<p>登録日：2019年5月3日</p>"),
    ("zh", "<p>注册时间：2019年5月3日</p>"),
    ("ko", "<p>가입일: 2019년 5월 3일</p>"),
]

#: Headline, path of the address, the day.
EVENTS = [
    ("Results of the harbour run, 1.5.2024", "2024/05/03/results-harbour-run", "2024-05-03"),
    ("Results of the harbour run, 1 May 2024", "2024/05/03/results-harbour-run", "2024-05-03"),
]


@pytest.mark.parametrize(("html", "expected"), PAGES.values(), ids=PAGES.keys())
def test_the_date_of_another_thing_is_not_taken(html: str, expected: str | None) -> None:
    assert fields(html).published_at == expected


@pytest.mark.parametrize(("lang", "line"), OTHER_DAYS)
def test_the_day_of_a_membership_or_an_offer_is_not_taken(lang: str, line: str) -> None:
    read = fields(page(top=f"{H1}{line}", lang=lang))
    assert (read.published_at, read.modified_at) == (None, None)


def test_a_line_that_only_begins_like_one_keeps_its_day() -> None:
    assert fields(page(top=f"{H1}<p>Registered ships on Friday, 3 May 2024</p>")).published_at == "2024-05-03"


@pytest.mark.parametrize(("headline", "path", "expected"), EVENTS)
def test_the_address_is_believed_before_a_day_in_the_headline(headline: str, path: str, expected: str) -> None:
    read = fields(page(top=f"<h1>{headline}</h1>"), url=f"https://www.harbourpost.example/{path}")
    assert (read.published_at, read.evidence["published_at"].rule) == (expected, "address")


def test_the_day_of_the_fetch_is_that_of_the_pages_clock_if_the_address_has_an_earlier_one() -> None:
    read = fields(page(top=f"<p>Friday, 10 May 2024</p>{H1}"), url="https://www.harbourpost.example/2024/05/03/ferry")
    assert read.published_at == "2024-05-03"


def test_a_day_that_stands_in_the_headline_alone_says_so() -> None:
    evidence = fields(page(top="<h1>Letter to our readers, 3 May 2024</h1>")).evidence["published_at"]
    assert (evidence.rule, evidence.confidence) == ("headline", 0.3)
