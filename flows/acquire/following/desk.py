"""What the work on one outlet in one run has at hand: client, archive, notes, and the counts and remarks of its Tally.

`keep` archives and counts a capture, `refuse` notes an address that cannot be requested.  Reads no list.
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
    """One outlet in one run."""

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
    #: Hosts that were looked up: why each is left alone, None while it is not.
    resting: dict[str, str | None] = field(default_factory=dict)

    @property
    def moment(self) -> float:
        """The time of the run in seconds since 1970."""
        return self.now.timestamp()

    def is_left_alone(self, url: str) -> bool:
        """Whether the host of an address is left alone since it refused; said once for each host.

        Looked up once for each host, until `look_again`.
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
        """Whether a host was left alone last and has not shown since that it gives pages."""
        return HostNotes(self.notes.memory, host).is_on_trial

    def look_again(self) -> None:
        """Look up anew which hosts are left alone."""
        self.resting.clear()

    async def get(self, url: str, ask: Ask) -> Capture:
        """The capture of one page, rendered where the source says so; raises what Client.get raises."""
        if not self.source.render:
            return await self.client.get(url, ask)
        return await self.rendering.get(self.client, url, ask, self.source)

    def lacks_rendering(self, url: str) -> bool:
        """Whether the source says `render`, and did not yet when the page of an address was fetched last.

        Raises ArchiveError when the archive cannot be read.
        """
        if not self.source.render:
            return False
        return is_as_fetched(last_request(url, archive=self.archive, known=self.stories.known))

    def problem(self, url: str, channel: str, outcome: str, said: str) -> Capture:
        """The capture of an address that was not requested, or whose answer is of no use."""
        source = self.source.name or None
        return Capture(
            plain_address(url), channel=channel, source=source, outcome=outcome, detail=said, fetched_at=self.now
        )

    async def refuse(self, entry: Entry, channel: str, error: Exception | None = None) -> None:
        """Archive a note that a listed address cannot be requested; once, since the list will name it again."""
        said = f"{NO_ADDRESS[:-1]} ({error_words(error)})." if error is not None else NO_ADDRESS
        problem = self.problem(entry.url, channel, "refused_address", said)
        if not self.everything and self.archive.latest(problem.url, ("refused_address",)) is not None:
            self.counts["seen_before"] += 1
        else:
            await self.keep(problem)

    async def keep(self, found: Capture) -> tuple[Capture, Stored]:
        """Archive and count the capture of one page."""
        capture, stored = await self.keeper.keep(found)
        self.counts[capture.outcome] += 1
        if capture.outcome == "no_browser" and (said := f"{self.source.name}: {capture.detail}") not in self.remarks:
            self.remarks.append(said)
        if self.on_capture is not None:
            self.on_capture(capture, stored)
        return capture, stored

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write all notes of the block or none; raises ArchiveStopped when they, or the archive, cannot be written."""
        with archive_errors_stop(self.archive), self.notes.memory.at_once():
            yield
