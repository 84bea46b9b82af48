"""Additions to the shipped rules, one for each list and kind of rule, with a page that reads otherwise by each.

`test_user_rules.py` tries each for all pages and for one outlet.
"""

from __future__ import annotations

from tests.field_additions import FIELDS
from tests.rule_pages import DIGEST, FIGURE, NAMED, SAILED, caption, cut, figure, page
from tests.state_additions import STATE
from tests.text_additions import TEXTS

#: What is added: family, its table, a page, and what is true of the article then, and only then.
CASES = {
    **FIELDS,
    **STATE,
    **TEXTS,
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
    "a language of a macro": (
        "junk",
        "[macros.story_goes_on]\neo = 'la artikolo daŭras\\b.{0,40}$'",
        page(below="<p>La artikolo daŭras sub la reklamo</p>"),
        cut("La artikolo"),
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
    "a byline word of one language": (
        "bylines",
        '[words.lead_here]\nen = ["quoth"]',
        page(top="<p class='byline'>Quoth Ada Lund</p>"),
        lambda article: article.authors == ("Ada Lund",),
    ),
    "a byline word that is none in one language": (
        "bylines",
        '[words.no_lead]\nen = ["von"]',
        page(top="<p>Von Ada Lund</p>"),
        lambda article: article.authors == (),
    ),
    "a preposition that no name begins with": (
        "bylines",
        '[words.preposition]\nen = ["per"]',
        page(top="<p class='byline'>Per Ada Lund</p>"),
        lambda article: article.authors == (),
    ),
    "a verb before who wrote": (
        "bylines",
        '[words.writes]\nen = ["quoths"]',
        page(top="<p>The boat sails again after a winter in the dock, quoths Ada Lund</p>"),
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
    "a word for those who checked a text": (
        "bylines",
        '[words.checker]\nen = ["proofed by"]\n[words.lead]\nen = ["proofed by"]',
        page(top="<p class='byline'>By Ada Lund</p><p class='byline'>Proofed by Tom Hall</p>"),
        lambda article: article.byline == "By Ada Lund",
    ),
    "a degree behind a name": (
        "bylines",
        '[words.degree]\n"*" = ["FRINA"]',
        page(top="<p class='byline'>By Ada Lund, FRINA</p>"),
        lambda article: article.authors == ("Ada Lund, FRINA",),
    ),
    "a word before an agency that lent a part": (
        "bylines",
        '[words.made_with]\nen = ["aided by"]',
        page(top="<p class='byline'>By Ada Lund aided by AFP</p>"),
        lambda article: article.authors == ("Ada Lund",),
    ),
    "a word of groups": (
        "bylines",
        '[words.group]\nen = ["crewroom"]',
        page(top="<p class='byline'>Ada Crewroom</p>").replace(
            "</title>", "</title><meta name=author content='Tom Hall'>"
        ),
        lambda article: article.authors == ("Tom Hall",),
    ),
    "an outlet that counts behind a label alone": (
        "people",
        '[words.newsrooms]\nen = ["Saltwater Line"]',
        page(below="<p>Source: Saltwater Line</p>"),
        lambda article: [one.outlet for one in article.correspondents] == ["Saltwater Line"],
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
    "a word between the names of a credit": (
        "credits",
        '[words.via]\nen = ["thru"]',
        figure("The boat at the quay on Friday (Ada Lund thru Harbour)"),
        lambda article: caption(article)[1] == "Ada Lund thru Harbour",
    ),
    "a word of credits below a picture": (
        "credits",
        '[words.by]\nmy = ["ဓာတ်ပုံ"]',
        page(figure="<div><img src='/b.jpg' width='900' height='600'></div><p>ဓာတ်ပုံ Ada Lund</p>"),
        lambda article: [image.credit for image in article.images] == ["Ada Lund"],
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
    "a correction": (
        "corrections",
        "[[rule]]\nid = 'logbook'\npattern = '^Logbook amended:'\nexamples = [\"Logbook amended: the tide was low.\"]",
        page(below="<p>Logbook amended: the tide was low on Friday, not high as was told here.</p>"),
        lambda article: any(block.kind == "correction" for block in article.blocks),
    ),
    "a word before a place's name": (
        "people",
        '[words.in_described]\nen = ["beside"]',
        page(below="<p>Ada Lund in a village beside Oslo contributed to this report.</p>"),
        lambda article: [one.location for one in article.correspondents] == ["Oslo"],
    ),
    "a word before a ship's name": (
        "people",
        '[words.in_or_else_before]\nen = ["schooner"]',
        page(below="<p>Reporting by Ada Lund on schooner Polar Star</p>"),
        lambda article: [one.location for one in article.correspondents] == ["schooner Polar Star"],
    ),
    "a word inside an outlet's name": (
        "people",
        '[words.of_outlets]\nen = ["upon"]',
        page(top="<p class='byline'>By Ada Lund, Times upon Humber</p>"),
        lambda article: [one.outlet for one in article.correspondents] == ["Times upon Humber"],
    ),
    "an article of outlets behind a preposition": (
        "people",
        '[words.article_of]\nro = ["dinspre"]',
        page(top="<p class='byline'>By Ada Lund, dinspre Reuters</p>"),
        lambda article: [one.outlet for one in article.correspondents] == ["Reuters"],
    ),
    "a word for a newsroom": (
        "correspondents",
        '[words.staff]\nen = ["crew"]',
        page(below="<p>Ada Lund and Harbour Post crew contributed to this report.</p>").replace(
            "</title>", "</title><meta property='og:site_name' content='Harbour Post'>"
        ),
        lambda article: [one.name for one in article.correspondents] == ["Ada Lund"],
    ),
    "a word of headings": (
        "correspondents",
        '[words.heading]\nen = ["versus"]',
        page(below="<p>Ada Lund, Reporter at Versus</p>"),
        lambda article: not article.correspondents,
    ),
    "a lead-in joined to a name": (
        "bylines",
        '[words.stuck]\nen = ["penned"]',
        page(top="<p class='byline'>PennedAda Lund</p>"),
        lambda article: article.authors == ("Ada Lund",),
    ),
    "a word before a credit's names": (
        "credits",
        '[words.bare_by]\nen = ["shotby"]',
        figure("The boat at the quay. Photo: Shotby Ada Lund"),
        lambda article: caption(article)[1] == "Ada Lund",
    ),
    "a word before the outlet that ordered a picture": (
        "credits",
        '[words.on_behalf]\nen = ["for-and-by"]',
        figure("The boat at the quay on Friday (Ada Lund for-and-by Getty Images)"),
        lambda article: caption(article)[1] == "Ada Lund for-and-by Getty Images",
    ),
    "an abbreviation at the end of a credit": (
        "credits",
        '[words.abbreviation]\nen = ["Chandl"]',
        figure("The boat at the quay. Photo: Ada Lund/Harbour Chandl."),
        lambda article: caption(article)[1] == "Ada Lund/Harbour Chandl.",
    ),
    "a word of agencies' picture departments": (
        "agencies",
        '[words.picture_department]\nen = ["reuters"]',
        page(below="<p>Reporting by Reuters</p>"),
        lambda article: not article.correspondents,
    ),
}
