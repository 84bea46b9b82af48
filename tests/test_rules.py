"""Every rule file of config/rules: each rule matches its examples and none of its counter-examples."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from parsers.lines.junk import junk_reason
from parsers.rules import Rule, RulesError, any_of, default_rules, load_rules

RULES = [(f"{family.name}:{rule.id}", rule) for family in default_rules().families.values() for rule in family.rules]


@pytest.mark.parametrize("rule", [r for _, r in RULES], ids=[name for name, _ in RULES])
def test_examples(rule: Rule) -> None:
    assert rule.examples, "a rule needs examples"
    assert [e for e in rule.examples if not rule.pattern.search(e)] == []
    assert [e for e in rule.counter_examples if rule.pattern.search(e)] == []


#: Macros by language that are parts of many patterns, of which each holds some languages.
SHARED = ("this_text",)


def by_language() -> Iterator[tuple[str, str, Rule]]:
    """(macro, language, rule) for each language of a macro that is written by language, in each rule that uses it."""
    for family in default_rules().families.values():
        tables = {name: macro for name, macro in family.macros.items() if not isinstance(macro, str)}
        for rule in family.rules:
            for name in (name for name in tables if f"{{{{{name}}}}}" in rule.source.text and name not in SHARED):
                yield from ((name, language, rule) for language in tables[name])


@pytest.mark.parametrize(("name", "language", "rule"), list(by_language()), ids=str)
def test_each_language_of_a_macro_has_an_example(name: str, language: str, rule: Rule) -> None:
    family = next(one for one in default_rules().families.values() if rule in one.rules)
    macro = family.macros[name]
    assert not isinstance(macro, str)
    alone = rule.with_macros({**rule.source.macros, name: macro[language]}, (rule.source.file, ()))
    assert any(alone.pattern.search(example) for example in rule.examples)


@pytest.mark.parametrize(("reason", "line"), default_rules().family("figures").data["prompts"].items())
def test_what_stands_in_captions_places_is_known_as_junk(reason: str, line: str) -> None:
    found = junk_reason(line, "en", default_rules())
    assert found and found[0] == reason


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[rule]]\nid = 'a'\n", "pattern"),
        ("[[rule]]\nid = 'a'\npattern = '('\n", "'a' does not compile"),
        ("[[rule]]\nid = 'a'\npattern = '{{nobody}}'\n", "'a' does not compile"),
        ("[[rule]]\nid = 'a'\npattern = 'x'\n[[rule]]\nid = 'a'\npattern = 'y'\n", "the rule id 'a' is used twice"),
        ("[[rule\n", "not valid TOML"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "tracking.toml").write_text(text)
    with pytest.raises(RulesError, match=r"tracking\.toml") as error:
        load_rules(tmp_path)
    assert told in str(error.value)


def test_own_patterns_compile_when_they_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.rules.shipped_config", lambda: tmp_path)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "tracking.toml").write_text(
        "[[rule]]\nid = 'good'\npattern = 'y'\n[[rule]]\nid = 'bad'\npattern = '('\n"
    )
    rules = load_rules(tmp_path)
    assert rules.family("tracking").rules[0].pattern.match("Y")
    with pytest.raises(RulesError, match=r"tracking\.toml:6: the pattern of rule 'bad' does not compile"):
        rules.compile()


def test_a_rule_of_a_later_directory_takes_the_place_of_its_namesake(tmp_path: Path) -> None:
    for folder, word in (("a", "one"), ("b", "two")):
        (tmp_path / folder / "rules").mkdir(parents=True)
        (tmp_path / folder / "rules" / "tracking.toml").write_text(f"[[rule]]\nid = 'r'\npattern = '{word}'\n")
    (tmp_path / "a" / "rules" / "bylines.toml").write_text("[words.lead]\nen = ['by']\n")
    rules = load_rules(tmp_path / "a", tmp_path / "b")
    assert rules.family("tracking").rules[0].pattern.pattern == "two"
    assert rules.family("bylines").all_words("lead") == ("by",)


def test_macros_expand_inside_macros(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "tracking.toml").write_text(
        "[macros]\na = '{{b}}+'\nb = 'z'\n[[rule]]\nid = 'r'\npattern = '^{{a}}$'\n"
    )
    assert load_rules(tmp_path).family("tracking").rules[0].pattern.match("zzz")


def test_publisher_periods_are_picked_by_day(tmp_path: Path) -> None:
    from datetime import date

    (tmp_path / "publishers").mkdir()
    (tmp_path / "publishers" / "x.toml").write_text(
        "name = 'X'\ndomains = ['x.example']\n"
        "[[period]]\nvalid_until = 2020-12-31\nlanguage = 'en'\n[[period]]\nvalid_from = 2021-01-01\nlanguage = 'de'\n"
    )
    rules = load_rules(tmp_path)
    old, new = rules.publisher("www.x.example", date(2019, 5, 1)), rules.publisher("x.example", None)
    assert (old and old.language, new and new.language) == ("en", "de")
    assert rules.publisher("notx.example", None) is None


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        ((), ""),
        (("foto",), "foto"),
        (("foto", "fotos"), "foto(?:s)?"),
        (("foto", "photo", "foto von"), r"(?:foto(?:\s+von)?|photo)"),
        (("a.b", "a.c", "a b"), r"a(?:\s+b|\.(?:b|c))"),
        (("", "by"), "(?:by)?"),
        (("ü", "Ü", "u"), "(?:u|Ü|ü)"),
    ],
)
def test_a_pattern_for_words_shares_their_beginnings(words: tuple[str, ...], pattern: str) -> None:
    assert any_of(words) == pattern
    assert all(re.fullmatch(pattern, word) for word in words)
