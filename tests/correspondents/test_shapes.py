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
    ("Von Ada Lund, Zürich", ["reporting|Ada Lund|||Zürich"]),
    ("OSLO, Dec. 23 (UPI) — Researchers have captured video of it.", ["agency|||UPI|OSLO"]),
]


def _short(text: str, publisher: str | None = None) -> list[str]:
    rows = read_correspondents(text, publisher=publisher)
    return ["|".join(x or "" for x in (r.kind, r.name, r.role, r.outlet, r.location)) for r in rows]


@pytest.mark.parametrize(("line", "told"), LINES, ids=[line[:30] for line, _ in LINES])
def test_line(line: str, told: list[str]) -> None:
    assert _short(line) == told


def test_a_cue_is_whole_and_a_paragraph_with_a_dateline_is_not() -> None:
    assert classify_block("TRT World's Ada Lund reports.")[1]
    assert not classify_block("OSLO (AP) - Shops have reopened in the capital.")[1]
