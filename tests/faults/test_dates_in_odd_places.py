"""Dates in unusual places of a page are found, and texts that only look like dates are not."""

import pytest

from parsers.dates.date_lines import date_words
from parsers.dates.leading_day import leading_day
from parsers.rules import default_rules
from tests.fields.pages import H1, fields, page

FIRST = "The ferry between Northlight"


def led(day: str, lang: str = "en-GB") -> str:
    return page(top=H1, lang=lang).replace(FIRST, f"{day}{FIRST}")


PAGES = {
    "numbers and a dash ahead of the text": (led("3.5.2024 - ", "de"), "2024-05-03", "leading"),
    "in brackets ahead of the text": (led("(03.05.2024) ", "de"), "2024-05-03", "leading"),
    "a place and a day ahead of the text": (led("NORTHLIGHT, 3 May 2024 – "), "2024-05-03", "leading"),
    "a place and a day ahead of an agency": (led("NORTHLIGHT, 3 May 2024 (Norpix) - "), "2024-05-03", "leading"),
    "a day and a line break ahead of the text": (led("May 3, 2024<br>"), "2024-05-03", "leading"),
    "in the title of an abbreviation": (
        page(top=f"{H1}<p><abbr class='published' title='2024-05-03T15:47:00Z'>Friday</abbr></p>"),
        "2024-05-03T15:47:00+00:00",
        "abbr",
    ),
    "in the title of an abbreviation of no name, between headline and text": (
        page(top=f"{H1}<p><abbr title='2024-05-03T15:47:00Z'>a while ago</abbr></p>"),
        "2024-05-03T15:47:00+00:00",
        "abbr",
    ),
    "in the title of an abbreviation at the foot of a post": (
        page(
            top=H1,
            below="<p class='post-footer'>At <abbr class='published' title='2024-05-03T15:47:00Z'>3 pm</abbr></p>",
        ),
        "2024-05-03T15:47:00+00:00",
        "abbr",
    ),
    "as milliseconds in an attribute that says what it is of": (
        page(top=f"{H1}<p><span class='js-ago' data-posted='1714751220000'>a year ago</span> Ann Lister</p>"),
        "2024-05-03T15:47:00+00:00",
        "data-posted",
    ),
    "in three elements, the year in the first": (
        page(top="<div><i><em> 2024</em></i> <i><em>05</em>/<em>03</em></i> <i>15:47:12</i></div>" + H1, lang="zh"),
        "2024-05-03T15:47:12",
        "line",
    ),
    "in elements of one time, without blanks between them": (
        page(top=f"{H1}<time><i>May 3, 2024</i><i>3:47 PM GMT</i><i>Updated a year ago</i></time>"),
        "2024-05-03T15:47:00+00:00",
        "time",
    ),
    "behind a label of another language, which follows the day of the update": (
        page(top=f"{H1}<p>Güncelleme: 4 Mayıs 2024 09:10 Giriş: 3 Mayıs 2024</p>", lang="tr"),
        "2024-05-03",
        "line",
    ),
    "without a label behind the labelled day of the update": (
        page(top=f"{H1}<p>Bijgewerkt 4 mei 2024, 09:40<br><i>3 mei 2024</i> in BINNENLAND</p>", lang="nl"),
        "2024-05-03",
        "line",
    ),
    "with the offset of a time element that is called the update's": (
        page(top=f"{H1}<p><time class='updated' datetime='2024-05-03T15:47:00+05:00'>3 May 2024 15:47</time></p>"),
        "2024-05-03T15:47:00+05:00",
        "line",
    ),
    "in the title alone": (
        page(top=H1).replace("</title>", " | Harbour Post | 03.05.2024</title>"),
        "2024-05-03",
        "title",
    ),
    "in the title of a time element": (
        page(top=f"{H1}<p><time title='2024-05-03T15:47:00Z'>a week ago</time></p>"),
        "2024-05-03T15:47:00+00:00",
        "time",
    ),
    "a place and a day and a full stop ahead of the text": (led("Northlight, 3 May 2024. "), "2024-05-03", "leading"),
    "in the title of a property": (
        page(top=f"{H1}<p><span itemprop='datePublished' title='2024-05-03T15:47:00Z'>3.47 p.m.</span></p>"),
        "2024-05-03T15:47:00+00:00",
        "datePublished",
    ),
    "as seconds in an attribute of a span in the head": (
        page(top=f"{H1}<p><span data-timestamp='1714751220'>a week ago</span></p>"),
        "2024-05-03T15:47:00+00:00",
        "data-timestamp",
    ),
    "as seconds in an attribute of a span that a script fills": (
        page(top=f"{H1}<div><span data-timestamp='1714751220'></span></div>"),
        "2024-05-03T15:47:00+00:00",
        "data-timestamp",
    ),
    "no date: such a span above the headline": (
        page(top=f"<p>Northlight</p><div><span data-timestamp='1714751220'></span></div>{H1}"),
        None,
        None,
    ),
    "in numbers whose order only the day of the update tells": (
        page(top=f"{H1}<p>04/05/2024 08:15</p>", below="<p>Updated: 25/03/2024 10:00</p>", lang="en"),
        "2024-05-04T08:15:00",
        "line",
    ),
    "no date: numbers whose order nothing tells": (page(top=f"{H1}<p>04/05/2024 08:15</p>", lang="en"), None, None),
    "in an attribute": (
        page(top=f"{H1}<div data-published-date='2024-05-03T15:47:00Z'><span>3 May</span></div>"),
        "2024-05-03T15:47:00+00:00",
        "data-published-date",
    ),
    "in an attribute whose name is in capital letters": (
        page(top=f"{H1}<div DATA-Published-DATE='2024-05-03T15:47:00Z'><span>3 May</span></div>"),
        "2024-05-03T15:47:00+00:00",
        "data-published-date",
    ),
    "in a property, as the names of attributes are written in scripts": (
        page(top=f"{H1}<span itemProp='datePublished' content='2024-05-03T15:47:00Z'></span>"),
        "2024-05-03T15:47:00+00:00",
        "datePublished",
    ),
    "as seconds in an attribute of an element that is called a date": (
        page(top=f"{H1}<span class='date' data-timestamp='1714751220'>a week ago</span>"),
        "2024-05-03T15:47:00+00:00",
        "data-timestamp",
    ),
    "over the picture, beside the headline": (
        page(top=f"<figure><img src='a.jpg'><figcaption><div>03.05.2024 Harbour</div>{H1}</figcaption></figure>"),
        "2024-05-03",
        "line",
    ),
    "in a long line of an element that is called one": (
        page(
            top=f"<div class='post-meta'>3 May 2024 by Ann Lister No comments Harbour, Ferries, Islands, Inns</div>{H1}"
        ),
        "2024-05-03",
        "line",
    ),
    "in a sentence far below": (
        page(
            top=H1,
            below="<p>Topic</p>" * 12 + "<p>This entry was posted on Friday, May 3rd, 2024 at 3:47 pm and is filed "
            "under Harbour. You can follow any responses to this entry through the feed of the site.</p>",
        ),
        "2024-05-03T15:47:00",
        "sentence",
    ),
    "in a sentence that goes on with a change": (
        page(top=f"{H1}<p>This article was originally published on 3 May 2024 and has been updated often.</p>"),
        "2024-05-03",
        "sentence",
    ),
    "not in an attribute of something else": (
        page(top=f"{H1}<div data-timestamp='1714751220' class='slot'>Advertisement</div>"),
        None,
        None,
    ),
    "not in an attribute of a teaser": (
        page(top=H1, below="<a href='/x' data-x><b data-published='2024-05-03'>Inn burns</b></a>"),
        None,
        None,
    ),
    "not in a caption": (
        page(top=f"{H1}<figure><img src='a.jpg'><figcaption>The boat, 03.05.2024</figcaption></figure>"),
        None,
        None,
    ),
}


@pytest.mark.parametrize(("html", "expected", "rule"), PAGES.values(), ids=PAGES.keys())
def test_found(html: str, expected: str | None, rule: str | None) -> None:
    read = fields(html)
    evidence = read.evidence.get("published_at")
    assert (read.published_at, evidence and evidence.rule) == (expected, rule)


LEADS = [
    ("4.3.2026 - The board has voted", "4.3.2026"),
    ("(04.03.2026) The board has voted", "04.03.2026"),
    ("4. März 2026 – Der Rat hat beschlossen", "4. März 2026"),
    ("March 4, 2026 — The board has voted", "March 4, 2026"),
    ("4 de marzo de 2026.- El consejo", None),
    ("4 de marzo de 2026 - El consejo", "4 de marzo de 2026"),
    ("HARBOUR TOWN, March 4, 2026 // The board", "HARBOUR TOWN, March 4, 2026"),
    ("On 4 March 2026 - a Wednesday - the board voted", None),
    ("Am 4. März 2026 – einem Mittwoch – tagte der Rat", None),
    ("The board of 2026 - it had nine members - voted", None),
    ("The board has voted", None),
]


@pytest.mark.parametrize(("text", "expected"), LEADS)
def test_what_leads_a_paragraph(text: str, expected: str | None) -> None:
    assert leading_day(text, date_words(default_rules().family("heads"))) == expected
