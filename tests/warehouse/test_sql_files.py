"""What every statement in the .sql files holds to: rows go in by the names of columns, never by their position."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import warehouse

ROOT = Path(warehouse.__file__).parent
#: Migrations up to this one ran at people's already and keep their text.
FROZEN = 7
INSERT = re.compile(r"\bINSERT\s+(?:OR\s+\w+\s+)?INTO\b", re.IGNORECASE)
NAMED = re.compile(r"\s+\w+\s*\(\s*\w+(\s*,\s*\w+)*\s*\)\s*(SELECT|VALUES|FROM|WITH)\b", re.IGNORECASE)
STAR = re.compile(r"^[^;]*?\bSELECT\s+(\w+\.)?\*", re.IGNORECASE)


def by_position(sql: str) -> list[str]:
    """The beginnings of the statements that insert without naming columns, or that take them from a `*`."""
    bare = re.sub(r"--[^\n]*", "", sql)
    guilty = []
    for found in INSERT.finditer(bare):
        rest = bare[found.end() :].split(";", 1)[0]
        named = NAMED.match(rest)
        if named is None or STAR.match(rest[named.start(2) :].split("FROM", 1)[0]):
            guilty.append(" ".join(rest.split())[:60])
    return guilty


def is_frozen(path: Path) -> bool:
    return path.parent.name == "migrations" and int(path.name.split("_")[0]) <= FROZEN


FILES = [path for path in sorted(ROOT.rglob("*.sql")) if not is_frozen(path)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_rows_go_in_by_name(path: Path) -> None:
    assert by_position(path.read_text("utf-8")) == []


def test_statements_in_python_as_well() -> None:
    # A statement that is cut into several strings is one again without the quotes between them.
    texts = {path.name: re.sub(r"\"\s*\n\s*\"", "", path.read_text("utf-8")) for path in sorted(ROOT.glob("*.py"))}
    assert {name: found for name, text in texts.items() if (found := by_position(text))} == {}


@pytest.mark.parametrize(
    "sql",
    ["INSERT INTO a SELECT x FROM b", "INSERT INTO a VALUES (1)", "insert or replace into a select 1",
     "INSERT INTO a FROM b", "INSERT INTO a (x, y) SELECT * FROM b", "INSERT INTO a (x) SELECT b.* FROM b"],
)  # fmt: skip
def test_the_test_finds_them(sql: str) -> None:
    assert by_position(sql)


def test_the_test_knows_good_ones() -> None:
    assert by_position("INSERT INTO a (x, y)\nSELECT x, count(*) FROM (SELECT * FROM b) -- INSERT INTO a\n") == []


def test_every_query_is_asked() -> None:
    code = "\n".join(
        p.read_text("utf-8") for room in ("flows", "warehouse") for p in (ROOT.parent / room).rglob("*.py")
    )
    files = [*(ROOT / "queries").glob("*.sql"), *(ROOT / "loading").glob("*.sql")]
    assert [file.name for file in files if f'"{file.stem}"' not in code] == []
