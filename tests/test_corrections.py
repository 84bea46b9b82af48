"""Notes of the editors; the rules' own examples run in tests/test_rules.py."""

import pytest

from parsers.lines.corrections import corrections
from parsers.rules import Rules, default_rules


@pytest.mark.parametrize(
    ("text", "language", "rule"),
    [
        ("Correction: An earlier version gave the wrong year.", "en-GB", "en_label"),
        ("This article was amended on Monday.", "en", "en_sentence"),
        ("Korrektur: In einer Fassung stand ein falsches Jahr.", "de", "de"),
        ("Korrektur: In einer Fassung stand ein falsches Jahr.", None, "de"),
        ("Korrektur: In einer Fassung stand ein falsches Jahr.", "fr", None),
        ("2:58 p.m.: This article was updated to add the cost of the bridge.", "en", "en_update"),
        ("UPDATE: Dec. 22, 2026, 2:16 p.m. EST Updated with a word of the port.", "en", "en_update"),
        ("*An earlier version of the article stated the wrong year.", "en", "en_update"),
        ("Update: The bridge is open again.", "en", None),
        ("The correction took a year.", "en", None),
    ],
)
def test_rule(text: str, language: str | None, rule: str | None) -> None:
    assert corrections(default_rules(), language).rule_of(text) == rule


def test_every_rule_speaks_where_the_language_is_not_known() -> None:
    known = corrections(default_rules(), None)
    examples = [example for rule in default_rules().family("corrections").rules for example in rule.examples]
    assert examples and [example for example in examples if not known.rule_of(example)] == []


def test_without_rules_nothing_is_one() -> None:
    assert corrections(Rules(), "en").rule_of("Correction: the year was wrong.") is None
