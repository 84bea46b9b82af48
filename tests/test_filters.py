"""Quick looks that spare most texts a search: false for no text that the rule behind them matches.

What correspondents and junk lines are looked for by is derived from their patterns; other rules say what a text must
hold for them to be tried (`needs`, `heads`, `ends`), and readers have quick looks of their own.  Each is asked about
the rules' own examples in several spellings, and the derived ones about texts made from the patterns.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from parsers.captions import caption_text, photo_credits
from parsers.captions.photo_suppliers import suppliers
from parsers.correspondents import credit_clauses
from parsers.correspondents.rule_index import grammar, searched_patterns
from parsers.lines import junk
from parsers.people import byline_names
from parsers.required_text import READY
from parsers.rules import Rule, default_rules, shipped_config
from parsers.training.write_required_text import required_text
from tests.matching import other_case, texts_matching

RULES = default_rules()
BOOK, KNOWN, NAMES = grammar(RULES), suppliers(RULES), byline_names.words_of(RULES)
#: What stands around a match in a text, where its pattern does not say.
AROUND = ("{}", "The boats came home. {}", "({})", "“{}”", "{} The boats came home.", "Boats —{}", "{} ")

Quick = Callable[[str], bool]


def made_from(rule: Rule) -> Iterator[str]:
    """Examples of a rule in several spellings."""
    for example in rule.examples:
        yield from (example, example.upper(), example.lower(), example.replace(" ", "  "), example.replace(" ", "\xa0"))


def texts_of(rule: Rule) -> list[str]:
    """Texts that a rule's pattern may match: its examples in several spellings, with something around them."""
    return [form.format(text) for text in made_from(rule) for form in AROUND]


def named(rules: list[Rule]) -> pytest.MarkDecorator:
    """One test a rule."""
    return pytest.mark.parametrize("rule", rules, ids=[rule.id for rule in rules])


def hidden(rule: Rule, matches: Quick, quick: Quick) -> list[str]:
    """Texts that a rule matches and its quick look passes over."""
    return [text for text in texts_of(rule) if matches(text) and not quick(text)]


#: Rules of correspondents that look for their place in a text, and of junk lines that are searched in whole lines.
CREDITS = [rule for rule, _ in searched_patterns(RULES.family("correspondents"))]
LINES = [rule for rule, _ in junk.searched_patterns(RULES.family("junk"))]


def made_from_pattern(rule: Rule) -> list[str]:
    """Texts made from a rule's pattern, in several spellings, with something around them."""
    pattern = rule.source.expanded()
    made = list(texts_matching(pattern, seed=len(pattern), count=30))
    return [*made, *(other_case(text, seed=at) for at, text in enumerate(made)), *(f"Boats ({t})." for t in made[:10])]


def test_texts_are_made_for_nearly_all_patterns() -> None:
    def makes(rule: Rule) -> bool:
        return any(rule.pattern.search(text) for text in made_from_pattern(rule))

    assert len([rule for rule in (*CREDITS, *LINES) if not makes(rule)]) <= 4


@named(CREDITS)
def test_what_correspondents_are_looked_for_by(rule: Rule) -> None:
    shape = rule.data["shape"]

    def matches(text: str) -> bool:
        if shape in ("sentence", "line"):
            return rule.pattern.fullmatch(text) is not None
        starts = [match.start() for match in rule.pattern.finditer(text)]
        return any(shape != "credit" or credit_clauses._may_begin(text, start, True) for start in starts)

    def tried(text: str) -> bool:
        return rule in BOOK.candidates(text, own=True) and (shape == "credit" or rule in BOOK.likely(text))

    texts = [" ".join(text.split()) for text in (*texts_of(rule), *made_from_pattern(rule))]
    assert [text for text in texts if matches(text) and not tried(text)] == []


@named(LINES)
def test_what_junk_lines_are_looked_for_by(rule: Rule) -> None:
    longest = rule.data.get("longest", junk.MAX_LENGTH)
    family = RULES.family("junk")
    alone = replace(RULES, families={**RULES.families, "junk": replace(family, rules=(rule,), words={})})

    def cut(text: str) -> bool:
        return junk.junk_reason(text, None, alone) is not None

    texts = [text for text in (*texts_of(rule), *made_from_pattern(rule)) if len(text) <= longest]
    assert [text for text in texts if rule.pattern.search(text) and not cut(text)] == []


def test_strings_of_the_shipped_rules_stand_ready() -> None:
    """After a change of a pattern: python -m parsers.training.write_required_text."""
    assert (shipped_config() / READY).read_text("utf-8") == required_text()


@named(list(RULES.family("credits").rules))
def test_needs_of_credits(rule: Rule) -> None:
    steps = photo_credits._every_step(RULES.family("credits"))
    step = next(step for step in steps.steps if step.rule is rule)

    def tried(text: str) -> bool:
        words = KNOWN.words(text)
        held = steps.heads.intersection(words) if words else None
        signed = not step.signs or not step.signs.isdisjoint(text)
        return signed and step.may_hold(text.lower(), held) and rule.pattern.search(text, step.start(text)) is not None

    assert hidden(rule, lambda text: rule.pattern.search(text) is not None, tried) == []


@named([rule for rule in RULES.family("captions").rules if rule.id != "lead"])
def test_needs_and_ends_of_captions(rule: Rule) -> None:
    cut = next(cut for cut in caption_text._cuts(RULES.family("captions")) if cut.pattern is rule.pattern)
    slow = replace(cut, signs=None, ends=())
    assert hidden(rule, lambda text: True, lambda text: cut.apply(text) == slow.apply(text)) == []


@named([rule for rule in RULES.family("bylines").rules if rule.id in ("lead", "end")])
def test_quick_looks_at_bylines(rule: Rule) -> None:
    if rule.id == "end":
        assert hidden(rule, lambda t: bool(NAMES.end.search(t)), lambda t: bool(NAMES.may_end.search(t.lower()))) == []
        return

    def leads(text: str) -> bool:
        found = NAMES.lead.match(text)
        return found is not None and found.end() > 0

    assert hidden(rule, leads, lambda text: byline_names.lead_end(text, NAMES) > 0) == []
