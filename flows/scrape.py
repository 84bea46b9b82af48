"""The flow scrape: fetches new pages of the followed outlets and archives them.

A list is a feed or sitemap, which names pages.  A tally holds the counts of one outlet.  An error at one outlet is
counted and noted, and does not stop the others.  Parses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from time import time

from flows.acquire.following.follow import ENDED_EARLY, SourceTally, follow_sources
from flows.acquire.memory.hosts import moment_words
from flows.acquire.memory.memory import Memory, MemoryUnusable
from flows.acquire.memory.notes import forget_absent
from flows.acquire.opening import printable
from flows.archive.archive import Archive, Stored
from flows.archive.captures import Capture
from flows.config.load_rules import rules_for
from flows.config.sources import Source, choose, load_sources, narrowed
from flows.printing.progress import listed, number
from flows.running.engine import flow, task
from flows.running.job import Job, job, place
from flows.running.run_records import RunRecord, code_version


@flow("scrape")
def scrape(
    sources: Sequence[str] = (),
    data: str | None = None,
    config: str | None = None,
    parent: str | None = None,
    everything: bool = False,
    at_once: bool = False,
    only: Sequence[str] = (),
    limit: int | None = None,
    dry_run: bool = False,
) -> RunRecord:
    """Request the lists (feeds, sitemaps) and pages of the followed outlets that are due.

    sources: only this outlet; none: all active ones.  everything: request all listed pages, whatever the archive holds.
    at_once: request all lists and what failed, even before they are due.  only: request this address instead of what
    the outlet lists.  limit: the most new pages of each outlet.  dry_run: say what it would follow, and request
    nothing.

    data, config: directories; None: as without --data and --config.  parent: id of the run of which this one is a step;
    None: it is none.  Returns the record of the run.  There may be several sources (names of outlets) and several
    addresses in only.  Raises UsageError when only is given without exactly one outlet.
    """
    asked = {"sources": [*sources], "everything": everything, "at_once": at_once, "only": [*only], "limit": limit}
    chosen = narrowed(choose(load_sources(*place(data, config)[1]), sources), only, limit)
    with job("scrape", data=data, config=config, parent=parent, **asked, dry_run=dry_run) as this:
        if not chosen:
            this.say("nothing to do: no outlet is followed; `copydesk sources add URL` adds one")
        elif dry_run:
            for source in chosen:
                this.say(f"would follow {source.name}: {', '.join((*source.feeds, *source.sitemaps, *source.pages))}")
        else:
            with this.open_archive() as archive:
                # Before following: the month counts up to when outlets were last followed.
                _forget_absent(this, {source.name for source in load_sources(*this.config)})
                told = follow_all(this, archive, chosen, everything=everything, at_once=at_once, apart=bool(only))
                _report(this, told)
    return this.record


def _forget_absent(job: Job, present: Collection[str]) -> None:
    """Forget the notes on outlets that have been missing from sources.toml for a month, and print that.

    `present`: names of the outlets in sources.toml.
    """
    try:
        with Memory(job.paths.archive) as memory:
            gone = forget_absent(memory, present, time())
            notes = memory.notes
    except MemoryUnusable as error:  # the pages are fetched; the next run forgets
        job.tell(str(error))
        return
    for note in notes:
        job.tell(note)
    if named := [name for name in gone if name]:  # without a name: addresses that an import requested
        told = f"{', '.join(named)}: not in sources.toml for a month; when to ask for its lists and pages is forgotten"
        job.run.note(told)
        job.say(told)


def _no_list_came(tallies: Sequence[SourceTally]) -> bool:
    """Whether no list (feed, sitemap) of any outlet could be read.

    If so, the network is probably down, and the step is tried again.
    """
    return bool(tallies) and all(tally.notes and not any(tally.counts.values()) for tally in tallies)


@task("follow outlets", waits=(30.0,), passes=_no_list_came)
def follow_all(
    job: Job, archive: Archive, chosen: Sequence[Source], *, everything: bool, at_once: bool, apart: bool
) -> list[SourceTally]:
    """Follow all outlets at the same time, with pauses between requests to one host; gives a SourceTally for each.

    `everything`: request all listed pages, whatever the archive holds.  `at_once`: request lists and failed pages
    before they are due.  `apart`: True: the sources hold single pages that the user named; what is remembered about
    their outlets' lists (when each is due and the like) is neither used nor changed.
    """
    with job.steps("pages", None) as advance:

        def on_capture(_: Capture, stored: Stored) -> None:
            job.run.count(new=int(stored.new))
            advance()

        return follow_sources(
            chosen,
            archive=archive,
            settings=job.settings,
            rules=rules_for(job.config),
            version=code_version(),
            everything=everything,
            at_once=at_once or apart,
            apart=apart,
            on_capture=on_capture,
        )


def _report(job: Job, tallies: Sequence[SourceTally]) -> None:
    """Add counts and notes of all outlets to the run's record, and print the result."""
    outcomes: Counter[str] = Counter()
    for tally in tallies:
        outcomes.update(tally.counts)
        for note in tally.notes:
            job.run.note(note)
            job.say(note)
    job.run.count(**outcomes)
    if outcomes[ENDED_EARLY]:
        job.run.end("rejected")
    if not outcomes and not any(tally.requests for tally in tallies):
        job.say(f"nothing to do: nothing of {number(len(tallies), 'outlet')} is due{_next(tallies)}")
        return
    new = job.record.counts.get("new", 0)
    told = f": {listed(dict(outcomes))}" if outcomes else ""
    job.say(f"{number(len(tallies), 'outlet')}, {number(new, 'new page') if new else 'nothing new'}{told}")


def _next(tallies: Sequence[SourceTally]) -> str:
    """Write the end of a sentence that says which list (feed, sitemap) or page is due next; "" when none is."""
    coming = [tally.next for tally in tallies if tally.next is not None and tally.next.next_at is not None]
    first = min(coming, key=lambda one: one.next_at or 0.0, default=None)
    if first is None or (first.next_at or 0.0) <= time():  # it waits for a host that is left alone, which was told
        return ""
    when = moment_words(first.next_at or 0.0)
    return f"; next {first.source} at {when} ({printable(first.address)}); --now asks at once"
