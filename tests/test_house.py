"""The rules of the house that a linter does not know: sizes, docstrings at the top, nothing private in the tree."""

import ast
import re
import statistics
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("flows", "parsers", "warehouse")
CODE = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def functions() -> list[tuple[str, int]]:
    """Each function with its lines."""
    return [
        (f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_files_stay_small() -> None:
    sizes = {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in CODE}
    assert {name: size for name, size in sizes.items() if size > 400} == {}
    assert statistics.median(sizes.values()) < 120


def test_functions_fit_on_a_screen() -> None:
    found = functions()
    assert [f for f in found if f[1] > 60] == []
    sizes = sorted(size for _, size in found)
    assert statistics.median(sizes) <= 12
    assert sizes[int(len(sizes) * 0.9)] <= 30


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_sql_lives_in_sql_files() -> None:
    statement = re.compile(r"[\"']\s*(SELECT|INSERT|DELETE|UPDATE|CREATE)\s", re.IGNORECASE)
    guilty = [p for p in CODE if p.is_relative_to(ROOT / "flows") and statement.search(p.read_text("utf-8"))]
    assert [str(p.relative_to(ROOT)) for p in guilty if p.name != "index.py"] == []


def test_no_lock_or_requirement_names_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    names = [n for n in listed if n.endswith((".txt", ".toml", ".lock", ".cfg")) and not n.startswith("tests/")]
    guilty = [n for n in names if re.search(r"https?://\S*(pypi|pythonhosted|registry)", (ROOT / n).read_text("utf-8"))]
    assert guilty == []
