"""A certificate that all tests of this folder share."""

from pathlib import Path

import pytest

from tests.alerting.servers import certificate


@pytest.fixture(scope="session")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a certificate for 127.0.0.1 and its key."""
    return certificate(tmp_path_factory.mktemp("pem"))
