"""Quick looks that spare most texts a search: false for no text that the rule behind them matches.

What correspondents and junk lines are looked for by is derived from their patterns; other rules say what a text must
hold for them to be tried (`needs`, `near`, `heads`, `ends`, `starts`), and readers have quick looks of their own.  Each
is asked about the rules' own examples in several spellings, and about texts made from the patterns in every case.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from parsers.captions import caption_text, credit_rules, normalised_credits
from parsers.captions.photo_suppliers import suppliers
from parsers.correspondents import agency_tails, credit_clauses, datelines, named_sources
from parsers.correspondents.rule_index import grammar, searched_patterns
from parsers.dates import date_lines
from parsers.html.figures.figure_wording import Wording
from parsers.lines import consent_walls, junk, notices
from parsers.listed_patterns import READY
from parsers.people import around_names, byline_words, name_lists
from parsers.required_text import folded
from parsers.rule_family import Macros
from parsers.rules import Rule, default_rules, shipped_config
from parsers.training.write_required_text import required_text
from tests.matching import other_case, texts_matching

RULES = default_rules()
BOOK, KNOWN, NAMES = grammar(RULES), suppliers(RULES), byline_words.words_of(RULES)
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
    return [text for text in (*texts_of(rule), *made_from_pattern(rule)) if matches(text) and not quick(text)]


def matching(pattern: re.Pattern[str], matches: Quick, *, count: int = 60) -> list[str]:
    """Texts made from a pattern, with single blanks, in several spellings and surroundings, that do match."""
    made = list(texts_matching(pattern.pattern, seed=len(pattern.pattern), count=count))
    made += [other_case(text, seed=at) for at, text in enumerate(made)]
    around = ("{}", "Boats. {}", "7{} .")
    made = [" ".join(form.replace("{}", text).split()) for text in made for form in around]
    found = [text for text in made if matches(text)]
    assert found
    return found


#: Rules of correspondents that look for their place in a text, and of junk lines.
CREDITS = [rule for rule, _ in searched_patterns(RULES.family("correspondents"))]
LINES = [rule for rule, _ in junk.searched_patterns(RULES.family("junk"))]
CONSENT = [rule for rule, _ in consent_walls.searched_patterns(RULES.family("refusals"))]


def made_from_pattern(rule: Rule) -> list[str]:
    """Texts made from a rule's pattern, in several spellings, with something around them."""
    pattern = rule.source.expanded()
    made = list(texts_matching(pattern, seed=len(pattern), count=40))
    made += [other_case(text, seed=at) for at, text in enumerate(made)]
    return [*made, *(form.replace("{}", text) for text in made[:10] + made[-10:] for form in ("Boats ({}).", "2024{}"))]


def test_texts_are_made_for_nearly_all_patterns() -> None:
    def makes(rule: Rule) -> bool:
        return any(rule.pattern.search(text) for text in made_from_pattern(rule))

    assert len([rule for rule in (*CREDITS, *LINES) if not makes(rule)]) <= 5


@named(CREDITS)
def test_what_correspondents_are_looked_for_by(rule: Rule) -> None:
    shape = rule.data["shape"]

    def matches(text: str) -> bool:
        if shape in ("sentence", "line"):
            return rule.pattern.fullmatch(text) is not None
        starts = [match.start() for match in rule.pattern.finditer(text)]
        return any(shape != "credit" or credit_clauses._may_begin(text, start, True, BOOK.words) for start in starts)

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

    def matches(text: str) -> bool:
        if rule.data.get("anywhere"):
            return rule.pattern.search(text) is not None
        return re.match(rule.source.expanded(), text.replace("İ", "i").lower()) is not None

    texts = [text for text in (*texts_of(rule), *made_from_pattern(rule)) if len(text) <= longest]
    assert [text for text in texts if matches(text) and not cut(text)] == []


@named(CONSENT)
def test_what_consent_is_looked_for_by(rule: Rule) -> None:
    part = consent_walls._part(RULES.family("refusals"), rule.data["part"])
    texts = [*texts_of(rule), *made_from_pattern(rule)]
    assert [text for text in texts if rule.pattern.search(text) and rule not in part.likely(text)] == []


@named([rule for rule, _ in date_lines.searched_patterns(RULES.family("heads"))])
def test_what_other_days_are_looked_for_by(rule: Rule) -> None:
    words = date_lines.date_words(RULES.family("heads"))
    texts = [*texts_of(rule), *made_from_pattern(rule)]
    found = [text for text in texts if rule.pattern.match(text)]
    assert found and [text for text in found if not date_lines.tells_other(text, "", words)] == []


@named([rule for rule, _ in notices.searched_patterns(RULES.family("heads"))])
def test_what_notices_are_looked_for_by(rule: Rule) -> None:
    known = notices._notices(RULES.family("heads"))
    texts = [text for text in (*texts_of(rule), *made_from_pattern(rule)) if rule.pattern.search(text)]
    assert texts and [text for text in texts if rule not in known.likely(text)] == []


@named([rule for rule in LINES if rule.data.get("sure")])
def test_what_surely_junk_is_looked_for_by(rule: Rule) -> None:
    texts = [text for text in (*texts_of(rule), *made_from_pattern(rule)) if len(text) <= junk.MAX_LENGTH]
    assert [text for text in texts if rule.pattern.search(text) and junk.surely_junk(text, None, RULES) is None] == []


@named(list(RULES.family("figures").rules))
def test_what_lines_at_pictures_are_looked_for_by(rule: Rule) -> None:
    wording = Wording(RULES, None)
    texts = [text for text in (*texts_of(rule), *made_from_pattern(rule)) if rule.pattern.match(text)]
    assert [text for text in texts if not (wording.may_tell(text) or wording.suppliers.is_label(text))] == []


def test_strings_of_the_shipped_rules_stand_ready() -> None:
    ready = (shipped_config() / READY).read_text("utf-8")
    assert ready == required_text(), "a pattern was changed: run `make derived`"


@named(list(RULES.family("credits").rules))
def test_needs_of_credits(rule: Rule) -> None:
    steps = credit_rules._every_step(RULES.family("credits"))
    step = next(step for step in steps.steps if step.rule is rule)

    def tried(text: str) -> bool:
        held = steps.heads_in(text, KNOWN.words(text))
        signed = not step.signs or not step.signs.isdisjoint(text)
        return signed and step.may_hold(folded(text), held) and rule.pattern.search(text, step.start(text)) is not None

    assert hidden(rule, lambda text: rule.pattern.search(text) is not None, tried) == []


@named([rule for rule in RULES.family("captions").rules if rule.id not in ("lead", "file")])
def test_needs_and_ends_of_captions(rule: Rule) -> None:
    cut = next(cut for cut in caption_text._cuts(RULES.family("captions")) if cut.pattern is rule.pattern)
    slow = replace(cut, signs=None, ends=())

    def same(text: str) -> bool:
        text = " ".join(text.split())  # as `tidy` does before
        return cut.apply(text) == slow.apply(text)

    assert hidden(rule, lambda text: True, same) == []


@named([rule for rule in RULES.family("bylines").rules if rule.id in ("lead", "end")])
def test_quick_looks_at_bylines(rule: Rule) -> None:
    if rule.id == "end":
        assert hidden(rule, lambda t: bool(NAMES.end.search(t)), lambda t: bool(NAMES.may_end.search(folded(t)))) == []
        return

    def leads(text: str) -> bool:
        found = NAMES.lead.match(text)
        return found is not None and found.end() > 0

    assert hidden(rule, leads, lambda text: around_names.lead_end(text, NAMES) > 0) == []


@named([rule for rule in RULES.family("datelines").rules if rule.data.get("check", "place") != "place"])
def test_needs_of_datelines(rule: Rule) -> None:
    """Each rule for an agency has needs: without them no text would be looked at for its sake."""
    needs, every = datelines._finder(rule.data["needs"]), datelines._signs(RULES.family("datelines"))
    texts = [" ".join(text.split())[: datelines.MAX_DATELINE] for text in (*texts_of(rule), *made_from_pattern(rule))]
    texts += [f"{text} Boats left." for text in texts]
    found = [text for text in texts if rule.pattern.match(text)]
    assert found and [text for text in found if not (needs.search(text) and every.search(text))] == []


@named(list(BOOK.bylines))
def test_lines_that_begin_like_a_byline(rule: Rule) -> None:
    def looked_at(text: str) -> bool:
        return BOOK.may_be_byline(f"{text} Ada", f"{text} Ada".lower())

    assert hidden(rule, lambda text: rule.pattern.match(f"{text} Ada") is not None, looked_at) == []


CREDIT_PATTERNS = normalised_credits._around(default_rules().family("credits"))
#: Patterns, each with the quick look that spares texts the search for it.
LOOKS: list[tuple[re.Pattern[str], Quick]] = [
    (agency_tails._DASHED, lambda text: agency_tails.may_be_tail(text, BOOK.words)),
    (agency_tails._BRACKET, lambda text: agency_tails.may_be_tail(text, BOOK.words)),
    (agency_tails._BARE, lambda text: agency_tails.may_be_tail(text, BOOK.words)),
    (around_names._ADDRESS, lambda text: around_names._MAY_ADDRESS.search(text) is not None),
    (around_names.BRACKETS, lambda text: around_names._MAY_BRACKET.search(text) is not None),
    (name_lists._SEPARATOR, lambda text: not name_lists._SEPARATING.isdisjoint(text)),
    (CREDIT_PATTERNS.clause, lambda text: CREDIT_PATTERNS.may_notice.search(text) is not None),
    (CREDIT_PATTERNS.rights, lambda text: CREDIT_PATTERNS.may_notice.search(text) is not None),
    (normalised_credits._YEAR, lambda text: CREDIT_PATTERNS.may_notice.search(text) is not None),
    (KNOWN.strong_joint, KNOWN.may_name),
]


@pytest.mark.parametrize(("pattern", "quick"), LOOKS)
def test_quick_looks_before_a_pattern(pattern: re.Pattern[str], quick: Quick) -> None:
    found = matching(pattern, lambda text: pattern.search(text) is not None)
    assert [text for text in found if not quick(text)] == []


def test_quick_look_at_lines_of_agencies_alone() -> None:
    """Every name of an agency is seen beside initials; in a line that is too long, none is."""
    names = [name for name in BOOK.words.printed if named_sources.is_sure_wire(name, BOOK.words)]
    lines = [form.format(name) for name in names for form in ("{}/abc", "abc, {}", "{} | 12:30", "({})", "A.B. - {}")]
    assert len(lines) > 1000
    assert [line for line in lines if not agency_tails.may_be_tail(line, BOOK.words)] == []
    assert not agency_tails.may_be_tail("abc, " * 20 + "AFP", BOOK.words)


def test_a_word_that_ends_a_caption_may_be_long(tmp_path: Path) -> None:
    """A list that a user added to: the quick look goes as far back as the longest of its words."""
    word = "Vollbildschirmdarstellungsansicht"
    captions = RULES.family("captions")
    more = {**captions.words["more"], "de": (*captions.words["more"]["de"], word)}
    words = {**captions.words, "more": more}
    rules = tuple(
        rule.with_macros(Macros(words, {}), (tmp_path, ())) if rule.id == "more" else rule for rule in captions.rules
    )
    own = replace(RULES, families={**RULES.families, "captions": replace(captions, words=words, rules=rules)})
    assert caption_text.tidy(f"Der Hafen. {word}{'.' * 40}", rules=own) == "Der Hafen."
