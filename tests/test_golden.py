"""Every golden case, one failure per field."""

from functools import cache
from typing import Any

import pytest

from tests.golden import Case, cases

CASES = {case.name: case for case in cases()}


@cache
def parsed(name: str) -> dict[str, Any]:
    return CASES[name].parsed()


def fields() -> list[tuple[str, str]]:
    return [(name, key) for name, case in CASES.items() for key in sorted({*case.expected(), *parsed(name)})]


@pytest.mark.parametrize(("name", "field"), fields())
def test_field(name: str, field: str) -> None:
    assert parsed(name).get(field) == CASES[name].expected().get(field), CASES[name].about["why"]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_case_is_complete(case: Case) -> None:
    assert case.expected(), f"{case.name} has no expectation; read its parse and bless it"
    assert case.about["why"], f"{case.name} does not say why it is there"
