"""One line of each shape, with invented names, and what it says."""

import pytest

from parsers.correspondents import classify_block, read_correspondents

LINES = [
    (
        "TRT World 's  Defence and Political Analyst, Omar Haddad reports.",
        ["package|Omar Haddad|Defence and Political Analyst|TRT World|"],
    ),
    (
        "(Reporting by Ada Lund in Oslo and Ben Oduya in Lagos; Editing by Cem Kaya)",
        ["reporting|Ada Lund|||Oslo", "reporting|Ben Oduya|||Lagos", "editing|Cem Kaya|||"],
    ),
    (
        "CNN's Ada Lund and Ben Oduya contributed to this report.",
        ["contribution|Ada Lund||CNN|", "contribution|Ben Oduya||CNN|"],
    ),
    (
        "Ada Lund reported from Oslo, and Ben Oduya from New York.",
        ["reporting|Ada Lund|||Oslo", "reporting|Ben Oduya|||New York"],
    ),
    (
        "By Ada Lund and Ben Oduya, BBC News, Oslo & Lagos",
        ["reporting|Ada Lund||BBC News|Oslo", "reporting|Ben Oduya||BBC News|Lagos"],
    ),
    ("Quelle: sid/dpa", ["agency|||sid|", "agency|||dpa|"]),
    (
        "Ada Lund, BBC South East and Ben Oduya, BBC Verify",
        ["reporting|Ada Lund||BBC South East|", "reporting|Ben Oduya||BBC Verify|"],
    ),
    ("TRT World's Ada Lund is in Oslo and has the latest.", ["package|Ada Lund||TRT World|Oslo"]),
    (
        "Al Jazeera's Ada Lund reports from Manila, the Philippines.",
        ["package|Ada Lund||Al Jazeera|Manila, the Philippines"],
    ),
    (
        "Al Jazeera's Ada Lund, reporting from Oslo, contributed to this report.",
        ["contribution|Ada Lund||Al Jazeera|Oslo"],
    ),
    ("with Ada Lund and AAP", ["contribution|Ada Lund|||", "agency|||AAP|"]),
    ("PTI SKD NSK NSK", ["agency|||PTI|"]),
    (
        "The audio version of this story was edited by Ada Lund and produced by Ben Oduya.",
        ["editing|Ada Lund|||", "production|Ben Oduya|||"],
    ),
    ("ARD-Korrespondentin Ada Lund berichtet aus Nairobi.", ["package|Ada Lund|Korrespondentin|ARD|Nairobi"]),
    ("Von Ada Lund, Sankt Veit", ["reporting|Ada Lund|||Sankt Veit"]),
    ("जागरण संवाददाता, पटना।", ["reporting||संवाददाता|जागरण|पटना"]),
    ("From our correspondent in Oslo, Ada Lund", ["reporting|Ada Lund|correspondent||Oslo"]),
    ("Ada Lund, correspondante à Oslo pour France Info", ["reporting|Ada Lund|correspondante|France Info|Oslo"]),
    ("Корреспондент РБК Анна Лунд, Москва", ["reporting|Анна Лунд|Корреспондент|РБК|Москва"]),
    ("(记者 王明 北京报道)", ["reporting|王明|记者||北京"]),
    ("সূত্র: রয়টার্স", ["agency|||রয়টার্স|"]),
    ("Von Ada Lund, Zürich", ["reporting|Ada Lund|||Zürich"]),
    ("OSLO, Dec. 23 (UPI) — Researchers have captured video of it.", ["agency|||UPI|OSLO"]),
]


def _short(text: str, publisher: str | None = None) -> list[str]:
    rows = read_correspondents(text, publisher=publisher)
    return ["|".join(x or "" for x in (r.kind, r.name, r.role, r.outlet, r.location)) for r in rows]


@pytest.mark.parametrize(("line", "expected"), LINES, ids=[line[:30] for line, _ in LINES])
def test_line(line: str, expected: list[str]) -> None:
    assert _short(line) == expected


def test_a_cue_is_whole_and_a_paragraph_with_a_dateline_is_not() -> None:
    assert classify_block("TRT World's Ada Lund reports.")[1]
    assert not classify_block("OSLO (AP) - Shops have reopened in the capital.")[1]
