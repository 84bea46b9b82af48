"""The warehouse fixtures of tests/warehouse, for the tests of faults."""

from tests.warehouse.conftest import batch, connection, empty_warehouse, master

__all__ = ["batch", "connection", "empty_warehouse", "master"]
