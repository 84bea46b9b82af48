"""Reading ahead in a second thread: the same values, errors and order as without it, and never far ahead."""

import threading
import time
from collections.abc import Iterator
from itertools import count

import pytest

from flows.acquire import read_ahead as module
from flows.acquire.read_ahead import read_ahead


def test_values_come_in_order() -> None:
    assert list(read_ahead(iter(range(500)), int)) == list(range(500))
    assert list(read_ahead(iter([]), int)) == []


def test_an_error_comes_behind_the_values_before_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        yield 2
        raise OSError(28, "No space left on device")

    found = read_ahead(broken(), int)
    assert [next(found), next(found)] == [1, 2]
    with pytest.raises(OSError, match="No space left"):
        next(found)


@pytest.mark.parametrize(("weight", "most"), [(0, module._MOST), (module._MOST_BYTES, 1)])
def test_no_more_is_read_than_fits(weight: int, most: int) -> None:
    read: list[int] = []

    def counted() -> Iterator[int]:
        for number in count():
            read.append(number)
            yield number

    found = read_ahead(counted(), lambda _: weight)
    next(found)
    time.sleep(0.05)
    assert len(read) <= most + 2, "those that wait, the one that was taken, and the one that waits for room"
    found.close()


def test_who_stops_early_stops_the_reader_and_closes_it_in_its_own_thread() -> None:
    threads: list[threading.Thread] = []

    def watched() -> Iterator[int]:
        threads.append(threading.current_thread())
        try:
            yield from count()
        finally:
            threads.append(threading.current_thread())

    found = read_ahead(watched(), int)
    next(found)
    found.close()
    assert threads[0] is threads[1] is not threading.current_thread()
    threads[0].join(5)
    assert not threads[0].is_alive()


def test_a_reader_that_waits_for_ever_does_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.01)
    never = threading.Event()

    def stuck() -> Iterator[int]:
        yield 1
        never.wait(60)

    found = read_ahead(stuck(), int)
    next(found)
    began = time.monotonic()
    found.close()
    assert time.monotonic() - began < 5
    never.set()
