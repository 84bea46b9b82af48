"""Quick looks that spare most texts a search: false for no text that the rule behind them matches.

Rules say what a text must hold for them to be tried (`needs`, `stems`, `heads`, `ends`), and readers have quick looks
of their own.  Each is asked about the rules' own examples in several spellings.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from parsers.captions import caption_text, photo_credits
from parsers.captions.photo_suppliers import suppliers
from parsers.correspondents.rule_index import grammar
from parsers.lines import junk
from parsers.people import byline_names
from parsers.rules import Rule, default_rules

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


def rules_of(family: str, key: str) -> list[Rule]:
    """The rules of a family that say what a text must hold for them."""
    return [rule for rule in RULES.family(family).rules if key in rule.data]


def named(rules: list[Rule]) -> pytest.MarkDecorator:
    """One test a rule."""
    return pytest.mark.parametrize("rule", rules, ids=[rule.id for rule in rules])


def hidden(rule: Rule, matches: Quick, quick: Quick) -> list[str]:
    """Texts that a rule matches and its quick look passes over."""
    return [text for text in texts_of(rule) if matches(text) and not quick(text)]


@named(rules_of("correspondents", "stems"))
def test_stems_of_correspondents(rule: Rule) -> None:
    whole = rule.data["shape"] in ("sentence", "line")

    def matches(text: str) -> bool:
        bare = " ".join(text.split())
        return (rule.pattern.fullmatch(bare) if whole else rule.pattern.search(bare)) is not None

    assert hidden(rule, matches, lambda text: rule in BOOK.candidates(text, text.lower(), own=True)) == []


@named(rules_of("junk", "needs"))
def test_needs_of_junk(rule: Rule) -> None:
    longest = rule.data.get("longest", junk.MAX_LENGTH)

    def cut(text: str) -> bool:
        return junk.junk_reason(text, None, RULES) is not None

    assert hidden(rule, lambda text: len(text) <= longest and rule.pattern.search(text) is not None, cut) == []


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
