"""Every golden case, one failure per field."""

from dataclasses import fields
from functools import cache
from typing import Any

import pytest

from parsers import PARSER_VERSION, Article
from tests.golden import UNCOMPARED, cases, hashes, recorded, unversioned
from tests.make_warc import SAMPLE, build

CASES = {case.name: case for case in cases()}


@cache
def parsed(name: str) -> dict[str, Any]:
    return CASES[name].parsed()


#: Every key of a result, so that pages need not be parsed for the names of tests.
KEYS = ("rejected", *(field.name for field in fields(Article) if field.name not in UNCOMPARED))


@pytest.mark.parametrize("field", KEYS)
@pytest.mark.parametrize("name", CASES)
def test_field(name: str, field: str) -> None:
    assert parsed(name).get(field) == CASES[name].expected().get(field), CASES[name].about["why"]


@pytest.mark.parametrize("name", CASES)
def test_no_key_is_left_out(name: str) -> None:
    assert {*CASES[name].expected(), *parsed(name)} <= set(KEYS)


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_complete(name: str) -> None:
    assert CASES[name].expected(), f"read what `python -m tests.golden {name}` shows, then bless it"
    assert CASES[name].about["why"], "a case says why it is there"


def test_another_output_is_another_parser_version() -> None:
    # A reparse asks the version which stored pages it has to read anew.
    version, before = recorded()
    raised = unversioned(version, before, hashes(), present=PARSER_VERSION)
    assert raised == [], "raise PARSER_VERSION in parsers/model.py, then `python -m tests.golden --bless`"
    assert (version, before) == (PARSER_VERSION, hashes()), "run `python -m tests.golden --bless`"


def test_a_version_that_was_not_raised_is_noticed() -> None:
    before, now = {"a": "1", "b": "2"}, {"a": "1", "b": "3", "new": "4"}
    assert unversioned("0.2.0", before, now, present="0.2.0") == ["b"]
    assert unversioned("0.2.0", before, now, present="0.2.1") == []


def test_the_sample_warc_is_made_of_these_pages() -> None:
    assert build() == SAMPLE.read_bytes(), "run python -m tests.make_warc"
