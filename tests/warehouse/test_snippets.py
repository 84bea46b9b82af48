"""Snippets of found stories: the passage that shows the most words, on one line, with each word's place."""

from __future__ import annotations

import pytest

from warehouse.snippets import marks_in, snippet

FILLER = "Nothing else was said that day about it. " * 12

#: Texts of a story, words, the snippet with its marks in brackets.
CASES: list[tuple[list[str | None], list[str], str]] = [
    (["The dam holds."], ["dam"], "The [dam] holds."),
    (["The DAM holds."], ["dam"], "The [DAM] holds."),
    (["The dam holds."], ["Dam", "dam"], "The [dam] holds."),
    (["A line\nand a dam."], ["dam"], "A line and a [dam]."),
    (["Nothing.", "A dam."], ["dam"], "A [dam]."),
    ([None, "", "A dam."], ["dam"], "A [dam]."),
    (["Dams and a dam."], ["dam", "dams"], "[Dams] and a [dam]."),
    (["Cost: 5 (five) euros."], ["(five)"], "Cost: 5 [(five)] euros."),
    (["\u767d\u5d0e\u706f\u53f0\u3092\u5b88\u308b"], ["\u706f\u53f0"], "\u767d\u5d0e[\u706f\u53f0]\u3092\u5b88\u308b"),
    # Only the headline has the words.
    (["The first text.", "Another."], ["elsewhere"], "The first text."),
    ([None, None], ["dam"], ""),
    (["Text."], [" "], "Text."),
    # The passage that shows both, though one stands earlier.
    ([f"A dam. {FILLER}The river and the dam."], ["river", "dam"], "the [river] and the [dam]."),
    # What one passage does not show, a second one does.
    ([f"A dam. {FILLER}", "On the river."], ["river", "dam"], "A [dam]. Nothing"),
    ([f"A dam. {FILLER}", "On the river."], ["river", "dam"], "\u2026 On the [river]."),
]


@pytest.mark.parametrize(("texts", "words", "shown"), CASES)
def test_a_snippet_shows_the_words(texts: list[str | None], words: list[str], shown: str) -> None:
    text, marks = snippet(texts, words)
    for start, end in reversed(marks):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    assert shown.lower() in text.lower() and "\n" not in text


@pytest.mark.parametrize("at", range(0, 120, 7))
def test_a_long_text_is_cut_between_words(at: int) -> None:
    words = [f"word{number}" for number in range(120)]
    words[at] = "needle"
    text, ((start, end),) = snippet([" ".join(words)], ["needle"])
    assert text[start:end] == "needle" and len(text) <= 170
    assert text.startswith("\u2026") == (not text.startswith("word0") and at != 0)
    assert set(text.strip("\u2026").split()) <= set(words)


def test_a_word_that_stands_everywhere_is_quick() -> None:
    text, marks = snippet(["a " * 500_000], ["a", "b"])
    assert text.endswith("\u2026") and len(marks) > 50
    assert marks_in("aaaa", ["aa"]) == ((0, 2), (2, 4))
