"""Additions to the shipped rules, one for each list and kind of rule, with a page that reads otherwise by each.

`test_user_rules.py` tries each for all pages and for one outlet.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

from parsers import Article, parse_page
from parsers.rules import Rules
from tests.fields.pages import PARAGRAPHS
from tests.html.state.pages import STORY
from tests.html.state.pages import data as state_data

OWN, OTHER = "https://www.harbourpost.example/news/ferry", "https://www.northlight.example/news/ferry"
PUBLISHER = 'name = "Harbour Post"\ndomains = ["harbourpost.example"]\n'
FIGURE = "<figure><img src='/b.jpg' width='900' height='600'><{0}>{1}</{2}></figure>"


def page(*, top: str = "", below: str = "", figure: str = "", lang: str = "en-GB") -> str:
    return (
        f"<html lang='{lang}'><head><title>Ferry back in service</title></head><body><main><article>"
        f"<h1>Ferry back in service</h1>{top}<div class='article-body'>{figure}{PARAGRAPHS}{below}</div>"
        "</article></main></body></html>"
    )


def read(html: str, rules: Rules | None, url: str = OWN, day: date = date(2024, 5, 10)) -> Article:
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    found = parse_page(html.encode(), url=url, media_type="text/html", fetched_at=moment, rules=rules)
    assert isinstance(found, Article), found
    return found


def cut(line: str) -> Callable[[Article], bool]:
    return lambda article: all(line not in block.text for block in article.blocks)


def caption(article: Article) -> tuple[str | None, str | None]:
    return (article.captions[0].text, article.captions[0].credit) if article.captions else (None, None)


def figure(text: str, tag: str = "figcaption") -> str:
    return page(figure=FIGURE.format(tag, text, tag.split()[0]))


#: A long article, in whose middle a correspondent is named in a paragraph of some length.
SAILED = "".join(f"<p>Boat number {n} came back to the harbour and its crew went ashore.</p>" for n in range(18))
NAMED = f"<p>Wakilinmu Ada Lund ya aiko mana da wannan rahoto daga Kano. {'Jirgin ruwa ya koma tasha. ' * 5}</p>"
DIGEST = "Get the Tidewater Digest in your letterbox every Friday."
#: A product box between paragraphs.
DECK_CHAIR = (
    "<div><p>Deck chair of teak, which folds and stands firm on the sunny side of the ship.</p><p>For 12 doubloons</p>"
    "<p><a href='https://chandler.example/chair'>To the shop</a></p></div>" + SAILED
)


def kept(**story: object) -> str:
    """A page that prints little and keeps a longer text in its data."""
    declared = {"@type": "NewsArticle", "headline": "Ferry back in service"}
    told = {"hed": "Ferry back in service", "publishedAt": "2024-05-10T08:00:00Z", **story}
    scripts = f"<script type='application/ld+json'>{json.dumps(declared)}</script>{state_data(told)}"
    return page(top=scripts).replace(PARAGRAPHS, f"<p>{STORY[0]}</p>")


def from_state(article: Article) -> bool:
    return [block.text for block in article.blocks] == STORY


#: What is added: family, its table, a page, and what is true of the article then, and only then.
CASES = {
    "a junk line": (
        "junk",
        '[words.newsletter]\nen = ["The harbour horn, weekly"]',
        page(below="<p>The harbour horn, weekly</p>"),
        cut("horn, weekly"),
    ),
    "a junk rule": (
        "junk",
        "[[rule]]\nid = 'digest'\nreason = 'newsletter'\npattern = '^Get the Tidewater Digest\\b'\n"
        f'examples = ["{DIGEST}"]\ncounter_examples = ["The Tidewater Digest closed on Friday."]',
        page(below=f"<p>{DIGEST}</p>"),
        cut("Tidewater Digest"),
    ),
    "a junk rule anywhere in a line": (
        "junk",
        "[[rule]]\nid = 'digest'\nreason = 'newsletter'\nanywhere = true\npattern = 'Tidewater Digest\\b'\n"
        f'examples = ["{DIGEST}"]',
        page(below=f"<p>{DIGEST}</p>"),
        cut("Tidewater Digest"),
    ),
    "a credit's label": (
        "credits",
        '[words.label]\nen = ["Lensman"]',
        figure("The boat at the quay. Lensman: Ada Lund"),
        lambda article: caption(article) == ("The boat at the quay.", "Ada Lund"),
    ),
    "a credit rule": (
        "credits",
        "[[rule]]\nid = 'shot'\nneeds = '~'\ncheck = 'any'\npattern = '\\s*~shot~\\s*(?P<credit>.+)$'\n"
        'examples = ["The boat at the quay ~shot~ Ada Lund"]',
        figure("The boat at the quay ~shot~ Ada Lund"),
        lambda article: caption(article) == ("The boat at the quay", "Ada Lund"),
    ),
    "an agency": (
        "agencies",
        '[[agency]]\nname = "Tidewater Wire"\naliases = ["TWX Foto"]\nkind = "photo"',
        figure("The boat at the quay on Friday (TWX Foto)"),
        lambda article: caption(article)[1] == "TWX Foto",
    ),
    "a byline word": (
        "bylines",
        '[words.lead]\nen = ["penned at sea by"]',
        page(top="<p class='byline'>Penned at sea by Ada Lund</p>"),
        lambda article: article.authors == ("Ada Lund",),
    ),
    "a job beside a name": (
        "bylines",
        '[words.beside_name]\nzh = ["评论员"]',
        page(below="<p>王海林 评论员</p>", lang="zh"),
        lambda article: article.authors == ("王海林",),
    ),
    "an article before an outlet's name": (
        "people",
        '[words.article]\nro = ["Zu"]',
        page(top="<p class='byline'>By Ada Lund, Zu Economista</p>"),
        lambda article: article.authors == ("Ada Lund",),
    ),
    "a mark of reporters in a longer paragraph": (
        "correspondents",
        '[words.told_of]\n"*" = ["Wakilinmu"]',
        page(below=SAILED + NAMED + SAILED.replace("Boat", "Ferry")),
        lambda article: [one.name for one in article.correspondents] == ["Ada Lund"],
    ),
    "an abbreviation": (
        "correspondents",
        '[words.abbreviation]\nsv = ["Kapt"]',
        page(below="<p>Ada Lund in Kapt. Moritz contributed to this report.</p>"),
        lambda article: [one.location for one in article.correspondents] == ["Kapt. Moritz"],
    ),
    "a class of captions": (
        "figures",
        '[words.caption]\n"*" = ["quaynote"]',
        page(
            figure="<div><img src='/b.jpg' width='900' height='600'></div>"
            "<p class='hp-quaynote'>The boat at the quay, seen from the customs house on Friday morning.</p>"
        ),
        lambda article: (caption(article)[0] or "").startswith("The boat at the quay"),
    ),
    "a class of credits": (
        "figures",
        '[words.credit]\n"*" = ["lensman"]',
        page(
            figure="<figure><img src='/b.jpg' width='900' height='600'><figcaption>The boat at the quay "
            "<span class='hp-lensman'>ada of the quay</span></figcaption></figure>"
        ),
        lambda article: caption(article) == ("The boat at the quay", "ada of the quay"),
    ),
    "a class of standfirsts": (
        "heads",
        '[words.standfirst]\n"*" = ["topper"]',
        page(top="<div class='hp__topper'>The boat sails again after months in the dock</div>"),
        lambda article: article.standfirst == "The boat sails again after months in the dock",
    ),
    "a class of authors": (
        "heads",
        '[words.author_mark]\n"*" = ["scribbler"]',
        page(top="<p class='hp-Scribblers'>Ada Lund, Tom Hall</p>"),
        lambda article: article.authors == ("Ada Lund", "Tom Hall"),
    ),
    "a class of boxes about authors": (
        "heads",
        '[words.author_box]\n"*" = ["crewmate"]',
        page(
            below=f"<div class='crewmate'><p>Ada Lund</p><p>Lund is {'at sea for months, ' * 4}as is known.</p></div>"
        ),
        lambda article: article.authors == ("Ada Lund",),
    ),
    "a name of meta tags with the author": (
        "heads",
        '[words.meta_author]\n"*" = ["scribe"]',
        page().replace("</title>", "</title><meta name=Scribe content='Ada Lund'>"),
        lambda article: article.authors == ("Ada Lund",),
    ),
    "a class of breadcrumbs": (
        "heads",
        '[words.breadcrumb]\n"*" = ["fairway"]',
        page(top="").replace("<h1>", "<div class='fairway'><a href='/'>Home</a> <a href='/ships'>Ships</a></div><h1>"),
        lambda article: article.section == "Ships",
    ),
    "a class of notes in a line": (
        "boxes",
        '[words.note]\n"*" = ["seamark"]',
        page(below="<p>The boat has 240 berths <small class='hp-seamark'>Some are cots.</small> and a bar, too.</p>"),
        lambda article: any(block.text == "The boat has 240 berths and a bar, too." for block in article.blocks),
    ),
    "a class of text for screen readers": (
        "boxes",
        '[words.read_out]\n"*" = ["earwords"]',
        page(below="<p>All of <i class='hp-ear-words'>seventy</i><i aria-hidden=true>70</i> berths were taken.</p>"),
        lambda article: any(block.text == "All of 70 berths were taken." for block in article.blocks),
    ),
    "the name of a currency": (
        "boxes",
        '[words.money_behind]\nen = ["doubloons"]',
        page(below=DECK_CHAIR),
        cut("Deck chair of teak"),
    ),
    "a folder of the site's own pictures": (
        "figures",
        '[words.site_folder]\n"*" = ["ropework"]',
        page(
            figure="<figure><img src='/ropework/a.jpg' width='900' height='600'><figcaption>Quay</figcaption></figure>"
        ),
        lambda article: not article.images,
    ),
    "a key of a text in a page's data": (
        "state",
        '[words.text]\n"*" = ["log_entry"]',
        kept(logEntry="\n".join(STORY)),
        from_state,
    ),
    "a key of a headline in a page's data": (
        "state",
        '[words.title]\n"*" = ["shipname"]',
        kept(hed=None, ship_name="Ferry back in service", body="\n".join(STORY)),
        from_state,
    ),
    "a key of text elements in a page's data": (
        "state",
        '[words.element_text]\n"*" = ["entry"]',
        kept(parts=[{"_id": str(n), "entry": line} for n, line in enumerate(STORY)]),
        from_state,
    ),
    "a type of text elements in a page's data": (
        "state",
        "[[rule]]\nid = 'signal-flags'\npart = 'no_text'\npattern = '^signal-flags$'\nexamples = ['signal-flags']",
        kept(
            parts=[{"type": "p", "text": line} for line in STORY]
            + [{"type": "signalFlags", "text": "Whiskey, foxtrot."}]
        ),
        from_state,
    ),
    "an attribute with a caption": (
        "figures",
        '[words.caption_attribute]\n"*" = ["data-quaynote"]',
        page(
            figure="<div><img src='/b.jpg' width='900' height='600' data-quaynote='The boat at the quay, Friday'></div>"
        ),
        lambda article: caption(article)[0] == "The boat at the quay, Friday",
    ),
    "a word between the names of a credit": (
        "credits",
        '[words.via]\nen = ["thru"]',
        figure("The boat at the quay on Friday (Ada Lund thru Harbour)"),
        lambda article: caption(article)[1] == "Ada Lund thru Harbour",
    ),
    "a caption rule": (
        "captions",
        "[[rule]]\nid = 'tap'\nat = 'start'\npattern = '^Tap to sail:\\s*'\nexamples = [\"Tap to sail: The boat\"]",
        figure("Tap to sail: The boat at the quay"),
        lambda article: caption(article)[0] == "The boat at the quay",
    ),
    "a label of old pictures": (
        "captions",
        '[words.file]\nen = ["From the chest"]',
        figure("From the chest: The boat at the quay").replace(
            "<p>", FIGURE.format("figcaption", "The boat at the quay", "figcaption") + "<p>", 1
        ),
        lambda article: len(article.captions) == 1,
    ),
    "a date form": (
        "dates",
        "[[rule]]\nid = 'months-tide'\nlanguages = ['en']\npattern = '\\b(?:(?P<m5>Springtide))\\b'\n"
        'examples = ["3 Springtide 2024"]',
        page(top="<p>3 Springtide 2024</p>"),
        lambda article: (article.published_at or "").startswith("2024-05-03"),
    ),
    "a word behind the hour": (
        "dates",
        '[words.oclock]\nen = ["bells"]',
        page(top="<p>3 May 2024, 15 bells +05:00</p>"),
        lambda article: (article.published_at or "").startswith("2024-05-03T15:00:00+05:00"),
    ),
    "a word for the half hour": (
        "dates",
        '[words.half_past]\nzh = ["刻"]',
        page(top="<p>2024年5月3日 下午3点刻</p>", lang="zh"),
        lambda article: (article.published_at or "").startswith("2024-05-03T15:30"),
    ),
    "a word between day and month": (
        "dates",
        '[words.before_month]\nen = ["Whit"]',
        page(top="<p>3 Whit May 2024</p>"),
        lambda article: (article.published_at or "").startswith("2024-05-03"),
    ),
    "an order of dates": (
        "dates",
        '[order]\nmonth_first = ["en-GB"]',
        page(top="<p>04/05/2024</p>"),
        lambda article: (article.published_at or "").startswith("2024-04-05"),
    ),
    "a correction": (
        "corrections",
        "[[rule]]\nid = 'logbook'\npattern = '^Logbook amended:'\nexamples = [\"Logbook amended: the tide was low.\"]",
        page(below="<p>Logbook amended: the tide was low on Friday, not high as was told here.</p>"),
        lambda article: any(block.kind == "correction" for block in article.blocks),
    ),
}
