"""The flow import: archives pages from files, folders, WARC files and tables.  Parses nothing.

A page that the archive holds already is not stored again; what cannot be read or stored is archived as a note with the
reason, and skipped files and records are counted by kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from flows.acquire.files.formats import NAMES, Found, Told
from flows.acquire.files.owner import Owner
from flows.acquire.files.read_files import read_inputs
from flows.acquire.files.table import TableWishes
from flows.acquire.files.wanted import Passed, WarcFilter, also_passed
from flows.acquire.keep import archive_errors_stop, keep
from flows.acquire.opening import printable
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.printing.progress import bar, listed, number
from flows.running.engine import flow, task
from flows.running.job import Job, job
from flows.running.run_records import RunRecord

#: Most bytes of bodies in one batch, which are held in memory; the last page may exceed it.
_BATCH_BYTES: Final = 64_000_000
#: Prefix of the counts of skipped things; their kind follows.
PASSED: Final = "passed_"


@flow("import")
def import_pages(
    paths: Sequence[str],
    data: str | None = None,
    config: str | None = None,
    parent: str | None = None,
    hosts: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    source: str | None = None,
    url: str | None = None,
    columns: Mapping[str, str] | None = None,
    query: str | None = None,
    base64: bool = False,
) -> RunRecord:
    """Archive the pages of files.

    paths: HTML, text and WARC files and tables, plain or gzipped, and folders of them.  hosts, since, until: take only
    these records of WARC files and rows of tables.  source: name of the outlet in sources.toml whose pages they are.
    url: address of the page, when they hold a single one.  columns, query, base64: how to read tables, as in
    TableWishes.  data, config: directories; None as on the command line.  Raises ConfigError for an unknown source,
    and UsageError when several pages would have one address.
    """
    facts: dict[str, Any] = {"paths": [*map(printable, paths)], "hosts": [*hosts], "since": since, "until": until}
    said = {"source": source, "url": url, "columns": columns, "query": query, "base64": base64}
    facts |= {name: value for name, value in said.items() if value}
    with job("import", data=data, config=config, parent=parent, **facts) as this, this.open_archive() as archive:
        wanted = WarcFilter(tuple(hosts), since, until)
        owner = Owner(source, url).checked(*this.config)
        present = [Path(path) for path in paths if _is_there(this, path)]
        table = TableWishes(columns or {}, query, base64)
        limit = this.settings.limits.page_bytes
        found = owner.of_all(read_inputs(present, page_bytes=limit, wanted=wanted, told=_told(this), table=table))
        outcomes: Counter[str] = Counter()
        with bar("import", "pages", None) as advance:
            for batch in batches(found, pages=this.settings.work.batch_pages):
                outcomes.update(store_batch(archive, batch))
                advance(len(batch))
        _report(this, outcomes)
    return this.record


def batches(found: Iterable[Found], *, pages: int, size: int = _BATCH_BYTES) -> Iterator[list[Found]]:
    """What was found, in batches of `pages` entries, or fewer when their bodies reach `size` bytes."""
    batch: list[Found] = []
    held = 0
    for one in found:
        batch.append(one)
        held += len(one.body or b"") if isinstance(one, Capture) else 0
        if len(batch) >= pages or held >= size:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


@task("store a batch")
def store_batch(archive: Archive, batch: Sequence[Found]) -> Counter[str]:
    """Archive one batch and write it to disk; gives the number of pages by outcome.

    A page that cannot be stored is archived as a note with the reason.  Raises ArchiveStopped when the archive cannot
    be written.
    """
    outcomes = Counter(_outcomes(archive, batch))
    with archive_errors_stop(archive):
        archive.flush()
    return outcomes


def _outcomes(archive: Archive, batch: Sequence[Found]) -> Iterator[str]:
    for found in batch:
        if isinstance(found, Passed):
            yield PASSED + found.why
            continue
        kept, stored = keep(archive, found)
        if kept.body is not None:
            yield "new" if stored.new else "known"
        else:
            yield kept.outcome if stored.noted else "known"


def _told(job: Job) -> Told:
    """Tells what is recognised of a table, beyond the kind of its file."""

    def told(path: Path, what: str) -> None:
        if what not in NAMES:
            job.tell(f"{printable(path.name)}: {what}")

    return told


def _is_there(job: Job, path: str) -> bool:
    try:
        if Path(path).exists():
            return True
    except OSError:  # reported when it is read
        return True
    message = f"{printable(path)} does not exist; check the path.  The rest goes on."
    job.run.note(message)
    job.run.end("failed")
    job.say(message)
    return False


def _report(job: Job, outcomes: Counter[str]) -> None:
    taken, passed = parted(outcomes)
    total, new, known = sum(taken.values()), outcomes["new"], outcomes["known"]
    job.run.count(pages=total, new=new, known=known, passed=sum(passed.values()))
    job.run.count(**{PASSED + kind.replace(" ", "_").replace(".", "_"): n for kind, n in passed.items()})
    if total > new + known and job.record.outcome == "running":
        job.run.end("rejected")
    if not total:
        job.say(f"no pages{also_passed(passed)}")
    elif known == total:
        job.say(f"nothing to do: {number(total, 'page')}, all known{also_passed(passed)}")
    else:
        job.say(f"{number(total, 'page')}: {listed(taken)}{also_passed(passed)}")


def parted(outcomes: Counter[str]) -> tuple[dict[str, int], dict[str, int]]:
    """The counts of imported pages by outcome, and of skipped things by kind."""
    taken = {name: n for name, n in outcomes.items() if not name.startswith(PASSED)}
    passed = {name.removeprefix(PASSED): n for name, n in outcomes.items() if name.startswith(PASSED)}
    return taken, passed
