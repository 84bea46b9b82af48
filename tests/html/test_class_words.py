"""Words in names of elements, however they are written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.html.markup.class_words import vocabulary, words_in

ARTICLE, NAV = 1, 2
WORDS = vocabulary({ARTICLE: ("articlebody", "story", "text"), NAV: ("nav", "text")})


@given(st.text(st.sampled_from("abXYZ12-_ :é٠")))
def test_words_however_they_are_found(names: str) -> None:
    assert words_in(names) == [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", names)]


@pytest.mark.parametrize(
    ("names", "bits"),
    [
        ("article-body", ARTICLE),
        ("articleBody ArticleBody__x2", ARTICLE),
        ("article body", ARTICLE),
        ("body article", 0),
        ("StoryNAV", ARTICLE | NAV),
        ("main_text", ARTICLE | NAV),
        ("history navy", 0),
        ("", 0),
    ],
)
def test_bits_of_words_and_pairs(names: str, bits: int) -> None:
    assert WORDS.bits_in(names) == bits
