"""A story listed under several addresses (AMP, mobile, print, campaigns, redirects, canonical links) is fetched
once."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.acquire.following.clean_url import clean_url
from flows.acquire.following.due import Due, due
from flows.acquire.following.listings import Entry
from flows.acquire.keep import ArchiveStopped
from flows.archive.archive import INDEX, Archive
from flows.archive.archive_errors import IndexUnusable
from flows.archive.captures import Capture
from flows.archive.known_addresses import KnownAddresses, note_verdicts
from parsers.addresses import form_marks, page_key
from tests.acquire.loopback import PAGE, Site, answers, site
from tests.acquire.test_follow import feed, follow
from tests.test_addresses import RULES

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOST = "https://www.herald.example"
SLUG = "/2026/03/port-strike-ends"

#: What stands around the host, path and query of a story in its other forms; {h} host, {p} path.
FORMS = (
    "https://{h}{p}/amp",
    "https://{h}{p}/amp/?utm_source=rss",
    "https://amp.{h}{p}",
    "https://m.{h}{p}#top",
    "https://{h}/amp{p}",
    "https://{h}/m{p}",
    "https://{h}/print{p}",
    "https://{h}{p}/print",
    "https://{h}{p}?print=1",
    "https://{h}{p}?view=print&ref=home",
    "https://{h}{p}?outputType=amp",
    "https://{h}{p}.amp",
    "https://{h}{p};jsessionid=0AAB6C8DE415E2E5F307CF334BFCA0C1",
    "https://{h}{p}?fbclid=IwAR0&gclid=x&mc_cid=1&at_medium=a&ns_source=b&ocid=c&CMP=d&igshid=e",
    "http://{h}:80{p}/index.html",
    "https://{h}:443/{p}/?page=1",
    "https://{h}{p}#comments",
    "https://www-x.cdn.ampproject.org/c/s/{h}{p}/amp?usqp=mq331",
    "https://www.google.com/amp/s/{h}{p}",
    "https://www.bing.com/amp/s/{h}{p}",
)
WORDS = st.sampled_from(["amp", "print", "port", "strike", "mobile", "m", "ferry", "index", "a", "page", "news", "the"])
SLUGS = st.lists(WORDS, min_size=3, max_size=5).map("-".join)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(SLUGS, st.integers(10_000, 99_999)), min_size=2, max_size=6, unique_by=lambda story: story[1])
)
def test_all_forms_of_a_story_have_its_key_and_no_other_story_has_it(stories: list[tuple[str, int]]) -> None:
    keys = Counter[str | None]()
    for slug, number in stories:
        main = f"{HOST}/news/{slug}-{number}"
        own = page_key(main, RULES)
        keys[own] += 1
        ways = [form.format(h="www.herald.example", p=f"/news/{slug}-{number}") for form in FORMS]
        assert {page_key(way, RULES) for way in ways} == {own}
        assert {page_key(clean_url(way, RULES.tracking), RULES) for way in ways} == {own}
        assert page_key(f"https://{own}", RULES) == own
        assert form_marks(main, RULES) == 0
    assert set(keys.values()) == {1}


def test_the_main_form_of_a_story_has_fewer_marks_than_the_others() -> None:
    cleaned = [clean_url(form.format(h="www.herald.example", p=SLUG), RULES.tracking) or "" for form in FORMS]
    plain = {HOST + SLUG, f"https://www.herald.example{SLUG}"}
    assert [(url, form_marks(url, RULES)) for url in cleaned if (form_marks(url, RULES) == 0) != (url in plain)] == []


@given(st.lists(st.sampled_from(["m", "amp", "print", "mobile", "index.html", "(S(x5sjzv45drnmly45xiqzcaa1))", "news",
                                 "port-strike-ends", "4711234", "a.amp", "drucken", "a.print.html", ".."]), max_size=6),
       st.sampled_from(["", "?page=1", "?amp=1&id=2", "?ref=home&ref=12345", "?p=123"]))  # fmt: skip
def test_a_key_made_of_marks_is_its_own_key(steps: list[str], query: str) -> None:
    key = page_key(f"https://m.herald.example/{'/'.join(steps)}{query}", RULES)
    assert key is not None and page_key(f"https://{key}", RULES) == key


def held(url: str, body: str, at: datetime = NOON, **facts: Any) -> Capture:
    return Capture(url, body.encode(), fetched_at=at, status=200, **facts)


def asks(archive: Archive, url: str, *, modified: datetime | None = None, rules: Any = RULES) -> str | None:
    """The address that would be requested for a listed one two days after noon; None if nothing would be."""
    with KnownAddresses(archive, rules) as known:
        found = due(Entry(url, modified=modified), "feed", archive=archive, known=known, now=NOON + 2 * DAY)
    return found.url if found else None


CANONICAL = '<head><link rel="canonical" href="{}"></head>'


@pytest.mark.parametrize(
    ("captures", "listed", "asked"),
    [
        # Another form of what was fetched, whichever came first.
        ([held(HOST + SLUG, "a")], "https://herald.example/amp" + SLUG, False),
        ([held("https://amp.herald.example" + SLUG, "a")], HOST + SLUG, False),
        ([held(HOST + SLUG + "?ref=home", "a")], HOST + SLUG, False),
        # Where a redirect led.
        ([held(HOST + SLUG, "a", redirects=(HOST + "/?p=4711234",))], HOST + SLUG + "?amp=1", False),
        ([held(HOST + SLUG, "a", redirects=(HOST + "/?p=4711234",))], HOST + "/?p=4711235", True),
        # What the page says.
        ([held(HOST + "/share" + SLUG, CANONICAL.format(SLUG))], HOST + SLUG, False),
        ([held(HOST + SLUG + "?cb=x7f", CANONICAL.format(SLUG))], HOST + SLUG + "/amp", False),
        ([held(HOST + SLUG, '<link rel="amphtml" href="/a4' + SLUG + '">')], HOST + "/a4" + SLUG, False),
        ([held(HOST + "/share" + SLUG, CANONICAL.format("/news/ferry-is-back"))], HOST + "/news/ferry-is-back", True),
        ([held(HOST + "/news/1", CANONICAL.format("/news"))], HOST + "/news", True),
        # Two pages say the same: nobody knows which is right.
        ([held(HOST + p + SLUG, CANONICAL.format(SLUG) + p) for p in ("/x", "/y")], HOST + SLUG, True),
        # A failure at one address says nothing about another.
        ([Capture(HOST + SLUG + "/amp", outcome="http_error", status=404, fetched_at=NOON)], HOST + SLUG, True),
        ([Capture(HOST + SLUG + "/amp", outcome="robots_denied", fetched_at=NOON)], HOST + SLUG, True),
        ([Capture(HOST + SLUG, b"x", outcome="http_error", status=404, fetched_at=NOON)], HOST + SLUG + "/amp", True),
        # A list that was read is no page.
        ([Capture(HOST + SLUG, None, channel="feed", fetched_at=NOON)], HOST + SLUG + "/amp", True),
        # Imported pages are pages.
        ([held(HOST + SLUG, "a", channel="warc")], HOST + SLUG + "/amp", False),
        ([held("file:///tmp/a.html", "a", channel="file")], HOST + SLUG, True),
    ],
)  # fmt: skip
def test_what_is_known_is_not_asked_for_again(
    tmp_path: Path, captures: list[Capture], listed: str, asked: bool
) -> None:
    with Archive(tmp_path) as archive:
        for capture in captures:
            archive.add(capture)
        assert asks(archive, listed) == (listed if asked else None)
    # The index is made anew from the WARC files and knows the same.
    (tmp_path / INDEX).unlink()
    with Archive(tmp_path) as archive:
        assert asks(archive, listed) == (listed if asked else None)


def test_a_form_that_is_no_article_leaves_the_story_to_its_other_forms(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        stub = archive.add(held(HOST + SLUG + "/amp", "open this in our app")).sha256 or ""
        page = archive.add(held(HOST + "/share" + SLUG, CANONICAL.format("/news" + SLUG))).sha256 or ""
        note_verdicts(archive, [(stub, False), (page, False)])
        assert asks(archive, HOST + SLUG) == HOST + SLUG
        assert asks(archive, HOST + "/news" + SLUG) == HOST + "/news" + SLUG
        # The same address, or one that leads to the same page, is not asked for again for that.
        assert asks(archive, HOST + SLUG + "/amp") is None
        assert asks(archive, HOST + "/share" + SLUG) is None
        note_verdicts(archive, [(stub, True), (page, True)])
        assert asks(archive, HOST + SLUG) is None
        assert asks(archive, HOST + "/news" + SLUG) is None


def test_a_change_is_asked_for_at_the_main_address_with_its_own_validators(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.add(held(HOST + SLUG, "a", headers=(("ETag", "main"),)))
        archive.add(held(HOST + SLUG + "/amp", "b", NOON - DAY, headers=(("ETag", "amp"),)))
        with KnownAddresses(archive, RULES) as known:
            listed = Entry(HOST + SLUG + "/amp", modified=NOON + DAY)
            again = due(listed, "feed", archive=archive, known=known, now=NOON + 2 * DAY)
            assert again == Due(HOST + SLUG, "feed", "main")
            # What sources.toml names is asked for as it is named.
            named = due(listed, "http", archive=archive, known=known, now=NOON + 2 * DAY)
            assert named == Due(HOST + SLUG + "/amp", "http", "amp")
        assert asks(archive, HOST + SLUG + "/amp", modified=NOON - DAY) is None


def test_other_rules_make_other_keys(tmp_path: Path) -> None:
    forms = RULES.forms
    fewer = replace(RULES, forms=replace(forms, rules=tuple(r for r in forms.rules if r.data["part"] != "path")))
    with Archive(tmp_path) as archive:
        archive.add(held(HOST + SLUG, "a"))
        amp = HOST + SLUG + "/amp"
        assert [asks(archive, amp, rules=rules) for rules in (RULES, fewer, RULES)] == [None, amp, None]


def test_an_index_of_an_earlier_version_is_filled(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.add(held(HOST + SLUG, "a"))
        asks(archive, HOST)
    with closing(sqlite3.connect(tmp_path / INDEX)) as old:
        old.executescript(
            "DROP TRIGGER captures_wait_for_keys; DROP TABLE page_keys; DROP TABLE unkeyed; DROP TABLE keyed_by;"
            "DROP TABLE refused; ALTER TABLE captures DROP COLUMN declared;"
        )
    with Archive(tmp_path) as archive:
        assert asks(archive, HOST + SLUG + "/amp") is None
        archive.add(held(HOST + "/share/port-strike-goes-on", CANONICAL.format("/port-strike-goes-on")))
        assert asks(archive, HOST + "/port-strike-goes-on") is None


PATHS = [f"/news/port-strike-day-{n}-{47_000 + n}" for n in range(100)]
WAYS = ("{p}/amp", "/amp{p}", "/m{p}", "{p}?print=1", "{p}?ref=home", "{p};jsessionid=0AAB6C8DE415E2E5", "{p}?page=1",
        "/print{p}", "{p}/index.html", "{p}?utm_source=rss&fbclid=1", "{p}#comments", "/{p}/", "{p}")  # fmt: skip


def outlet() -> dict[str, Any]:
    """The answers of an outlet with a hundred stories.

    Each is served at its main address, at all of WAYS, at /share (with a canonical link) and at /moved (a redirect).
    """
    table: dict[str, Any] = {}
    for path in PATHS:
        body = f"<html>{CANONICAL.format(path)}<body><p>The ferry of {path} sailed.</p></body></html>".encode()
        for way in (*WAYS, "/share{p}"):
            table[way.format(p=path).partition("?")[0].partition("#")[0]] = body
        table["/moved" + path] = answers(status=301, headers={"Location": path})
    return table


def requests_of(served: Site) -> Counter[str]:
    """Main address of each story -> how often its page was requested; redirects and lists do not count."""
    pages = [asked for asked in served.asked if "port-strike" in asked and not asked.startswith("/moved")]
    return Counter(path for path in PATHS for asked in pages if path in asked)


def list_them(served: Site, *lists: list[str]) -> tuple[str, ...]:
    """Serve each of these lists of addresses as a feed; gives the addresses of the feeds."""
    for number, urls in enumerate(lists):
        served.answers[f"/list{number}"] = answers(text=feed(urls), content_type="text/xml")
    return tuple(f"{served.url}/list{number}" for number in range(len(lists)))


@pytest.mark.slow
def test_a_hundred_stories_in_any_form_in_two_lists_and_three_runs_are_a_hundred_requests(tmp_path: Path) -> None:
    shuffled = random.Random(7)

    def any_form() -> list[str]:
        return [shuffled.choice(WAYS).format(p=path) for path in PATHS]

    async def run() -> None:
        async with site(outlet()) as s:
            for _ in range(3):
                await follow(s, tmp_path, feeds=list_them(s, any_form(), any_form()))()
            assert requests_of(s) == dict.fromkeys(PATHS, 1)

    asyncio.run(run())


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("gone", [answers(status=404), answers(status=301, headers={"Location": "/gone"})])
def test_the_main_form_is_asked_first_and_another_one_when_it_fails(tmp_path: Path, order: int, gone: Any) -> None:
    forms = [SLUG + "?print=1", "/m" + SLUG, SLUG][::order]

    async def run() -> None:
        async with site({SLUG: PAGE, "/m" + SLUG: PAGE}) as s:
            once = follow(s, tmp_path / "main", feeds=list_them(s, forms))
            assert (await once()).counts == {"fetched": 1}
            assert [asked for asked in s.asked if "port" in asked] == [SLUG]
            s.answers[SLUG] = gone
            s.asked.clear()
            once = follow(s, tmp_path / "gone", feeds=list_them(s, forms))
            failed, fetched = ({"http_error": n} for n in (1, 2)), {"fetched": 1}
            assert (await once()).counts in [{**counts, **fetched} for counts in failed]
            assert (await once(at_once=True)).counts == {"seen_before": 1}
            assert [asked for asked in s.asked if "port" in asked][-1] == "/m" + SLUG

    asyncio.run(run())


def test_a_form_that_failed_before_leaves_the_page_to_the_forms_that_are_listed_now(tmp_path: Path) -> None:
    async def run() -> None:
        async with site({"/m" + SLUG: PAGE}) as s:
            assert (await follow(s, tmp_path, feeds=list_them(s, [SLUG]))()).counts == {"http_error": 1}
            assert (await follow(s, tmp_path, feeds=list_them(s, [SLUG, "/m" + SLUG]))()).counts == {"fetched": 1}
            assert (await follow(s, tmp_path, feeds=list_them(s, [SLUG, "/m" + SLUG]))(at_once=True)).counts == {
                "seen_before": 1
            }

    asyncio.run(run())


@pytest.mark.slow
def test_addresses_that_only_an_answer_tells_are_learnt_from_it(tmp_path: Path) -> None:
    odd = [("/share", "/moved")[n % 2] + path for n, path in enumerate(PATHS)]
    moved = ["/moved" + path for path in PATHS]

    async def run() -> None:
        async with site(outlet()) as s:
            # Found out in the same run, in the next one, and from the archive.
            assert (await follow(s, tmp_path, feeds=list_them(s, odd, PATHS[:50]))()).counts["fetched"] == 100
            assert (await follow(s, tmp_path, feeds=list_them(s, PATHS))(at_once=True)).counts == {"seen_before": 100}
            mark_all_as_articles(tmp_path)
            s.asked.clear()
            assert (await follow(s, tmp_path, feeds=list_them(s, moved))(at_once=True)).counts == {"seen_before": 100}
            assert sorted(s.asked) == sorted([*moved[::2], "/list0"])
            s.asked.clear()
            assert (await follow(s, tmp_path, feeds=list_them(s, moved, PATHS))(at_once=True)).counts == {
                "seen_before": 200
            }
            assert sorted(s.asked) == ["/list0", "/list1"]

    asyncio.run(run())


def mark_all_as_articles(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive", run="parse") as archive:
        bodies = [page.sha256 for page in archive.pages()]
        archive.mark_parsed(bodies, parser_version="1", rules_version="1", batch_id="b")
        note_verdicts(archive, [(body, True) for body in bodies])


@pytest.mark.parametrize("when", ["is_article", "add_alias", "refresh", "latest"])
def test_a_broken_index_ends_the_run_and_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    def broken(*_: Any) -> Any:
        raise IndexUnusable(tmp_path / INDEX, sqlite3.OperationalError("disk I/O error"), 1)

    async def run() -> None:
        async with site(outlet()) as s:
            await follow(s, tmp_path, feeds=list_them(s, PATHS[:1]))()
            mark_all_as_articles(tmp_path)
            once = follow(s, tmp_path, feeds=list_them(s, ["/moved" + PATHS[0]]))
            with monkeypatch.context() as patched:
                patched.setattr(KnownAddresses, when, broken)
                with pytest.raises(ArchiveStopped, match="disk I/O error"):
                    await once()
            assert (await once(at_once=True)).counts == {"seen_before": 1}

    asyncio.run(run())


@pytest.mark.slow
def test_a_hundred_stories_behind_one_other_page_are_told_of_one_by_one(tmp_path: Path) -> None:
    """A hundred stories redirect to one welcome page, which is no story: each redirect is followed, none counts as
    known."""

    async def run() -> None:
        async with site({"/welcome": b"<p>Welcome to all that we print.</p>"}) as s:
            for path in PATHS:
                s.answers[path] = answers(status=302, headers={"Location": "/welcome"})
            once = follow(s, tmp_path, feeds=list_them(s, PATHS[:50]))
            assert (await once()).counts == {"fetched": 50}
            with Archive(tmp_path / "archive", run="look") as archive:
                body = next(archive.pages()).sha256
                archive.mark_parsed([body], parser_version="1", rules_version="1", batch_id="b")
                note_verdicts(archive, [(body, False)])
            again = follow(s, tmp_path, feeds=list_them(s, PATHS))
            assert (await again()).counts == {"fetched": 50, "seen_before": 50}

    asyncio.run(run())
