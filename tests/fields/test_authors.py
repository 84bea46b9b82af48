"""Authors of whole pages, by where and how a page names them: each way in several languages, and what looks like it."""

from __future__ import annotations

import pytest

from parsers.people.byline_names import read_names
from parsers.people.byline_words import words_of
from parsers.rules import default_rules
from tests.fields.pages import H1, ld, page
from tests.fields.pages import fields as fields_of
from tests.rule_pages import SAILED

#: What the page declares besides its title, what stands below the headline, and below the text; the authors.
Case = tuple[str, str, str, str, list[str]]
#: Boxes of other stories, which part the text from its foot.
APART = "".join(f"<div><h3>Other story {n}</h3><p>It has a lead, too.</p></div>" for n in range(6))

AT_THE_FOOT: dict[str, Case] = {
    "a label and a name": (
        "en",
        "",
        "",
        "<h3>Written by Ann Lister</h3><p>Ann Lister grows beans.</p>",
        ["Ann Lister"],
    ),
    "a label in a line of its own": ("de", "", "", APART + "<p>Autorin:</p><p>Anna Beispiel</p>", ["Anna Beispiel"]),
    "several names below a label": (
        "fr",
        "",
        "",
        APART + "<aside><h6>Auteurs</h6><ul><li><a href='/q?a=1'>Jeanne Dupont</a><li>Paul Martin</ul></aside>",
        ["Jeanne Dupont", "Paul Martin"],
    ),
    "monograms and jobs between the names": (
        "en",
        "",
        "",
        APART + "<div>Author</div><i>AL</i><div>Ann Lister</div><div>Staff engineer</div><i>TH</i><div>Tom Hall</div>",
        ["Ann Lister", "Tom Hall"],
    ),
    "a list of authors that is printed twice": (
        "en",
        "",
        "",
        APART + "<div>Author</div><i>AL</i><div>Ann Lister</div><i>AL</i><div>Ann Lister</div>",
        ["Ann Lister"],
    ),
    "different people under different labels": (
        "en",
        "",
        "",
        APART + "<p>Written by</p><p>Ann Lister</p>" + APART + "<p>Written by</p><p>Tom Hall</p>",
        [],
    ),
    "a section called like a label": ("en", "", "", "<h3>Authors</h3><p>Ann Lister wins prize</p>", []),
}

A_DESK_ABOVE: dict[str, Case] = {
    "the outlet's staff": ("en", "", "<p>By Harbour Post Staff</p>", "<p>Written by Ann Lister</p>", ["Ann Lister"]),
    "a newsroom": ("es", "", "<p>Por Redacción</p>", "<p>Escrito por Juan Prueba</p>", ["Juan Prueba"]),
    "a declared desk": (
        "de",
        ld(author={"@type": "Organization", "name": "Harbour Post"}),
        "<p>Von Harbour-Post-Redaktion</p>",
        "<p>Verfasst von Anna Beispiel</p>",
        ["Anna Beispiel"],
    ),
    "two declared persons, one with a double surname": (
        "es",
        ld(author=[{"@type": "Person", "name": n} for n in ("Inés Ramón y Cajal Prieto", "Juan Prueba")]),
        "<p>Por Inés Ramón y Cajal Prieto y Juan Prueba</p>",
        "",
        ["Inés Ramón y Cajal Prieto", "Juan Prueba"],
    ),
    "an agency": ("en", "", "<p>By Reuters</p>", "<p>Editing by Tom Hall</p>", ["Reuters"]),
}

LINKS: dict[str, Case] = {
    "a desk": ("en", "", "<a href='/authors/desk'>The Harbour Team</a><p>Published</p>", "", ["The Harbour Team"]),
    "a name": ("de", "", "<p><a href='/autoren/anna-beispiel'>Anna Beispiel</a></p>", "", ["Anna Beispiel"]),
    "another page": ("en", "", "<a href='/teams/harbour'>The Harbour Team</a>", "", []),
    "a list of authors": ("en", "", "<a href='/authors/'>The Harbour Team</a>", "", []),
}
_PART = "<i><a itemprop='name' rel=author><span class=firstname>{}</span> <span class=lastname>{}</span></a></i>"
MARKED: dict[str, Case] = {
    "brackets around the name": ("si", "", "<p class=author>(නිමල් රත්නායක)</p>", "", ["නිමල් රත්නායක"]),
    "an outlet before the name": ("ar", "", "<p class=author>أطلس بريس – حنان المرابطي</p>", "", ["حنان المرابطي"]),
    "an initial joined to the name": (
        "ta",
        "",
        "<p class=author><a href=/author/2>மு.கதிரவன்</a></p>",
        "",
        ["மு.கதிரவன்"],
    ),
    "the editor below, the writer above": (
        "zh",
        "",
        "<p>2025年04月09日 08:45 来源：海湾晚报 作者：顾明月</p>",
        "<p class=author>责任编辑：程立</p>",
        ["顾明月"],
    ),
    "the writer's label behind two times": (
        "th",
        "",
        "<p>เผยแพร่: 23 ก.ค. 2568 07:15 โดย: ณัฐวดี ศรีสมุทร 1,208 ครั้ง</p>",
        "",
        ["ณัฐวดี ศรีสมุทร"],
    ),
    "a name in parts": ("no", "", _PART.format("Kari Anne", "Nordmann"), "", ["Kari Anne Nordmann"]),
    "two names in parts": (
        "sv",
        "",
        f"<div class=byline>{_PART.format('Åsa', 'Berg Lund')}{_PART.format('Per', 'Olsson')}</div>",
        "",
        ["Åsa Berg Lund", "Per Olsson"],
    ),
    "a name and its town": (
        "es",
        "",
        "<p class='author-name'><a href='/autores/ana'>Ana Ruiz</a><b class='author-location'>Cala Alta</b></p>",
        "",
        ["Ana Ruiz"],
    ),
    "a name beside its job": (
        "en",
        "",
        "<div class=byline><b itemprop=name>Ann Lister</b><b itemprop=jobTitle>Harbour Editor</b></div>",
        "",
        ["Ann Lister"],
    ),
    "at the foot of a post": (
        "en",
        "",
        "",
        "<div class='post-footer'><span class='post-author'>Posted by <a rel=author>alister</a></span> at 8 pm</div>",
        ["alister"],
    ),
    "at the foot of the page": ("en", "", "", "<div class='footer'><span class='author'>Tom Hall</span></div>", []),
    "editors": (
        "en",
        "",
        "<h4 class='author-name'>By <a href='/us'>The Harbour editors</a></h4>",
        "",
        ["The Harbour editors"],
    ),
}
_OWNER = {"@type": "Organization", "name": "Harbour Media"}
DECLARED: dict[str, Case] = {
    "an outlet whose name would be divided": (
        "en",
        ld(author={"@type": "Organization", "name": "h-tv NEWS"}, publisher={"name": "htv NEWS"}),
        "",
        "",
        ["h-tv NEWS"],
    ),
    "a mail address with the name behind it": (
        "is",
        "<meta name='author' content='ann@harbourpost.example (Sigríður Hallsdóttir)'>",
        "",
        "",
        ["Sigríður Hallsdóttir"],
    ),
    "an organisation that contributed": (
        "en",
        ld(contributor=[_OWNER]),
        "<p>By Harbour Post</p>",
        "",
        ["Harbour Post"],
    ),
    "a person who contributed": (
        "en",
        ld(contributor=[{"@type": "Person", "name": "Ann Lister"}]),
        "",
        "",
        ["Ann Lister"],
    ),
}

_TOLD = "<p class='teaser'>The boat sails again after a winter in the dock, {}</p>"
IN_A_STANDFIRST: dict[str, Case] = {
    "who writes": ("en", "", _TOLD.format("writes Ann Lister"), "", ["Ann Lister"]),
    "who writes, in German": ("de", "", _TOLD.format("schreibt Anna Beispiel."), "", ["Anna Beispiel"]),
    "who writes, in Spanish": ("es", "", _TOLD.format("escribe Juan Prueba"), "", ["Juan Prueba"]),
    "who says, in capitals": ("en", "", _TOLD.format("says ANN LISTER."), "", ["Ann Lister"]),
    "a source": ("en", "", _TOLD.format("says Ann Lister"), "", []),
    "an agency": ("en", "", _TOLD.format("reports Reuters"), "", []),
    "a byline beside it": ("en", "", _TOLD.format("writes Ann Lister") + "<p>By Tom Hall</p>", "", ["Tom Hall"]),
}
LINES: dict[str, Case] = {
    "the outlet and the day in lines of the same element": (
        "en",
        "",
        "<font size=2>By DORIS LISTER<br>.c The Continental Wire<br>Nov. 26, 2000</font>",
        "",
        ["DORIS LISTER"],
    ),
    "a short sentence above a day": (
        "es",
        "",
        "<p>El delegado de Pesca, Juan Prueba, ofreció una mesa de diálogo el viernes.</p><p>3 de mayo de 2024</p>",
        "",
        [],
    ),
    "a menu of single words": (
        "he",
        "",
        "<div><a href=/>ראשי</a> <a href=/n>חדשות</a> <a href=/s>ספורט</a> <a href=/c>תרבות</a></div><p>3.5.2024</p>",
        "",
        [],
    ),
    "signed with a dash": ("en", "", "", "<p class=x>- Ann Lister</p>", ["Ann Lister"]),
    "a dash below a quotation": ("en", "", "", "<p>“It sails.”</p><p class=x>- Ann Lister</p>", []),
    "the outlet behind a name in italics": (
        "lv",
        "",
        "",
        "<p><i>Ģirts Vējonis, «Harbour Post»</i></p>",
        ["Ģirts Vējonis"],
    ),
}
LOGINS: dict[str, Case] = {
    "beside the date": ("en", "", "<p>by alister</p><p>3 May 2024</p>", "", ["alister"]),
    "above the text": ("fr", "", "<p>par jdupont</p>", "", ["jdupont"]),
    "a machine's": ("en", "", "<p>by admin</p><p>3 May 2024</p>", "", []),
    "no login": ("en", "", "<p>by boat</p><p>More</p><p>Save</p>", "", []),
}

#: The rest of a long article, and comments of readers, whose names and dates stand in lines of their own.
_WROTE = "<p>{} {}</p><p>3 May 2024</p><p>I have taken this ferry for thirty years and it never was on time.</p>"
_COMMENTS = {
    lead: "".join(_WROTE.format(lead, name) for name in ("Ann Lister", "Tom Hall")) for lead in ("Posted by", "By")
}
COMMENTS: dict[str, Case] = {
    "posted by readers": ("en", "", "", SAILED + _COMMENTS["Posted by"], []),
    "by readers": ("en", "", "", SAILED + _COMMENTS["By"], []),
    "of readers, below who wrote": ("en", "", "<p>By Eve Moor</p>", _COMMENTS["By"], ["Eve Moor"]),
    "by a reader, below a label": (
        "en",
        "",
        "",
        "<p>Written by</p><p>Eve Moor</p><div>Tom Hall</div><div>3 May 2024</div><p>It never was on time, was it?</p>",
        ["Eve Moor"],
    ),
}

KINDS = {
    "comments": COMMENTS,
    "in a standfirst": IN_A_STANDFIRST,
    "a login": LOGINS,
    "a line": LINES,
    "at the foot": AT_THE_FOOT,
    "a desk above": A_DESK_ABOVE,
    "a link": LINKS,
    "marked": MARKED,
    "declared": DECLARED,
}
CASES = [(kind, name, case) for kind, cases in KINDS.items() for name, case in cases.items()]


@pytest.mark.parametrize("case", [case for *_, case in CASES], ids=[f"{kind}: {name}" for kind, name, _ in CASES])
def test_authors(case: Case) -> None:
    lang, head, top, below, authors = case
    assert list(fields_of(page(head, H1 + top, below=below, lang=lang)).authors or ()) == authors


BY_LANGUAGE = [
    ("ca", "Per Anna Puig i Soler i Joan Mas", ["Anna Puig i Soler", "Joan Mas"]),
    ("sv", "Per Olsson", ["Per Olsson"]),
    ("hr", "Od Ana Horvat", ["Ana Horvat"]),
    ("hr", "Od Marko Perić, Zagreb", ["Marko Perić"]),
    ("hr", "Od ponedjeljka", []),
    ("hr", "Od Zagreba do Splita", []),
    ("hr", "Prema Hini", []),
    ("sk", "Od Jana Nováková", ["Jana Nováková"]),
    ("sk", "Podľa TASR", []),
    ("cs", "Od pondělí", []),
    ("cs", "Podle Jany Novákové", []),
    ("sl", "Avtorica: Ana Novak", ["Ana Novak"]),
    ("sl", "Od Ljubljane do Kopra", []),
    ("sr", "Приредила Ана Петровић", ["Ана Петровић"]),
    ("bg", "От понеделник", []),
    ("es", "Redacción: Ana Ruiz", ["Ana Ruiz"]),
    ("fr", "Auteurs : Jeanne Dupont et Paul Martin", ["Jeanne Dupont", "Paul Martin"]),
    ("he", "מאת דנה לוי, יוסי כהן ונועה בר", ["דנה לוי", "יוסי כהן", "נועה בר"]),
    ("he", "יוסי ויקטור כהן", ["יוסי ויקטור כהן"]),
    ("he", "ורד לוי", ["ורד לוי"]),
    ("ar", "بقلم أحمد علي وسارة حسن", ["أحمد علي", "سارة حسن"]),
    ("ar", "محمد علي وليد حسن", ["محمد علي وليد حسن"]),
    ("ja", "社会部 山田太郎", ["山田太郎"]),
    ("ja", "【経済部・山田太郎】", ["山田太郎"]),
    ("ja", "ロンドン支局　山田 太郎", ["山田 太郎"]),
    ("ja", "【大阪＝山田太郎】", ["山田太郎"]),
    ("ja", "服部 太郎", ["服部 太郎"]),
    ("ja", "論説委員・山田太郎", ["山田太郎"]),
    ("ja", "聞き手・山田太郎", ["山田太郎"]),
    ("ja", "編集 太郎", ["編集 太郎"]),
    ("ko", "홍길동 논설위원", ["홍길동"]),
    ("ko", "홍길동 기자 =", ["홍길동"]),
    ("zh", "通訊員 王海林", ["王海林"]),
]


@pytest.mark.parametrize(("language", "text", "names"), BY_LANGUAGE)
def test_names_by_the_language_of_the_page(language: str, text: str, names: list[str]) -> None:
    assert read_names(text, words_of(default_rules(), language)) == names


@pytest.mark.parametrize(
    ("ending", "names"),
    [
        ("（山田太郎）", ("山田太郎",)),
        ("(山田太郎、佐藤花子)", ("山田太郎", "佐藤花子")),
        ("【三枝涼子】", ("三枝涼子",)),
        ("（東京都内）", ()),
        ("（一部敬称略）", ()),
        ("（共同通信）", ()),
        ("（中村町長ら）", ()),
    ],
)
def test_who_signs_in_brackets_in_japanese(ending: str, names: tuple[str, ...]) -> None:
    last = "港の連絡船は冬の間の修理を終えて金曜日に運航を再開し、最初の便には島に帰る四十人の乗客が乗った。"
    text = page(top=H1, lang="ja").replace("</p></div>", f"</p><p>{last}{ending}</p></div>")
    assert fields_of(text).authors == names
