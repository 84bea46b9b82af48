"""Batches of an import: bounded by pages and by the bytes of their bodies."""

import pytest

from flows.acquire.files.wanted import Passed
from flows.archive.captures import Capture
from flows.import_pages import Found, batches


def of(size: int) -> Found:
    return Capture("file:///a.html", b"x" * size, channel="file")


@pytest.mark.parametrize(
    ("sizes", "lengths"),
    [
        ([], []),
        ([1, 1, 1, 1, 1], [3, 2]),
        ([90, 20, 1], [2, 1]),
        ([500, 500, 1], [1, 1, 1]),
        ([40, 40, 40], [3]),
    ],
)
def test_a_batch_ends_at_three_pages_or_100_bytes(sizes: list[int], lengths: list[int]) -> None:
    assert [len(batch) for batch in batches(map(of, sizes), pages=3, size=100)] == lengths


def test_what_has_no_body_weighs_nothing() -> None:
    found: list[Found] = [
        Passed("file:///a.js", "file type"),
        Capture("file:///b", None, channel="file"),
        of(100),
        of(1),
    ]
    assert list(batches(found, pages=9, size=100)) == [found[:3], found[3:]]
