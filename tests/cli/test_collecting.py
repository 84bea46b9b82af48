"""While a command starts, Python does not look for objects that only refer to each other; afterwards it does."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest

from flows.cli import collecting


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    usual, known = gc.get_threshold(), list(gc.callbacks)
    yield
    gc.set_threshold(*usual)
    gc.callbacks[:] = known


def test_after_the_first_look_it_looks_as_often_as_usual() -> None:
    usual, known = gc.get_threshold(), list(gc.callbacks)
    collecting.begin_later()
    assert gc.get_threshold() == (200_000, *usual[1:])
    rings: list[list[object]] = []
    while gc.get_threshold() != usual and len(rings) < 400_000:
        rings.append([])
    assert 150_000 < len(rings) < 250_000
    assert gc.callbacks == known


def test_a_command_starts_without_a_look() -> None:
    count = (
        "import gc, sys; looks = []; gc.callbacks.append(lambda phase, _: looks.append(phase));"
        "from flows.cli import main; looks.clear(); sys.argv[1:] = ['--version']; main(); print(looks)"
    )
    done = subprocess.run([sys.executable, "-c", count], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
