"""The one splitter for lists of people: who shares what."""

import pytest

from parsers.correspondents import read_correspondents
from parsers.people.build_lexicon import lexicon
from parsers.people.credited_people import split_people
from parsers.rules import default_rules

WORDS = lexicon(default_rules())


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "en",
            "Ada Lund and Ben Oduya in Oslo, Cem Kaya in New York",
            ["Ada Lund|||Oslo", "Ben Oduya|||Oslo", "Cem Kaya|||New York"],
        ),
        (
            "en",
            "Ada Lund in Selma, Ala., and Ben Oduya in Steele, Ala.",
            ["Ada Lund|||Selma, Ala.", "Ben Oduya|||Steele, Ala."],
        ),
        (
            "en",
            "Ada Lund in Cape Town, South Africa, Ben Oduya in Lagos",
            ["Ada Lund|||Cape Town, South Africa", "Ben Oduya|||Lagos"],
        ),
        (
            "en",
            "Ada Lund & Ben Oduya, BBC News, Jerusalem & Istanbul",
            ["Ada Lund||BBC News|Jerusalem", "Ben Oduya||BBC News|Istanbul"],
        ),
        ("en", "CNN's Ada Lund, Ben Oduya and Cem Kaya", ["Ada Lund||CNN|", "Ben Oduya||CNN|", "Cem Kaya||CNN|"]),
        (
            "en",
            "Associated Press writers Ada Lund in Oslo and Ben Oduya in Lagos",
            ["Ada Lund|writers|Associated Press|Oslo", "Ben Oduya|writers|Associated Press|Lagos"],
        ),
        (
            "en",
            "Aerospace Writer Ada Lund in Oslo and Ben Oduya in Lagos",
            ["Ada Lund|Aerospace Writer||Oslo", "Ben Oduya|||Lagos"],
        ),
        ("en", "Correspondent in Kabul, Ada Lund", ["Ada Lund|Correspondent||Kabul"]),
        ("en", "Defence and Political Analyst, Ada Lund", ["Ada Lund|Defence and Political Analyst||"]),
        ("en", "Ada LundStaff Writer", ["Ada Lund|Staff Writer||"]),
        ("en", "Ada Lund The Associated Press", ["Ada Lund||Associated Press|"]),
        ("en", "Reuters and Ada Lund", ["||Reuters|", "Ada Lund|||"]),
        ("de", "Ada Lund und Ben Oduya, Nairobi", ["Ada Lund|||Nairobi", "Ben Oduya|||Nairobi"]),
        ("de", "Ada Lund, Volontärin (Sport)", ["Ada Lund|Volontärin||"]),
        ("fr", "Ada Lund et Ben Oduya à Paris", ["Ada Lund|||Paris", "Ben Oduya|||Paris"]),
        ("es", "Ada Lund y Ben Oduya (Enviado especial)", ["Ada Lund|||", "Ben Oduya|Enviado especial||"]),
        ("tr", "Zehra Aslan ve Cem Kaya / Ankara, DHA", ["Zehra Aslan||DHA|Ankara", "Cem Kaya||DHA|Ankara"]),
        ("nl", "Ada Lund en Ben Oduya in Parijs", ["Ada Lund|||Parijs", "Ben Oduya|||Parijs"]),
        ("no", "Ada Lund og Ben Oduya i Oslo", ["Ada Lund|||Oslo", "Ben Oduya|||Oslo"]),
        ("zh", "王明、李红梅", ["王明|||", "李红梅|||"]),
        ("zh", "李红梅 王明", ["李红梅|||", "王明|||"]),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_a_list(language: str, text: str, told: list[str]) -> None:
    people = split_people(text, WORDS, language=language)
    assert people.rest == ""
    assert ["|".join(x or "" for x in (p.name, p.role, p.outlet, p.place)) for p in people.persons] == told


@pytest.mark.parametrize(
    ("text", "rest"),
    [("Ada Lund, who lives in Oslo", "who lives in Oslo"), ("ethnicity", "ethnicity"), ("Ada Lund; 4 May", "4 May")],
)
def test_what_is_no_list_is_left_over(text: str, rest: str) -> None:
    assert split_people(text, WORDS, language="en").rest == rest


def test_a_job_without_a_name_beside_agencies_is_read() -> None:
    """Such a line has an entry with a job and no name."""
    (row,) = read_correspondents("France Médias Monde and agencies (SDA/Keystone) 김철수 기자")
    assert (row.kind, row.name, row.role) == ("reporting", "김철수", "기자")
