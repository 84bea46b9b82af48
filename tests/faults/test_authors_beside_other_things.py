"""Bylines that name something beside the author: a day, a fact checker, a job with "and", another label."""

import pytest

from parsers.people.byline_names import read_names
from parsers.people.byline_words import words_of
from parsers.rules import default_rules
from tests.fields.pages import H1, fields, ld, page

BIO = "Ann Lister is a reporter who has written about harbours and the people in them for twenty years."

LINES = [
    # A day in numbers was taken for a telephone number, and "on" was left of it.
    ("en", "Posted by Ann Lister on 2024-05-03 in harbours", ["Ann Lister"]),
    ("en", "Ann Lister on 10/12/2025 15:30", ["Ann Lister"]),
    # Who told a story, and who wrote it down.
    ("en", "Ann Lister as told to Tom Hall", ["Ann Lister", "Tom Hall"]),
    ("de", "Anna Beispiel, aufgezeichnet von Max Muster", ["Anna Beispiel", "Max Muster"]),
    ("de", "Protokolliert von Max Muster", ["Max Muster"]),
    ("bs", "Napisao/la Fikret Hodžić", ["Fikret Hodžić"]),
    ("sq", "Nga Arta Hoxha", ["Arta Hoxha"]),
    ("vi", "Nga Nguyen", ["Nga Nguyen"]),
    ("sw", "Imetumwa na Amina Juma mnamo 26/11/2010 - 09:15", ["Amina Juma"]),
    ("it", "Testo raccolto da Maria Rossi", ["Maria Rossi"]),
    ("nl", "Opgetekend door Jan Bakker", ["Jan Bakker"]),
    ("no", "Fortalt til Kari Nordmann", ["Kari Nordmann"]),
    ("pl", "Wysłuchała Anna Kowalska", ["Anna Kowalska"]),
    ("ja", "[山田太郎]", ["山田太郎"]),
    ("ja", "［山田太郎］", ["山田太郎"]),
    ("en", "By Ann Lister +49 170 1234567", ["Ann Lister"]),
    ("en", "Ann Lister on behalf of the harbour office", ["Ann Lister"]),
    ("de", "Anna Beispiel im Namen der Redaktion", ["Anna Beispiel"]),
    ("fr", "Jeanne Dupont au nom du collectif", ["Jeanne Dupont"]),
    ("en", "This post was written by Ann Lister, Head of Marketing and Community Development", ["Ann Lister"]),
    ("en", "By Ann Lister, Political Editor and Tom Hall", ["Ann Lister", "Tom Hall"]),
    ("en", "Photos and Story By Ann Lister", ["Ann Lister"]),
    ("de", "Text und Fotos von Anna Beispiel", ["Anna Beispiel"]),
    ("fr", "Texte et photos Jeanne Dupont", ["Jeanne Dupont"]),
    ("sv", "Text och foto: Eva Svensson", ["Eva Svensson"]),
    ("en", "By Robert Tolland, Ph.D.", ["Robert Tolland, Ph.D."]),
    ("en", "By Ann Lister, Ph.D., and Tom Hall, MD.", ["Ann Lister, Ph.D.", "Tom Hall, MD"]),
    ("en", "By Ann Lister HarbourPost.com Archive", ["Ann Lister"]),
    ("de", "Von HP-Redaktion", ["HP-Redaktion"]),
    ("de", "Von Anna Beispiel", ["Anna Beispiel"]),
    ("zh", "作者：张三 来源：海港日报", ["张三"]),
    ("zh", "来源：海港日报 作者：张三 责任编辑：李四", ["张三"]),
    ("zh", "文/张三 編輯：李四", ["张三"]),
    ("zh", "本报记者 张三 实习生 李四", ["张三", "李四"]),
    ("zh", "北京 记者 张三 摄影 李四", ["张三"]),
    ("zh", "北京 张三", ["张三"]),
    ("ko", "(서울=항구뉴스) 김민수 이영희 기자", ["김민수", "이영희"]),
    ("ko", "정치부 김민수 기자", ["김민수"]),
    ("ko", "워싱턴=김민수 특파원", ["김민수"]),
    ("ko", "서울 김민수 기자", ["김민수"]),
    ("ko", "글·사진 김민수 기자", ["김민수"]),
    ("ko", "글 김민수 사진 이영희", ["김민수"]),
    ("ja", "文・山田花子 写真・鈴木一郎", ["山田花子"]),
    ("ja", "写真・文＝山田花子", ["山田花子"]),
    ("ja", "山田 花子", ["山田 花子"]),
    ("en", "Words: Ann Lister. Photography: Tom Hall", ["Ann Lister"]),
    ("en", "By Ann Lister Video by Tom Hall", ["Ann Lister"]),
    ("en", "Words and pictures: Ann Lister", ["Ann Lister"]),
    ("es", "Texto: Ana Ruiz Fotos: Juan Gil", ["Ana Ruiz"]),
    ("en", "By Ann Lister For Harbourpost.com and Tom Hall", ["Ann Lister", "Tom Hall"]),
    ("en", "By ANN LISTER FOR HARBOURPOST.COM and TOM HALL", ["ANN LISTER", "TOM HALL"]),
    ("en", "Lister, Ann; Hall, Tom", ["Ann Lister", "Tom Hall"]),
    ("en", "Ann Lister, Editor; Tom Hall, Reporter", ["Ann Lister", "Tom Hall"]),
    ("zh", "作者：张三 海港网编辑：李四", ["张三"]),
    ("zh", "海港日报记者张三", ["张三"]),
    ("zh", "責任編輯: 樂璇]", ["樂璇"]),
    ("zh", "文字：张三", ["张三"]),
    ("ja", "港新聞記者 山田太郎", ["山田太郎"]),
    ("ja", "文・山田太郎", ["山田太郎"]),
    # A time counted back from now, whose words no list of buttons has.
    ("it", "Maria Rossi un'ora fa", ["Maria Rossi"]),
    ("fi", "Aino Virtanen 2 viikkoa sitten", ["Aino Virtanen"]),
    ("sv", "Eva Svensson för 2 timmar sedan", ["Eva Svensson"]),
    ("lt", "Jonas Petraitis, prieš 2 valandas", ["Jonas Petraitis"]),
    ("zh", "张三 | 昨天", ["张三"]),
    ("en", "By Ann Lister, USA Today", ["Ann Lister"]),
    ("pl", "Mexico Hoy", ["Mexico Hoy"]),
    # A date with its month in letters, in a language whose months no list has.
    ("bg", "Автор: Иван Петров 4 март 2026", ["Иван Петров"]),
    ("hu", "Kovács Péter 2026. október 4. 14:10", ["Kovács Péter"]),
    ("ca", "Jordi Puig 12 d'octubre de 2026", ["Jordi Puig"]),
    # What belongs to a name.
    ("en", "By Joe Halloran Jr. and Tara Quill", ["Joe Halloran Jr.", "Tara Quill"]),
    ("en", "Joe Halloran, Sr., and Tara Quill", ["Joe Halloran, Sr.", "Tara Quill"]),
    ("en", "By Joe Halloran.", ["Joe Halloran"]),
    # Places and agencies behind it.
    ("pt", "Por Teresa Vaz e Silva, de Vila Serena", ["Teresa Vaz e Silva"]),
    ("nb", "Av Kari Nordmann, i Bergen", ["Kari Nordmann"]),
    ("nl", "Jan Bakker, van den Berg", ["Jan Bakker", "van den Berg"]),
    ("de", "Von Anna Beispiel mit dpa", ["Anna Beispiel"]),
    ("es", "Por Ana Ruiz con EFE y Reuters", ["Ana Ruiz"]),
    ("fr", "Par Jeanne Dupont avec Paul Martin", ["Jeanne Dupont", "Paul Martin"]),
    # A name that looks like a day, behind one that does not.
    ("en", "Ann Lister and Mon Harker, Harbour Sun", ["Ann Lister", "Mon Harker"]),
    ("en", "Ann Lister and More", ["Ann Lister"]),
]


@pytest.mark.parametrize(("language", "text", "names"), LINES)
def test_what_a_line_names(language: str, text: str, names: list[str]) -> None:
    assert read_names(text, words_of(default_rules(), language)) == names


def meta(**tags: str) -> str:
    return "".join(f'<meta name="{name}" content="{value}">' for name, value in tags.items())


@pytest.mark.parametrize(
    ("head", "top", "authors"),
    [
        # Who checked an article stands in an element like the author's.
        (
            "",
            "<p class=author>Written by Ann Lister</p><p class=author>Reviewed by Tom Hall</p>",
            ("Ann Lister",),
        ),
        (
            "",
            "<p class=author>Reviewed by Tom Hall</p><p class=author>Written by Ann Lister</p>",
            ("Ann Lister",),
        ),
        # Facts about the article in a list.
        ("", "<ul class=entry-meta><li>Ann Lister</li><li>3 May 2024</li></ul>", ("Ann Lister",)),
        ("", "<ul class=links><li>Ann Lister</li><li>Harbour Town</li></ul>", ()),
        ("", "<ul><li>Ann Lister</li><li>3 hours ago</li></ul>", ("Ann Lister",)),
        ("", f"<ul><li>Ann Lister</li><li>3 May 2024</li>{'<li>Harbour Town</li>' * 9}</ul>", ()),
        ("", "<ul class=info><li>3 May 2024</li><li>12:15</li></ul>", ()),
        # A date before "By" in another language, with and without a blank between them.
        ("", "<p>3. května 2024 Autor: Jan Novák</p>", ("Jan Novák",)),
        ("", "<div><span>2024-05-03 14:10</span><span>记者：张三丰</span></div>", ("张三丰",)),
        ("", "<p>입력 2024.05.03 14시 05분 김해린 기자 hae@paper.example</p>", ("김해린",)),
        ("", "<p>김해린 기자 입력 2024.05.03 14:05</p>", ("김해린",)),
        # A heading of a low level, and the foot of the headline.
        ("", "<h4>Ann Lister</h4><div><time>3 May 2024</time></div>", ("Ann Lister",)),
        ("", "<h4>Ann Lister</h4>", ()),
        ("", "<div class=footer><p><span>3 May 2024</span> <span>Ann Lister</span></p></div>", ("Ann Lister",)),
        # A card about the author that is not shown, and who only checked.
        (
            "",
            "<div class=byline><div><a href=/s/al>Ann Lister</a><div hidden><p>" + BIO * 3 + "</p></div></div></div>",
            ("Ann Lister",),
        ),
        (
            "",
            "<div class=contributors><div>Written by <a class=name>Ann Lister</a></div>"
            "<div>Reviewed by <a class=name>Tom Hall</a></div></div>",
            ("Ann Lister",),
        ),
        # Printed in capitals, declared in small letters.
        (meta(byl="By Ann Lister"), "<p class=byline>By ANN LISTER</p>", ("Ann Lister",)),
        (
            ld(author={"@type": "Person", "givenName": "Ann", "additionalName": "J.", "familyName": "Lister"}),
            "",
            ("Ann J. Lister",),
        ),
        ('<meta property="dc:creator" content="Ann Lister">', "", ("Ann Lister",)),
        ("", "<p>ANN LISTER / AGENCIAS</p><p>3 May 2024</p>", ("ANN LISTER",)),
        ("", "<p>HARBOUR TOWN / SPORT</p><p>3 May 2024</p>", ()),
        # Elements of one line without a blank between them.
        ("", "<div><span>Ann Lister</span><span>3 hours ago</span></div>", ("Ann Lister",)),
        ("", "<div><span>Ann Lister</span><span>yesterday</span><span>13</span></div>", ("Ann Lister",)),
        ("", "<div><time>3 May 2024</time><span>Ann Lister</span></div>", ("Ann Lister",)),
        ("", "<div><span>Harbour News</span><span>Ferry Lines</span><span>3 hours ago</span></div>", ()),
        # Lines of two capitalised words that are no names.
        ("", "<p>© 2024 - made by Tom Hall</p>", ()),
        ("", "<p>#Harbour Towns</p><p>3 May 2024</p>", ()),
        ("", "<p>Episode Details</p>", ()),
        ("", "<p>Shop Similar Products</p>", ()),
        ("", "<p>PDF Version</p><p>3 May 2024</p>", ()),
        ("", "<p>Ann Lister</p><p>3 May 2024</p>", ("Ann Lister",)),
        # A link behind the name, in the same line.
        ("", "<p>By <a href='/w/al'>A. J. Lister</a> <a class=btn>View In Digital Edition</a></p>", ("A. J. Lister",)),
        # A byline names persons of whom none is declared: the declared one put the article online.
        (ld(author="Luke Daigle"), "<p>By Ann Lister</p>", ("Ann Lister",)),
        (ld(author="Luke Daigle"), "<p>By Ann Lister and Tom Hall</p>", ("Ann Lister", "Tom Hall")),
        (ld(author="Ann B. Lister"), "<p>By Ann Lister</p>", ("Ann B. Lister",)),
        (ld(author="Luke Daigle"), "<p>By Harbour Post Staff</p>", ("Luke Daigle",)),
        (ld(author="Luke Daigle"), "<p>By Ann Lister</p><p>Luke Daigle, news desk</p>", ("Luke Daigle",)),
        (ld(author="Luke Daigle"), "<p>Reviewed by Ann Lister</p>", ("Luke Daigle",)),
        (ld(author="Luke Daigle"), "<p>Compiled by Ann Lister</p>", ("Luke Daigle",)),
        ("", "<p>Council Opens New Pier and Roads for Islands</p><p>3 May 2024</p>", ()),
        ("", "<p>By fax you may send the form of the Harbour Office to us</p><p>3 May 2024</p>", ()),
        # A meta tag for the owner of the outlet, and another for the author.
        (
            meta(author="Hart Naylor") + '<meta property="article:author" content="Ann Lister">',
            "<p class=head><span class=author>Ann Lister</span></p>",
            ("Ann Lister",),
        ),
        # One tag for each author, and only the first in the byline.
        (
            '<meta name="citation_author" content="Ann Lister"><meta name="citation_author" content="Tom Hall">',
            "<p class=author>Ann Lister</p>",
            ("Ann Lister", "Tom Hall"),
        ),
        # A title in the byline alone, and more authors.
        (
            ld(author="Ann Lister"),
            "<p class=author>Written by Dr Ann Lister and Tom Hall</p>",
            ("Dr Ann Lister", "Tom Hall"),
        ),
        # What somebody is, behind a declared name.
        (
            ld(author="Ann Lister, Harbour universiteto teisės and istorijos profesorė, Harbour Post"),
            "",
            ("Ann Lister",),
        ),
    ],
)
def test_who_wrote_it(head: str, top: str, authors: tuple[str, ...]) -> None:
    assert fields(page(head, f"{H1}{top}")).authors == authors


FACTS = "".join(f"<p>Harbour notice {number}</p>" for number in range(9))


@pytest.mark.parametrize(
    ("foot", "authors"),
    [
        ("<ul><li>Date 3 May 2024</li><li>Author: Ann Lister</li></ul>", ("Ann Lister",)),
        ("<ul><li>Autorin/Autor Ann Lister</li></ul><div>Autorin/Autor Ann Lister</div>", ("Ann Lister",)),
        ("<p>Written by Ann Lister and Tom Hall</p>", ("Ann Lister", "Tom Hall")),
        # A list of other stories names many; "by" begins lines about anything; and so does a sentence.
        ("<p>Written by Ann Lister</p><p>Written by Tom Hall</p>", ()),
        ("<p>By Ann Lister</p>", ()),
        ("<p>Author Ann Lister said that she had written about the harbour for years</p>", ()),
        ("<p class=comment>Posted by Ann Lister</p>", ()),
    ],
)
def test_a_label_among_the_facts_at_the_foot(foot: str, authors: tuple[str, ...]) -> None:
    assert fields(page(top=H1, below=f"<section>{FACTS}{foot}</section>")).authors == authors


@pytest.mark.parametrize(
    ("below", "authors"),
    [
        (f"<div><div>Ann Lister</div><p>{BIO}</p></div>", ("Ann Lister",)),
        (f"<div class=author-box><p>Ann Lister</p><p>{BIO.removeprefix('Ann ')}</p></div>", ("Ann Lister",)),
        (f"<div><p>Ann Lister</p><p>Harbour reporter</p><p>{BIO}</p></div>", ("Ann Lister",)),
        # A part of the name alone says nothing outside of an author's box.
        ("<div><p>Harbour Beauty</p><p>Harbour lights and boats have been painted for a hundred years.</p></div>", ()),
        ("<div><p>Ann Lister</p><p>The harbour office closes at noon on Fridays, as it always has.</p></div>", ()),
        (f"<div class=related-stories><p>Ann Lister</p><p>{BIO}</p></div>", ()),
    ],
)
def test_a_box_about_the_author_below_the_article(below: str, authors: tuple[str, ...]) -> None:
    assert fields(page(top=H1, below=below)).authors == authors
