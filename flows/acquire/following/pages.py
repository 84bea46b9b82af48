"""Requests the pages of one outlet that are due, archives every answer, and notes when each is requested next.

The notes are what is remembered of pages between runs.  They are written after the answers are on disk: when a run is
killed in between, the next one finds in the archive what was done already.  Pages are those that lists (feeds and
sitemaps) named, and those that sources.toml names (channel "http").  A page's forms are its several addresses, its key
is what they share.  A host that refused requests is left alone for some time, then it is tried with one page.  Reads no
list.
"""

from __future__ import annotations

import asyncio
from collections.abc import Container
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from flows.acquire.following.desk import Desk
from flows.acquire.following.due import Due, is_settled, last_request, not_future, with_validators
from flows.acquire.following.listings import Entry
from flows.acquire.following.next_times import failed_page, farthest, fetched_page, is_due
from flows.acquire.http.client import Ask, NotNeeded
from flows.acquire.keep import ArchiveStopped, archive_errors_stop
from flows.acquire.memory.memory import MemoryUnusable
from flows.acquire.memory.notes import FAILED, NEW, PageNote
from flows.acquire.web_address import host_of
from flows.archive.captures import Capture
from flows.archive.known_addresses import HELD
from flows.errors import error_words


@dataclass(frozen=True, slots=True)
class _Done:
    """The result of one request for a page."""

    note: PageNote
    outcome: str
    status: int | None
    at: datetime
    #: Whether the content is new.
    changed: bool


@dataclass(slots=True)
class Pages:
    """Requests the pages of one outlet in one run."""

    desk: Desk
    #: Pages named in sources.toml.
    named: list[PageNote]
    #: Keys of the pages that lists named in this run.
    met: Container[str]
    #: Results of this run's requests, and of those that a run that was killed, or another source, had made before.
    done: list[_Done] = field(default_factory=list)
    #: Keys of pages that the source does not want any more.
    unwanted: list[str] = field(default_factory=list)

    async def request(self) -> None:
        """Request the pages that are due, up to the limit of the source; further ones are left for the next run."""
        desk = self.desk
        desk.look_again()  # a list may have been refused meanwhile
        with desk.writing():
            self._clear_notes_on_named_pages()
        limit = desk.source.limit or desk.settings.limits.pages_per_source
        named = [note for note in self.named if self._is_time(note)]
        waiting = self._due(limit - len(named))
        wanted = [*named, *waiting][:limit]
        due = desk.notes.count_due(*self._times, failed=desk.at_once) - len(self.done) - len(self.unwanted)
        if left := max(0, len(named) - limit) + max(0, due - len(waiting)):
            desk.counts["left_for_next_run"] += left
        await self._request(wanted)
        if self.done:
            with archive_errors_stop(desk.archive):
                await asyncio.to_thread(desk.archive.flush)
        with desk.writing():
            for done in self.done:
                self._store_next_time(done)
            for key in [*self.unwanted, *self._named_no_more()]:
                desk.notes.drop_page(key)

    async def _request(self, wanted: list[PageNote]) -> None:
        """Request these pages.

        On a host that was left alone before, one page is requested first, and the others only if that succeeds.
        """
        desk = self.desk
        hosts = {note.key: host_of(note.url) for note in wanted}
        on_trial = {host for host in {*hosts.values()} if host and desk.is_on_trial(host)}
        probes = {hosts[note.key]: note for note in reversed(wanted) if hosts[note.key] in on_trial}
        desk.requests += len(probes)
        self.done += await asyncio.gather(*(self._page(note) for note in probes.values()))
        desk.look_again()
        tried = {note.key for note in probes.values()}
        others = [note for note in wanted if note.key not in tried]
        asked = [note for note in others if not (hosts[note.key] in on_trial and desk.is_left_alone(note.url))]
        if len(asked) < len(others):
            desk.counts["left_for_next_run"] += len(others) - len(asked)
        desk.requests += len(asked)
        self.done += await asyncio.gather(*(self._page(note) for note in asked))

    @property
    def _times(self) -> tuple[float, float]:
        """The time of the run, and the latest believable time of a next request; both in seconds since 1970."""
        return self.desk.moment, self.desk.moment + farthest(self.desk.settings.follow)

    def _clear_notes_on_named_pages(self) -> None:
        """Drop or adapt the stored notes on pages that sources.toml names: of these pages only failures are remembered.

        The pages are requested in every run, so that a note need not say when; it only says that the last request
        failed.  A note from the time when a list named the page is dropped; if the page was failing, the note gets the
        new channel.
        """
        notes = self.desk.notes
        for note in self.named:
            waiting = notes.page(note.key)
            if waiting is not None and waiting.why != FAILED:
                notes.drop_page(note.key)
            elif waiting is not None and waiting.channel != note.channel:
                notes.keep_page(replace(waiting, url=note.url, channel=note.channel))

    def _named_no_more(self) -> list[str]:
        """Return the keys of stored notes on pages that sources.toml named in an earlier run and does not name now."""
        named = {note.key for note in self.named}
        return [note.key for note in self.desk.notes.named_pages() if note.key not in named]

    def _is_time(self, note: PageNote) -> bool:
        """Whether to request in this run a page that sources.toml names.

        Not if the page failed and is not due yet, nor if its host is left alone; then the page is counted as "not_due".
        """
        desk = self.desk
        waiting = desk.notes.page(note.key)
        its_time = waiting is None or is_due(waiting.next_at, desk.moment, desk.settings.follow)
        if (its_time or desk.everything or desk.at_once) and not desk.is_left_alone(note.url):
            return True
        desk.counts["not_due"] += 1
        return False

    def _due(self, most: int) -> list[PageNote]:
        """Choose at most `most` notes on pages that are due; those on hosts that are left alone are passed over.

        Notes on pages that an earlier run has already requested are added to `self.done`.  Keys of pages that the
        source no longer wants are added to `self.unwanted`.
        """
        desk, found, seen = self.desk, list[PageNote](), 0
        while len(found) < most:
            batch = desk.notes.due_pages(*self._times, most=most - len(found), after=seen, failed=desk.at_once)
            if not batch:
                break
            seen += len(batch)
            for note in batch:
                if desk.is_left_alone(note.url):
                    continue
                if not desk.source.wants(note.url):
                    self.unwanted.append(note.key)
                    desk.counts["not_wanted"] += 1
                elif (done := self._was_done(note)) is not None:
                    self.done.append(done)
                    desk.counts["seen_before"] += 1
                else:
                    found.append(note)
        return found

    def _was_done(self, note: PageNote) -> _Done | None:
        """The result of a request that was made after the note was written; None if the page is still to be requested.

        Such a request was made by a run that was killed before it could change the note, or by another source.
        """
        if self.desk.everything or note.wanted_at >= self.desk.moment:
            return None
        with archive_errors_stop(self.desk.archive):
            last = last_request(note.url, archive=self.desk.archive, known=self.desk.stories.known)
        at = not_future(datetime.fromisoformat(last.fetched_at), self.desk.now) if last is not None else None
        if last is None or at is None or at.timestamp() <= note.wanted_at or _was_not_asked(last.outcome, last.status):
            return None
        return _Done(note, last.outcome, last.status, at, last.outcome == "fetched")

    async def _page(self, note: PageNote) -> _Done:
        """Request a page; when that fails for good, try its other listed addresses."""
        for form in (note.url, *note.forms.splitlines()):
            done = await self._request_at(note if form == note.url else replace(note, url=form))
            if done.outcome in HELD or not is_settled(done.outcome, done.status):
                return done
        # It is asked again at its main form first.
        return replace(done, note=note)

    async def _request_at(self, note: PageNote) -> _Done:
        """Request a page at the address in the note, and archive the answer."""
        desk, stories = self.desk, self.desk.stories
        wanted = self._with_validators(note)
        told = datetime.fromtimestamp(note.told_at, UTC) if note.told_at is not None else None
        entry = Entry(note.url, modified=told)
        with archive_errors_stop(desk.archive):
            anew = desk.everything or desk.lacks_rendering(note.url)
        ask = Ask(
            limit=desk.settings.limits.page_bytes,
            etag=wanted.etag,
            last_modified=wanted.last_modified,
            delay=desk.source.delay,
            allow_private=desk.source.allow_private,
            needless=None if anew else stories.needless(entry, note.channel, note.url, _Listed(self)),
        )
        try:
            found = await desk.get(note.url, ask)
            declared = stories.note(found)
        except NotNeeded as met:
            desk.counts["seen_before"] += 1
            await asyncio.to_thread(stories.remember, note.url, met.url)
            return _Done(note, "not_modified", None, desk.now, changed=False)
        except (MemoryUnusable, ArchiveStopped):
            raise
        except Exception as error:  # reported: the address is noted with the reason
            found = desk.problem(note.url, note.channel, "unreadable", f"Asking for it failed ({error_words(error)}).")
            declared = None
        named = replace(found, source=desk.source.name or None, channel=note.channel, declared=declared)
        capture, stored = await desk.keep(named)
        return _Done(note, capture.outcome, capture.status, _time(capture), stored.new)

    def _with_validators(self, note: PageNote) -> Due:
        """Make the request for a page, with the validators of the stored page unless the page is new.

        Validators are the ETag and Last-Modified by which a server can answer "not modified".
        """
        if self.desk.everything or note.why == NEW:
            return Due(note.url, note.channel)
        with archive_errors_stop(self.desk.archive):
            return with_validators(note.url, note.channel, archive=self.desk.archive)

    def _store_next_time(self, done: _Done) -> None:
        """Store when a page is requested next, or drop its note; if the page was not even requested, keep the note."""
        desk, note, at = self.desk, done.note, done.at.timestamp()
        following: PageNote | None
        if _was_not_asked(done.outcome, done.status):
            return
        if done.outcome in ("fetched", "not_modified"):
            young = note.channel != "http" and self._is_young(note, at)
            following = fetched_page(note, at, desk.settings.follow, changed=done.changed, young=young)
        else:
            following = failed_page(self._failing(note), at, desk.settings.follow, done.outcome)
        if following is None:
            desk.notes.drop_page(note.key)
        else:
            desk.notes.keep_page(following)

    def _failing(self, note: PageNote) -> PageNote:
        """The note that counts a page's failures so far.

        For a page that sources.toml names this is the stored note, if there is one, since `note` was made anew in this
        run.
        """
        waiting = self.desk.notes.page(note.key) if note.channel == "http" else None
        return waiting or note

    def _is_young(self, note: PageNote, at: float) -> bool:
        """Whether a page's story is only some days old at the time `at`, so that it may still change.

        The age counts from when its list says that the page changed last.  A page without such a time is not young: it
        may be of any age.
        """
        oldest = max(self.desk.settings.follow.page_again, default=0.0)
        return note.told_at is not None and at - note.told_at < oldest


@dataclass(frozen=True, slots=True)
class _Listed:
    """A container of the keys of the pages that a source lists: named in this run, or with a stored note."""

    pages: Pages

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and (key in self.pages.met or self.pages.desk.notes.page(key) is not None)


def _was_not_asked(outcome: str, status: int | None) -> bool:
    """Whether a page was not even requested, so that its note stays: its host is left alone, or there is no browser."""
    return outcome == "host_resting" or (outcome == "no_browser" and status is None)


def _time(capture: Capture) -> datetime:
    return capture.fetched_at if capture.fetched_at is not None else datetime.now(UTC)
