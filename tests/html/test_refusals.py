"""A page is refused for what it is: a list of teasers, a stub, a text of the site; never for low scores alone."""

from collections.abc import Sequence

import pytest
from lxml import etree

from parsers import Article, Rejection, parse_page
from parsers.context import Context
from parsers.html.markup.tree import build
from parsers.html.markup.walk import walk
from parsers.html.metadata import Metadata
from parsers.html.reading import read_page
from parsers.html.refusing.story_text import longest_run, short_sentences
from parsers.html.scoring.body_scores import Layout
from parsers.html.scoring.features import Page
from parsers.rules import default_rules
from tests.html.refused_pages import ADDRESS, STORY, WALLS, declared, parsed, texts


@pytest.mark.parametrize("kind", ["NewsArticle", "ReportageNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle"])
@pytest.mark.parametrize(
    "brief",
    [
        ["Shares of Lunde Ferries fell 3 % on Tuesday."],
        ["** Shares of Lunde Ferries fall 3 % to 4.20 crowns", "** Company says bow door failed; sees loss in Q2"],
        STORY[:1],
    ],
)
def test_declared_news_with_one_paragraph_is_never_refused(kind: str, brief: Sequence[str]) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in brief)
    head = declared(**{"@type": kind, "isAccessibleForFree": False})
    assert texts(parsed(f"<main><article><h1>Ferry to Lunde cancelled</h1>{body}</article></main>", head=head)) == brief


@pytest.mark.parametrize(
    "prompt",
    [
        "<p>Subscribe to continue reading this story.</p>",
        "<div class=paywall><p>Jetzt testen und weiterlesen: einen Monat kostenlos.</p></div>",
        "<div class='abo-box'><p>Der ganze Artikel und alles andere, einen Monat für nichts.</p></div>",
        "<section id=subscription><p>Lue koko juttu: kuukausi ilmaiseksi, sen jälkeen viisi euroa.</p></section>",
    ],
)
def test_declared_news_with_a_prompt_alone_is_a_stub(prompt: str) -> None:
    body = f"<main><article><h1>Ferry to Lunde cancelled</h1>{prompt}</article></main>"
    result = parsed(body, head=declared(isAccessibleForFree=False))
    assert isinstance(result, Rejection)
    assert result.reason == "paywall_stub"


def teasers(end: str, *, href: str = "/n/{}") -> str:
    return "".join(
        f"<article class=post><h2><a href={href.format(n)}>Story {n} of the ferry</a></h2>"
        f"<time datetime=2026-03-0{n + 1}>March {n + 1}, 2026</time><p>{STORY[n % 3]}{end}</p></article>"
        for n in range(7)
    )


@pytest.mark.parametrize("end", ["... <a href=/n/1>Read more</a>", "…", " […] <a href=/n/1>Lire la suite</a>"])
def test_a_list_of_teasers_is_refused(end: str) -> None:
    result = parsed(f"<main><article><h1>Ferry news</h1>{teasers(end)}</article></main>")
    assert isinstance(result, Rejection)
    assert result.reason == "listing"


def test_a_short_article_beside_many_teasers_is_no_list() -> None:
    head = '<meta property="og:type" content="article">'
    result = parsed(f"<main><h1>Ferry cancelled</h1><p>{STORY[0]}</p></main><div>{teasers('...')}</div>", head=head)
    assert isinstance(result, Article)


@pytest.mark.parametrize(("end", "href"), [("", "/n/{}"), ("...", "#part-{}"), ("...", "https://elsewhere.example/{}")])
def test_an_article_in_parts_is_no_list_of_teasers(end: str, href: str) -> None:
    body = (
        f"<main><article><h1>Seven ferries worth a trip</h1><p>{STORY[0]}</p>{teasers(end, href=href)}</article></main>"
    )
    assert isinstance(parsed(body, head=declared()), Article)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"<main><p>{STORY[0]}<p>Nobody was hurt.<p>{STORY[1]}</main><div><p>{'<p>'.join(STORY * 2)}</div>", [0, 1, 2]),
        (f"<div><p>{STORY[2]}</div><div><h1>Ferry</h1><div><p>{STORY[0]}<p>{STORY[1]}</div></div>", [2, 3]),
        (f"<div><h1>Ferry</h1></div><aside><p>{STORY[0]}</aside><div><p>{STORY[1]}</div>", [2]),
        (f"<main><h1>Ferry</h1><nav><p>{STORY[0]}</nav><p><a href=/1>{STORY[1]}</a></main>", []),
        ("<main><h1>Ferry</h1><p>Subscribe to continue reading this story and all others that we print.</main>", []),
        (f"<main><h1>Ferry</h1><p>{WALLS['en'][1]}</main>", []),
    ],
    ids=["main container", "below the heading", "not aside", "neither menus nor links", "no prompt", "no consent"],
)
def test_the_longest_run_of_prose(page: str, expected: list[int]) -> None:
    root = build(f"<html><body>{page}</body></html>".encode())
    assert isinstance(root, etree._Element)
    found = walk(root)
    assert longest_run(Page(found), found, Context(default_rules())) == expected


@pytest.mark.parametrize(
    "layout", [Layout([0.0] * 5, 0, -1), Layout([0.0] * 3 + [0.9] * 2, 3, 4)], ids=["none", "the entries of a menu"]
)
def test_the_longest_run_is_the_body_where_no_score_shows_one_and_evidence_says_so(layout: Layout) -> None:
    body = f"<main><h1>Ferry</h1><p>{STORY[0]}<p>{STORY[1]}</main><ul><li>Lunde.example<li>Vardal.example</ul>"
    root = build(f"<html><body>{body}</body></html>".encode())
    assert isinstance(root, etree._Element)
    found, context = walk(root), Context(default_rules())
    reading = read_page(Page(found), found, Metadata(), layout, context)
    assert [block.text for block in reading.blocks] == STORY[:2]
    assert reading.fields.evidence["blocks"].method == "longest_run"


def test_a_brief_in_a_script_without_full_stops_is_read() -> None:
    brief = [
        "ชาวบ้านตำบลหนองบัวลายช่วยกันซ่อมสะพานไม้อายุกว่าร้อยปีเสร็จเมื่อวันเสาร์ที่ผ่านมา ก่อนที่ฤดูฝนจะเริ่มขึ้นในอีกสองสัปดาห์",
        "องค์การบริหารส่วนตำบลจะติดตั้งไฟส่องสว่างตลอดแนวสะพานภายในเดือนหน้า",
    ]
    teaser = "<div class=teaser><a href=/1><h3>วัดร้างกลายเป็นห้องสมุด</h3><p>พระและชาวบ้านช่วยกันขนหนังสือสามพันเล่ม</p></a></div>"
    head = "<h1>ชาวบ้านช่วยกันซ่อมสะพานไม้ร้อยปีเสร็จก่อนหน้าฝน</h1><div class=meta>14.05.2026, 08:30</div>"
    page = f"<div id=wrap><div class=news-item>{head}<div class=text>{'<br><br>'.join(brief)}</div></div>{teaser}</div>"
    assert texts(parsed(page, language="th", title="ชาวบ้านช่วยกันซ่อมสะพานไม้ร้อยปี")) == brief


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<div><h1>码头再开放</h1><p>{}</div><ul><li>早市将迁往站前</ul>", [1, 2]),
        ("<div><h1>码头再开放</h1><p>{}</div><h1>早市</h1>", []),
        ("<div><h1>码头再开放</h1></div><aside><p>{}</aside>", []),
        ("<div><h1>码头再开放</h1><p><a href=/1>{}</a></div>", []),
    ],
    ids=["below the only heading", "several headings", "not aside", "no links"],
)
def test_sentences_too_short_for_prose(page: str, expected: list[int]) -> None:
    brief = ["伦讷市议会四日晚通过议案，渡轮码头将至少再开放两年。", "修缮屋顶的费用从道路养护经费中拨出。"]
    root = build(f"<html><body>{page.format('<p>'.join(brief))}</body></html>".encode())
    assert isinstance(root, etree._Element)
    found = walk(root)
    assert short_sentences(Page(found), found, Context(default_rules())) == expected


def test_a_brief_without_blanks_below_its_date_is_no_list() -> None:
    brief = [
        "伦讷消防站周二凌晨接到报警，称内码头一处木材堆场起火。十四名消防员赶到现场，四十分钟后将火扑灭，未造成人员伤亡。",
        "起火原因正在调查，堆场周边道路已恢复通行。",
    ]
    more = "".join(f"<li><a href=/c/{at}>{name}</a></li>" for at in range(4) for name in ("时政", "社会", "体育"))
    story = f"<div class=con>　　{brief[0]}<br/><br/>　　{brief[1]}</div>"
    top = "<h1>伦讷一木材堆场凌晨起火 无人伤亡</h1><div class=src>2026年11月20日 09:26 来源：伦讷快讯</div>"
    page = (
        f"<ul>{more}</ul><div class=wrap>{top}{story}</div><h2>热点新闻</h2><ul>{more}</ul><p>© 1998–2026 伦讷快讯</p>"
    )
    title = "<meta charset=utf-8><title>伦讷一木材堆场凌晨起火 无人伤亡_伦讷快讯</title>"
    found = parse_page(f"<html lang=zh-CN>{title}<body>{page}".encode(), url="https://k.example/zh-brief-br")
    assert texts(found) == brief


@pytest.mark.parametrize(("published", "read"), [("2025-10-21T14:32:00+09:00", True), ("", False)])
def test_a_flash_in_the_one_element_that_microdata_call_the_text_is_read(published: str, read: bool) -> None:
    flash = "짙은 안개로 멈췄던 해무도 여객선이 21일 오후 2시 운항을 재개했다."
    page = f"""<html lang=ko><head><meta charset=utf-8><title>[속보] 해무도 여객선 운항 재개 - 갯마을신문</title>
        <meta property=article:published_time content="{published}"></head><body><nav><a href=/>갯마을신문</a></nav>
        <h3>[속보] 해무도 여객선 운항 재개</h3><ul><li>윤세아 기자<li>승인 2025.10.21 14:32<li>댓글 0</ul>
        <article itemprop=articleBody><p>{flash}</p></article><div class=writer><strong>윤세아 기자</strong><a href=#>
        다른기사 보기</a></div><div>관련기사</div><div><a href=/r>홍수로 여객선 운항 중단</a></div></body></html>"""
    result = parse_page(page.encode(), url=ADDRESS, media_type="text/html")
    assert isinstance(result, Article) is read
    if isinstance(result, Article):
        assert ([block.text for block in result.blocks], result.authors) == ([flash], ("윤세아",))


def test_a_story_without_blanks_in_one_cell_with_an_icon_is_no_caption() -> None:
    story = [
        "停業十八年的海岬戲院修復完工，將於本月底重新開幕。鎮公所三日邀請居民入內參觀，上午就吸引近千人排隊。",
        "戲院建於一九五六年，屋頂曾在颱風中坍塌。這次修復保留了原有的木造座椅與手繪看板，並增設無障礙坡道。",
        "鎮長表示，戲院未來除了放映電影，也會提供學校與社區劇團使用。",
    ]
    rows = f"<tr><td>2026/3/4 15:20</td></tr><tr><td>{'<br><br>'.join(story)}</td></tr>"
    page = f"<h1>海岬鎮老戲院修復完工</h1><table>{rows}<tr><td><img src=print.gif></td></tr></table>"
    assert texts(parsed(page, language="zh-TW", title="海岬鎮老戲院修復完工")) == story


def test_a_brief_on_a_page_that_is_one_form_is_body() -> None:
    brief = [
        "Eelmisel talvel kadunud postkast leiti laupäeval Muhu rannast, kaks kilomeetrit teest.",
        "Kastis oli kolm kirja ja üks jõulukaart, mis on juba adressaatidele toimetatud.",
    ]
    rows = f"<tr><td>Postkast rändas Muhusse<td>26.11.2001<tr><td colspan=2>{'<br><br>'.join(brief)}</tr>"
    page = f"<form method=post action='/leht.nsf/artikkel?OpenForm'><table>{rows}</table><a href=/>Esilehele</a></form>"
    assert texts(parsed(page, language="et", title="Saarte Raamat")) == brief


def test_a_short_second_paragraph_without_blanks_is_body() -> None:
    brief = [
        "伦讷港务委员会周二晚间决定，将老旧的渡轮停航十一个月，以更换船首门。渔民说，内码头将因此与制冰厂隔绝，每次卸货都要绕行。",
        "主席在座无虚席的会场表示，钢材厚度自上次检查以来减少近三分之一。",
    ]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in brief)
    page = f"<main><article><h1>伦讷渡轮将停航十一个月</h1><div>{body}</div></article></main>"
    assert texts(parsed(page, language="zh-CN", title="伦讷渡轮将停航十一个月")) == brief


def test_the_last_sentence_of_a_brief_may_end_with_its_writer() -> None:
    brief = [
        "浦里町の屋根つき橋の上にある書店が14日、最後の営業を終えた。店主の早瀬とみさんは「雨の日だけ混んだ」と笑う。",
        "店は1957年、橋の茶屋を改装して始まった。棚は12本、通路は橋そのもので、自転車も通る。",
        "在庫は町立図書館に寄贈される。【青山澪】",
    ]
    body = "<p>広告</p>".join(f"<p>{paragraph}</p>" for paragraph in brief)
    page = f"<main><section><h1>橋の上の書店、最後の営業</h1><div>{body}</div></section></main>"
    assert texts(parsed(page, language="ja", title="橋の上の書店、最後の営業")) == brief


def test_text_in_one_cell_goes_on_behind_a_box() -> None:
    box = "<table align=right><tr><td>Related<br><a>Forty lindens fewer</a> (12 Oct 2003)</td></tr></table>"
    cell = f"{STORY[0]}<br><br>{STORY[1]}<br><br>{box}The ship is to sail again on Friday. No one was hurt."
    page = f"<table><tr><td><h1>Ferry to Lunde cancelled</h1></td></tr><tr><td>{cell}</td></tr></table>"
    assert texts(parsed(page))[-1] == "The ship is to sail again on Friday. No one was hurt."


@pytest.mark.parametrize("score", [0.0, 0.03, 0.24])
def test_a_page_that_resembles_nothing_is_read_and_says_how_unsure_it_is(
    monkeypatch: pytest.MonkeyPatch, score: float
) -> None:
    unlike = Rejection("not_an_article", f"It is not built like an article (likelihood {score}).")
    monkeypatch.setattr("parsers.html.refusing.refuse.judge", lambda *_: unlike)
    story = "".join(f"<p>{text}</p>" for text in STORY)
    result = parsed(f"<main><h1>Ferry to Lunde cancelled</h1>{story}</main><div><p>{STORY[0]}</p></div>")
    assert texts(result) == STORY
    assert isinstance(result, Article) and result.quality <= 0.2
    assert result.evidence["blocks"].method == "longest_run"
    assert parsed("<main><h1>Lunde Post</h1><ul><li><a href=/a>Sport</a></ul></main>") == unlike


def test_a_page_that_is_of_another_kind_is_refused_whatever_its_prose(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Rejection("product_page", "It sells a product.")
    monkeypatch.setattr("parsers.html.refusing.refuse.judge", lambda *_: shop)
    assert parsed("<main>" + "".join(f"<p>{text}</p>" for text in STORY) + "</main>") == shop


@pytest.mark.parametrize(
    ("title", "head", "refused"),
    [
        ("Privacy policy | Lunde Post", "", True),
        ("Privacy policy of the ferry blocked by court", "", False),
        (
            "Ship's cook wanted",
            '<script type="application/ld+json">{"@type": "JobPosting", "title": "Cook"}</script>',
            True,
        ),
        ("Index of /1999/11", "", True),
        ("Guestbook | Lunde Post", "", True),
        ("Guestbook of the drowned village found", "", False),
        ("Condizioni generali di utilizzo", "", True),
    ],
)
def test_texts_of_a_site_about_itself_jobs_and_lists_of_files(title: str, head: str, refused: bool) -> None:
    text = "".join(f"<p>{said}</p>" for said in STORY[:2])
    result = parsed(f"<main><h1>{title}</h1>{text}</main>", head=f"<title>{title}</title>{head}")
    assert isinstance(result, Rejection) is refused


@pytest.mark.parametrize(("beside", "refused"), [("", True), (f"<p>{STORY[0]}</p><p>{STORY[1]}</p>", False)])
def test_a_page_that_prints_only_what_a_program_on_the_server_says_is_refused(beside: str, refused: bool) -> None:
    failed = "<p>Microsoft OLE DB Provider for ODBC Drivers error '80004005'</p><p>/news/detail.asp, line 31</p>"
    result = parsed(f"<a href=/>Home</a><main>{failed}<h1>Lunde Post</h1>{beside}</main>")
    assert (isinstance(result, Rejection) and result.reason == "block_page") is refused


@pytest.mark.parametrize("dated", ["2 March 2026", "02.03.2026", "March 2, 2026", "2 de marzo de 2026", ""])
def test_two_dated_sentences_between_menus_and_teasers_are_a_brief(dated: str) -> None:
    teaser = "<article><h3><a href=/2026/{n}>Ferry {n} sails again</a></h3><p>It was in the dock.</p></article>"
    beside = f"<ul>{'<li><a href=/s>Ferries</a></li>' * 6}</ul>{''.join(teaser.format(n=n) for n in range(5))}"
    told = ["The harbour site works again, the town said.", "Since Monday readers had seen nothing but a message."]
    text = "".join(f"<p>{sentence}</p>" for sentence in told)
    page = f"<html><body><article><h1>Harbour site works</h1><p>{dated}</p>{text}</article>{beside}</body></html>"
    found = parse_page(page.encode(), url="https://lundepost.example/a/412")
    assert isinstance(found, Article) == bool(dated)
    assert not isinstance(found, Article) or [block.text for block in found.blocks] == told


def test_a_headline_above_prompts_to_subscribe_alone_is_a_stub() -> None:
    prompts = [
        "Dit artikel is alleen voor abonnees",
        "Lees verder met een abonnement. Eerste maand € 1.",
        "Al abonnee? Log in",
    ]
    asked, story = ("".join(f"<p>{text}</p>" for text in texts) for texts in (prompts, STORY))
    menu = f"<ul>{'<li><a href=/s>Veerboten</a></li>' * 9}</ul>"
    stub, free = (
        f"<html><body><h1>Rederij wist van deuren</h1>{text}{menu}</body></html>" for text in (asked, story + asked)
    )
    refused = parse_page(stub.encode(), url=ADDRESS)
    assert isinstance(refused, Rejection) and refused.reason == "paywall_stub"
    assert isinstance(parse_page(free.encode(), url=ADDRESS), Article)
