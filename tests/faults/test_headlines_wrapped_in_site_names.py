"""The headline is found in titles that begin or end with outlet and section; titles that are only the outlet's name
give none."""

from __future__ import annotations

import re

import pytest

from parsers import Article, parse_page

HEADLINE = "Bridge at Wexmouth to close for eleven months"
URL = "https://www.wexmouthgazette.example/news/bridge"
TEXT = (
    "The harbour board voted on Tuesday night to close the old lifting bridge for eleven months for repairs.",
    "About forty boats use the inner quay, and a detour would add two hours to every landing, the skippers said later.",
    "The county has offered to pay for an ice plant on the outer mole, but nobody has said what a crate would cost.",
)


def headline(head: str, top: str = "", *, url: str | None = URL) -> tuple[str | None, str | None]:
    """Headline and kicker of a page.  head: declarations in its head.  top: lines above its text."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    page = (
        f"<html><head>{head}</head><body><div><nav><a href='/'>Home</a></nav>{top}<div>{body}</div></div></body></html>"
    )
    found = parse_page(page.encode(), url=url, media_type="text/html")
    assert isinstance(found, Article)
    return found.headline, found.kicker


def title(text: str) -> str:
    return f"<title>{text}</title>"


def og(text: str, name: str = "title") -> str:
    return f'<meta property="og:{name}" content="{text}">'


@pytest.mark.parametrize(
    "bar", [": ", " | ", " - ", " – ", " » ", " : ", " > ", " » News » ", " > Town hall > ", " | Town | "]
)
def test_a_title_that_begins_with_the_outlets_name(bar: str) -> None:
    assert headline(title(f"Wexmouth Gazette{bar}{HEADLINE}"))[0] == HEADLINE
    known = og("The Gazette", "site_name") + og(f"The Gazette{bar}{HEADLINE}")
    assert headline(known, "<h1><img src='/logo.png' alt='The Gazette'></h1>")[0] == HEADLINE


@pytest.mark.parametrize(
    ("whole", "found"),
    [
        ("はね橋が十一か月閉まる（波止新聞） - ニュース", "はね橋が十一か月閉まる"),
        ("旧吊桥将关闭十一个月_港口_港口日报", "旧吊桥将关闭十一个月"),
        ("はね橋が閉まる（写真あり）", "はね橋が閉まる（写真あり）"),
    ],
)
def test_an_east_asian_title_that_ends_with_the_outlets_name(whole: str, found: str) -> None:
    assert headline(title(whole) + og("波止新聞", "site_name"))[0] == found


def test_a_day_in_an_element_of_its_own_is_no_part_of_the_headline() -> None:
    assert headline("", f"<h1>{HEADLINE}<small>4 March 2026</small></h1>")[0] == HEADLINE
    assert headline("", f"<h1>{HEADLINE} of <em>4 March 2026</em> days</h1>")[0] == f"{HEADLINE} of 4 March 2026 days"


def test_a_topic_that_begins_like_the_outlets_name_stays() -> None:
    assert headline(title("Wexmouth: Bridge to close"))[0] == "Wexmouth: Bridge to close"


@pytest.mark.parametrize("brand", ["Wexmouth Gazette", "wexmouthgazette.example", "WEXMOUTH GAZETTE"])
def test_a_declared_title_that_is_only_the_outlet(brand: str) -> None:
    head = title(HEADLINE) + og(brand) + f'<meta name="twitter:title" content="{brand}">'
    assert headline(head)[0] == HEADLINE


@pytest.mark.parametrize(
    ("declared", "printed"),
    [
        (f"KURIER :: {HEADLINE}", f"<div>{HEADLINE}</div>"),
        (f"{HEADLINE} - Harbour - Northland Courier", f"<b><font size='5'>{HEADLINE}</font></b>"),
        (f"Courier: {HEADLINE}", f"<table><tr><td><b>{HEADLINE}</b></td></tr></table>"),
        (f"{HEADLINE} / Harbour / News from the coast", f"<h2>{HEADLINE}</h2>"),
        (f"{HEADLINE} - Courier", f"<h1>Courier</h1><h2>{HEADLINE}</h2>"),
        (f"{HEADLINE} — Incidents — Harbour news", f"<h1>Harbour news / Incidents</h1><h2>{HEADLINE}</h2>"),
        ("港湾委員会は橋を閉める_地方頻道_港新聞網", "<div>港湾委員会は橋を閉める</div>"),
        ("港湾委員会は橋を閉める-地方-港新聞網", "<div>港湾委員会は橋を閉める</div>"),
        ("港湾委員会は橋を閉める-《港新聞》", "<h2>港湾委員会は橋を閉める</h2>"),
        ("春遊突生病 隨身護理包自救 | 健康天地 | 聯合港", "<div>春遊突生病 隨身護理包自救</div>"),
        ("ΡΙΖΕΣ : Καμιά αναμονή", "<div>Καμιά αναμονή</div>"),
    ],
)
def test_a_printed_line_that_is_a_part_of_the_title(declared: str, printed: str) -> None:
    found, _ = headline(title(declared), printed, url=None)
    assert found is not None
    assert f">{found}<" in printed


@pytest.mark.parametrize(
    "printed",
    [
        f"<h1>Courier › Harbour › {HEADLINE}</h1>",
        f"<h1><a href='/'>Courier</a> » <a href='/harbour'>Harbour</a> » {HEADLINE}</h1>",
        f"<h1>Courier 〉Harbour 〉{HEADLINE}</h1>",
    ],
)
def test_a_heading_that_prints_the_way_to_the_page(printed: str) -> None:
    assert headline(title(f"{HEADLINE} - Courier"), printed) == (HEADLINE, None)


def test_quotation_marks_are_no_way_to_the_page() -> None:
    printed = "Le maire : « On ne lâche rien » sur les écoles et les ports"
    assert headline(title(f"{printed} - Courrier"), f"<h1>{printed}</h1>")[0] == printed


@pytest.mark.parametrize(
    ("declared", "first", "part"),
    [
        (
            "What is the bascule bridge of Wexmouth? - Courier",
            "An introduction to the bascule bridge of Wexmouth",
            "What is the bascule bridge of Wexmouth?",
        ),
        ("Harbours - Bridges in a nutshell", "3.1 Harbours - Bridges in a nutshell", "Bridges in a nutshell"),
    ],
)
def test_a_first_heading_in_other_words_wins_over_a_part_of_the_title(declared: str, first: str, part: str) -> None:
    assert headline(title(declared), f"<h1>{first}</h1><h2>{part}</h2>", url=None)[0] == first


@pytest.mark.parametrize("bar", [": ", " | ", " - ", ". "])
def test_a_kicker_that_is_only_added_for_other_sites(bar: str) -> None:
    top = f"<div><span>Harbour board</span><h1>{HEADLINE}</h1></div>"
    assert headline(og(f"Harbour board{bar}{HEADLINE}"), top) == (HEADLINE, "Harbour board")


def test_a_long_beginning_with_a_colon_is_no_kicker() -> None:
    whole = f"The long story of a bridge: {HEADLINE}"
    assert headline(og(HEADLINE), f"<h1>{whole}</h1>") == (whole, None)


def test_entities_that_are_encoded_twice() -> None:
    printed, wanted = (
        "Farrant &amp;amp; Loew &amp;quot;sure&amp;quot; bridge will close",
        'Farrant & Loew "sure" bridge will close',
    )
    assert headline(title(printed))[0] == wanted
    assert headline("", f"<h1>{printed}</h1>")[0] == wanted
    assert (
        headline("", "<h1>How to write &amp;lt;b&amp;gt; in a harbour log</h1>")[0]
        == "How to write &lt;b&gt; in a harbour log"
    )


@pytest.mark.parametrize(
    "declared",
    [
        f"The Wexmouth Boatman - {HEADLINE}",
        f"{HEADLINE} | News | The Wexmouth Boatman",
        f"The Wexmouth Boatman: {HEADLINE}",
    ],
)
def test_an_outlets_name_that_is_the_first_heading(declared: str) -> None:
    menu = "<p>About</p><p>Archive</p><p>May 2024</p><p>Feed</p>"
    top = f"<h1>The Wexmouth Boatman</h1>{menu}<h3>{HEADLINE}</h3>"
    assert headline(title(declared), top, url=None)[0] == HEADLINE


def test_a_second_line_right_below_the_first_heading_is_no_other_headline() -> None:
    first, second = "Bridge to close", "Eleven months without the old lifting bridge at Wexmouth"
    assert headline(title(f"{first} - {second}"), f"<h1>{first}</h1><h2>{second}</h2>", url=None)[0] == first


def test_a_heading_in_a_form_that_only_shares_the_outlets_name() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    top = f"<h1>{HEADLINE}</h1>{body}<h1>Wexmouthgazette newsletter</h1>"
    assert headline(title("WEXMOUTHGAZETTE"), top)[0] == HEADLINE


def test_a_declared_subhead_below_a_heading_that_says_the_title() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    question = "Why is the bridge closed?"
    top = f"<h1>Three questions to Ada Farrant, harbour master</h1>{body}{body}<h2>{question}</h2>"
    head = og(question) + title("Bridge: three questions to Ada Farrant")
    assert headline(head, top)[0] == "Three questions to Ada Farrant, harbour master"


@pytest.mark.parametrize(
    "added",
    [
        "<span> / May 2024</span>",
        " <a href='/elsewhere'>(another.example)</a> <span>87</span>",
        " <a href='/harbour'>Harbour news</a>",
        " <button>Add to ...</button>",
        " – Wexmouth Gazette",
        " | Wexmouth Gazette",
    ],
)
def test_what_is_added_behind_a_headline_in_its_heading(added: str) -> None:
    head = og(HEADLINE) + og("Wexmouth Gazette", "site_name")
    assert headline(head, f"<h1>{HEADLINE}{added}</h1>")[0] == HEADLINE


@pytest.mark.parametrize(
    "added", [" and the skippers are angry", " <span>A letter from the inner quay</span>", " <em>at last</em>"]
)
def test_what_belongs_to_a_headline_stays(added: str) -> None:
    text = re.sub("<[^>]*>", "", HEADLINE + added)
    assert headline(og(HEADLINE), f"<h1>{HEADLINE}{added}</h1>")[0] == text


def test_a_day_before_a_headline_in_its_heading_is_no_kicker() -> None:
    top = f"<h1><time datetime='2024-05-03'>May <b>3</b> 2024</time> {HEADLINE}</h1>"
    assert headline(og(HEADLINE), top) == (HEADLINE, None)


def test_a_title_in_which_nothing_sets_the_outlets_name_apart() -> None:
    line = f"<table><tr><td><font class=t22><b>{HEADLINE}</b></font><br><br>3 May 2024</td></tr></table>"
    assert headline(title(f"gazet {HEADLINE} - News"), line, url=None)[0] == HEADLINE
