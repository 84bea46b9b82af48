"""Lines as keys, and text without the marks of typesetters."""

import pytest

from parsers.folding import fold_line, unbroken


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Ver\u00adfas\u00adsungs\u00adbe\u00adschwerde", "Verfassungsbeschwerde"),
        ("\ufeffThe port", "The port"),
        ("–\u2060 Magisk", "– Magisk"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # a joiner that changes how letters look
        ("plain", "plain"),
    ],
)
def test_marks_of_line_breaks_are_no_text(text: str, clean: str) -> None:
    assert unbroken(text) == clean


@pytest.mark.parametrize(
    ("one", "other"), [("▶ Share this ‘story’", "share this 'story'"), ("ＡＢＣ  news", "abc news"), ("***", "")]
)
def test_lines_that_count_as_the_same(one: str, other: str) -> None:
    assert fold_line(one) == fold_line(other)
