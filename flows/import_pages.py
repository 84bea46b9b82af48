"""The flow import: archives pages from files, folders, crawls and archives, and requests listed addresses.

A page that the archive holds already is not stored again.  For a page that cannot be read or stored, a note with the
reason is archived; skipped files and records are counted by kind.  Parses nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from flows.acquire.files.formats import NAMES, Found, Told
from flows.acquire.files.owner import Owner
from flows.acquire.files.standard_input import NAME as STANDARD_INPUT
from flows.acquire.files.standard_input import URI as STANDARD_INPUT_URI
from flows.acquire.files.table import TableWishes
from flows.acquire.files.wanted import Passed, Sighting, WarcFilter, also_passed
from flows.acquire.keep import archive_errors_stop, keep
from flows.acquire.opening import printable
from flows.acquire.read_ahead import read_ahead
from flows.acquire.remote.read_so_far import Reached
from flows.acquire.remote.recovered import Recovered
from flows.acquire.remote.whats import Whats, check_whats, is_on_the_web
from flows.archive.archive import Archive, Stored
from flows.archive.captures import OUTCOMES, Capture, utc_text
from flows.config.load_rules import rules_for
from flows.config.sources import Source
from flows.printing.progress import listed, number
from flows.running.engine import flow, task
from flows.running.job import Job, job
from flows.running.run_records import RunRecord, code_version

#: Most bytes of bodies in one batch, which are held in memory; the last page may exceed it.
_BATCH_BYTES: Final = 16_000_000
#: Prefix of the counts of skipped things; their kind follows.
PASSED: Final = "passed_"
#: Name of the count of pages that were seen again.
_SIGHTED: Final = "sightings"
#: Characters of an ISO time up to its seconds: a revisit record names the time of the page without fractions.
_SECONDS: Final = 19
#: Most addresses of a list that are requested together.
_REQUESTED: Final = 5_000
#: Hexadecimal digits of a body's hash that tell pages from standard input apart.
_DIGITS: Final = 16
_MEGABYTE: Final = 1e6
#: How an address begins: ftp://, s3://.
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


@flow("import")
def import_pages(
    paths: Sequence[str],
    data: str | None = None,
    config: str | None = None,
    parent: str | None = None,
    hosts: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    page_paths: Sequence[str] = (),
    source: str | None = None,
    url: str | None = None,
    columns: Mapping[str, str] | None = None,
    query: str | None = None,
    base64: bool = False,
) -> RunRecord:
    """Archive the pages of files.

    paths: files of all kinds that docs/imports.md names, folders of them, "-" for standard input, addresses of pages
    and files, "cc-news".  hosts: from crawls and tables, only pages of this host and its subdomains.  since: from
    crawls and tables, only pages fetched then or later (UTC without a zone).  until: from crawls and tables, only pages
    fetched before it (UTC without a zone).  page_paths: from crawls and tables, only pages whose path begins with this,
    or fits this pattern with * or ?.  source: name of the outlet in sources.toml whose pages they are.  url: address of
    the page, when the files hold a single one.  columns: what a column of a table holds -> the column's name ({"html":
    "raw_page"}).  query: from a table, only the rows that this query gives.  base64: the column of pages holds base64.

    data, config: directories; None: as without --data and --config.  Raises ConfigError for an unknown source, and
    UsageError when several pages would have one address or the query cannot be run.
    """
    window = {"hosts": [*hosts], "since": since, "until": until, "page_paths": [*page_paths]}
    said = {"source": source, "url": url, "columns": columns, "query": query, "base64": base64}
    facts: dict[str, Any] = {"paths": [*map(printable, paths)], **window}
    facts |= {name: value for name, value in said.items() if value}
    wanted = WarcFilter(tuple(hosts), since, until, tuple(page_paths))
    check_whats(paths, wanted)
    with job("import", data=data, config=config, parent=parent, **facts) as this, this.open_archive() as archive:
        owner = Owner(source, url).checked(*this.config)
        table = TableWishes(columns or {}, query, base64)
        whats = _whats(this, paths, wanted=wanted, table=table, owner=owner)
        outcomes: Counter[str] = Counter()
        listed_there: dict[str, None] = {}
        recovered = Recovered(paths)
        with whats, this.steps("pages", None, beside=_arrived(whats)) as advance:
            for batch in batches(owner.of_all(whats.read()), pages=this.settings.work.batch_pages):
                outcomes.update(store_batch(archive, batch))
                recovered.saw(batch)
                listed_there.update((one.url, None) for one in batch if _is_address(one))
                advance(len(batch))
        if wanted == WarcFilter() and table == TableWishes(columns or {}):
            recovered.note(archive)
        if whats.received:
            this.run.count(bytes_received=whats.received)
            this.say(f"{whats.received / _MEGABYTE:,.1f} MB read from web servers")
        if listed_there:
            outcomes.update(request(this, archive, [*listed_there], owner.outlet(*this.config)))
        _report(this, outcomes)
    return this.record


def batches(found: Iterable[Found], *, pages: int, size: int = _BATCH_BYTES) -> Iterator[list[Found]]:
    """Group what was found into lists of `pages` entries, or fewer when their bodies reach `size` bytes.

    A list also ends after a Reached, which notes how far a remote file was read: so this is remembered at once.
    """
    batch: list[Found] = []
    held = 0
    for one in found:
        batch.append(one)
        held += _weight(one)
        if len(batch) >= pages or held >= size or isinstance(one, Reached):
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _weight(found: Found) -> int:
    """The size in bytes of a page's body, and of its original record where that is kept; else 0."""
    if not isinstance(found, Capture):
        return 0
    return len(found.body or b"") + (len(found.whole.packed) if found.whole is not None else 0)


@task("store a batch")
def store_batch(archive: Archive, batch: Sequence[Found]) -> Counter[str]:
    """Archive one batch (a list of what was found in files) and write it to disk; gives the number of pages by outcome.

    A page that cannot be stored is archived as a note with the reason.  Raises ArchiveStopped when the archive cannot
    be written.
    """
    outcomes = Counter(_outcomes(archive, batch))
    with archive_errors_stop(archive):
        archive.flush()
        for found in batch:
            if isinstance(found, Reached):
                found.remember()
    return outcomes


def _outcomes(archive: Archive, batch: Sequence[Found]) -> Iterator[str]:
    """Archive each thing that was found; yields how that ended, such as "new" or "known"."""
    for found in batch:
        if isinstance(found, Reached):
            continue
        if isinstance(found, Sighting) and _revisits_archived_page(archive, found):
            keep(archive, found.to_capture())
            yield _SIGHTED
            continue
        if isinstance(found, Passed):
            if not _is_address(found):
                yield PASSED + found.why
            continue
        kept, stored = keep(archive, _with_own_address(found))
        if kept.body is not None:
            yield "new" if stored.new else "known"
        else:
            yield kept.outcome if stored.noted else "known"


def _revisits_archived_page(archive: Archive, sighting: Sighting) -> bool:
    """Whether a revisit record ("the page was unchanged") is about the version of the page that the archive holds.

    Only such a revisit is archived.  False when the archive's version was fetched later, or when the record is about a
    version with another time.
    """
    last, held = archive.latest(sighting.page, ("fetched", "not_modified")), archive.latest(sighting.page)
    if last is None or held is None or last.fetched_at >= utc_text(sighting.fetched_at):
        return False
    return sighting.same_as is None or utc_text(sighting.same_as)[:_SECONDS] == held.fetched_at[:_SECONDS]


def _is_address(found: Found) -> bool:
    """Whether what was found is only the address of a page, from a list of addresses.

    Such an address is requested later, and is not counted here.
    """
    return isinstance(found, Passed) and found.why == "address"


def _with_own_address(found: Capture) -> Capture:
    """Give a page from standard input an address of its own, made from the hash of its content.

    With one address for all, each such page would count as a new version of the one before.
    """
    if found.url != STANDARD_INPUT_URI or found.body is None:
        return found
    return replace(found, url=f"{found.url}#{hashlib.sha256(found.body).hexdigest()[:_DIGITS]}")


@task("request addresses")
def request(job: Job, archive: Archive, addresses: Sequence[str], outlet: Source) -> Counter[str]:
    """Request the listed addresses as politely as those of followed outlets; gives the number of pages by outcome.

    `outlet`: the outlet whose pages they are; it says how long to pause between requests.  Its name is "" when the
    outlet is not known.  Raises ArchiveStopped when the archive cannot be written.
    """
    # Imported here: importing files needs no HTTP client and feed readers.
    from flows.acquire.following.follow import follow_sources

    outcomes: Counter[str] = Counter()

    def on_capture(capture: Capture, stored: Stored) -> None:
        fetched = "new" if stored.new else "known"
        outcomes[fetched if capture.outcome in ("fetched", "not_modified") else capture.outcome] += 1

    waiting = iter(addresses)
    while chunk := tuple(islice(waiting, _REQUESTED)):
        [tally] = follow_sources(
            [Source(name=outlet.name, pages=chunk, limit=len(chunk), delay=outlet.delay)],
            archive=archive,
            settings=job.settings,
            rules=rules_for(job.config),
            version=code_version(),
            apart=True,
            on_capture=on_capture,
        )
        outcomes.update({name: n for name, n in tally.counts.items() if name not in OUTCOMES})
        for note in tally.notes:
            job.tell(note)
    return outcomes


def _whats(job: Job, whats: Sequence[str], *, wanted: WarcFilter, table: TableWishes, owner: Owner) -> Whats:
    """Make the reader of all files and addresses that the command line names (`whats`).

    A path that does not exist is reported and left out.
    """
    there = [what for what in whats if is_on_the_web(what) or _is_there(job, what)]
    return Whats(
        there,
        job.settings,
        job.config,
        wanted,
        _table_reporter(job),
        table,
        memory=job.paths.remote,
        pace=lambda found: read_ahead(found, _weight),
        delay=owner.outlet(*job.config).delay,
        say=job.say,
    )


def _arrived(whats: Whats) -> Callable[[], str] | None:
    """Make a function that says how much has come from web servers ("12.3 MB"), for the progress bar.

    None when no file is on a web server.
    """
    if not any(map(is_on_the_web, whats.whats)):
        return None
    return lambda: f"{whats.received / _MEGABYTE:,.1f} MB"


def _table_reporter(job: Job) -> Told:
    """Make a callback that reports what is recognised in a table, such as its columns.

    Readers also call it with the kind of each file; the callback ignores these calls.
    """

    def told(path: Path, what: str) -> None:
        if what not in NAMES:
            job.tell(f"{printable(path.name)}: {what}")

    return told


def _is_there(job: Job, path: str) -> bool:
    """Whether a path exists and is to be read; if it does not, that is reported, and the run counts as failed."""
    try:
        if Path(path) == STANDARD_INPUT or Path(path).exists():
            return True
    except OSError:  # reported when it is read
        return True
    wrong = "is not fetched, only http and https are; get it, and import the file" if _SCHEME.match(path) else ""
    message = f"{printable(path)} {wrong or 'does not exist; check the path'}.  The rest goes on."
    job.run.note(message)
    job.run.end("failed")
    job.say(message)
    return False


def _report(job: Job, outcomes: Counter[str]) -> None:
    """Add the counts to the run's record, and print the result."""
    again = outcomes.pop(_SIGHTED, 0)
    taken, passed = counts_by_kind(outcomes)
    total, new, known = sum(taken.values()), outcomes["new"], outcomes["known"]
    job.run.count(pages=total, new=new, known=known, passed=sum(passed.values()))
    job.run.count(**{PASSED + kind.replace(" ", "_").replace(".", "_"): n for kind, n in passed.items()})
    if again:
        job.run.count(**{_SIGHTED: again})
        job.say(f"{number(again, 'page')} seen again, unchanged")
    if total > new + known and job.record.outcome == "running":
        job.run.end("rejected")
    if not total and passed.keys() == {"read before"}:
        job.say(f"nothing to do: {number(passed['read before'], 'file')} read before, and not changed")
    elif not total:
        job.say(f"no pages{also_passed(passed)}")
    elif known == total:
        job.say(f"nothing to do: {number(total, 'page')}, all known{also_passed(passed)}")
    else:
        job.say(f"{number(total, 'page')}: {listed(taken)}{also_passed(passed)}")
        if not new + known:
            job.say("nothing was imported; `copydesk quarantine list` says why")


def counts_by_kind(outcomes: Counter[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Split the counts in two: imported pages by outcome, and skipped things by kind."""
    taken = {name: n for name, n in outcomes.items() if not name.startswith(PASSED)}
    passed = {name.removeprefix(PASSED): n for name, n in outcomes.items() if name.startswith(PASSED)}
    return taken, passed
