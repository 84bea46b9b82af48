"""When a list is asked again, by what it brings and by what it says of itself; how failures follow each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.acquire.following.feeds import read_feed
from flows.acquire.following.next_times import failed_list, failed_page, fetched_page, is_due, list_after, list_interval
from flows.acquire.memory.notes import GIVEN_UP, NEW, ListNote, PageNote, new_list
from flows.config.settings import Following

SETTINGS = Following()
NOW = 1_772_000_000.0
MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
PAGE = PageNote("herald", "a", "https://herald.example/a", "feed", "", None, NOW, NEW, NOW, next_at=NOW)


def watched(*distances: float, **changes: float) -> ListNote:
    """The note on a list that brought something at these distances, the last time at NOW."""
    now = NOW - sum(distances)
    note = list_after(new_list("herald", "https://herald.example/feed", "feed", now), now, SETTINGS, brought=True)
    for distance in distances:
        now += distance
        note = list_after(note, now, SETTINGS, brought=True)
    return replace(note, **changes)


@pytest.mark.parametrize(
    ("note", "silence", "least", "most"),
    [
        (watched(), 0, 0, 0),
        (watched(), 8 * MINUTE, MINUTE, MINUTE),
        (watched(), 8 * HOUR, HOUR, HOUR),
        (watched(), 100 * DAY, DAY, DAY),
        # With its usual distance known: four times in it at most, while it is not silent.
        (watched(*[HOUR] * 9), 0, 15 * MINUTE, 15 * MINUTE),
        (watched(*[HOUR] * 9), 8 * HOUR, HOUR, HOUR),
        (watched(*[9 * DAY] * 9), 0, DAY, DAY),
        (watched(*[DAY] * 9, *[MINUTE] * 9), 0, 30 * MINUTE, 2 * HOUR),
        # What it says of itself: believed when it was watched for that long and does not bring more sooner.
        (watched(declared=HOUR), 10 * MINUTE, MINUTE, 2 * MINUTE),
        (watched(declared=HOUR), HOUR, HOUR, HOUR),
        (watched(*[2 * HOUR] * 9, declared=HOUR), 0, HOUR, HOUR),
        (watched(*[20 * MINUTE] * 9, declared=HOUR), 0, 5 * MINUTE, 5 * MINUTE),
        (watched(declared=400 * DAY), 500 * DAY, DAY, DAY),
    ],
)
def test_a_list_is_asked_as_often_as_it_brings_something(
    note: ListNote, silence: float, least: float, most: float
) -> None:
    assert least <= list_interval(note, NOW + silence, SETTINGS) <= most


def test_floor_and_ceiling_are_settings() -> None:
    settings = replace(SETTINGS, list_least=300.0, list_most=900.0)
    assert [list_interval(watched(), NOW + after, settings) for after in (0, HOUR, DAY)] == [300, 450, 900]


def test_a_sitemap_without_validators_whose_index_tells_its_changes_is_read_once_a_day() -> None:
    assert list_interval(watched(told_at=NOW - 9 * DAY), NOW + MINUTE, SETTINGS) == DAY
    tagged = replace(watched(told_at=NOW - 9 * DAY), etag="1")
    assert list_interval(tagged, NOW + 8 * MINUTE, SETTINGS) == MINUTE


def test_a_list_that_fails_and_comes_back() -> None:
    note = watched(*[HOUR] * 9)
    waits = []
    now = NOW
    for _ in range(40):
        note = failed_list(note, now, SETTINGS, "timeout")
        waits.append(note.next_at - now)
        now = note.next_at
    assert waits[:24] == [HOUR] * 24 and waits[24] == DAY and waits[-1] == 7 * DAY
    back = list_after(note, now, SETTINGS, brought=True)
    assert back.failing_since is None and back.next_at - now <= DAY


def test_a_page_that_fails_and_is_given_up() -> None:
    note, now, waits = PAGE, NOW, []
    while note.next_at is not None:
        note = failed_page(note, now, SETTINGS, "http_error")
        if note.next_at is not None:
            waits.append(note.next_at - now)
            now = note.next_at
    assert waits == [HOUR, DAY, *[7 * DAY] * 5] and note.why == GIVEN_UP
    named = replace(note, channel="http")
    assert failed_page(named, now + 400 * DAY, SETTINGS, "http_error").next_at is not None


@pytest.mark.parametrize(("outcome", "waits"), [("render_failed", [DAY, 7 * DAY]), ("no_browser", [HOUR, HOUR])])
def test_a_page_that_is_to_be_rendered_and_is_not(outcome: str, waits: list[float]) -> None:
    note = failed_page(PAGE, NOW, SETTINGS, outcome)
    again = failed_page(note, NOW, SETTINGS, outcome)
    assert [one.next_at - NOW for one in (note, again) if one.next_at is not None] == waits


def test_a_page_that_comes_is_young_until_it_does_not_change() -> None:
    first = fetched_page(PAGE, NOW, SETTINGS, changed=True, young=True)
    assert first is not None and first.next_at == NOW + HOUR
    late = fetched_page(first, NOW + 9 * HOUR, SETTINGS, changed=True, young=True)
    assert late is not None and late.next_at == NOW + DAY, "a run that comes late leaves out what it missed"
    for changed, young, at in ((False, True, NOW + HOUR), (True, False, NOW + HOUR), (True, True, NOW + 3 * DAY)):
        assert fetched_page(first, at, SETTINGS, changed=changed, young=young) is None
    assert fetched_page(PAGE, NOW, replace(SETTINGS, page_again=()), changed=True, young=True) is None


def test_times_that_a_wrong_clock_wrote_are_now() -> None:
    assert [is_due(at, NOW, SETTINGS) for at in (NOW - 1, NOW, NOW + 1, NOW + 6 * DAY, NOW + 8 * DAY, None)] == [
        True, True, False, False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("<ttl>30</ttl>", 1_800),
        ("<ttl>0</ttl>", 0),
        ("<ttl>soon</ttl>", None),
        ("<ttl>99999999999999</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 900),
        ("<sy:updatePeriod> Daily </sy:updatePeriod>", 86_400),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", None),
        ("<sy:updatePeriod>often</sy:updatePeriod>", None),
        ("", None),
    ],
)
def test_what_a_feed_says_of_itself(said: str, seconds: float | None) -> None:
    text = (
        '<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        f"{said}<item><link>https://herald.example/1</link></item></channel></rss>"
    )
    assert read_feed(text.encode(), url="").good_for == seconds
