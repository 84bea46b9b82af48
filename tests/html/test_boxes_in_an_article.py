"""Boxes and lists inside an article that are not its text: offers, other stories, facts, summaries of machines."""

import pytest

from parsers import Article, parse_page
from tests.html.test_body import STORY, STORY_GOES_ON, kinds, page, paragraphs


def listed(*items: str) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


PERKS = (
    "Exclusive stories by Ada Lund, Pia Lens and others of the harbour desk in Vardal.",
    "Unlimited access to the Lunde Post and two other papers with one account.",
    "The Post's printed edition as an electronic copy, to read on any device.",
)
OTHERS = (
    "The harbour of Voll: <a href=/n/1>Crane falls into the sea</a>",
    "Weather at sea: <a href=/n/2>Storm to close the bridge</a>",
    "Trains to the north: <a href=/n/3>Line is open after the slide</a>",
)
CARDS = "".join(
    f"<div class=lp-card><h4><a href=/n/{n}>{title}</a></h4><p>{text}</p></div>"
    for n, title, text in (
        (
            5,
            "Crane of Voll falls into the sea",
            "The crane of Voll fell into the harbour on Sunday, and no ship can leave.",
        ),
        (
            6,
            "Storm to close the bridge to Vardal",
            "The bridge to Vardal is going to be closed on Friday, the county said.",
        ),
    )
)
FACTS = "<p>The line was opened in 1974 with one ship, and carried 31,000 people in its first year.</p>"
WROTE = "<p class=i>The summary was made by an AI tool and checked by the newsroom.</p>"
POINTS = listed(
    "The ferry did not run on Monday, and 240 people slept in the terminal at Vardal.",
    "Another ship, the Havørn, was to take over the line on Tuesday morning.",
)


@pytest.mark.parametrize(
    ("box", "reason"),
    [
        (f"<div><h3>Subscribe for more articles</h3><p>Enjoy the latest news.</p>{listed(*PERKS)}</div>", "paywall"),
        (listed(*OTHERS), "related"),
        (f"<h3>Read also</h3>{listed(*(item.split(': ')[1] for item in OTHERS[:2]))}", "related"),
        (f"<div><h3>Related</h3>{CARDS}</div>", "related"),
        (f"<div class=lp-factbox><h3>The ferry line</h3>{FACTS}</div>", "side_note"),
        (f"<div class=brief><h2>In short</h2>{POINTS}{WROTE}</div>", "side_note"),
        ("<my-teaser><a href=/n/9><h3>Crane of Voll falls into the sea</h3></a></my-teaser>", "related"),
        ("<div role=dialog><p>We use cookies of our own and of others to study how you use our services.</p>"
         "<p>You may accept all of them or turn them down.</p></div>", "consent"),
        ("<div>Print version | Send to a friend | Read comments (37)</div>", "navigation"),
        ("<div><b>RELATED STORIES</b><br>Crane of Voll falls<br>Storm to close the bridge</div>", "related"),
        ("<div class=encrypted-content style='display:none'><p>%96 D96C:77 D2:5 E92E E96 G2F=E 925 366? @A6?65 H:E9 2 "
         "<6J[ 2?5 E92E E96 @?=J A6CD@? H9@ 96=5 @?6 H2D @? 9@=:52J :? 2?@E96C DE2E6]</p></div>", "paywall"),
    ],
)  # fmt: skip
def test_boxes_between_paragraphs_are_cut(box: str, reason: str) -> None:
    more = [text.replace("Monday", "Friday").replace("240", "90").replace("1974", "1981") for text in STORY]
    article = page(paragraphs(*STORY), box, paragraphs(*more))
    assert [block.text for block in article.blocks] == [*STORY, *more]
    assert reason in [cut.reason for cut in article.dropped]


def test_steps_without_links_stay_though_they_score_low() -> None:
    steps = "<div class=recipe-card><h2>Method</h2><ol><li>Heat the oven to 190C.</li><li>Bake it.</li></ol></div>"
    article = page(paragraphs(*STORY), steps, paragraphs(*STORY_GOES_ON))
    assert [kind for kind, _ in kinds(article)].count("list_item") == 2


def test_a_notice_of_one_paragraph_keeps_the_table_below_it() -> None:
    rows = "".join(f"<tr><td>{name}</td><td>{votes}</td></tr>" for name, votes in (("Ada Lund", 417), ("Jo Voll", 356)))
    shown = (
        f"<div class=body><p>{STORY[0]}</p><div><table><tr><th>Name</th><th>Votes</th></tr>{rows}</table></div></div>"
    )
    assert [kind for kind, _ in kinds(page(shown))] == ["paragraph", "table"]


def test_a_list_that_the_article_announces_stays() -> None:
    article = page(paragraphs(*STORY, "These lines are closed:"), listed(*OTHERS), paragraphs(*STORY_GOES_ON))
    assert [kind for kind, _ in kinds(article)].count("list_item") == len(OTHERS)


@pytest.mark.parametrize("count", [1, 5])
def test_a_series_of_headings_with_pictures_is_the_text(count: int) -> None:
    names = ("door", "crew", "quay", "ship", "crane")
    shown = [f"{n}. The {name} as it was on Monday night" for n, name in enumerate(names[:count], 1)]
    pictures = "".join(f"<h3>{text}</h3><figure><img src=/{n}.jpg></figure>" for n, text in enumerate(shown))
    told = [block.text for block in page(paragraphs(*STORY), pictures).blocks]
    assert told == (STORY if count == 1 else STORY + shown)


def test_a_page_without_any_box_is_read() -> None:
    """A field for an address stands in no box there, and the only heading holds the whole text."""
    text = "The ferry was cancelled on Monday after its bow door failed to close, the operator said. " * 6
    declared = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry cancelled"}</script>'
    markup = f'<noscript>{declared}<h1 class="entry-title">Ferry cancelled {text}<input type=email></noscript>'
    result = parse_page(markup.encode(), media_type="text/html")
    assert getattr(result, "reason", None) != "internal_error"


#: What readers wrote, without a name or a time; the third answers the second.
WROTE_ITEMS = (
    "Leaks suggest that the door never closed well, and I have been on that ship more often than the captain.",
    "I hope that the next ship is going to be a smaller one, since the old quay is a disgrace for the whole town.",
    "The letters of the operator say nothing about that quay, because it is the county that has to mend it first.",
)


@pytest.mark.parametrize(
    ("line", "comments"),
    [
        ("<div>27 Comments</div>", listed(*WROTE_ITEMS)),
        ("<h3>4 comments to Ferry to Lunde cancelled after bow door fails</h3>", listed(*WROTE_ITEMS)),
        ("<p>Do more: Print | Email | 3 Comments</p>", f"<ol><li>{'<li>'.join(WROTE_ITEMS)}</ol>"),
        (
            "<h3>There are 3 comments</h3>",
            "".join(f"<div><i>{n}</i><p>{one}</p></div>" for n, one in enumerate(WROTE_ITEMS, 1)),
        ),
        ("<button>See all comments (27)</button><label>Newest first</label>", f"<div>{listed(*WROTE_ITEMS)}</div>"),
    ],
)
def test_comments_below_a_line_that_counts_them_are_cut(line: str, comments: str) -> None:
    article = page(paragraphs(*STORY), "<div>", line, comments, "</div>")
    assert [block.text for block in article.blocks] == STORY
    assert {cut.reason for cut in article.dropped if cut.text in WROTE_ITEMS} == {"comments"}


@pytest.mark.parametrize("line", ["<div>2 Comments</div>", "<div>0 Comments</div>", "<p>They had 3 comments</p>"])
def test_a_list_longer_than_the_count_stays(line: str) -> None:
    article = page(paragraphs(*STORY), line, listed(*WROTE_ITEMS))
    assert [block.text for block in article.blocks if block.kind == "list_item"] == list(WROTE_ITEMS)


#: A dialog's text, longer than the article beside it.
COOKIES = (
    "When you visit our website, we store cookies on your browser to collect information about you and your device.",
    "We do not allow you to opt out of certain cookies, as they are necessary to ensure that the website functions.",
    "Targeting cookies may be set through our site by our advertising partners, who build a profile of your interests.",
    "You can set your browser to block or alert you about these cookies, but then some parts of the site do not work.",
)


def test_a_dialog_about_cookies_without_a_name_is_no_body() -> None:
    dialog = f"<div><div><b>Your choices</b>{paragraphs(*COOKIES)}<p>We share data with 91 partners</p></div></div>"
    markup = f"""<html lang=en><head><title>Ferry cancelled</title></head><body><div>
        <div><h1>Ferry to Lunde cancelled after bow door fails</h1>{paragraphs(*STORY)}</div>{dialog}</div></body>"""
    article = parse_page(markup.encode(), url="https://lundepost.example/n/ferry-is-cancelled", media_type="text/html")
    assert [block.text for block in article.blocks] == STORY
    assert {cut.reason for cut in article.dropped if cut.text in COOKIES} == {"consent"}


#: What a dialog tells papers that want to print the story.
TERMS = (
    "We are happy for our stories to be republished by any paper or site that keeps to the few rules below.",
    "Articles must be republished in their entirety, and references to time and place may be changed as you need.",
    "For the name of the author please write the name and ours below the headline, at the top of the page.",
    "Please make sure to include a link back to either our home page or the address of the story itself.",
)


def test_a_dialog_about_republishing_is_no_body() -> None:
    headline = "<h2>Ferry to Lunde cancelled after bow door fails</h2>"
    dialog = f"<div><b>Republish this story</b>{headline}{paragraphs(*TERMS)}<ul><li>{'<li>'.join(TERMS)}</ul></div>"
    article = page("<section>", paragraphs(*STORY), "</section>", dialog)
    assert [block.text for block in article.blocks] == STORY
    assert {cut.reason for cut in article.dropped if cut.text in TERMS[1:3]} <= {"footer", "repeat"}


def test_an_article_about_cookies_stays() -> None:
    story = [*STORY, *COOKIES]
    assert [block.text for block in page(paragraphs(*STORY), "<div>", paragraphs(*COOKIES), "</div>").blocks] == story


def test_a_paragraph_called_comment_among_others_is_of_the_article() -> None:
    more = [text.replace("Monday", "Friday").replace("240", "90") for text in STORY]
    article = page(paragraphs(*STORY), f"<p class=comment-faire>{STORY_GOES_ON[0]}</p>", paragraphs(*more))
    assert STORY_GOES_ON[0] in [block.text for block in article.blocks]
    alone = page(paragraphs(*STORY), f"<p class=comment>{STORY_GOES_ON[0]}</p>")
    assert STORY_GOES_ON[0] not in [block.text for block in alone.blocks]


def test_the_short_last_sentences_of_a_brief_in_chinese_stay() -> None:
    brief = ["溪城渡船頭今天起恢復夜間航班，每晚七點到十點各一班，單程票價二十元，長者與學童免費。"]
    brief += ["首航當晚有五十多人搭乘。", "市府說，試辦三個月後再決定是否延長。"]
    shown = "".join(f"<div>{text}</div>" for text in brief)
    more = "<aside><h4>相關新聞</h4><a href=/r/0>老街路燈全面更換</a><a href=/r/1>國小禮堂換新屋頂</a></aside>"
    head = "<div><h1>溪城渡船頭今起恢復夜航</h1><div><span>2026-11-27 09:12</span></div></div>"
    told = parse_page(f"<html lang=zh><title>夜航</title><main>{head}<div>{shown}</div></main>{more}".encode())
    assert isinstance(told, Article) and [block.text for block in told.blocks] == brief
