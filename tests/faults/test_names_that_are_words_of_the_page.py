"""Names that hold a button's word, a unit or an "and" of some language: the author was lost, cut short or split in
two."""

import pytest

from parsers.people.byline_names import read_names
from parsers.people.byline_words import words_of
from parsers.rules import default_rules
from tests.fields.pages import H1, fields, ld, page

#: (language of the page, the line, the names in it)
LINES = [
    ("en", "By Min Seo Vark", ["Min Seo Vark"]),
    ("en", "By Ottilie Read", ["Ottilie Read"]),
    ("en", "By Jane Share and Link Harrow", ["Jane Share", "Link Harrow"]),
    ("en", "By Sun Min", ["Sun Min"]),
    ("en", "By Skip Harrow and Peter Reading", ["Skip Harrow", "Peter Reading"]),
    ("en", "Posted by Share Read", []),
    ("en", "By Sunday Obi", ["Sunday Obi"]),
    ("en", "By Del Quentin Hale", ["Del Quentin Hale"]),
    ("da", "Af Pilar del Olmo", ["Pilar del Olmo"]),
    ("en", "By Anna Uhr", ["Anna Uhr"]),
    ("en", "By Ann Lister Share", ["Ann Lister"]),
    ("en", "By Ann Lister Sun 4 March 2024", ["Ann Lister"]),
    ("en", "Read More", []),
    ("en", "Share This", []),
    ("en", "Copy Link", []),
    ("en", "Text Size", []),
    ("en", "Contributions from Ann Lister", ["Ann Lister"]),
    ("en", "Sunday Brunch", []),
    ("da", "Del", []),
    ("pt", "Por Pedro Couto e Silva", ["Pedro Couto e Silva"]),
    ("pt", "Por João dos Santos e Maria da Silva", ["João dos Santos", "Maria da Silva"]),
    ("en", "By Maria da Silva", ["Maria da Silva"]),
    ("it", "Di Maria Bianchi da Roma", ["Maria Bianchi"]),
    ("ca", "Jordi Puig i Ferrer i Marta Soler", ["Jordi Puig i Ferrer", "Marta Soler"]),
    ("no", "Av Kari Nordmann i Oslo", ["Kari Nordmann"]),
    ("pl", "Jan Nowak i Anna Lis", ["Jan Nowak", "Anna Lis"]),
    ("es", "Ramón Gil de la Serna y Puig", ["Ramón Gil de la Serna y Puig"]),
    ("ca", "Enric Prat i de la Serra", ["Enric Prat i de la Serra"]),
    ("de", "Von Karl von und zu Berg und Anna Beispiel", ["Karl von und zu Berg", "Anna Beispiel"]),
    ("da", "Af Tue Lindegaard", ["Tue Lindegaard"]),
    ("de", "Von Hans Heute", ["Hans Heute"]),
    ("en", "By Jennifer Null", ["Jennifer Null"]),
    ("en", "By null", []),
    ("fr", "Jeanne Dupont (avec AFP)", ["Jeanne Dupont"]),
    ("es", "Por Ana Ruiz y Pedro Gil", ["Ana Ruiz", "Pedro Gil"]),
    ("es", "Por Ana Ruiz y EFE", ["Ana Ruiz", "EFE"]),
    ("es", "Por Ana Ruiz y Agencias", ["Ana Ruiz", "Agencias"]),
    ("en", "By Robert E Lund and Ann A Poole", ["Robert E Lund", "Ann A Poole"]),
    ("pt", "POR ANA RUIZ E JUAN GIL", ["ANA RUIZ", "JUAN GIL"]),
    ("uk", "Автор: Олена Шевчук та Іван Коваль", ["Олена Шевчук", "Іван Коваль"]),
    ("eu", "Ione Etxe eta Jon Mendi", ["Ione Etxe", "Jon Mendi"]),
    ("ar", "بقلم: أحمد علي و محمد حسن", ["أحمد علي", "محمد حسن"]),
    ("nl", "Door Jan Van der Berg en Piet Van den Broek", ["Jan Van der Berg", "Piet Van den Broek"]),
    # what leads bylines in another language, and begins a name in this one
    ("nl", "Theo Jansen", ["Theo Jansen"]),
    ("en", "By Oleh Shevchuk and Yazan Haddad", ["Oleh Shevchuk", "Yazan Haddad"]),
    ("vi", "Theo Phạm Văn Lộc", ["Phạm Văn Lộc"]),
    ("id", "Oleh Budi Santoso", ["Budi Santoso"]),
    ("ro", "De Ion Popescu", ["Ion Popescu"]),
    ("es", "De: Ana Ruiz", ["Ana Ruiz"]),
    ("sk", "Od Ján Novák", ["Ján Novák"]),
    ("fr", "De notre correspondant Jean Dupont", ["Jean Dupont"]),
    ("nl", "Par Jeanne Dupont", ["Jeanne Dupont"]),
    ("en", "Von Anna Beispiel", ["Anna Beispiel"]),
    ("pt", "Por Leia Menezes", ["Leia Menezes"]),
    # what stands in brackets, behind the name, or has no width
    ("en", "By Robert (R.J.) Tolland", ["Robert (R.J.) Tolland"]),
    ("en", "By Ann Lister (AFP) and Tom Hall", ["Ann Lister", "Tom Hall"]),
    ("fr", "Par Ann Lister (avec Paul Martin et Ines Roux)", ["Ann Lister", "Paul Martin", "Ines Roux"]),
    ("en", "By Ann \u200bLister", ["Ann Lister"]),
    ("en", "By Ann Lister The Associated Press", ["Ann Lister"]),
    ("tr", "Haber: Deniz Aksoylu / İHA", ["Deniz Aksoylu"]),
    ("tr", "Haber: Deniz Aksoylu - Kaynak: İHA", ["Deniz Aksoylu"]),
    ("en", "By Ann Lister, Reuters", ["Ann Lister"]),
    # the firm, paper or newsroom of somebody
    ("en", "By Ann Lister, Northeast Harbour Media Group", ["Ann Lister"]),
    ("en", "By Ann Lister, The Daily Harbour and Tom Hall, Harbour Press-Telegram", ["Ann Lister", "Tom Hall"]),
    ("en", "By Ann Lister, Tom Daily and Eva Post-Hale", ["Ann Lister", "Tom Daily", "Eva Post-Hale"]),
    ("th", "โดย กลารา เวนนา", ["กลารา เวนนา"]),
    ("hi", "रिपोर्ट: क्लारा वेणु", ["क्लारा वेणु"]),
    ("de", "Interview: Anna Beispiel", ["Anna Beispiel"]),
    ("tr", "Haber Merkezi", ["Haber Merkezi"]),
    # who only checked it
    ("en", "Reviewed by Tom Hall By Ann Lister", ["Ann Lister"]),
    ("en", "Medically reviewed by Tom Hall, RN — Written by Ann Lister, MD", ["Ann Lister, MD"]),
    ("de", "Von Anna Beispiel, redigiert von Karl Muster", ["Anna Beispiel"]),
    ("en", "Edited by Tom Hall", ["Tom Hall"]),
]

#: Spans of time beside a name, as one element of their own.
SPANS = [
    "قبل ساعتين", "vor einer Stunde", "hace una hora", "2 uur geleden", "2 saat önce", "před hodinou",
    "godzinę temu", "en timme sedan", "час назад", "годину тому", "πριν μία ώρα",
    "fa dues hores", "tunti sitten", "gisteren", "ieri", "21 replies",
]  # fmt: skip


@pytest.mark.parametrize(("language", "line", "names"), LINES)
def test_names_of_a_line(language: str, line: str, names: list[str]) -> None:
    assert read_names(line, words_of(default_rules(), language)) == names


@pytest.mark.parametrize("span", SPANS)
def test_a_span_of_time_is_nobody(span: str) -> None:
    names = f"<span class='author'>Ann Lister</span><span class='author-age'>{span}</span>"
    top = f"{H1}<div class='byline'>{names}</div>"
    assert fields(page(top=top)).authors == ("Ann Lister",)


PERSON, OUTLET = {"@type": "Person"}, {"@type": "Organization"}
DECLARED = {
    "a word that is a button": ([PERSON | {"name": "Jane Share"}], ("Jane Share",)),
    "the outlet before the person": (
        [OUTLET | {"name": "Harbour Post"}, PERSON | {"name": "Nora Hale"}],
        ("Nora Hale",),
    ),
    "the outlet before its address": ([OUTLET | {"name": "Harbour Post, Harbour City, Norland"}], ("Harbour Post",)),
    "an office with an and in it": (
        [OUTLET | {"name": "Office for Ports and Ferries"}],
        ("Office for Ports and Ferries",),
    ),
    "a list of persons that says it is an organisation": (
        [OUTLET | {"name": "Ann Lister and Tom Hall"}],
        ("Ann Lister", "Tom Hall"),
    ),
    "a post, where nobody is named": ([PERSON | {"name": "Ferries Contributor"}], ("Ferries Contributor",)),
    "a job is nobody": ([PERSON | {"name": "Political Editor"}], ()),
    "what somebody does, after the name": (
        [PERSON | {"name": "Ann Lister, who teaches law and history"}],
        ("Ann Lister",),
    ),
}


@pytest.mark.parametrize(("author", "names"), DECLARED.values(), ids=DECLARED.keys())
def test_declared_authors(author: list[dict[str, str]], names: tuple[str, ...]) -> None:
    assert fields(page(ld(author=author), H1)).authors == names
