"""A word that ends like the word of a credit ("Silicon", "Macon": "con") does not end a list of names."""

from __future__ import annotations

import pytest

from tests.correspondents.told import told

#: A text, and the correspondents in it.
TEXTS: list[tuple[str, list[str]]] = [
    (
        "Reporting by Ada Lund in Macon Heights and Ben Oduya in Oslo. Con información de AFP.",
        ["reporting|Ada Lund|||Macon Heights", "reporting|Ben Oduya|||Oslo", "agency|||AFP|"],
    ),
    (
        "Reporting by Ada Lund, Silicon Valley, and Ben Oduya; con información de AFP",
        ["reporting|Ada Lund|||Silicon Valley", "reporting|Ben Oduya|||", "agency|||AFP|"],
    ),
]


@pytest.mark.parametrize("above", ["", "The harbour was closed on Monday for the third day, the port said. " * 4])
@pytest.mark.parametrize(("text", "people"), TEXTS)
def test_a_word_that_ends_like_a_cue(text: str, people: list[str], above: str) -> None:
    assert told(above + text, language="es") == people
