"""kill -9 at any moment loses no page and doubles no row; `python -m tests.faults.kill_often` does this all day."""

import pytest

from tests.faults import kill_often

pytestmark = pytest.mark.slow


def test_killed_steps_end_like_those_that_were_left_alone() -> None:
    steps = ["--only", "whole import", "--only", "reparse"]
    assert kill_often.main(["--times", "3", "--seed", "20261123", "--minutes", "1", *steps]) == 0
