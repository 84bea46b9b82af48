"""Fixtures that several folders of tests use, and the order in which files of tests are run."""

import gc
import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.made_once import made_once
from tests.shipped_rules import read_once

# Tests start a hundred processes; without bytecode on disk each would compile all modules again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """All tests and modules stay to the end; looked through at each full collection, they cost a fifth of a second."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


def pytest_unconfigure() -> None:
    """At the end everything is freed as ever; DuckDB complains of what is not."""
    gc.unfreeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests lie evenly among the first four fifths: most of them wait for a process or a clock, so that
    some workers wait while others are busy, and none begins a long one at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    files = dict.fromkeys(item.path for item in items)
    others = [path for path in files if path not in slow]
    apart = 0.8 * len(others) / max(len(slow), 1)
    place = {path: float(number) for number, path in enumerate(others)}
    place |= {path: number * apart for number, path in enumerate(path for path in files if path in slow)}
    items.sort(key=lambda item: place[item.path])


@pytest.fixture(autouse=True, scope="session")
def no_loss_of_power() -> Iterator[None]:
    """No file waits until it lies on the disk: no test loses its power, and those about a disk that refuses say so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda file: None)
        yield


@pytest.fixture(autouse=True, scope="session")
def new_warehouses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new warehouse is a copy of an empty one: to make its tables and views takes as long as to load twenty pages."""
    from warehouse import connect

    really_open = connect._open

    def make(folder: Path) -> None:
        with connect.writer(folder / "empty.duckdb"):
            pass

    def copied(path: Path, **options: Any) -> Any:
        if path.name == "warehouse.duckdb" and path.parent.is_dir() and not os.path.lexists(path):
            with suppress(OSError):
                shutil.copyfile(made_once(tmp_path_factory, "empty", make) / "empty.duckdb", path)
        return really_open(path, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connect, "_open", copied)
        yield


@pytest.fixture(autouse=True, scope="session")
def shipped_rules() -> Iterator[None]:
    """The rules that the project ships are read once."""
    with read_once():
        yield


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data directory with the imported sample pages, which tests must not change, and what the import printed."""
    from flows.ingest import ingest
    from tests.flows.desk import PAGES

    def make(folder: Path) -> None:
        printed = io.StringIO()
        with redirect_stderr(printed):
            ingest(paths=[str(PAGES)], data=str(folder / "data"))
        (folder / "printed").write_text(printed.getvalue(), "utf-8")

    folder = made_once(tmp_path_factory, "sample", make)
    return folder / "data", (folder / "printed").read_text("utf-8")


@pytest.fixture(scope="session")
def sample_data(sample_run: tuple[Path, str]) -> Path:
    """A data directory with the imported sample pages; tests must not change it."""
    return sample_run[0]


@pytest.fixture
def parses_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are parsed in this process: for tests of what is done with the results, not of worker processes."""
    from tests.faults.here import Here

    monkeypatch.setattr("flows.parse.open_pool", Here)
    monkeypatch.setattr("flows.comparing.read_again.open_pool", Here)


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    """The address of a server on loopback that speaks S3."""
    from tests import stores

    yield from stores.bucket_server()


@pytest.fixture
def bucket(bucket_server: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of an empty bucket of that server; the credentials are in the environment."""
    from tests import stores

    for name, value in stores.CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    name = f"b{abs(hash(request.node.nodeid)):x}"
    stores.make_bucket(bucket_server, name)
    return name
