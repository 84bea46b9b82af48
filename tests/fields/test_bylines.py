"""Bylines: people and organisations in, buttons, dates, roles and places out, in lines and on pages."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.people.around_names import has_lead
from parsers.people.byline_names import read_names
from parsers.people.byline_words import words_of
from parsers.people.name_kinds import is_agency, is_group, people
from parsers.rules import default_rules
from parsers.segments import BYLINE
from tests.fields.pages import H1, PARAGRAPHS, claimed, fields, page, read

WORDS = words_of(default_rules())

PRINTED = [
    # lead-ins by language
    ("By Ann Lister", ["Ann Lister"]),
    ("by ann lister", []),
    ("BY ANN LISTER", ["ANN LISTER"]),
    ("ByAnn Lister", ["Ann Lister"]),
    ("Ann Lister, Opinion by", ["Ann Lister"]),
    ("Ann Lister | Ann is", ["Ann Lister"]),
    ("By: Ann Lister", ["Ann Lister"]),
    ("Written by Ann Lister", ["Ann Lister"]),
    ("Words by Ann Lister", ["Ann Lister"]),
    ("Story by Ann Lister", ["Ann Lister"]),
    ("Posted by Ann Lister", ["Ann Lister"]),
    ("Reporting by Ann Lister", ["Ann Lister"]),
    ("Contributors: Ann Lister", ["Ann Lister"]),
    ("Posted by Ann Lister @ 2:22 PM", ["Ann Lister"]),
    ("Enviado por Juan Prueba el Dom, 2006-11-26 14:22.", ["Juan Prueba"]),
    ("Redaktor: Jan Nowak", ["Jan Nowak"]),
    ("Gönderen: Deniz Aksoylu", ["Deniz Aksoylu"]),
    ("Von Anna Beispiel", ["Anna Beispiel"]),
    ("Ein Kommentar von Anna Beispiel", ["Anna Beispiel"]),
    ("Eine Analyse von Anna Beispiel", ["Anna Beispiel"]),
    ("Ein Gastbeitrag von Anna Beispiel", ["Anna Beispiel"]),
    ("Autor: Karl Muster", ["Karl Muster"]),
    ("Par Jeanne Dupont", ["Jeanne Dupont"]),
    ("Propos recueillis par Jeanne Dupont", ["Jeanne Dupont"]),
    ("Por Juan Prueba", ["Juan Prueba"]),
    ("Por Juan Prueba, G9 Litoral — Barra do Sul", ["Juan Prueba"]),
    ("By Ann Lister, Tom Hall – Eva Sol", ["Ann Lister", "Tom Hall", "Eva Sol"]),
    ("Yanditswe na Ann Lister", ["Ann Lister"]),
    ("Escrito por Lucía Pérez", ["Lucía Pérez"]),
    ("Di Maria Bianchi", ["Maria Bianchi"]),
    ("A cura di Maria Bianchi", ["Maria Bianchi"]),
    ("Door Jan Jansen", ["Jan Jansen"]),
    ("Geschreven door Jan Jansen", ["Jan Jansen"]),
    ("Av Kari Nordmann", ["Kari Nordmann"]),
    ("Af Peter Madsen", ["Peter Madsen"]),
    ("Text: Eva Svensson", ["Eva Svensson"]),
    ("Autor: Jan Nowak", ["Jan Nowak"]),
    ("Автор: Иван Петров", ["Иван Петров"]),
    ("Oleh Budi Santoso", ["Budi Santoso"]),
    ("Yazan: Ayşe Yılmaz", ["Ayşe Yılmaz"]),
    ("Szerző: Kovács Anna", ["Kovács Anna"]),
    ("作者：张三", ["张三"]),
    ("文／山田太郎", ["山田太郎"]),
    ("(责编：张三、李四)", ["张三", "李四"]),
    ("山田太郎記者", ["山田太郎"]),
    ("김민수 기자", ["김민수"]),
    ("بقلم: أحمد علي", ["أحمد علي"]),
    ("本网记者 沈桂兰", ["沈桂兰"]),
    ("ปรับปรุง: 23 ก.ค. 2568 09:40 โดย: ณัฐวดี ศรีสมุทร 1,208 ครั้ง", ["ณัฐวดี ศรีสมุทร"]),
    ("மு.கதிரவன்", ["மு.கதிரவன்"]),
    # names that begin like a lead-in
    ("Byron Miller", ["Byron Miller"]),
    ("ABBY LEE", ["ABBY LEE"]),
    ("Vonda Smith", ["Vonda Smith"]),
    ("Parker Young", ["Parker Young"]),
    ("Porter Wells", ["Porter Wells"]),
    ("Diana Rossi", ["Diana Rossi"]),
    ("Avi Cohen", ["Avi Cohen"]),
    ("Ashby Jones", ["Ashby Jones"]),
    # lists
    ("By Ann Lister and Tom Hall", ["Ann Lister", "Tom Hall"]),
    ("By Ann Lister & Tom Hall", ["Ann Lister", "Tom Hall"]),
    ("By Ann Lister, Tom Hall and Sue Reed", ["Ann Lister", "Tom Hall", "Sue Reed"]),
    ("By Ann Lister, Tom Hall, and Sue Reed", ["Ann Lister", "Tom Hall", "Sue Reed"]),
    ("By Ann Lister with Tom Hall", ["Ann Lister", "Tom Hall"]),
    ("Von Anna Beispiel und Karl Muster", ["Anna Beispiel", "Karl Muster"]),
    ("Von Anna Beispiel, Karl Muster sowie Eva Test", ["Anna Beispiel", "Karl Muster", "Eva Test"]),
    ("Par Jeanne Dupont et Paul Martin", ["Jeanne Dupont", "Paul Martin"]),
    ("Par Jeanne Dupont avec AFP", ["Jeanne Dupont"]),
    ("POR LUCÍA PÉREZ Y JUAN DÍAZ", ["LUCÍA PÉREZ", "JUAN DÍAZ"]),
    ("Door Jan Jansen en Piet Smit", ["Jan Jansen", "Piet Smit"]),
    ("Av Kari Nordmann og Ola Hansen", ["Kari Nordmann", "Ola Hansen"]),
    ("Eva Svensson och Nils Berg", ["Eva Svensson", "Nils Berg"]),
    ("Jan Nowak i Anna Lis", ["Jan Nowak", "Anna Lis"]),
    ("Ann Lister | Tom Hall", ["Ann Lister", "Tom Hall"]),
    ("Ann Lister; Tom Hall", ["Ann Lister", "Tom Hall"]),
    ("Ann Lister • Tom Hall", ["Ann Lister", "Tom Hall"]),
    ("By Ann Lister and Ann Lister", ["Ann Lister"]),
    # roles, places, outlets
    ("By Ann Lister, Political Editor", ["Ann Lister"]),
    ("By Ann Lister Political Editor", ["Ann Lister"]),
    ("Political Editor Ann Lister", ["Ann Lister"]),
    ("By Ann Lister and Tom Hall, staff writers", ["Ann Lister", "Tom Hall"]),
    ("Ann Lister / Journalist", ["Ann Lister"]),
    ("Von Anna Beispiel, Redakteurin", ["Anna Beispiel"]),
    ("Jeanne Dupont, correspondante à Rome", ["Jeanne Dupont"]),
    ("By Ann Lister in London", ["Ann Lister"]),
    ("Von Anna Beispiel, Berlin", ["Anna Beispiel"]),
    ("Anna Beispiel aus Paris", ["Anna Beispiel"]),
    ("By Ann Lister for Harbour Review", ["Ann Lister"]),
    ("Ann Lister - Product marketer", ["Ann Lister"]),
    ("Senior Staff Writer", []),
    # what stands behind a name
    ("By Ann Lister Updated: May 3, 2024 5:10 PM", ["Ann Lister"]),
    ("By Ann Lister May 3, 2024", ["Ann Lister"]),
    ("Ann Lister on Monday", ["Ann Lister"]),
    ("Written by Ann Lister Friday, December 19, 2025", ["Ann Lister"]),
    ("By Ann Lister • 5 min read", ["Ann Lister"]),
    ("Ann Lister 3 Comments", ["Ann Lister"]),
    ("Von Anna Beispiel Stand: 03.05.2024, 15:47 Uhr", ["Anna Beispiel"]),
    ("By Ann Lister @annlister", ["Ann Lister"]),
    ("By Ann Lister | ann@harbourpost.example", ["Ann Lister"]),
    ("Ann Lister https://harbourpost.example/ann", ["Ann Lister"]),
    ("Anna Beispiel (abe)", ["Anna Beispiel"]),
    ("By Ann Lister, MD", ["Ann Lister, MD"]),
    ("Ann Lister, PhD, and Tom Hall, RN", ["Ann Lister, PhD", "Tom Hall, RN"]),
    # shapes of names
    ("By Tom van der Berg", ["Tom van der Berg"]),
    ("By Ludwig von Beispiel", ["Ludwig von Beispiel"]),
    ("By María de la Cruz", ["María de la Cruz"]),
    ("By Conor O'Brien", ["Conor O'Brien"]),
    ("By Jean-Luc Moreau", ["Jean-Luc Moreau"]),
    ("By J. R. Hartley", ["J. R. Hartley"]),
    ("By Dr. Ann Lister", ["Dr. Ann Lister"]),
    ("By SanSone McCoy", ["SanSone McCoy"]),
    ("By Ali bin Said", ["Ali bin Said"]),
    # organisations
    ("By Reuters", ["Reuters"]),
    ("dpa", ["dpa"]),
    ("Ann Lister / AP", ["Ann Lister"]),
    ("AP / Reuters", ["AP", "Reuters"]),
    ("By TPN", ["TPN"]),
    ("By Harbour Post Staff", ["Harbour Post Staff"]),
    ("Von der Redaktion", ["Redaktion"]),
    # no names at all
    ("Email The Author", []),
    ("Hours Ago Devin Coldtree", []),
    ("Share this article", []),
    ("Read more", []),
    ("Updated 3 hours ago", []),
    ("Follow us on Facebook", []),
    ("View all posts", []),
    ("15:47", []),
    ("May 3, 2024", []),
    ("Subscribe to our newsletter", []),
    ("@annlister", []),
    ("ann.lister@harbourpost.example", []),
    ("https://harbourpost.example/authors/ann", []),
    ("By Sponsored Content", []),
    ("J@TA", []),
    ("Ann Lister, A@P", ["Ann Lister"]),
    ("What did the mayor know?", []),
    ("", []),
]

DECLARED = [
    ("ann lister", ["ann lister"]),
    ("Madonna", ["Madonna"]),
    ("srf/abc; kes", ["srf/abc", "kes"]),
    ("harbourpost.example", ["harbourpost.example"]),
    ("Redaktion Hafenblatt", ["Redaktion Hafenblatt"]),
    ("दैनिक बंदरगाह", ["दैनिक बंदरगाह"]),
    ("By 김민수,이영희", ["김민수", "이영희"]),
    ("admin", []),
    ("Ben", ["Ben"]),
    ("von", []),
    ("undefined", []),
    ("J@TA", []),
    ("Ann Lister, Tom Hall and Sue Reed", ["Ann Lister", "Tom Hall", "Sue Reed"]),
]


@pytest.mark.parametrize(("text", "names"), PRINTED)
def test_printed(text: str, names: list[str]) -> None:
    assert read_names(text, WORDS) == names


@pytest.mark.parametrize(("text", "names"), DECLARED)
def test_declared(text: str, names: list[str]) -> None:
    assert read_names(text, WORDS, declared=True) == names


@pytest.mark.parametrize(
    ("text", "leads"),
    [("By Ann Lister", True), ("Von Anna", True), ("Byron Miller", False), ("By", False), ("ABBY LEE", False)],
)
def test_has_lead(text: str, leads: bool) -> None:
    assert has_lead(text, WORDS) == leads


def test_groups_and_agencies_are_told_from_people() -> None:
    assert is_agency("Associated Press", WORDS) and is_agency("dpa", WORDS) and not is_agency("Ann Lister", WORDS)
    assert is_group("Harbour Post Staff", WORDS) and not is_group("Ann Lister", WORDS)


def test_a_group_gives_way_to_the_people_beside_it() -> None:
    assert people(["Ann Lister", "Harbour News", "AP"], WORDS) == ("Ann Lister", "AP")
    assert people(["Harbour News"], WORDS) == ("Harbour News",)


@given(st.text(max_size=120))
def test_any_text_gives_clean_names(text: str) -> None:
    for name in read_names(text, WORDS):
        assert name == name.strip() and name and len(name) <= 70 and "@" not in name


@pytest.mark.parametrize(
    ("inner", "byline"),
    [
        ('<a href="/autor/ann-lister">Ann Lister</a><span>Northlight</span>', "Ann Lister"),
        ("<a>Ann Lister</a><span>Harbour Editor</span><span>3 May 2024</span>", "Ann Lister Harbour Editor"),
        ("<span>2 days ago</span><button>Share</button><span>By</span><a>Ann Lister</a>", "By Ann Lister"),
        ("By <a>Ann Lister</a><i>0</i><b>Ann Lister</b><p>Ann Lister is a reporter.</p>", "By Ann Lister"),
        ("By <a>Ann Lister</a> and <a>Bo Kvist</a><time>3 May</time>", "By Ann Lister and Bo Kvist"),
    ],
)
def test_a_byline_is_what_is_said_of_its_names(inner: str, byline: str) -> None:
    assert fields(page(top=f'<h1>Ferry back in service</h1><div class="author">{inner}</div>')).byline == byline


LINES_OF_A_HEAD = {
    "in a list of the head that is called a caption, marked as the author": (
        "<ul class='caption meta'><li class=author itemprop=author itemscope><span itemprop=name>Ann Lister</span></li>"
        "</ul>",
        ("Ann Lister",),
    ),
    "a name in capitals below the headline, the date below it": (
        "<p>ANN LISTER</p><p>HARBOUR NETWORK [ FRIDAY, MAY 3, 2024 08:21:22 PM ]</p>",
        ("ANN LISTER",),
    ),
    "a name in capitals, and for whom": ("<p><b>ANN LISTER</b></p><p>of the Harbour Post</p>", ("ANN LISTER",)),
    "a name between other lines, next to the date": (
        "<div><b>Cup, second round<br>Ann Lister<br>Friday May 3, 2024<br><a href=/>Harbour Post</a></b></div>",
        ("Ann Lister",),
    ),
    "a name beside two days, one with a label": (
        "<p><b>Ann Lister in Lunde</b><br>May 3, 2024 14:05<br>Last updated: May 4, 2024 18:30 IST</p>",
        ("Ann Lister",),
    ),
    "a bold name between a bold standfirst and the text of one box": (
        "<div><b>The boat sails again after a winter in the dock.</b><br><br><b>Ann LISTER</b><br><br>The yard "
        "found cracks in a shaft that nobody had looked at for eleven years, and mended them by hand.<br><br></div>",
        ("Ann LISTER",),
    ),
    "a name, and a town in a line of its own": (
        "<p>May 3, 2024</p><p><b>Ann Lister</b><br>Northlight</p>",
        ("Ann Lister",),
    ),
    "no name: capitals that no date is next to": ("<p>HARBOUR FERRIES</p><p>Ships sail again.</p>", ()),
}


@pytest.mark.parametrize(("top", "authors"), LINES_OF_A_HEAD.values(), ids=LINES_OF_A_HEAD.keys())
def test_a_name_in_the_lines_of_a_head(top: str, authors: tuple[str, ...]) -> None:
    assert fields(page(top=f"{H1}{top}")).authors == authors


def test_a_head_that_is_called_a_teaser_has_its_byline() -> None:
    head = f"<header class=PageTeaser>{H1}<div class=PageTeaser-author><span>Ann Lister</span></div></header>"
    assert fields(page(top=head)).authors == ("Ann Lister",)
    assert fields(page(top=head.replace("<header class=PageTeaser>", "<header>"))).authors == ()


def test_a_lone_name_right_below_the_headline_is_no_paragraph() -> None:
    story = PARAGRAPHS[3:-4].replace("</p><p>", "<br><br>")
    html = f"<font size=5><b>Ferry back in service</b></font><br>Ann Lister<br><br>{story}"
    found, labels = read(f"<html><title>Ferry back in service</title><body><table><tr><td>{html}")
    assert (found.byline, claimed(labels, BYLINE)) == ("Ann Lister", ["Ann Lister"])


def test_whatever_ends_names_has_one_of_its_needs() -> None:
    rule = next(rule for rule in default_rules().family("bylines").rules if rule.id == "end")
    labels = re.findall(r"[a-zäöüéàß: ]{6,}", rule.source.text.replace("(?:", "|"))
    assert len(labels) > 12
    for text in (*rule.examples, *(f"Ann Lister {label}" for label in labels)):
        assert WORDS.may_end.search(text.lower()) or not WORDS.end.search(text), text


PARAGRAPHS_LIKE_BYLINES = [
    (
        "en",
        "Author Ann Lister, from Northlight, said on Friday that she started to write about the islands because the"
        " ferry gave her an hour each way with nothing else to do, and that she never stopped.",
    ),
    (
        "ja",
        "文化庁は１日、港の灯台、古い船、島の祭り、島の歌を今年度の賞に選んだと発表した。大賞は港の灯台が受賞した。",
    ),
]

#: Lines near a headline whose first word leads bylines in another language.
LINES_LIKE_BYLINES = [
    ("nl", "De Zijper Courant"),
    ("id", "Di Jakarta Utara, Budi Santoso"),
    ("id", "5 Mei 2024 di Jakarta"),
    ("pl", "Na Starym Mieście"),
    ("pl", "Od Gdyni, Anna Lis"),
    ("cs", "Na Starém Městě"),
    ("hr", "Na slici Ivan Horvat"),
    ("ru", "От Ивана Петрова"),
    ("pt", "Na Rua Augusta"),
    ("sv", "De Nya Moderaterna"),
    ("es", "De Nueva York, Juan Prueba"),
    ("lv", "Par Rīgas Ostu"),
    ("en", "Door County Council"),
]


@pytest.mark.parametrize(("lang", "text"), [*PARAGRAPHS_LIKE_BYLINES, *LINES_LIKE_BYLINES])
def test_a_line_of_the_text_is_no_byline(lang: str, text: str) -> None:
    found = fields(page(top=f"<h1>Ferry back in service</h1><p>{text}</p>", lang=lang))
    assert (found.byline, found.authors) == (None, ())


@pytest.mark.parametrize(
    ("lang", "line", "authors"),
    [
        ("vi", "<p>Tác giả: Nguyễn Thị Thu</p>", ("Nguyễn Thị Thu",)),
        ("vi", "<p>Nguyễn Thị Thu</p><p>22/11/2026</p>", ("Nguyễn Thị Thu",)),
        ("cs", "<p>Autor: Jan Hora</p>", ("Jan Hora",)),  # an hour in Spanish
        ("nl", "<p>Recensie door Jan Jansen</p>", ("Jan Jansen",)),
        ("de", "<p>Von Anna Beispiel Freitag, 20. November 2026</p>", ("Anna Beispiel",)),
        ("id", "<p>Oleh: Budi Santoso Jumat, 20 November 2026</p>", ("Budi Santoso",)),
        ("ru", "<p>Автор: Иван Петров пятница, 20 ноября 2026</p>", ("Иван Петров",)),
        (
            "nl",
            "<div itemscope itemprop=itemReviewed>De sluis, <span itemprop=author>Piet Kok</span></div>"
            "<p>Recensie door Jan Jansen</p>",
            ("Jan Jansen",),
        ),
    ],
)
def test_names_of_a_language_above_the_text(lang: str, line: str, authors: tuple[str, ...]) -> None:
    assert fields(page(top=H1 + line, lang=lang)).authors == authors


@pytest.mark.parametrize("name", ["billedtekst", "didascalia", "photo-onderschrift", "figcaption"])
def test_who_is_named_in_a_caption_wrote_nothing(name: str) -> None:
    found = fields(page(top=f"{H1}<div class='{name}'>The boat <span class='author'>Tom Hall</span></div>"))
    assert found.authors == ()
