"""copydesk archive: checks the archive, writes parts of it for other programs, shows what a site said."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from flows.acquire.files.wanted import WarcFilter
from flows.archive.archive import Archive
from flows.archive.index_rows import CaptureRow
from flows.cli.archived_answer import ArchivedAnswer, answer_of
from flows.cli.commands.moment_option import check_period, moment
from flows.cli.commands.session import DONE, REJECTED, Session, Verb, put, put_json, say, tell, with_session
from flows.cli.output_rows import write_rows
from flows.config.paths import data_paths
from flows.errors import NothingToRead
from flows.printing.progress import bar, number
from flows.running.run_records import code_version

#: Most captures of an address that are listed.
_LISTED = 20
_COLUMNS = ("fetched at", "outcome", "status", "detail", "file", "offset")


@click.group("archive")
def command() -> None:
    """Check the archive, export it as WACZ, or show what a site said."""


@command.command("check", cls=Verb)
@click.option("--mend", is_flag=True, help="Write index and CDXJ anew where they do not fit the WARC files.")
@with_session
def check(session: Session, *, mend: bool) -> int:
    """Read every record of the archive, and compare it with its digests, the index and the CDXJ.

    One line a fault: file, offset, what is wrong and what to do.  A WARC file is never changed.

    Exit code 0: no fault, or all are mended; 3: faults; 1: the archive cannot be opened.
    """
    # Imported here, as in export: showing an answer needs neither.
    from flows.archive.check_files import check_files

    found = []
    with _opened(session) as archive, bar("archive", "records", sum(archive.counts().values())) as advance:
        for fault in check_files(archive, advance, mend=mend):
            found.append(fault)
            if not session.json:
                tell(" ".join(fault.line().split()))
        held = {"files": len(archive.files()), "captures": sum(archive.counts().values())}
    if session.json:
        put_json({**held, "faults": [asdict(fault) for fault in found]})
    else:
        told = f"{number(held['files'], 'file')}, {number(held['captures'], 'capture')}"
        say(f"{told}: {number(len(found), 'fault') if found else 'no fault'}")
    return DONE if all(fault.mended for fault in found) else REJECTED


@command.command("export", cls=Verb)
@click.option("--wacz", "target", type=click.Path(path_type=Path), required=True, metavar="FILE", help="What to write.")
@click.option("--source", "sources", multiple=True, metavar="NAME", help="Only captures of this outlet.")
@click.option("--host", "hosts", multiple=True, metavar="HOST", help="Only captures of this host and those below it.")
@click.option("--since", type=moment, metavar="TIME", help="Only captures made then or later (UTC without a zone).")
@click.option("--until", type=moment, metavar="TIME", help="Only captures made before it (UTC without a zone).")
@with_session
def export_captures(
    session: Session,
    target: Path,
    sources: tuple[str, ...],
    hosts: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
) -> int:
    """Write captures into one WACZ file, which replay programs open and `copydesk import` reads back.

    FILE is written whole or not at all, and replaces one that is there; its folder must exist.  A capture that only
    says "unchanged" refers to an earlier capture, which is written with it even when it was not chosen.

    Exit code 0: done; 3: done, and damaged records were left out; 1: failed.
    """
    from flows.archive.export_wacz import export_wacz

    check_period(since, until)
    chosen = WarcFilter(hosts, since, until)

    def wanted(row: CaptureRow) -> bool:
        of_source = not sources or row.source in sources
        return of_source and chosen.objection(row.url, datetime.fromisoformat(row.fetched_at)) is None

    with _opened(session) as archive, bar("archive", "captures", sum(archive.counts().values())) as advance:
        done = export_wacz(archive, target, wanted, advance, software=f"copydesk/{code_version()}")
    for fault in done.faults:
        say(fault)
    if session.json:
        put_json({"file": str(target), "bytes": target.stat().st_size, **asdict(done)})
    else:
        put(f"{target}: {number(done.captures, 'capture')}, {number(done.pages, 'page')}")
    return REJECTED if done.faults else DONE


@command.command("show", cls=Verb)
@click.argument("url", metavar="URL")
@click.option("--body", is_flag=True, help="Print only the bytes that the site sent last, unchanged.")
@with_session
def show(session: Session, url: str, *, body: bool) -> None:
    """Show the captures of an address, and what the site said the last time: a page, an error, a refusal.

    The captures are listed, the latest first; then come status and headers of the last one, and its text.  Of an error
    or block page the first bytes are kept (`error_bytes` under [archive] in copydesk.toml).
    """
    with _opened(session) as archive:
        rows = archive.history(url)
        if not rows:
            raise NothingToRead(f"The archive holds nothing of {url}; `copydesk import` or `copydesk ingest` it first.")
        answer = answer_of(archive, rows[0])
    if body:
        sys.stdout.buffer.write(answer.body or b"")
    elif session.json:
        put_json({"captures": [row._asdict() for row in rows], "headers": answer.headers, "text": answer.text()})
    else:
        write_rows(_COLUMNS, [_line(row) for row in rows[:_LISTED]], "table")
        _print(answer)


def _line(row: CaptureRow) -> tuple[object, ...]:
    return row.fetched_at, row.outcome, row.status, row.detail, row.warc, row.offset


def _print(answer: ArchivedAnswer) -> None:
    lines = ["", *(f"{name}: {value}" for name, value in answer.headers), ""]
    for line in (*lines, answer.text() or "(no body is kept)"):
        put(line)


def _opened(session: Session) -> Archive:
    """Open the archive of the session; raises NothingToRead when there is no archive."""
    paths = data_paths(session.data)
    if not paths.archive.is_dir():
        raise NothingToRead(f"There is no archive in {paths.root} yet; import or ingest pages first.")
    archive = Archive(paths.archive)
    for note in archive.notes:
        say(note)
    return archive
