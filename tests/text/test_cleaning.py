"""Junk lines by their words alone; the rules' own examples run in tests/test_rules.py."""

import pytest

from parsers.folding import line_key
from parsers.lines.junk import junk_reason, points_elsewhere
from parsers.reasons import CUTS
from parsers.required_text import required
from parsers.rules import Rule, default_rules

RULES = default_rules()


@pytest.mark.parametrize(
    ("line", "language", "reason"),
    [
        ("Loading...", "en", "placeholder"),
        ("  ADVERTISEMENT ", "de", "advertisement"),
        ("Lees ook:", "nl", "related"),
        ("» Auch interessant", "de", "related"),
        ("Читайте также", "ru", "related"),
        ("공유하기", "ko", "share"),
        ("関連記事", "ja", "related"),
        ("اقرأ أيضا", "ar", "related"),
        ("यह भी पढ़ें", "hi", "related"),
        ("/", None, "separator"),
        ("Mostrar comentarios ", "es", "comments"),
        ("Artikeln fortsätter under annonsen", None, "advertisement"),
    ],
)
def test_junk(line: str, language: str | None, reason: str) -> None:
    found = junk_reason(line, language, RULES)
    assert found and found[0] == reason


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Reaction in the capital", "en"),
        ("The bridge", "en"),
        ("Yes.", "en"),
        ("Mehr Geld für Schulen", "de"),
        ("del", "es"),  # "share" in Danish, "of the" in a Spanish text node
        ("Weiterleben", "de"),
        ("Share prices fell on Monday.", "en"),
        ("«Je ne regrette rien»", "fr"),
        ("x" * 501, None),
    ],
)
def test_not_junk(line: str, language: str | None) -> None:
    assert junk_reason(line, language, RULES) is None


@pytest.mark.parametrize(
    ("line", "language", "rule"),
    [
        ("Mehr zum Thema: Die Brücke bleibt zu", "de", "lead_de"),
        ("Mehr zum Thema: Die Brücke bleibt zu", "de-AT", "lead_de"),
        ("Mehr zum Thema: Die Brücke bleibt zu", None, "lead_de"),
        ("Mehr zum Thema: Die Brücke bleibt zu", "fr", None),
        ("Related: The bridge is closed", "en", "lead_en"),
        ("Related: De brug is dicht", "nl", "lead_en"),
        ("Video: De brug is dicht", "nl", "lead_nl"),
    ],
)
def test_the_rules_of_the_language_and_of_english_hold(line: str, language: str | None, rule: str | None) -> None:
    found = junk_reason(line, language, RULES)
    assert (found[1] if found else None) == rule


def test_rules_that_stand_in_one_pattern_capture_no_groups() -> None:
    groups = {rule.id: rule.pattern.groups for rule in RULES.family("corrections").rules}
    assert groups and {name for name, count in groups.items() if count} == set()


def test_every_reason_is_a_code() -> None:
    family = RULES.family("junk")
    assert {str(rule.data["reason"]) for rule in family.rules} | set(family.words) <= set(CUTS)


@pytest.mark.parametrize(
    ("line", "key"),
    [("  Read   MORE: ", "read more"), ("— Ｒｅｌａｔｅｄ —", "related"), ("Don’t miss", "don't miss"), ("***", "")],
)
def test_line_key(line: str, key: str) -> None:
    assert line_key(line) == key


def alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern that stand outside all brackets."""
    found, depth, escaped, in_class = [""], 0, False, False
    for char in pattern:
        if char == "|" and not depth and not escaped and not in_class:
            found.append("")
            continue
        if not escaped:
            in_class = (in_class or char == "[") and char != "]"
            depth += 0 if in_class else (char == "(") - (char == ")")
        escaped = char == "\\" and not escaped
        found[-1] += char
    return found


@pytest.mark.parametrize("rule", RULES.family("junk").rules, ids=lambda rule: rule.id)
def test_a_pattern_is_anchored_in_all_its_alternatives_or_requires_some_words(rule: Rule) -> None:
    if rule.data.get("anywhere"):
        assert required(rule.pattern.pattern) != ()
    else:
        assert all(part.startswith("^") for part in alternatives(rule.pattern.pattern))


@pytest.mark.parametrize("rule", RULES.family("junk").rules, ids=lambda rule: rule.id)
def test_every_example_is_junk(rule: Rule) -> None:
    assert all(junk_reason(line, rule.languages[0].strip("*") or None, RULES) for line in rule.examples)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Les også Broen er åpen igjen", True),
        ("Read more The bridge is open", True),
        ("Les trains sont arrêtés", False),
    ],
)
def test_a_link_with_a_label_points_elsewhere(text: str, found: bool) -> None:
    assert points_elsewhere(text, RULES) == found
