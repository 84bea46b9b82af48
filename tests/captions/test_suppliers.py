"""The quick tests that spare most captions a search for agencies."""

import pytest

from parsers.captions.photo_suppliers import suppliers
from parsers.rules import default_rules


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("The boats come home at dawn with a new mast", False),
        ("Boats at la Place, a view", False),
        ("The boats come home. Reuters", True),
        ("The boats come home. THE CANADIAN PRESS", True),
        ("The boats come home. A.P.", True),
        ("Die Boote im Hafen. Ada Lund / Küstenbote", True),
        ("Boats come home. Ada Lund via Harbour Post", True),
    ],
)
def test_ordinary_words_name_no_agency(text: str, may: bool) -> None:
    assert suppliers(default_rules()).may_name(text) is may
