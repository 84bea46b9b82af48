"""The wheel that people install: typed packages, SQL and config in it; the trainers, which need more libraries, not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("package", ["flows", "parsers", "warehouse"])
def test_packages_say_that_they_are_typed(names: set[str], package: str) -> None:
    assert f"{package}/py.typed" in names


@pytest.mark.parametrize("pattern", ["*.py", "*.sql", "*.toml", "*.html"])
def test_every_file_that_the_code_reads_is_there(names: set[str], pattern: str) -> None:
    files = {
        str(p.relative_to(ROOT)) for room in ("flows", "parsers", "warehouse") for p in (ROOT / room).rglob(pattern)
    }
    wanted = {name for name in files if not name.startswith("parsers/training/")}
    assert wanted - names == set()
    assert "parsers/_config/copydesk.toml" in names


def test_the_trainers_are_not(names: set[str]) -> None:
    assert [name for name in names if name.startswith("parsers/training")] == []
