"""Which pages are rendered, and what comes of it, in settings, runs and trials; no browser is started."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows.acquire.browser import find_browser as finding
from flows.acquire.browser import folder, processes
from flows.acquire.browser.chromium import NotRendered, Rendered
from flows.acquire.browser.find_browser import find_browser, has_sandbox, missing_for_browser, version
from flows.acquire.browser.rendering import Rendering
from flows.acquire.browser.requests import Kept, PageRequests
from flows.acquire.discovering.trial import Trial, run_trial
from flows.acquire.discovering.try_outlet import TriedOutlet, try_outlet
from flows.acquire.http.client import Ask
from flows.acquire.memory.memory import MemoryUnusable
from flows.archive.captures import Capture
from flows.cli.browser_there import browser_fault, browser_remark
from flows.config.settings import Browser, Settings, config_directories
from flows.config.sources import WHEN_NEEDED, Source, load_sources
from flows.config.toml_tables import ConfigError
from parsers.rules import default_rules
from tests.acquire.browsers import RAW, STORY, render, shell
from tests.acquire.loopback import ASK, QUICK, answers, client, site


@pytest.mark.parametrize(("said", "means"), [("true", True), ("false", False), ('"when needed"', "when needed")])
def test_render_in_sources(tmp_path: Path, said: str, means: object) -> None:
    (tmp_path / "sources.toml").write_text(f'[[source]]\nname = "herald"\nrender = {said}\n')
    assert load_sources(tmp_path)[0].render == means


@pytest.mark.parametrize("said", ["1", '"yes"', "[]"])
def test_render_that_is_neither(tmp_path: Path, said: str) -> None:
    (tmp_path / "sources.toml").write_text(f'[[source]]\nname = "herald"\nrender = {said}\n')
    with pytest.raises(ConfigError, match="when needed"):
        load_sources(tmp_path)


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "herald"\nrender = true\n')
    directories = config_directories(tmp_path)
    monkeypatch.setattr(finding, "find_spec", lambda name: None)
    assert "pip install 'copydesk[browser]'" in str(missing_for_browser(Browser()))
    assert str(browser_fault(directories)).startswith("herald in sources.toml say")
    monkeypatch.setattr(finding, "find_spec", lambda name: name)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(finding, "NAMES", ("chromium",))
    assert "install Chromium" in str(missing_for_browser(Browser())) and find_browser(Browser()) is None
    assert "no program" in str(missing_for_browser(Browser(path="/no/such/program")))
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho Chromium 130.0\n")
    program.chmod(0o755)
    assert missing_for_browser(Browser()) is None and find_browser(Browser()) == program
    assert version(program) == "Chromium 130.0"
    assert browser_fault(directories) is None
    assert str(browser_remark(directories)).startswith("Pages are rendered by Chromium 130.0")
    assert browser_remark(config_directories()) is None
    program.write_text("#!/bin/sh\nexit 1\n")
    assert version(program) is None and "does not say its version" in str(browser_fault(directories))


def test_the_sandbox_is_left_to_others_than_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding.os, "geteuid", lambda: 1000)
    assert has_sandbox(Browser()) and not has_sandbox(Browser(sandbox=False))
    monkeypatch.setattr(finding.os, "geteuid", lambda: 0)
    assert not has_sandbox(Browser())


def test_what_is_kept_is_bounded() -> None:
    kept = Kept(most=10)
    for name in "abc":
        kept.put("herald", name, Capture(name, body=b"1234"))
    assert [kept.get("herald", name) is not None for name in "abc"] == [False, True, True]
    kept.put("herald", "huge", Capture("huge", body=b"1" * 11))
    assert kept.get("herald", "huge") is None and kept.get("herald", "c") is not None
    kept.put("herald", "d", Capture("d", body=b"1234"))
    assert kept.get("herald", "d") is not None and kept.get("post", "d") is None


def test_a_folder_that_a_killed_run_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder.tempfile, "tempdir", str(tmp_path))
    left, fresh = tmp_path / "copydesk-browser-a", tmp_path / "copydesk-browser-b"
    for one in (left, fresh):
        (one / "profile").mkdir(parents=True)
    os.utime(left, (0, 0))
    with folder.own_folder() as used:
        os.utime(used, (0, 0))
        with folder.own_folder() as other:
            assert {*tmp_path.iterdir()} == {fresh, used, other}
    assert [*tmp_path.iterdir()] == [fresh]


#: A page that only leads on by a script.
STUB = b"<html><body><script>location.replace('/story?' + btoa(navigator.language))</script>"


class _Route:
    """A request as Playwright gives it, and what it was answered with."""

    def __init__(self, url: str, kind: str, method: str = "GET") -> None:
        frame = SimpleNamespace(parent_frame=None)
        self.request = SimpleNamespace(
            url=url, resource_type=kind, method=method, frame=frame, is_navigation_request=lambda: kind == "document"
        )
        self.said: Any = None

    async def fulfill(self, **said: Any) -> None:
        self.said = said

    async def abort(self, why: str) -> None:
        self.said = why


def test_which_requests_are_made(tmp_path: Path) -> None:
    async def run() -> None:
        table = {"/a.js": answers(text="1", headers={"Set-Cookie": "a=b"}), "/gone.js": answers(status=410)}
        async with site(table) as served, client(allow_private=False) as asks:
            page = replace(RAW, url=f"{served.url}/page")
            trackers, own, kept = default_rules().family("trackers"), replace(ASK, allow_private=True), Kept()
            requests = PageRequests(
                page=page, client=asks, ask=own, trackers=trackers, kept=kept, source="herald", left=2
            )
            others = PageRequests(page=page, client=asks, ask=ASK, trackers=trackers, kept=kept, source="post", left=2)

            async def said(path: str, kind: str, method: str = "GET", requests: PageRequests = requests) -> Any:
                route = _Route(path if ":" in path else served.url + path, kind, method)
                await requests.answer(route)
                return route.said

            first = await said("/page", "document")
            assert first["body"] == RAW.body and first["headers"] == {"Content-Type": RAW.headers[0][1]}
            assert (await said("/style.css", "stylesheet"))["body"] == ""
            for kind in (
                "image",
                "font",
                "media",
                "websocket",
                "eventsource",
                "ping",
                "manifest",
                "other",
                "texttrack",
            ):
                assert await said("/x", kind) == "blockedbyclient", kind
            assert await said("/a.js", "fetch", "POST") == "blockedbyclient"
            assert await said("https://www.google-analytics.com/analytics.js", "script") == "blockedbyclient"
            script = await said("/a.js", "script")
            assert script["body"] == b"1" and "Set-Cookie" not in script["headers"]
            assert (await said("/a.js", "script"))["body"] == b"1"
            assert (await said("/gone.js", "xhr"))["status"] == 410
            assert await said("/one-too-many.js", "script") == "blockedbyclient"
            assert await said("/elsewhere", "document") == "aborted"
            assert await said("/a.js", "script", requests=others) == "blockedbyclient", "of another outlet"
            assert served.asked == ["/robots.txt", "/a.js", "/gone.js"]
            assert len(requests.refusals) == 3 and requests.pending == 0

    asyncio.run(run())


def test_a_script_leads_on_within_its_outlet_only_as_a_refresh_does() -> None:
    async def run() -> None:
        async with site({"/story": f"<h1>Ferries</h1>{STORY}".encode(), "/stub": STUB}) as served, client() as asks:
            trackers = default_rules().family("trackers")

            async def led_to(url: str) -> tuple[Any, PageRequests]:
                page = replace(RAW, url=f"{served.url}/stub")
                requests = PageRequests(
                    page=page, client=asks, ask=ASK, trackers=trackers, kept=Kept(), source="herald", left=9
                )
                await requests.answer(_Route(page.url, "document"))
                route = _Route(url, "document")
                await requests.answer(route)
                return route.said, requests

            said, requests = await led_to(f"{served.url}/story")
            assert STORY.encode() in said["body"] and requests.elsewhere is None
            asked = [*served.asked]
            for url in (f"http://localhost:{served.url.rpartition(':')[2]}/story", "https://post.example/story"):
                said, requests = await led_to(url)
                assert (said, requests.elsewhere) == ("aborted", url)
            assert served.asked == asked, "no other outlet is asked"

    asyncio.run(run())


def test_processes_are_known_by_their_mark(tmp_path: Path) -> None:
    def process(pid: int, group: int, environ: bytes, state: str = "S", pages: int = 3) -> None:
        folder = tmp_path / str(pid)
        folder.mkdir()
        (folder / "stat").write_text(f"{pid} (a ) b) {state} 1 {group} 7 0\n")
        (folder / "environ").write_bytes(environ)
        (folder / "statm").write_text(f"100 {pages} 1\n")

    mark = f"{processes.MARK}=7.1".encode()
    process(10, 10, b"A=1\0" + mark + b"\0")  # the browser
    process(11, 10, b"", pages=9)  # a renderer in its sandbox
    process(12, 12, mark)  # a process that left the group
    process(13, 13, mark + b"1\0")  # of another browser
    process(14, 10, b"", state="Z")
    process(15, 15, b"A=" + mark)
    assert processes.members("7.1", tmp_path) == {10, 11, 12}
    assert processes.largest("7.1", tmp_path) == 9 * processes._PAGE_SIZE
    assert processes.largest("8.1", tmp_path) == 0


class _Shows:
    """A browser that shows these texts, one a page."""

    def __init__(self, *shown: str | Exception) -> None:
        self._shown = [*shown]

    async def render(self, requests: PageRequests) -> Rendered:
        requests.refusals.append("/api/story.json: robots_denied. The site asks not to fetch it.")
        shown = self._shown.pop(0)
        if isinstance(shown, Exception):
            raise shown
        return Rendered(shown, "Chromium 130.0")


def test_what_comes_of_a_rendering() -> None:
    async def run() -> None:
        shown = ("<p>Sailed.</p>", shell("").decode(), "<p>" + "x" * 2_000, NotRendered("It hangs."), ValueError("odd"))
        settings = Settings()
        async with (
            site({"/page": shell("")}) as served,
            client() as asks,
            Rendering(settings, rules=default_rules()) as rendering,
        ):
            rendering._browser = _Shows(*shown)  # type: ignore[assignment]
            ask, herald = replace(ASK, limit=1_000, etag='"1"'), Source(name="herald", render=True)
            made = [await rendering.get(asks, f"{served.url}/page", ask, herald) for _ in shown]
            rendering._seconds = 0
            made.append(await rendering.get(asks, f"{served.url}/page", ask, herald))
        said = [(one.outcome, one.detail) for one in made]
        assert said[0] == ("fetched", "A browser rendered it.")
        why = "/api/story.json: robots_denied. The site asks not to fetch it."
        assert said[1] == ("render_failed", f"It is still empty when its scripts have run. {why}")
        assert said[2] == ("render_failed", "Rendered, it is larger than 1,000 bytes.")
        assert said[3] == ("render_failed", f"It hangs. {why}")
        assert said[4] == ("render_failed", "Rendering it failed (ValueError: odd).")
        assert said[5] == ("no_browser", "The 1800 s for rendering in one run (browser.run_seconds) are over.")
        assert all(one.raw is not None and one.raw.body == shell("") for one in made[:5])

    asyncio.run(run())


def test_what_only_leads_on_by_a_script_is_rendered() -> None:
    async def run() -> None:
        async with site({"/stub": STUB}) as served, client() as asks:
            plain = await asks.get(f"{served.url}/stub", ASK)
            assert (plain.outcome, plain.body, plain.error_body) == ("script_redirect", None, STUB)
            for when in (True, WHEN_NEEDED):
                async with Rendering(Settings(), rules=default_rules()) as rendering:
                    herald = Source(name="herald", render=when)
                    rendering._browser = _Shows(f"<h1>Ferries</h1>{STORY}")  # type: ignore[assignment]
                    made = await rendering.get(asks, f"{served.url}/stub", ASK, herald)
                    assert made.outcome == "fetched" and STORY.encode() in (made.body or b"")
                    assert made.raw is not None and (made.raw.outcome, made.raw.body) == ("fetched", STUB)
                    rendering._seconds = 0
                    assert (await rendering.get(asks, f"{served.url}/stub", ASK, herald)).outcome == "no_browser"

    asyncio.run(run())


class _Leads(_Shows):
    """A browser whose page leads to another outlet."""

    async def render(self, requests: PageRequests) -> Rendered:
        for url in (requests.page.url, "https://post.example/story"):
            await requests.answer(_Route(url, "document"))
        return await super().render(requests)


def test_what_leads_to_another_outlet_says_so_and_a_page_with_a_text_stays() -> None:
    async def run() -> None:
        async with (
            site({"/stub": STUB}) as served,
            client() as asks,
            Rendering(Settings(), rules=default_rules()) as rendering,
        ):
            rendering._browser = _Leads(STUB.decode(), f"<h1>Ferries</h1>{STORY}")  # type: ignore[assignment]
            herald = Source(name="herald", render=True)
            away, stays = [await rendering.get(asks, f"{served.url}/stub", ASK, herald) for _ in range(2)]
            assert away.outcome == "leads_elsewhere" and "by a script to another site, https://post" in away.detail
            assert away.raw is not None and away.raw.body == STUB
            assert stays.outcome == "fetched"

    asyncio.run(run())


class _Asks(_Shows):
    """A browser whose page asks for a script."""

    async def render(self, requests: PageRequests) -> Rendered:
        await requests.answer(_Route(f"{requests.page.url}.js", "script"))
        return await super().render(requests)


def test_a_memory_that_cannot_be_written_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with (
            site({"/page": shell("")}) as served,
            client() as asks,
            Rendering(Settings(), rules=default_rules()) as rendering,
        ):
            plain = asks.get

            async def get(url: str, ask: Ask) -> Capture:
                if url.endswith(".js"):
                    raise MemoryUnusable("following.sqlite", sqlite3.OperationalError("disk I/O error"))
                return await plain(url, ask)

            monkeypatch.setattr(asks, "get", get)
            rendering._browser = _Asks(STORY)  # type: ignore[assignment]
            with pytest.raises(MemoryUnusable):
                await rendering.get(asks, f"{served.url}/page", ASK, Source(name="herald", render=True))

    asyncio.run(run())


def test_without_a_browser_a_page_waits_for_one(tmp_path: Path) -> None:
    async def run() -> None:
        printed = f"<html><body><article><h1>Ferries sail</h1>{STORY}</article>".encode()
        async with site({"/shell": shell(""), "/printed": printed}) as served:
            urls = [f"{served.url}/shell", f"{served.url}/printed"]
            nowhere = str(tmp_path / "chromium")
            found = await render(urls, tmp_path / "a", path=nowhere)
            assert {name: c.outcome for name, c in found.items()} == {"shell": "no_browser", "printed": "no_browser"}
            assert served.asked == []
            found = await render(urls, tmp_path / "a", path=nowhere, when="when needed")
            assert {name: c.outcome for name, c in found.items()} == {"shell": "no_browser", "printed": "fetched"}
            assert found["shell"].raw is not None and found["shell"].raw.body == served.answers["/shell"]

    asyncio.run(run())


@pytest.mark.parametrize(
    ("when", "refused", "remedy"), [(False, "needs_scripts", 'render = "when needed"'), (True, "no_browser", "doctor")]
)
def test_an_outlet_is_tried_as_its_pages_are_rendered(tmp_path: Path, when: bool, refused: str, remedy: str) -> None:
    async def run() -> None:
        async with site({"/shell": shell("")}) as served:
            herald = Source(name="herald", pages=(f"{served.url}/shell",), render=when)
            settings = Settings(fetch=QUICK, browser=Browser(path=str(tmp_path / "chromium")))

            async def work(trial: Trial) -> TriedOutlet:
                return await try_outlet(trial, herald)

            tried = await asyncio.to_thread(
                run_trial, work, settings=settings, rules=default_rules(), version="0", on_request=lambda url: None
            )
            assert [one.refused for one in tried.stories] == [refused] and remedy in tried.failures[0]

    asyncio.run(run())


def test_a_page_that_was_fetched_before_is_fetched_once_more(tmp_path: Path) -> None:
    async def run() -> None:
        printed = f"<html><body><article><h1>Ferries sail</h1>{STORY}</article>".encode()
        async with site({"/printed": printed, "/stub": STUB}) as served:
            entries = "".join(f'<entry><link href="{served.url}/{name}"/></entry>' for name in ("printed", "stub"))
            feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'
            served.answers["/feed"] = answers(text=feed, content_type="application/atom+xml")
            asked = []
            for when in (False, False, "when needed", "when needed"):
                await render([], tmp_path, when=when, feeds=[f"{served.url}/feed"], path="/no/such/program")
                asked.append((served.asked.count("/printed"), served.asked.count("/stub")))
            assert asked == [(1, 1), (1, 1), (2, 2), (2, 2)]

    asyncio.run(run())
