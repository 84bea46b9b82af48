"""The flow import: pages from files, folders and WARC go into the archive.  Parses nothing.

A page that the archive holds already is not stored again; what cannot be read is noted with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from flows.acquire.files import read_inputs
from flows.acquire.wanted import Passed, WarcFilter
from flows.archive import Archive
from flows.captures import Capture
from flows.engine import flow, task
from flows.job import Job, job
from flows.progress import bar, listed, number
from flows.runs import RunRecord
from flows.settings import load_settings

Found = Capture | Passed

#: Bodies of one batch that are held in memory, in bytes; one page more than that at most.
_BATCH_BYTES: Final = 64_000_000


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
    """Take pages into the archive.

    paths: HTML, text and WARC files, also gzipped, and folders of them.  hosts, since, until: only those records of
    WARC files.  data, config: directories; None as on the command line.
    """
    facts = {"paths": [*paths], "hosts": [*hosts], "since": since, "until": until}
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
    """What is found in batches of so many pages, fewer when their bodies come to `size` bytes."""
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
    """Put one batch into the archive, durably; counts of what became of it."""
    outcomes = Counter(_outcomes(archive, batch))
    archive.flush()
    return outcomes


def _outcomes(archive: Archive, batch: Sequence[Found]) -> Iterator[str]:
    for found in batch:
        if isinstance(found, Passed):
            yield "passed over"
            continue
        stored = archive.add(found)
        if found.body is not None:
            yield "new" if stored.new else "known"
        else:
            yield found.outcome if stored.noted else "known"


def preview(paths: Sequence[str], wanted: WarcFilter, *config: Path) -> str:
    """What an import would find, in one line; the archive is not asked what it knows already."""
    limit = load_settings(*config).limits.page_bytes
    outcomes: Counter[str] = Counter()
    for found in read_inputs(map(Path, paths), page_bytes=limit, wanted=wanted):
        outcomes["passed over" if isinstance(found, Passed) else found.outcome] += 1
    taken = {("pages" if name == "fetched" else name): n for name, n in outcomes.items() if name != "passed over"}
    return f"Would take in: {listed(taken) or 'nothing'}{_also(outcomes)}."


def _is_there(job: Job, path: str) -> bool:
    if Path(path).exists():
        return True
    message = f"{path} does not exist; check the path.  The rest goes on."
    job.run.note(message)
    job.run.end("failed")
    job.say(message)
    return False


def _report(job: Job, outcomes: Counter[str]) -> None:
    taken = {name: n for name, n in outcomes.items() if name != "passed over"}
    total, new = sum(taken.values()), outcomes["new"]
    job.run.count(pages=total, new=new, known=outcomes["known"], passed=outcomes["passed over"])
    if not total:
        job.say(f"no pages{_also(outcomes)}")
    elif outcomes["known"] == total:
        job.say(f"nothing to do: {number(total, 'page')}, all known")
    else:
        job.say(f"{number(total, 'page')}: {listed(taken)}{_also(outcomes)}")


def _also(outcomes: Counter[str]) -> str:
    passed = outcomes["passed over"]
    return f"; {number(passed, 'other file or record', 'other files or records')} passed over" if passed else ""
