"""What the work on one outlet in one run shares: client, archive, notes, counts, and remarks for the user.

A list is a feed or sitemap.  Notes are what is remembered of lists and pages between runs; counts go into the tally of
the run; remarks are sentences for the user.  A capture is the result of one request.  A host that refused requests is
left alone for some time; then it is on trial: one page is requested from it first.  `channel` is how an address was
found: "feed", "sitemap", or "http" for a page named in sources.toml.  `Desk` is passed to whatever reads lists and
requests pages; this module reads no list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from flows.acquire.browser.rendering import Rendering, is_as_fetched
from flows.acquire.following.due import last_request
from flows.acquire.following.listings import Entry
from flows.acquire.following.same_story import SameStories
from flows.acquire.http.client import Ask, Client
from flows.acquire.keep import archive_errors_stop
from flows.acquire.keeper import Keeper
from flows.acquire.memory.hosts import HostNotes
from flows.acquire.memory.notes import Notes
from flows.acquire.web_address import host_of, plain_address
from flows.archive.archive import Archive, Stored
from flows.archive.captures import Capture
from flows.config.settings import Settings
from flows.config.sources import Source
from flows.errors import error_words
from parsers.addresses import AddressRules

OnCapture = Callable[[Capture, Stored], None]

NO_ADDRESS: Final = "It is not an address that can be requested."


@dataclass(slots=True, kw_only=True)
class Desk:
    """The shared state of the work on one outlet in one run: client, archive, notes, settings, counts and remarks."""

    source: Source
    client: Client
    rendering: Rendering
    archive: Archive
    keeper: Keeper
    notes: Notes
    settings: Settings
    addresses: AddressRules
    stories: SameStories
    #: Request all listed pages, whatever the archive holds.
    everything: bool
    #: Request all lists and what failed, whenever they are due.
    at_once: bool
    on_capture: OnCapture | None
    now: datetime
    counts: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    #: How many lists and pages were requested.
    requests: int = 0
    #: Each host that was looked up -> why it is left alone; None for a host that may be asked.
    resting: dict[str, str | None] = field(default_factory=dict)

    @property
    def moment(self) -> float:
        """The time of the run in seconds since 1970."""
        return self.now.timestamp()

    def is_left_alone(self, url: str) -> bool:
        """Whether to request nothing from the host of `url` in this run, since it refused earlier requests.

        Looked up once for each host, until `look_again` is called.  The first time, a remark tells the user.
        """
        host = host_of(url)
        if host is None or self.at_once or self.everything:
            return False
        if host not in self.resting:
            self.resting[host] = why = HostNotes(self.notes.memory, host, clock=self.now.timestamp).resting()
            if why is not None and (said := f"{host}: {why}") not in self.remarks:
                self.remarks.append(said)
        return self.resting[host] is not None

    def is_on_trial(self, host: str) -> bool:
        """Whether a host was left alone for a while and has given no page since; then one page is requested first."""
        return HostNotes(self.notes.memory, host).is_on_trial

    def look_again(self) -> None:
        """Forget which hosts are left alone, so that `is_left_alone` looks it up anew."""
        self.resting.clear()

    async def get(self, url: str, ask: Ask) -> Capture:
        """Request one page, in a browser when the source has `render` set; raises what Client.get raises."""
        if not self.source.render:
            return await self.client.get(url, ask)
        return await self.rendering.get(self.client, url, ask, self.source)

    def lacks_rendering(self, url: str) -> bool:
        """Whether the source has `render` set but the page was last fetched without a browser.

        Then the page is fetched again.  Raises ArchiveError when the archive cannot be read.
        """
        if not self.source.render:
            return False
        return is_as_fetched(last_request(url, archive=self.archive, known=self.stories.known))

    def problem(self, url: str, channel: str, outcome: str, said: str) -> Capture:
        """Make a capture that says why an address was not requested, or why the answer from it is of no use.

        `channel`: "feed", "sitemap" or "http".  `outcome`: a code of OUTCOMES.  `said`: the reason, in one sentence.
        """
        source = self.source.name or None
        return Capture(
            plain_address(url), channel=channel, source=source, outcome=outcome, detail=said, fetched_at=self.now
        )

    async def refuse(self, entry: Entry, channel: str, error: Exception | None = None) -> None:
        """Archive, as a capture, that a listed address cannot be requested, unless an earlier run has already done so.

        `error`: what was raised for the address; None when the address is simply no web address.
        """
        said = f"{NO_ADDRESS[:-1]} ({error_words(error)})." if error is not None else NO_ADDRESS
        problem = self.problem(entry.url, channel, "refused_address", said)
        if not self.everything and self.archive.latest(problem.url, ("refused_address",)) is not None:
            self.counts["seen_before"] += 1
        else:
            await self.keep(problem)

    async def keep(self, found: Capture) -> tuple[Capture, Stored]:
        """Archive a page's capture and count its outcome; return what was archived and how it was stored."""
        capture, stored = await self.keeper.keep(found)
        self.counts[capture.outcome] += 1
        if capture.outcome == "no_browser" and (said := f"{self.source.name}: {capture.detail}") not in self.remarks:
            self.remarks.append(said)
        if self.on_capture is not None:
            self.on_capture(capture, stored)
        return capture, stored

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A block (`with`) that writes notes: either all that it changes are stored or, when it raises, none.

        Raises ArchiveStopped when the notes or the archive cannot be written.
        """
        with archive_errors_stop(self.archive), self.notes.memory.at_once():
            yield
