"""A warehouse and batches for the tests of faults, as the warehouse's own tests have them."""

from tests.warehouse.conftest import batch, connection, empty_warehouse, master

__all__ = ["batch", "connection", "empty_warehouse", "master"]
