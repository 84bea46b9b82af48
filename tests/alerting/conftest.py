"""A certificate that all tests of this folder share, and the warehouses of the tests of the warehouse."""

from pathlib import Path

import pytest

from tests.alerting.servers import certificate
from tests.warehouse.conftest import batch, connection, empty_warehouse, master

__all__ = ["batch", "connection", "empty_warehouse", "master"]


@pytest.fixture(scope="session")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a certificate for 127.0.0.1 and its key."""
    return certificate(tmp_path_factory.mktemp("pem"))
