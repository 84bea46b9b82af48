"""Fixtures that several folders of tests use."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the imported sample pages; tests must not change it."""
    from flows.ingest import ingest
    from tests.flows.desk import PAGES

    data = tmp_path_factory.mktemp("data")
    ingest(paths=[str(PAGES)], data=str(data))
    return data
