"""Due times over weeks of simulated outlets: no story is lost, few requests, and each failure at its own time."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from tests.acquire.weeks import BEGIN, DAY, HOUR, MINUTE, Story, herald

RUN = 30 * MINUTE


def newspaper(seed: int, days: int) -> list[Story]:
    """Some 25 stories a day in daytime, some of which change, and some of whose pages fail for a while."""
    dice, stories, now = random.Random(seed), [], BEGIN - DAY
    while now < BEGIN + days * DAY:
        now += timedelta(minutes=dice.expovariate(1 / 35))
        if 6 <= now.hour < 23:
            changes = [now + timedelta(minutes=dice.uniform(5, 300)) for _ in range(dice.choice((0, 0, 0, 1, 3)))]
            fails = (now, now + timedelta(hours=dice.uniform(0, 20))) if dice.random() < 0.05 else None
            section = dice.choice(("news",) * 30 + ("gardens",))
            stories.append(Story(f"/{section}/{len(stories)}", now, sorted(changes), fails, section))
    return stories


def test_a_week_of_a_newspaper(tmp_path: Path) -> None:
    days = 6
    stories = newspaper(1, days)
    outages = [(BEGIN + 3 * DAY, BEGIN + 3 * DAY + 5 * HOUR)]
    lists = ("feed-news", "feed-gardens", "index")
    paper = herald(tmp_path, stories, lists, outages=outages, sections=("news", "gardens"))
    runs = paper.follow(days)
    outlet, held = paper.outlet, paper.versions()
    # What failed may still wait for its day; all else must be there, in the version that its list told of.
    settled = [s for s in stories if max([s.out, *s.changes, *(s.fails or ())[1:]]) < outlet.now - 2 * DAY]
    assert len(settled) > 60
    assert [s.path for s in settled if s.path not in held] == []
    assert [s.path for s in settled if held[s.path] != s.version(outlet.now)] == []
    asked = {path: len(times) for path, times in outlet.asked.items()}
    for_lists = sum(n for path, n in asked.items() if path.startswith(("/feed", "/index", "/day")))
    # Each list in each run, twenty of an index, as before.
    as_before = len(runs) * 3 + sum(min(20, 1 + n // 48) for n in range(len(runs)))
    assert for_lists < as_before / 2.5
    assert asked["/feed-news"] > 3 * asked["/feed-gardens"], "as often as it brings something"
    assert all(asked[path] < len(runs) / 3 for path in asked if path.startswith(("/index", "/day")))
    # A story is asked some two times: when it is new, and once more; oftener when it changes or fails.
    assert sum(asked.values()) - for_lists < 4 * len(stories)
    assert max(n for path, n in asked.items() if path.startswith("/news")) <= 12


def test_every_address_that_fails_has_its_own_time(tmp_path: Path) -> None:
    never = BEGIN + 9_999 * DAY
    outs = [BEGIN, BEGIN + 7 * HOUR, BEGIN + 3 * DAY]
    failing = [Story(f"/news/{n}", out, fails=(BEGIN, never)) for n, out in enumerate(outs)]
    later = [Story(f"/news/later{n}", BEGIN + n * HOUR) for n in range(1, 40)]
    paper = herald(tmp_path, [*failing, *later])
    paper.follow(44, every=HOUR)
    for story in failing:
        times = paper.outlet.asked[story.path]
        waits = [after - before for before, after in pairwise(times)]
        assert times[0] - story.out <= 5 * HOUR
        expected = [HOUR, DAY, *[7 * DAY] * 5]
        assert len(waits) == len(expected), "and given up after a month"
        assert all(want <= wait <= want + HOUR for wait, want in zip(waits, expected, strict=True))
    assert {s.path for s in later} <= paper.versions().keys()


def test_a_given_up_page_is_asked_again_when_its_list_says_that_it_changed(tmp_path: Path) -> None:
    back = BEGIN + 50 * DAY
    story = Story("/news/1", BEGIN, [back], (BEGIN, back))
    paper = herald(tmp_path, [story])
    paper.follow(49, every=6 * HOUR)
    assert paper.versions() == {}
    paper.follow(2, every=6 * HOUR)
    assert paper.versions() == {"/news/1": 1}


def test_a_young_page_is_asked_again_while_it_changes(tmp_path: Path) -> None:
    calm = Story("/news/calm", BEGIN + DAY)
    lively = Story("/news/lively", BEGIN + DAY, [BEGIN + DAY + n * 20 * MINUTE for n in range(1, 300)])
    paper = herald(tmp_path, [calm, lively], tells_changes=False)
    paper.follow(6, every=20 * MINUTE)

    def ages(story: Story) -> list[float]:
        return [round((at - story.out) / HOUR) for at in paper.outlet.asked[story.path]]

    first = ages(calm)[0]
    assert ages(calm) == [first, first + 1], "unchanged after an hour, it is left alone"
    assert ages(lively) == [first, first + 1, first + 6, first + 24, first + 72]
    assert paper.versions()["/news/lively"] > 200


def test_pages_of_the_past_are_asked_once(tmp_path: Path) -> None:
    old = [Story(f"/news/{n}", BEGIN - (4 + n) * DAY) for n in range(15)]
    paper = herald(tmp_path, old, ("feed-news", "index"))
    paper.follow(9)
    assert {len(paper.outlet.asked[story.path]) for story in old} == {1}


def test_more_than_a_run_takes_waits_without_its_list(tmp_path: Path) -> None:
    stories = [Story(f"/news/{n}", BEGIN - 30 * DAY + n * MINUTE) for n in range(100)]
    paper = herald(tmp_path, stories, ("index",))
    paper.source = type(paper.source)(name="herald", sitemaps=paper.source.sitemaps, limit=7)
    runs = paper.follow(0.5)
    assert len(paper.versions()) == 100
    assert [run.counts.get("left_for_next_run", 0) for run in runs[:3]] == [93, 86, 79]
    assert paper.outlet.in_full == 102, "index, sitemap and pages, each in full once"


def test_a_list_is_asked_soon_after_an_outage_and_rarely_during_a_long_one(tmp_path: Path) -> None:
    stories = [Story(f"/news/{n}", BEGIN + n * HOUR) for n in range(24 * 13)]
    down = (BEGIN + DAY, BEGIN + 17 * DAY)
    paper = herald(tmp_path, stories, outages=[down])
    paper.follow(18, every=HOUR)
    during = [at for at in paper.outlet.asked["/feed-news"] if down[0] <= at < down[1]]
    assert 24 <= sum(at < down[0] + DAY for at in during) <= 26 and len(during) < 24 + 6 + 3
    short = herald(tmp_path / "short", stories, outages=[(BEGIN + DAY, BEGIN + DAY + 12 * HOUR)])
    short.follow(3)
    assert {s.path for s in stories if s.out < BEGIN + 2.9 * DAY} <= short.versions().keys()


def test_a_clock_that_was_ahead_holds_nothing_back(tmp_path: Path) -> None:
    paper = herald(tmp_path, [Story("/news/1", BEGIN - DAY), Story("/news/2", BEGIN + 3 * HOUR)])
    paper.outlet.now = BEGIN + 400 * DAY
    paper.outlet.outages = [(BEGIN + 399 * DAY, BEGIN + 500 * DAY)]
    paper.follow(0.01)
    paper.outlet.now, paper.outlet.outages = BEGIN, []
    paper.follow(1)
    assert set(paper.versions()) == {"/news/1", "/news/2"}


def test_a_run_that_finds_nothing_due_asks_nothing_and_knows_what_is_next(tmp_path: Path) -> None:
    paper = herald(tmp_path, [Story("/news/1", BEGIN - 9 * DAY)])
    paper.follow(3)
    [run] = paper.follow(1 / 24 / 60)
    assert run.requests == 0 and run.counts == {} and run.next is not None
    assert run.next.kind == "feed" and (run.next.next_at or 0) > paper.outlet.now.timestamp()
    assert datetime.fromtimestamp(run.next.asked_at or 0, BEGIN.tzinfo) >= BEGIN + 2 * DAY
