"""Datelines of a first paragraph and of a standfirst; the patterns' own examples are tested with the rules."""

import pytest

from parsers.correspondents.opening_dateline import read_dateline
from parsers.rules import default_rules

TEXT = "The port reopened on Friday."


@pytest.mark.parametrize(
    ("text", "standfirst", "language", "expected"),
    [
        ("NEW DELHI: The port reopened.", None, "en", "NEW DELHI"),
        ("EXCLUSIVE: The port reopened.", None, "en", None),
        ("Kiel/Hamburg – Der Hafen ist offen.", None, "de", "Kiel/Hamburg"),
        ("Kiel/Hamburg – The port reopened.", None, "en", None),
        (TEXT, "Berlin. Der Hafen ist offen.", "de", "Berlin"),
        ("Kiel. Der Hafen ist offen.", "Berlin. Das Amt schweigt.", "de", "Kiel"),
        (TEXT, "HARBOUR ROW: The port reopened.", "en", None),
        (TEXT, None, "en", None),
    ],
)
def test_dateline(text: str, standfirst: str | None, language: str, expected: str | None) -> None:
    assert read_dateline(text, language=language, rules=default_rules(), standfirst=standfirst) == expected
