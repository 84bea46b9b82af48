"""Texts that a rule matches, but that a cheap check before it (to save time) wrongly ruled out."""

import pytest

from parsers.captions import caption_text
from parsers.captions.photo_credits import split_credit
from parsers.correspondents import read_correspondents
from parsers.people.byline_names import read_names
from parsers.people.byline_words import words_of
from parsers.rules import default_rules


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        # The day of a picture ran into the label behind it.
        ("The harbour at dawn, 3 May 2024Photo by Ada Lund", "The harbour at dawn, 3 May 2024", "Ada Lund"),
        ("People stand outside the hall. — Ada Lund PİC", "People stand outside the hall", "Ada Lund"),
    ],
)
def test_a_credit_in_other_letters_or_behind_a_digit(text: str, caption: str, credit: str) -> None:
    rest, found = split_credit(text)
    assert (rest.rstrip("."), found) == (caption, credit)


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("The harbour at dawn (3/12", "The harbour at dawn"),
        ("٢/٧ The harbour at dawn", "The harbour at dawn"),
        ("The harbour at dawn. Show more" + "." * 30, "The harbour at dawn."),
    ],
)
def test_a_counter_without_its_bracket_or_in_other_digits(text: str, caption: str) -> None:
    assert caption_text.tidy(text) == caption


def test_the_end_of_names_in_other_letters() -> None:
    assert read_names("Ann Lister AKTUALİSİERT", words_of(default_rules())) == ["Ann Lister"]


@pytest.mark.parametrize(
    "text",
    ["The ferry is back at its pier.-dpa", "Von: Ada Lund, Kiel"],
)
def test_agencies_and_places_behind_signs_that_were_not_looked_for(text: str) -> None:
    assert read_correspondents(text, language="de")


@pytest.mark.parametrize("publisher", ["BBC News", "BBC-News", "BBCNews"])
def test_the_outlets_own_reporter_however_the_outlet_is_written(publisher: str) -> None:
    rows = read_correspondents("The BBC’s Ada Lund tells us how it was.", publisher=publisher, language="en")
    assert [row.name for row in rows] == ["Ada Lund"]
