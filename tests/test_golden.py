"""Every golden case, one failure per field."""

from functools import cache
from typing import Any

import pytest

from tests.golden import cases
from tests.make_warc import SAMPLE, build

CASES = {case.name: case for case in cases()}


@cache
def parsed(name: str) -> dict[str, Any]:
    return CASES[name].parsed()


def fields() -> list[tuple[str, str]]:
    return [(name, key) for name, case in CASES.items() for key in sorted({*case.expected(), *parsed(name)})]


@pytest.mark.parametrize(("name", "field"), fields())
def test_field(name: str, field: str) -> None:
    assert parsed(name).get(field) == CASES[name].expected().get(field), CASES[name].about["why"]


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_complete(name: str) -> None:
    assert CASES[name].expected(), f"read what `python -m tests.golden {name}` shows, then bless it"
    assert CASES[name].about["why"], "a case says why it is there"


def test_the_sample_warc_is_made_of_these_pages() -> None:
    assert build() == SAMPLE.read_bytes(), "run python -m tests.make_warc"
