"""What is a person's name and what is none: one table, and every reader of names answers by it."""

from unicodedata import normalize

import pytest

from parsers.captions.photo_suppliers import suppliers
from parsers.people.build_lexicon import lexicon
from parsers.people.byline_names import read_names
from parsers.people.byline_words import words_of
from parsers.people.name_kinds import is_person, people
from parsers.rules import default_rules

RULES = default_rules()
NAMES, BYLINES, SUPPLIERS = lexicon(RULES), words_of(RULES), suppliers(RULES)

PERSONS = {
    "of many languages": [
        "Ada Lund",
        "José María Pérez",
        "Łukasz Żak",
        "Çağla Öztürk",
        "İsmail Işık",
        "Þóra Jónsdóttir",
    ],
    "of Vietnam": ["Nguyễn Văn An", "Trần Thị Bích Ngọc"],
    "with apostrophes": ["Siobhán O'Brien", "Siobhán O’Brien", "Mary-Jane O'Neill", "Jean-Luc d'Arc", "Dara Ó Briain"],
    "with particles": [
        *("María de la Cruz", "Maria del Carmen Ruiz", "Ludwig van Beethoven", "Otto von Habsburg", "Ahmed bin Said"),
        *("Vincent van der Berg", "Omar al-Burai", "Anne-Marie du Pont"),
    ],
    "with initials": ["J. K. Rowling", "J.K. Rowling", "John F. Kennedy", "R.K. Narayan", "Martin Luther King Jr."],
    "with titles": ["Dr. Ada Lund", "Prof. Ben Oduya"],
    "in capitals": ["ADA LUND", "ANNE-MARIE DUPONT"],
    "in other alphabets": ["Иван Петров", "Іван Петренко", "Γιώργος Παπαδόπουλος"],
    "in scripts without capitals": ["محمد علي", "דוד כהן", "राम कुमार", "สมชาย ใจดี"],
    "of East Asia": ["山田太郎", "山田 太郎", "王小明", "김민수", "도널드 트럼프", "ドナルド・トランプ", "高橋みなみ"],
    "that are words": ["Dan Brown", "Anne May", "Will Smith"],
}
OTHERS = {
    "agencies": ["Reuters", "Associated Press", "Getty Images", "AFP", "dpa", "Agence France-Presse", "Agencia EFE"],
    "outlets": [
        *("BBC News", "The Guardian", "New York Times", "Harbour Post", "Süddeutsche Zeitung", "El País", "Le Monde"),
        *("The Times-Picayune", "Jack News"),
    ],
    "places": ["New York", "Los Angeles", "São Paulo", "Buenos Aires", "New Delhi", "NEW YORK"],
    "jobs": ["Senior Editor", "Staff Writer", "Political Correspondent", "Redaktion Politik", "AP Technology Writers"],
    "parts of a page": [
        *("Read More", "Related Stories", "Latest News", "Privacy Policy", "Share This", "Find Out More", "About Us"),
        *("All Rights Reserved", "Table of Contents", "Weitere Informationen", "What's This", "Plus Icon 2"),
        *("當心選前症候群 醫師提醒健康為重", "한국일보를 선호 출처로 추가", "調整字體︰大 中 小"),
    ],
    "offices": ["Editorial Board", "Oslo University", "Ministry of Defence", "Universität Wien", "The Mayor"],
    "single words": ["Ada", "محمد", "Nguyễn", "lund", "del", "de la", "von der", ""],
    "small letters": ["ada lund", "Ada lund"],
    "lines with a name in them": [
        *("12 May 2024", "Ada Lund 2024", "Ada Lund, Oslo", "Ada Lund and Ben Oduya", "Ada Lund & Ben Oduya"),
        *("Photo: Ada Lund", "ada@post.example", "Ada Lund said no.", "Was it him?"),
    ],
}
ALL_PERSONS = [name for names in PERSONS.values() for name in names]
ALL_OTHERS = [text for texts in OTHERS.values() for text in texts]


@pytest.mark.parametrize("name", ALL_PERSONS)
def test_a_person(name: str) -> None:
    for spelt in (name, normalize("NFD", name)):
        assert NAMES.is_person(spelt)
        assert not NAMES.is_single_name(spelt) or " " not in spelt


@pytest.mark.parametrize("text", ALL_OTHERS)
def test_no_person(text: str) -> None:
    assert not NAMES.is_person(text)


@pytest.mark.parametrize("text", [*ALL_PERSONS, *(text for text in ALL_OTHERS if ", " not in text)])
def test_readers_of_bylines_and_of_credits_give_the_same_answer(text: str) -> None:
    assert is_person(text, BYLINES) is NAMES.is_person(text)
    # A picture's credit asks for more than one word: four Han characters may be a desk.
    assert SUPPLIERS.can_sign(text) is (NAMES.is_person(text) and " " in text)


@pytest.mark.parametrize(
    "name", [name for name in ALL_PERSONS if not name.startswith(("Dr.", "Prof.")) and not name.endswith(".")]
)
def test_a_person_is_read_out_of_a_byline(name: str) -> None:
    assert read_names(f"By {name}", BYLINES) == [name]
    assert people([name, "New York", "The Guardian"], BYLINES) == (name,)


@pytest.mark.parametrize(
    ("word", "is_one"),
    [("Pelé", True), ("Ada", True), ("Reuters", False), ("of", False), ("Ada Lund", False), ("", False)],
)
def test_a_single_name(word: str, is_one: bool) -> None:
    assert NAMES.is_single_name(word) is is_one


def test_degrees_are_no_part_of_the_question() -> None:
    assert is_person("Cara Quill, RN, BSN", BYLINES)
    assert people(["Cara Quill, RN, BSN", "Wellness"], BYLINES) == ("Cara Quill, RN, BSN",)
