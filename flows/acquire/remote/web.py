"""The requests of a run to web servers, for code that is not async: an event loop in a thread of its own makes them.

Takes addresses; gives captures of pages, and files that are read as streams.  All requests to one host keep the pauses
between them.  The thread starts with the first request and ends with the run.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from typing import Any, Final, TypeVar

from flows.acquire.http.client import Ask, Client
from flows.acquire.remote.asking import Asker
from flows.acquire.remote.remote_file import RemoteFile
from flows.acquire.remote.stream import Stream
from flows.acquire.remote.version import Version, version_of
from flows.archive.captures import Capture
from flows.config.settings import Fetching
from parsers.rules import Family

R = TypeVar("R")

#: Seconds to end all connections.
_TO_END: Final = 1.0


class Web:
    """Makes the requests of one run to web servers; use as a context manager.  Threads may share it.

    `blocks`: the rules by which challenges are recognised.  `version`: of copydesk, for the User-Agent.
    """

    def __init__(self, settings: Fetching, *, blocks: Family, version: str) -> None:
        self.retries = settings.retries
        #: Bytes of files that have arrived.
        self.received = 0
        self._settings = settings
        self._blocks = blocks
        self._version = version
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._end: asyncio.Event | None = None
        self._client: Client | None = None
        self._asker: Asker | None = None

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        if self._loop is not None and self._end is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._end.set)
            self._thread.join(_TO_END)

    def get(self, url: str, ask: Ask) -> Capture:
        """Return the capture of a page, as Client.get does: robots.txt is heeded, challenges are recognised.

        A challenge is a page that a site sends to robots in place of the one asked for.

        Raises NotFetched for anything but a web address.
        """
        self._start()
        return self.submit(self._get(url, ask)).result()

    async def _get(self, url: str, ask: Ask) -> Capture:
        """Do what `get` does, in the event loop.

        Waits for the pause of the host and begins a new one: the pauses hold between pages and files of one host, too.
        """
        assert self._client is not None and self._asker is not None
        await self._asker.wait_for(url)
        try:
            return await self._client.get(url, ask)
        finally:
            self._asker.was_asked(url)

    def open(self, url: str, unless: Version | None = None) -> RemoteFile | None:
        """Open a file for reading from its start; return None when the server still has the version `unless`.

        `unless`: the version that the caller has read; None: open the file in any case.  Raises NotFetched.
        """
        conditions = {"If-None-Match": unless.etag, "If-Modified-Since": unless.last_modified} if unless else {}
        headers = {name: value for name, value in conditions.items() if value}
        answer = self.submit(self.asker.ask(url, headers)).result()
        if answer.status == 304:
            self.call(answer.close)
            return None
        return RemoteFile(self, url, Stream(answer, self.count), version_of(answer.headers))

    def count(self, size: int) -> None:
        """Add to the number of bytes that have arrived (`received`); called in the thread of requests."""
        self.received += size

    def version(self, url: str) -> Version:
        """Return the version of a file that the server has now, without reading the file.  Raises NotFetched."""
        answer = self.submit(self.asker.ask(url, {}, method="HEAD")).result()
        self.call(answer.close)
        return version_of(answer.headers)

    @property
    def asker(self) -> Asker:
        """The Asker of this run, which makes the requests for files; its thread is started when needed."""
        self._start()
        assert self._asker is not None
        return self._asker

    def submit(self, work: Coroutine[Any, Any, R]) -> Future[R]:
        """Begin a coroutine in the thread of requests; the Future has its result later.

        Raises CancelledError when the run has ended.
        """
        self._start()
        assert self._loop is not None
        if self._loop.is_closed():
            work.close()
            raise CancelledError
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def call(self, work: Callable[[], object]) -> None:
        """Have a function called in the thread of requests soon; its result is not waited for."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(work)

    def _start(self) -> None:
        """Start the thread of requests, unless it runs already."""
        with self._lock:
            if self._loop is not None:
                return
            ready: Future[None] = Future()
            self._thread = threading.Thread(target=self._run, args=(ready,), name="requests", daemon=True)
            self._thread.start()
            ready.result()

    def _run(self, ready: Future[None]) -> None:
        """Run the event loop until the run ends; an error in its start goes to `ready`."""
        try:
            asyncio.run(self._live(ready))
        except BaseException as error:  # given to the thread that waits for the start
            if not ready.done():
                ready.set_exception(error)

    async def _live(self, ready: Future[None]) -> None:
        """Keep the clients open until the run ends; asyncio then cancels what is still at work."""
        self._end = asyncio.Event()
        async with (
            Client(self._settings, blocks=self._blocks, version=self._version) as self._client,
            Asker(self._settings, version=self._version) as self._asker,
        ):
            self._loop = asyncio.get_running_loop()
            ready.set_result(None)
            await self._end.wait()
