"""Additions to the shipped rules about mark-up, pictures and dates; a part of `rule_additions`."""

from __future__ import annotations

from tests.rule_pages import DECK_CHAIR, SAILED, caption, cut, figure, page

#: The last paragraph of an article, below a box.
LAST = "<p>The boats came home at night, and the crew went ashore in the rain.</p>"
#: As `rule_additions.CASES`.
FIELDS = {
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
    "a word of classes of authors": (
        "heads",
        '[words.author_word]\n"*" = ["quill"]',
        page(top="<p class='quills'>Eva Sol</p><p class='hp-quill'>Ada Lund</p>"),
        lambda article: article.authors == ("Ada Lund",),
    ),
    "a class of headlines on pages without headings": (
        "heads",
        '[words.headline]\n"*" = ["topsail"]',
        page()
        .replace("<h1>Ferry back in service</h1>", "<p class=hp-topsail>The island ferry sails again</p>")
        .replace("<title>Ferry back in service", "<title>Ships"),
        lambda article: article.headline == "The island ferry sails again",
    ),
    "a word before the day of something else": (
        "heads",
        '[words.otherday]\nen = ["keel laid"]',
        page(top="<p>Keel laid 4 May 2024</p>"),
        lambda article: article.published_at is None,
    ),
    "a class of links to the section": (
        "heads",
        '[words.section_link]\n"*" = ["berth"]',
        page(top="<p class=date>4 May 2024 <a class=berth href=/ports>Ports</a></p>"),
        lambda article: article.section == "Ports",
    ),
    "a class of tickers": (
        "boxes",
        '[words.ticker]\n"*" = ["buoyline"]',
        page(
            below=f"<div class=buoyline>{'<p>10:15 The pier at Lunde is closed to all cars.</p>' * 4}</div>{LAST}",
        ),
        cut("pier at Lunde"),
    ),
    "a class of appeals": (
        "boxes",
        '[words.appeal]\n"*" = ["lifebelt"]',
        page(
            below="<div class=lifebelt><p>The boats and the quay are what we write about in all weathers.</p>"
            f"<p>Support local journalism</p></div>{LAST}"
        ),
        cut("in all weathers"),
    ),
    "how the alternative text of a portrait begins": (
        "figures",
        '[words.portrait]\nen = ["scribe face"]',
        page(figure="<img src='/b.jpg' width='900' height='600' alt='Scribe face of Ada Lund'>"),
        lambda article: not article.images,
    ),
    "a class of the maker of a picture": (
        "figures",
        '[words.maker]\n"*" = ["shutterer"]',
        page(
            figure="<figure><img src='/b.jpg' width='900' height='600'><figcaption>The boat at the quay "
            "<span class='shutterer'>ada of the quay</span></figcaption></figure>"
        ),
        lambda article: caption(article) == ("The boat at the quay", "ada of the quay"),
    ),
    "a label of a summary": (
        "heads",
        '[words.summary_label]\nen = ["the crow\'s nest report"]',
        page(top="<p class=intro>The crow's nest report</p>"),
        lambda article: article.standfirst is None,
    ),
    "a mark of names in a byline": (
        "heads",
        '[words.name_mark]\n"*" = ["/crew/"]',
        page(top="<div class=byline><a href='/crew/ada'>Ada Lund</a><i>Harbour Watch</i></div>"),
        lambda article: article.authors == ("Ada Lund",),
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
    "an attribute with a caption": (
        "figures",
        '[words.caption_attribute]\n"*" = ["data-quaynote"]',
        page(
            figure="<div><img src='/b.jpg' width='900' height='600' data-quaynote='The boat at the quay, Friday'></div>"
        ),
        lambda article: caption(article)[0] == "The boat at the quay, Friday",
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
    "an attribute with a credit": (
        "figures",
        '[words.credit_attribute]\n"*" = ["data-lensman"]',
        page(
            figure="<div><img src='/b.jpg' width='900' height='600' data-caption='The boat at the quay, Friday' "
            "data-lensman='Ada Lund'></div>"
        ),
        lambda article: caption(article)[1] == "Ada Lund",
    ),
    "an attribute with a picture's address": (
        "figures",
        '[words.src_attribute]\n"*" = ["data-hoist"]',
        figure("The boat at the quay").replace("src='/b.jpg'", "src='/a.jpg' data-hoist='/b.jpg'"),
        lambda article: [image.url.endswith("/b.jpg") for image in article.images] == [True],
    ),
    "an attribute with the sizes of a picture": (
        "figures",
        '[words.srcset_attribute]\n"*" = ["data-hoists"]',
        figure("The boat at the quay").replace("src='/b.jpg'", "src='/a.jpg' data-hoists='/b.jpg 800w'"),
        lambda article: [image.url.endswith("/b.jpg") for image in article.images] == [True],
    ),
    "a part of placeholders' addresses": (
        "figures",
        '[words.placeholder]\n"*" = ["/fog"]',
        figure("The boat at the quay").replace("src='/b.jpg'", "data-src='/fog.jpg' src='/b.jpg'"),
        lambda article: [image.url.endswith("/b.jpg") for image in article.images] == [True],
    ),
    "an attribute with a frame's address": (
        "embeds",
        '[words.address]\n"*" = ["data-hoist"]',
        page(below="<iframe data-hoist='https://www.youtube.com/embed/abc'></iframe>" + SAILED),
        lambda article: [embed.provider for embed in article.embeds] == ["YouTube"],
    ),
    "what menus add to the section that is shown": (
        "heads",
        '[words.current]\nen = ["(you are moored here)"]',
        page().replace(
            "<h1>",
            "<ul class='breadcrumb'><li><a href='/'>Home</a> <li><a href='/x'>Ships (you are moored here)</a></ul><h1>",
        ),
        lambda article: article.section == "Ships",
    ),
    "a name of meta tags with one author each": (
        "heads",
        '[words.meta_author]\n"*" = ["scribe"]\n[words.meta_author_each]\n"*" = ["scribe"]',
        page().replace(
            "</title>", "</title><meta name=scribe content='Ada Lund'><meta name=scribe content='Tom Hall'>"
        ),
        lambda article: article.authors == ("Ada Lund", "Tom Hall"),
    ),
    "a name of meta tags with the time": (
        "heads",
        '[words.meta_published]\n"*" = ["sailed"]',
        page().replace("</title>", "</title><meta name=sailed content='2024-05-03T08:00:00Z'>"),
        lambda article: (article.published_at or "").startswith("2024-05-03"),
    ),
    "a name of meta tags with the time of a change": (
        "heads",
        '[words.meta_modified]\n"*" = ["resailed"]',
        page().replace(
            "</title>",
            "</title><meta name=date content='2024-05-03T08:00:00Z'>"
            "<meta name=resailed content='2024-05-04T08:00:00Z'>",
        ),
        lambda article: (article.modified_at or "").startswith("2024-05-04"),
    ),
    "a name of meta tags with the section": (
        "heads",
        '[words.meta_section]\n"*" = ["fairway"]',
        page().replace("</title>", "</title><meta name=fairway content='Ships'>"),
        lambda article: article.section == "Ships",
    ),
    "a name of meta tags with tags": (
        "heads",
        '[words.meta_tags]\n"*" = ["pennants"]',
        page().replace("</title>", "</title><meta name=pennants content='Ferries, Docks'>"),
        lambda article: article.tags == ("Ferries", "Docks"),
    ),
    "a name of a week day": (
        "dates",
        '[words.friday]\nen = ["Tideday"]',
        page(top="<p>Tideday, 05/03/2024</p>", lang="en"),
        lambda article: (article.published_at or "").startswith("2024-05-03"),
    ),
    "a sign of the year": (
        "dates",
        '[words.year]\nzh = ["載"]',
        page(top="<p>2024載5月3日</p>", lang="zh"),
        lambda article: (article.published_at or "").startswith("2024-05-03"),
    ),
    "a sign of the day": (
        "dates",
        '[words.day]\nzh = ["曰"]',
        page(top="<p>2024年5月3曰</p>", lang="zh"),
        lambda article: (article.published_at or "").startswith("2024-05-03"),
    ),
    "an ordinal's ending": (
        "dates",
        '[words.ordinal]\nen = ["thd"]',
        page(top="<p>3thd May 2024</p>"),
        lambda article: (article.published_at or "").startswith("2024-05-03"),
    ),
    "a word between month and year": (
        "dates",
        '[words.before_year]\nen = ["anno"]',
        page(top="<p>3 May anno 2024</p>"),
        lambda article: (article.published_at or "").startswith("2024-05-03"),
    ),
    "a sign of the minute": (
        "dates",
        '[words.minute]\nzh = ["份"]',
        page(top="<p>2024年5月3日 15时30份20秒</p>", lang="zh"),
        lambda article: (article.published_at or "").startswith("2024-05-03T15:30:20"),
    ),
    "an attribute with a post's address": (
        "embeds",
        '[words.post_address]\n"*" = ["data-hoist"]',
        page(
            below="<blockquote class='instagram-media' data-hoist='https://www.instagram.com/p/abc/'><p>The boat sails "
            "again, and all of the crew is on board.</p></blockquote>" + SAILED
        ),
        lambda article: [embed.url for embed in article.embeds] == ["https://www.instagram.com/p/abc/"],
    ),
    "an hour's sign": (
        "dates",
        '[words.hour]\nzh = ["鐘頭"]',
        page(top="<p>2024年5月3日 15鐘頭30分</p>", lang="zh"),
        lambda article: (article.published_at or "").startswith("2024-05-03T15:30"),
    ),
    "a second's sign": (
        "dates",
        '[words.second]\nzh = ["杪"]',
        page(top="<p>2024年5月3日 15时30分20杪</p>", lang="zh"),
        lambda article: (article.published_at or "").startswith("2024-05-03T15:30:20"),
    ),
    "a sign of the month": (
        "dates",
        '[words.month]\nzh = ["朤"]',
        page(top="<p>2024年5朤3日</p>", lang="zh"),
        lambda article: (article.published_at or "").startswith("2024-05-03"),
    ),
    "a word before a month's number": (
        "dates",
        '[words.month_before]\nvi = ["trăng"]',
        page(top="<p>3 trăng 5, 2024</p>", lang="vi"),
        lambda article: (article.published_at or "").startswith("2024-05-03"),
    ),
    "a word before a year": (
        "dates",
        '[words.year_before]\nvi = ["niên"]',
        page(top="<p>3 tháng 5 niên 2024</p>", lang="vi"),
        lambda article: (article.published_at or "").startswith("2024-05-03"),
    ),
    "a word for the afternoon": (
        "dates",
        '[words.pm]\nen = ["dogwatch"]',
        page(top="<p>3 May 2024, 3:30 dogwatch</p>"),
        lambda article: (article.published_at or "").startswith("2024-05-03T15:30"),
    ),
}
