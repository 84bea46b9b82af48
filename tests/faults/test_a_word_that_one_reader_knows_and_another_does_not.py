"""A small word of a language ("and", "in") stands once, in config/rules, and all readers of names and credits know
it."""

from pathlib import Path

import pytest

from parsers.captions.normalised_credits import normalise
from parsers.captions.photo_credits import is_credit_line
from parsers.correspondents import read_correspondents, read_dateline
from parsers.people.build_lexicon import lexicon
from parsers.people.byline_names import read_names
from parsers.people.byline_words import words_of
from parsers.people.credited_people import split_people
from parsers.rules import Rules, default_rules, load_rules, shipped_config

PEOPLE = default_rules().family("people")
ANDS = sorted({word for word in PEOPLE.all_words("and") if not word.startswith("et ")})


def own(tmp_path: Path, family: str, text: str) -> Rules:
    (tmp_path / "rules").mkdir(exist_ok=True)
    (tmp_path / "rules" / f"{family}.toml").write_text(text, "utf-8")
    return load_rules(shipped_config(), tmp_path)


def named(text: str, language: str | None = None, rules: Rules | None = None) -> list[tuple[str, str | None]]:
    return [(row.kind, row.name or row.outlet) for row in read_correspondents(text, language=language, rules=rules)]


@pytest.mark.parametrize("word", ANDS)
def test_and_between_agencies(word: str) -> None:
    assert named(f"The river fell by night. (dpa {word} AFP)") == [("agency", "dpa"), ("agency", "AFP")]


@pytest.mark.parametrize("word", ANDS)
def test_and_between_the_clauses_of_a_credit(word: str) -> None:
    assert named(f"Reporting by Ada Lund {word} editing by Ben Oduya") == [
        ("reporting", "Ada Lund"),
        ("editing", "Ben Oduya"),
    ]


@pytest.mark.parametrize("word", ANDS)
def test_and_between_the_makers_of_a_picture(word: str) -> None:
    credit = f"Hill Electric Council of Tidewater {word} North Energy Office of Hill"
    assert is_credit_line(f"Foto: {credit}") == credit


@pytest.mark.parametrize("language", [None, "en", "sk"])
def test_and_and_in_where_the_language_is_unknown_or_another(language: str | None) -> None:
    told = read_correspondents("Reporting by Ada Lund und Ben Oduya aus Oslo", language=language)
    assert [(row.name, row.location) for row in told] == [("Ada Lund", "Oslo"), ("Ben Oduya", "Oslo")]


def test_a_language_of_ones_own_has_its_and_everywhere(tmp_path: Path) -> None:
    rules = own(tmp_path, "people", '[words.and]\nqu = ["wan"]\n')
    tail, credit = "The river fell by night. (dpa wan AFP)", "Reporting by Ada Lund wan Ben Oduya"
    clauses = "Reporting by Ada Lund wan editing by Ben Oduya"
    assert [named(text, "qu") for text in (tail, credit, clauses)] == [[], [], []]
    assert named(tail, "qu", rules) == [("agency", "dpa"), ("agency", "AFP")]
    assert named(credit, "qu", rules) == [("reporting", "Ada Lund"), ("reporting", "Ben Oduya")]
    assert named(clauses, "qu", rules) == [("reporting", "Ada Lund"), ("editing", "Ben Oduya")]


@pytest.mark.parametrize("word", sorted({*PEOPLE.all_words("of")} - {*ANDS}))
def test_of_between_a_name_and_an_agency(word: str) -> None:
    (row,) = read_correspondents(f"Reporting by Ada Lund {word} AFP")
    assert (row.name, row.outlet, row.location) == ("Ada Lund", "AFP", None)


def test_of_in_a_language_of_ones_own(tmp_path: Path) -> None:
    rules = own(tmp_path, "people", '[words.of]\nqu = ["manta"]\n')
    text = "Reporting by Ada Lund manta AFP"
    assert [row.outlet for row in read_correspondents(text, rules=rules)] == ["AFP"]
    assert [row.name for row in read_correspondents(text)] != ["Ada Lund"]


@pytest.mark.parametrize("phrase", PEOPLE.all_words("special"))
def test_special_to_an_outlet(phrase: str) -> None:
    (row,) = read_correspondents(f"By Ada Lund, {phrase} the Hill Bugle")
    assert (row.name, row.outlet) == ("Ada Lund", "Hill Bugle")


def test_special_to_in_a_language_of_ones_own(tmp_path: Path) -> None:
    text = "By Ada Lund, sapaqmanta Hill Bugle"
    assert read_correspondents(text) == []
    (row,) = read_correspondents(text, rules=own(tmp_path, "people", '[words.special]\nqu = ["sapaqmanta"]\n'))
    assert (row.name, row.outlet) == ("Ada Lund", "Hill Bugle")


@pytest.mark.parametrize("word", [word for name in ("by", "titles") for word in PEOPLE.all_words(name)])
def test_by_and_titles_are_no_part_of_a_name(word: str) -> None:
    for form in (word, word.capitalize()):
        (row,) = read_correspondents(f"Reporting by {form} Ada Lund in Oslo")
        assert (row.name, row.location) == ("Ada Lund", "Oslo")


@pytest.mark.parametrize("word", sorted(set(PEOPLE.all_words("by"))))
def test_by_after_the_kind_of_work_on_a_picture(word: str) -> None:
    assert is_credit_line(f"Foto: Diseño {word} Jean Valon") == f"Diseño {word} Jean Valon"


def test_titles_in_a_language_of_ones_own(tmp_path: Path) -> None:
    text = "Reporting by Wiraqucha Ada Lund in Oslo"
    assert [row.name for row in read_correspondents(text)] == ["Wiraqucha Ada Lund"]
    rules = own(tmp_path, "people", '[words.titles]\nqu = ["wiraqucha"]\n')
    assert [row.name for row in read_correspondents(text, rules=rules)] == ["Ada Lund"]


EASTERN = [(code, job) for code in ("zh", "ja", "ko") for job in PEOPLE.words["roles"][code]]


@pytest.mark.parametrize(("language", "job"), EASTERN)
def test_an_east_asian_job_behind_a_name(language: str, job: str) -> None:
    name = {"zh": "王小明", "ja": "山田太郎", "ko": "이상현"}[language]
    assert read_names(f"{name}{job}", words_of(default_rules())) == [name]
    assert read_names(f"{name} {job}", words_of(default_rules())) == [name]
    people = split_people(f"{name} {job}", lexicon(default_rules()), language=language)
    assert [(person.name, person.role) for person in people.persons] == [(name, job)]


def test_an_east_asian_job_of_ones_own(tmp_path: Path) -> None:
    rules, name = own(tmp_path, "people", '[words.roles]\nja = ["港記録員"]\n'), "山田太郎"
    assert read_names(f"{name}港記録員", words_of(default_rules())) == [f"{name}港記録員"]
    assert read_names(f"{name}港記録員", words_of(rules)) == [name]
    people = split_people(f"{name} 港記録員", lexicon(rules), language="ja")
    assert [(person.name, person.role) for person in people.persons] == [(name, "港記録員")]


@pytest.mark.parametrize("job", ["记者", "記者", "特派员"])
def test_an_east_asian_job_before_the_place_of_a_dateline(job: str) -> None:
    line = read_dateline(f"新华社{job}北京11月17日电 会议开幕。")
    assert line and (line.agency, line.place) == ("新华社", "北京")


RIGHTS = default_rules().family("credits").all_words("rights")


@pytest.mark.parametrize("notice", RIGHTS)
def test_a_rights_notice_is_no_part_of_a_credit(notice: str) -> None:
    for form in (notice, notice.capitalize(), notice.upper() + "."):
        assert normalise(f"© 2026 Ada Lund/AFP. {form}") == "Ada Lund/AFP"


def test_a_rights_notice_and_a_word_after_a_name_of_ones_own(tmp_path: Path) -> None:
    rights, copyright_, after = (f"[words.{name}]\nqu = ['{{0}}']\n" for name in ("rights", "copyright", "after"))
    text = rights.format("tukuy hayñikuna") + copyright_.format("ruraqpa") + after.format("siqi")
    rules = own(tmp_path, "credits", text)
    for credit in ("Ada Lund/AFP, Tukuy hayñikuna.", "Ada Lund/AFP/Ruraqpa 2026 The AP", "Ada Lund/AFP siqi"):
        assert (normalise(credit, rules=rules), normalise(credit)) == ("Ada Lund/AFP", credit.rstrip("."))


STAMPS = [
    "Updated",
    "LAST UPDATED",
    "Posted on",
    "Aktualisiert",
    "Actualizado",
    "Bijgewerkt",
    "Опубликовано",
    "Publié le",
]


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_time_behind_a_credit_ends_its_names(stamp: str) -> None:
    assert named(f"Reporting by Ada Lund {stamp}: 3. 5. 2024") == [("reporting", "Ada Lund")]
    (row,) = read_correspondents(f"By Ada Lund, CNN, {stamp} 3. 5. 2024")
    assert (row.name, row.outlet) == ("Ada Lund", "CNN")


@pytest.mark.parametrize("name", ["Kei Date", "Jana Stand"])
def test_a_name_that_is_also_a_word_before_times(name: str) -> None:
    assert named(f"Reporting by {name} in Oslo") == [("reporting", name)]


def test_a_word_before_times_of_ones_own(tmp_path: Path) -> None:
    rules = own(tmp_path, "heads", '[words.modified]\nqu = ["musuqchasqa"]\n')
    text = "By Ada Lund, CNN, musuqchasqa 3. 5. 2024"
    assert read_correspondents(text) == []
    assert named(text, rules=rules) == [("reporting", "Ada Lund")]


@pytest.mark.parametrize("word", ANDS)
def test_and_between_the_names_of_a_byline(word: str) -> None:
    assert read_names(f"By Ada Lund {word} Ben Oduya", words_of(default_rules())) == ["Ada Lund", "Ben Oduya"]


@pytest.mark.parametrize("line", ["By Dan Lund", "By Ed Holm and Con Lund", "By Ada Lund, Dan Holm and A Oduya"])
def test_a_name_that_is_also_and_in_some_language(line: str) -> None:
    told = line.removeprefix("By ").replace(" and ", ", ").split(", ")
    assert read_names(line, words_of(default_rules())) == told
