"""Starts Chromium for one page, cut off from the network, and reads the page's HTML when it has stopped changing.

Takes a fetched page and the object that answers its requests; gives the HTML as it is then, or raises NotRendered with
the reason.  Every page gets a fresh browser with an empty profile; its processes are ended in every case, and while
they run their memory is watched.  `mark`: the value of an environment variable that only the processes of one browser
have, by which they are found (processes.py).  Playwright, the library that drives the browser, does so through a
process of its own, its driver.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
from collections.abc import AsyncIterator, Collection
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flows.acquire.browser import processes
from flows.acquire.browser.find_browser import has_sandbox
from flows.acquire.browser.folder import own_folder
from flows.acquire.browser.requests import PageRequests
from flows.acquire.opening import printable
from flows.config.settings import Browser

#: The browser asks no name server and connects to nothing: all addresses are unknown, its proxy as well, and no address
#: is excepted from the proxy (by default those of this machine are).  WebRTC may use no other way.
CUT_OFF: Final = (
    "--proxy-server=http://nowhere.invalid:1",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--dns-prefetch-disable",
    "--disable-blink-features=WebTransport",
)
#: One renderer a page, no windows of its own, little to store; frames are refused, so that nothing is to be isolated.
_SMALL: Final = (
    "--block-new-web-contents",
    "--disable-gpu",
    "--disable-site-isolation-trials",
    "--disk-cache-size=1",
    "--no-pings",
    "--renderer-process-limit=1",
)
#: Share of the memory limit that the objects of JavaScript may take: V8 then ends the page by itself.
_HEAP: Final = 0.5
#: Seconds between two looks at the memory, and at the page.
_WATCH: Final = 0.2
_LOOK: Final = 0.25
#: Looks in a row that must find the same before the page counts as at rest.
_SAME: Final = 3
#: Characters of text from which a page at rest has its story; with fewer it gets a few seconds more.
_STORY: Final = 400
_PATIENCE: Final = 3.0
#: Seconds that a page has to give its HTML after its time is over.
_LAST: Final = 2.0
#: Seconds in which the library must start or end the browser; a busy machine takes 30 to start one.
_START: Final = 60.0
_MIB: Final = 1 << 20
#: What the library's errors say when the page crashed, and when the driver has ended.
_CRASHED: Final = "crashed"
_DRIVER_ENDED: Final = "Connection closed while reading from the driver"
#: What the library's own tasks show.
_LIBRARY: Final = "/playwright/"
#: Characters of an address that a sentence shows.
_SHOWN: Final = 200
#: The mark of the driver's process; those of browsers are numbered from 1.
_DRIVERS: Final = "{}.0"
#: Environment variables that say where a program may write.
_PLACES: Final = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")

_STATE: Final = Path(__file__).with_name("state.js")
_DOM: Final = Path(__file__).with_name("dom.js")


class NotRendered(Exception):
    """The browser could not render a page; the message is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered page: its HTML after its scripts ran, and the browser's name."""

    html: str
    #: Name and version of the browser.
    browser: str


class Chromium:
    """Starts browsers for one run, one at a time; use as an async context manager.

    `program`: path of the browser.  `hidden`: environment variables that the browser does not get, since they hold
    secrets.  Nothing is loaded or started before the first page.
    """

    def __init__(self, program: Path, settings: Browser, *, hidden: Collection[str] = ()) -> None:
        self._program, self._settings, self._hidden = program, settings, hidden
        self._numbers = itertools.count(1)
        self._driver: Any = None
        self._stack = ExitStack()
        self._folder: Path | None = None
        #: The mark of the browser that is running; None when none is.
        self._mark: str | None = None

    async def __aenter__(self) -> Chromium:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._mark is not None:
            processes.kill(self._mark)
        await self._stop()
        self._stack.close()

    async def render(self, requests: PageRequests) -> Rendered:
        """Load the page of `requests` and return it when its scripts have stopped changing it, or its time is over.

        Raises NotRendered when the browser cannot be started, dies, holds too much memory, or does not answer because a
        script does not end.
        """
        from playwright.async_api import Error

        self._mark = f"{os.getpid()}.{next(self._numbers)}"
        greedy = asyncio.create_task(self._watch(self._mark))
        try:
            async with self._page(requests, self._mark) as page:
                return await self._read(page, requests)
        except TimeoutError:
            raise NotRendered(f"It did not come to rest within {self._settings.seconds:g} s: a script hangs.") from None
        except (Error, OSError) as error:
            if greedy.done():
                most = self._settings.memory_bytes // _MIB
                raise NotRendered(f"It took more than {most:,} MiB of memory in the browser.") from None
            said = printable((str(error).strip().splitlines() or [""])[0])
            if _CRASHED in said:
                raise NotRendered("It crashed in the browser; most likely its scripts took too much memory.") from None
            await self._stop(ended=_DRIVER_ENDED in said)
            raise NotRendered(f"The browser failed on it ({said}).") from error
        finally:
            greedy.cancel()
            processes.kill(self._mark)
            if self._folder is not None:
                shutil.rmtree(self._home(self._mark), ignore_errors=True)
            self._mark = None
            await requests.close()

    async def _stop(self, *, ended: bool = False) -> None:
        """End Playwright's driver process; the next page starts a new one.

        Called after a fault, since the state of the driver is unknown then, and at the end.  `ended`: whether the
        process is gone already, so that it is not asked to stop.
        """
        driver, self._driver = self._driver, None
        if driver is not None and not ended:
            with suppress(Exception, TimeoutError):  # it may be gone, which is what is wanted
                await asyncio.wait_for(driver.stop(), _LAST)
            processes.kill(_DRIVERS.format(os.getpid()))

    async def _watch(self, mark: str) -> None:
        """Watch the browser's memory until one of its processes holds too much; then kill the browser.

        `mark`: finds the browser's processes; see the module.
        """
        while await asyncio.to_thread(processes.largest, mark) <= self._settings.memory_bytes:
            await asyncio.sleep(_WATCH)
        processes.kill(mark)

    @asynccontextmanager
    async def _page(self, requests: PageRequests, mark: str) -> AsyncIterator[Any]:
        """A block (`async with`) that gives an empty page in a fresh browser; `requests` answers its requests."""
        try:
            async with asyncio.timeout(_START):
                browser = await self._start(mark)
                context = await browser.new_context(accept_downloads=False, service_workers="block")
                # Not the bound method: Playwright would set an attribute on its object, whose slots allow none.
                await context.route("**/*", lambda route: requests.answer(route))
                page = await context.new_page()
        except TimeoutError:
            await self._stop()
            raise NotRendered(f"The browser did not start within {_START:g} s.") from None
        page.on("crash", lambda _: processes.kill(mark))
        try:
            yield page
        finally:
            if not processes.members(mark):  # they cannot be seen here, so that the library must end them
                with suppress(Exception, TimeoutError):
                    await asyncio.wait_for(browser.close(), _LAST)

    async def _start(self, mark: str) -> Any:
        """Start the browser for one page, cut off from the network; return Playwright's object for it.

        Starts Playwright's driver first when it does not run yet.
        """
        if self._driver is None:
            self._folder = self._folder or self._stack.enter_context(own_folder())
            self._driver = await _driver(self._folder)
        home = self._home(mark)
        home.mkdir()
        heap = int(self._settings.memory_bytes * _HEAP) // _MIB
        return await self._driver.chromium.launch(
            executable_path=str(self._program),
            args=[*CUT_OFF, *_SMALL, f"--js-flags=--max-old-space-size={heap}"],
            chromium_sandbox=has_sandbox(self._settings),
            env={**self._environ(), **dict.fromkeys(_PLACES, str(home)), processes.MARK: mark},
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
            timeout=_START * 1000,
        )

    def _environ(self) -> dict[str, str]:
        return {name: value for name, value in os.environ.items() if name not in self._hidden}

    def _home(self, mark: str) -> Path:
        """The folder that the browser of one page may write to."""
        assert self._folder is not None
        return self._folder / mark.rpartition(".")[2]

    async def _read(self, page: Any, requests: PageRequests) -> Rendered:
        """Load the page, wait until its scripts have stopped changing it, and return its HTML."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self._settings.seconds
        async with asyncio.timeout_at(end + _LAST):
            await page.goto(requests.page.url, wait_until="commit", timeout=0)
            await self._come_to_rest(page, requests, end)
            html = str(await _asked(page, _DOM.read_text("utf-8")))
        version = f"Chromium {page.context.browser.version}"
        if not html.strip() or not _is_web(page):
            raise NotRendered(f"Its scripts leave the browser with an empty document ({page.url[:_SHOWN]}).")
        return Rendered(html, version)

    async def _come_to_rest(self, page: Any, requests: PageRequests, end: float) -> None:
        """Wait until the page has not changed for a while and has no open request, but no longer than `end`.

        `end`: in seconds of the event loop's clock.
        """
        loop, state = asyncio.get_running_loop(), _STATE.read_text("utf-8")
        before: object = None
        same, since = 0, loop.time()
        while loop.time() < end:
            now = await _asked(page, state)
            loaded, letters = now[0], now[1]
            if now != before or requests.pending or not loaded:
                before, same, since = now, 0, loop.time()
            else:
                same += 1
            if loaded and not _is_web(page):  # an empty document of the browser's own
                return
            if same >= _SAME and (letters >= _STORY or loop.time() - since >= _PATIENCE):
                return
            await asyncio.sleep(min(_LOOK, max(0.0, end - loop.time())))


async def _driver(folder: Path) -> Any:
    """Start Playwright's driver, a process of its own, whose temporary files go into this folder."""
    from playwright.async_api import async_playwright

    # It takes its environment from this process, and no other way is offered.
    asyncio.get_running_loop().set_exception_handler(_all_but_the_drivers_end)
    own = {"TMPDIR": str(folder), processes.MARK: _DRIVERS.format(os.getpid())}
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        return await async_playwright().start()
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def _all_but_the_drivers_end(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Report errors that no task awaits, except those that Playwright raises because its driver has ended.

    asyncio calls this function for every such error.  The end of the driver needs no second report: rendering the page
    has failed with it as the reason.
    """
    if not any(sign in f"{context.get('exception')} {context.get('task')}" for sign in (_DRIVER_ENDED, _LIBRARY)):
        loop.default_exception_handler(context)


async def _asked(page: Any, script: str) -> Any:
    """Run a script in the page and return its result; run it again when the page went to another address meanwhile.

    `page`: Playwright's.  Raises what Playwright raises when the browser is gone.
    """
    from playwright.async_api import Error

    while True:
        try:
            return await page.evaluate(script)
        except Error as error:
            if page.is_closed() or not _left_meanwhile(error):
                raise
            await asyncio.sleep(_LOOK)


def _is_web(page: Any) -> bool:
    return str(page.url).startswith(("http:", "https:"))


def _left_meanwhile(error: Exception) -> bool:
    """Whether an error says that the document was replaced while a script ran in it; the script can then run again."""
    signs = ("Execution context was destroyed", "navigat", "context with specified id")
    return any(sign in str(error) for sign in signs)
