"""Tables of `copydesk sql` on a terminal: as wide as it is, long cells cut, many columns one below the other."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import pytest

from flows.cli.output_rows import write_rows


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def printed(monkeypatch: pytest.MonkeyPatch, columns: list[str], rows: Sequence[Sequence[object]]) -> list[str]:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    target = Terminal()
    write_rows(columns, rows, "table", target)
    return [line.rstrip() for line in re.sub(r"\x1b\[\d*m", "", target.getvalue()).splitlines()]


def test_a_long_cell_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    head, _, row = printed(monkeypatch, ["id", "headline"], [[7, "Ferry returns to Lunde after a winter in the dock"]])
    assert head.split() == ["id", "headline"]
    assert row.split()[:3] == ["7", "Ferry", "returns"] and row.endswith("…") and len(row) == 40


def test_lines_of_a_cell_stand_on_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(monkeypatch, ["body"], [["One.\n\nTwo."]])[-1] == "One.  Two."


def test_many_columns_stand_one_below_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["id", "headline", "section", "language", "site"]
    rows = [[number, "Ferry returns to Lunde after a winter", "Coast", None, "post"] for number in (1, 2)]
    record = ["headline  Ferry returns to Lunde after …", "section   Coast", "language", "site      post"]
    assert printed(monkeypatch, names, rows) == ["id        1", *record, "", "id        2", *record]
