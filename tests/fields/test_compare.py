"""Where a text's ending begins that says the same as another one."""

from unicodedata import normalize

import pytest

from parsers.html.fields.compare import tail_from


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("Fähre: Ferry back in service", "Ferry back in service"),
        ("Opinion “Ferry back” at last", "“Ferry back” at last"),
        ("“Ferry back” at last", "“Ferry back” at last"),
        ("08.10.2019 Ferry back in service", "Ferry back in service"),
        (normalize("NFD", "Îles: Élan brisé"), normalize("NFD", "Élan brisé")),
        ("समाचार: नई नाव की ख़बर", "नई नाव की ख़बर"),
        (normalize("NFD", "사회: 각하 서울"), normalize("NFD", "각하 서울")),
    ],
)
def test_where_the_ending_begins(text: str, ending: str) -> None:
    start = tail_from(text, ending.strip("“"))
    assert start is not None
    assert text[start:] == ending


def test_a_text_that_ends_otherwise_has_no_such_ending() -> None:
    assert tail_from("Ferry back in service", "Ferry timetable") is None
    assert tail_from("Ferry", "") is None
