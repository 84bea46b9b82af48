"""A language nobody thought of is one entry in one file; and a cue leaves the body where a paragraph stays."""

from pathlib import Path

import pytest

from parsers.correspondents import classify_block, read_correspondents
from parsers.rules import load_rules, shipped_config

SWAHILI = """
[[rule]]
id = "sw-imeandikwa-na"
languages = ["sw"]
shape = "credit"
kind = "writing"
pattern = "imeandikwa na"
examples = ["Imeandikwa na Ada Lund"]
counter_examples = ["imeandikwa jana"]
"""


def test_a_language_is_one_entry_in_one_file(tmp_path: Path) -> None:
    line = "Imeandikwa na Ada Lund, Nairobi"
    assert read_correspondents(line) == []
    (tmp_path / "rules").mkdir()
    shipped = (shipped_config() / "rules" / "correspondents.toml").read_text("utf-8")
    (tmp_path / "rules" / "correspondents.toml").write_text(shipped + SWAHILI, "utf-8")
    (row,) = read_correspondents(line, rules=load_rules(shipped_config(), tmp_path))
    assert (row.kind, row.name, row.location) == ("writing", "Ada Lund", "Nairobi")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("TRT World's Ada Lund reports.", True),
        ("TRT World 's   Defence and Political Analyst, Ada Lund  reports.", True),
        ("(Reporting by Ada Lund; Editing by Ben Oduya)", True),
        ("With files from The Canadian Press", True),
        ("— Ada Lund contributed to this report.", True),
        ("By Ada Lund, CNN", True),
        ("(dpa/gem)", True),
        ("(FRANCE 24 with AP and AFP)", True),
        ("/ТАСС/", True),
        ("De notre correspondante à Oslo, Ada Lund", True),
        ("(서울=연합뉴스) 이영희 기자", True),
        ("(Reporting by Ada Lund; Graphics by Ben Oduya; Editing by Cem Kaya)", True),
        ("Our reporter Ada Lund saw the river fall.", False),
        ("OSLO (AP) - Shops have reopened in the capital.", False),
        ("The river fell by night. (Reporting by Ada Lund)", False),
        ("Shops have reopened, TRT World's Ada Lund reports.", False),
        ("The BBC's Ada Lund reports from Lagos as the town waits for a second night.", False),
        ("Ada Lund is reporting from Oslo under the rules of the court.", False),
        ("Nothing of the kind.", False),
    ],
)
def test_what_leaves_the_body(text: str, whole: bool) -> None:
    publisher = "BBC" if "BBC" in text else "TRT World"
    found, alone = classify_block(text, publisher=publisher)
    assert alone is whole
    assert bool(found) is (text != "Nothing of the kind.")


@pytest.mark.parametrize(
    "text",
    [
        "Translated from German by Ada Lund",
        "Traduit de l’anglais par Ada Lund",
        "Aus dem Englischen von Ada Lund",
        "Fact-checked by Ada Lund",
        "Das Interview führte Ada Lund.",
        "Translated from German by Ada Lund. Fact-checked by Ben Oduya",
    ],
)
def test_a_line_of_support_leaves_the_body_without_a_row(text: str) -> None:
    assert classify_block(text) == ([], True)


def test_the_text_of_a_row_is_its_line() -> None:
    text = "The river fell by night. Ada Lund contributed to this report."
    (row,) = read_correspondents(text)
    assert row.text == "Ada Lund contributed to this report."
