"""The warehouse of the report's tests, served once for all tests of browsing."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from flows.browsing.app import browser
from flows.config.paths import Paths
from parsers.rules import default_rules
from tests.reporting.conftest import newsroom  # noqa: F401

TOKEN = "only-for-tests"


@pytest.fixture(scope="session")
def stranger(newsroom: Paths) -> TestClient:  # noqa: F811
    """A browser that has not sent the token."""
    app = browser(newsroom, default_rules(), token=TOKEN, days=30)
    return TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False)


@pytest.fixture(scope="session")
def reader(newsroom: Paths) -> TestClient:  # noqa: F811
    """A browser that opened the printed address."""
    app = browser(newsroom, default_rules(), token=TOKEN, days=30)
    client = TestClient(app, base_url="http://127.0.0.1:8000")
    assert client.get(f"/?token={TOKEN}").status_code == 200
    return client
