"""What an installation brings along: no library of a hundred megabytes for a few lines, and the size that is told."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent


def brought(wanted: Iterable[str]) -> set[str]:
    """The names of all that pip installs for these requirements, by what the installed ones ask for."""
    found: set[tuple[str, str]] = set()
    waiting = list(wanted)
    while waiting:
        one = Requirement(waiting.pop())
        name = canonicalize_name(one.name)
        for extra in {"", *one.extras}:
            if (name, extra) not in found:
                found.add((name, extra))
                asked = distribution(name).requires or []
                waiting += [line for line in asked if _is_meant(Requirement(line), extra)]
    return {name for name, _ in found}


def _is_meant(one: Requirement, extra: str) -> bool:
    return one.marker is None or one.marker.evaluate({"extra": extra})


def megabytes(name: str) -> float:
    """The size of an installed distribution, with its compiled files."""
    files = (file.locate() for file in distribution(name).files or ())
    return sum(Path(str(file)).stat().st_size for file in files if Path(str(file)).is_file()) / 1e6


@pytest.fixture(scope="module")
def names() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    try:
        return brought(project["dependencies"])
    except PackageNotFoundError as missing:  # an installation that was made without pip
        pytest.skip(f"{missing} is not installed as a distribution")


def test_nothing_large_comes_for_a_few_lines(names: set[str]) -> None:
    assert {"duckdb", "prefect", "numpy"} <= names
    assert names & {"scipy", "datasketch", "pandas", "scikit-learn", "courlan", "babel", "torch"} == set()


def test_all_that_is_brought_is_pinned(names: set[str]) -> None:
    pins = re.findall(r"^([\w.-]+)==", (ROOT / "config" / "constraints.txt").read_text("utf-8"), re.MULTILINE)
    assert names - {canonicalize_name(pin) for pin in pins} == set(), "add them to config/constraints.txt"


def test_the_readme_tells_the_size(names: set[str]) -> None:
    told = re.search(r"some (\d+) MB", (ROOT / "README.md").read_text("utf-8"))
    assert told
    assert abs(sum(map(megabytes, names)) / float(told[1]) - 1) < 0.15, "say in README.md how large it is"
