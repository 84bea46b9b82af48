"""Notes on an outlet are deleted a month after it left sources.toml; not sooner, and not because the machine was
off."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows.acquire.memory.memory import Memory
from flows.acquire.memory.notes import NEW, Notes, PageNote, forget_absent, new_list
from flows.scrape import scrape

DAY = 86_400.0
NOW = 1_790_000_000.0


def noted(memory: Memory, **days_ago: float) -> None:
    """Note outlets, each with a list and a page.  days_ago: outlet -> how many days ago it was last followed."""
    for source, days in days_ago.items():
        notes, feed = Notes(memory, source), f"https://{source}.example/rss"
        first = NOW - (days + 50) * DAY
        notes.keep_list(replace(new_list(source, feed, "feed", first), asked_at=NOW - days * DAY))
        notes.keep_page(PageNote(source, "k", f"https://{source}.example/1", "feed", "", feed, None, NEW, first))


@pytest.mark.parametrize(
    ("days_ago", "present", "gone"),
    [
        ({"herald": 0, "post": 31, "bote": 29}, {"herald"}, ["post"]),
        ({"herald": 0, "post": 31, "bote": 1}, {"herald", "post"}, []),  # switched off by active = false
        ({"herald": 40, "post": 41}, {"herald"}, []),  # the machine was off
        ({"herald": 40, "post": 41}, set(), []),  # the file was emptied a moment ago
        ({"herald": -400, "post": 31, "bote": 0}, {"herald", "bote"}, ["post"]),  # a clock was ahead
        ({}, set(), []),
    ],
)
def test_whose_notes_go(days_ago: dict[str, float], present: set[str], gone: list[str]) -> None:
    with Memory(None) as memory:
        noted(memory, **days_ago)
        assert forget_absent(memory, present, NOW) == gone
        left = {name for name in days_ago if Notes(memory, name).lists() and Notes(memory, name).page("k")}
        assert left == {*days_ago} - {*gone}
        assert not any(Notes(memory, name).lists() or Notes(memory, name).page("k") for name in gone)


def test_a_run_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "herald"\nactive = true\n')
    (tmp_path / "data" / "archive").mkdir(parents=True)
    with Memory(tmp_path / "data" / "archive") as memory:
        noted(memory, herald=0, post=31)
    record = scrape(data=str(tmp_path / "data"), config=str(tmp_path))
    assert "post: not in sources.toml for a month" in record.messages[-1]
    assert "post: not in sources.toml" in capsys.readouterr().err
    assert scrape(data=str(tmp_path / "data"), config=str(tmp_path)).messages == ()
