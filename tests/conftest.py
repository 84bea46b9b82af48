"""Fixtures that several folders of tests use, and the order in which files of tests are run."""

import io
import os
import sys
from contextlib import redirect_stderr
from pathlib import Path

import pytest

# Tests start a hundred processes; without bytecode on disk each would compile all modules again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests go first: most of them wait for a process or a clock, while other workers are busy."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data directory with the imported sample pages, which tests must not change, and what the import printed."""
    from flows.ingest import ingest
    from tests.flows.desk import PAGES

    data, printed = tmp_path_factory.mktemp("data"), io.StringIO()
    with redirect_stderr(printed):
        ingest(paths=[str(PAGES)], data=str(data))
    return data, printed.getvalue()


@pytest.fixture(scope="session")
def sample_data(sample_run: tuple[Path, str]) -> Path:
    """A data directory with the imported sample pages; tests must not change it."""
    return sample_run[0]
