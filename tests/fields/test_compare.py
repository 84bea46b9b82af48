"""Keys of texts and where a text's ending begins."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.folding import key
from parsers.html.fields.compare import tail_from


@given(st.text())
def test_a_key_is_the_letters_and_digits_case_folded(text: str) -> None:
    assert key(text) == "".join(re.findall(r"[^\W_]+", text.casefold()))


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("Fähre: Ferry back in service", "Ferry back in service"),
        ("Opinion “Ferry back” at last", "“Ferry back” at last"),
        ("“Ferry back” at last", "“Ferry back” at last"),
        ("08.10.2019 Ferry back in service", "Ferry back in service"),
    ],
)
def test_where_the_ending_begins(text: str, ending: str) -> None:
    start = tail_from(text, ending.strip("“"))
    assert start is not None
    assert text[start:] == ending


def test_a_text_that_ends_otherwise_has_no_such_ending() -> None:
    assert tail_from("Ferry back in service", "Ferry timetable") is None
    assert tail_from("Ferry", "") is None
