"""What newsrooms print in many languages is read; what looks like it is left alone."""

import pytest

from parsers.correspondents import read_correspondents
from tests.correspondents.newsrooms import LINES
from tests.correspondents.placed import PLACED, PLACED_TRAPS
from tests.correspondents.traps import TRAPS

ALL, ALL_TRAPS = [*LINES, *PLACED], [*TRAPS, *PLACED_TRAPS]


def rows(text: str, language: str | None, publisher: str | None) -> list[str]:
    """The correspondents of a line, each as "kind|name|role|outlet|location"."""
    found = read_correspondents(text, language=language, publisher=publisher)
    return ["|".join(x or "" for x in (r.kind, r.name, r.role, r.outlet, r.location)) for r in found]


@pytest.mark.parametrize(("language", "publisher", "line", "told"), ALL, ids=[line[2][:40] for line in ALL])
def test_a_line_is_read(language: str, publisher: str | None, line: str, told: list[str]) -> None:
    assert rows(line, language, publisher) == told


@pytest.mark.parametrize(("language", "publisher", "line"), ALL_TRAPS, ids=[trap[2][:40] for trap in ALL_TRAPS])
def test_a_trap_is_left_alone(language: str, publisher: str | None, line: str) -> None:
    assert rows(line, language, publisher) == []
