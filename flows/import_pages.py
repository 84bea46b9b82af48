"""The flow import: archives pages from files, folders and WARC files.  Parses nothing.

A page that the archive holds already is not stored again; what cannot be read or stored is archived as a note with the
reason, and skipped files and records are counted by kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from flows.acquire.files.read_files import read_inputs
from flows.acquire.files.wanted import Passed, WarcFilter, also_passed
from flows.acquire.keep import archive_errors_stop, keep
from flows.acquire.opening import printable
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.config.settings import load_settings
from flows.printing.progress import bar, listed, number
from flows.running.engine import flow, task
from flows.running.job import Job, job
from flows.running.run_records import RunRecord

Found = Capture | Passed

#: Most bytes of bodies in one batch, which are held in memory; the last page may exceed it.
_BATCH_BYTES: Final = 64_000_000
#: Prefix of the counts of skipped things; their kind follows.
_PASSED: Final = "passed_"


@flow("import")
def import_pages(
    paths: Sequence[str],
    data: str | None = None,
    config: str | None = None,
    parent: str | None = None,
    hosts: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
) -> RunRecord:
    """Archive the pages of files.

    paths: HTML, text and WARC files, plain or gzipped, and folders of them.  hosts, since, until: take only these
    records of WARC files.  data, config: directories; None as on the command line.
    """
    facts = {"paths": [*map(printable, paths)], "hosts": [*hosts], "since": since, "until": until}
    with job("import", data=data, config=config, parent=parent, **facts) as this, this.open_archive() as archive:
        wanted = WarcFilter(tuple(hosts), since, until)
        present = [Path(path) for path in paths if _is_there(this, path)]
        found = read_inputs(present, page_bytes=this.settings.limits.page_bytes, wanted=wanted)
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
            yield _PASSED + found.why
            continue
        kept, stored = keep(archive, found)
        if kept.body is not None:
            yield "new" if stored.new else "known"
        else:
            yield kept.outcome if stored.noted else "known"


def preview(paths: Sequence[str], wanted: WarcFilter, *config: Path) -> str:
    """What an import would find, in one line; does not check which pages the archive holds already."""
    limit = load_settings(*config).limits.page_bytes
    outcomes: Counter[str] = Counter()
    for found in read_inputs(map(Path, paths), page_bytes=limit, wanted=wanted):
        outcomes[_PASSED + found.why if isinstance(found, Passed) else found.outcome] += 1
    taken, passed = _parted(outcomes)
    told = {("pages" if name == "fetched" else name): n for name, n in taken.items()}
    return f"Would import: {listed(told) or 'nothing'}{also_passed(passed)}."


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
    taken, passed = _parted(outcomes)
    total, new, known = sum(taken.values()), outcomes["new"], outcomes["known"]
    job.run.count(pages=total, new=new, known=known, passed=sum(passed.values()))
    job.run.count(**{_PASSED + kind.replace(" ", "_").replace(".", "_"): n for kind, n in passed.items()})
    if total > new + known and job.record.outcome == "running":
        job.run.end("rejected")
    if not total:
        job.say(f"no pages{also_passed(passed)}")
    elif known == total:
        job.say(f"nothing to do: {number(total, 'page')}, all known{also_passed(passed)}")
    else:
        job.say(f"{number(total, 'page')}: {listed(taken)}{also_passed(passed)}")


def _parted(outcomes: Counter[str]) -> tuple[dict[str, int], dict[str, int]]:
    """The counts of imported pages by outcome, and of skipped things by kind."""
    taken = {name: n for name, n in outcomes.items() if not name.startswith(_PASSED)}
    passed = {name.removeprefix(_PASSED): n for name, n in outcomes.items() if name.startswith(_PASSED)}
    return taken, passed
