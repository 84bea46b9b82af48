"""Whatever comes in: no error, plain values, the same answer twice, and work that grows no faster than the text."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parsers.correspondents import classify_block, read_correspondents, read_dateline
from parsers.correspondents.rule_index import grammar
from parsers.model import CORRESPONDENT_KINDS
from parsers.people.build_lexicon import lexicon
from parsers.people.credited_people import MAX_LIST, split_people
from parsers.rules import default_rules
from tests.correspondents.newsrooms import LINES

PIECES = [
    "Reporting by",
    "(",
    ")",
    "contributed to this report",
    "Ada Lund",
    "in Oslo",
    ",",
    " and ",
    "AP",
    "dpa/",
    "CNN's",
    "has more.",
    "By ",
    "our correspondent",
    "reports",
    ";",
    "“",
    "’s",
    "记者",
    "（",
    "新华社北京1月5日电",
    "기자",
    " - ",
    "\n",
    "Quelle: ",
    "with files from",
    "et",
    "مراسل",
    "Von ",
    "\u00a0",
    "🙂",
    "\ud800",
    "\0",
]
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
LEXICON = lexicon(default_rules())


@settings(max_examples=200, deadline=None)
@example(text="with", before="新华社0日电", publisher=None)
@given(text=TEXTS, before=st.none() | TEXTS, publisher=st.none() | st.sampled_from(["CNN", "The Times", "", "新聞"]))
def test_nothing_breaks_it(text: str, before: str | None, publisher: str | None) -> None:
    found, whole = classify_block(text, before=before, publisher=publisher, language="en")
    assert (found, whole) == classify_block(text, before=before, publisher=publisher, language="en")
    assert not whole or found
    collapsed = " ".join(text.split())
    # A cue that a link tore apart begins in the line above, but never ends there.
    torn = f"{' '.join((before or '').split())} {collapsed}"
    for row in found:
        assert row.kind in CORRESPONDENT_KINDS
        assert row.kind != "agency" or row.name is None
        assert row.text and (row.text in collapsed or row.text in torn)
        assert row.text not in (before or "") or row.text in collapsed
    read_dateline(text)


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_the_splitter_gives_names_that_stand_in_the_list(text: str) -> None:
    people = split_people(text, LEXICON)
    squeezed = re.sub(r"\s+", "", text)
    assert all(re.sub(r"\s+", "", p.name) in squeezed for p in people.persons if p.name)


@pytest.mark.parametrize(
    "unit",
    [
        "Reporting by Ada Lund and ",
        "A ",
        "Aa ",
        "CNN's ",
        "Ada Lund, ",
        "(",
        "((AP) - ",
        "contributed to this ",
        "Ada Lund reported from ",
        "our our ",
        "x’s ",
        "By By ",
        "/dpa",
        "- ",
        "Quelle: ",
        "记者",
        "【ア",
        "Ada-",
        "a",
        ". ",
        "Ada Lund has more",
        "Our correspondent in ",
        ", as ",
        "for more ",
    ],
)
def test_work_is_bounded(unit: str) -> None:
    """A hundred kilobytes of the worst that we know: a pattern that backtracks would not come back."""
    text = unit * (100_000 // len(unit))
    assert isinstance(read_correspondents(text, publisher="CNN"), list)
    assert len(split_people(text, LEXICON).persons) <= MAX_LIST


def test_every_rule_is_tried_on_its_examples() -> None:
    book = grammar(None)
    missed = [
        (rule.id, example)
        for rule in book.rules
        if rule.data["shape"] != "byline"
        for example in rule.examples
        if rule not in book.candidates(example, own=True)
    ]
    assert missed == []


def test_rules_leave_each_others_traps_alone() -> None:
    """No rule, alone or with others, makes a row out of a counter-example."""
    traps = [(rule.id, trap) for rule in grammar(None).rules for trap in rule.counter_examples]
    assert [(rule, trap) for rule, trap in traps if read_correspondents(trap)] == []


def test_the_rows_say_where_they_stand() -> None:
    for language, publisher, line, told in LINES:
        found = read_correspondents(line, language=language, publisher=publisher)
        assert len(found) == len(told)
        assert all(row.text in line for row in found), line
