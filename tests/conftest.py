"""Fixtures that several rooms share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory into which the sample pages were imported; to be read, not to be changed."""
    from flows.ingest import ingest
    from tests.flows.desk import PAGES

    data = tmp_path_factory.mktemp("data")
    ingest(paths=[str(PAGES)], data=str(data))
    return data
