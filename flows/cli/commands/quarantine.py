"""copydesk quarantine: lists rejected pages, parses them again, or dismisses them."""

from __future__ import annotations

from dataclasses import asdict

import click

from flows.cli.commands.session import DONE, Session, Verb, put, put_json, say, with_session
from flows.cli.commands.start import start_flow
from flows.cli.output_rows import write_rows
from flows.config.check_configuration import configured
from flows.config.paths import Paths, data_paths
from flows.config.settings import load_settings
from flows.errors import UsageError
from flows.printing.json_text import plain_types
from flows.printing.progress import number
from warehouse.connect import is_there, reader, writer
from warehouse.errors import WarehouseMissing
from warehouse.quarantine import QuarantinedPage, dismiss, entries, entry, mark_retry

_SHOWN = ("id", "source", "reason", "detail", "attempts", "last failed", "page")


@click.group("quarantine")
def command() -> None:
    """List rejected pages, parse them again, or dismiss them."""


@command.command("list", cls=Verb)
@click.option("--reason", metavar="CODE", help="Only pages that failed for this reason.")
@click.option("--all", "resolved", is_flag=True, help="Also those that were parsed later or dismissed.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="Most pages to list.")
@with_session
def list_entries(session: Session, reason: str | None, *, resolved: bool, limit: int) -> None:
    """List the pages in quarantine, the latest first."""
    with reader(data_paths(session.data).news) as connection:
        found = entries(connection, reason=reason, resolved=resolved, limit=limit)
    if session.json:
        put_json([asdict(one) for one in found])
    elif found:
        write_rows(_SHOWN, [_row(one) for one in found], "table")
    else:
        put("No page is in quarantine.")


def _row(one: QuarantinedPage) -> tuple[object, ...]:
    page = one.url or one.requested_url
    return one.quarantine_id, one.source, one.reason, one.detail, one.attempts, one.last_failed_at, page


@command.command("show", cls=Verb)
@click.argument("number", type=int, metavar="ID")
@with_session
def show(session: Session, number: int) -> None:
    """Show everything about one page in quarantine; `copydesk explain` shows its lines."""
    with reader(data_paths(session.data).news) as connection:
        found = entry(connection, number)
    if found is None:
        raise UsageError(f"There is no page {number} in quarantine; `copydesk quarantine list` shows those there are.")
    if session.json:
        put_json(asdict(found))
        return
    for name, value in asdict(found).items():
        if value is not None:
            put(f"{name.replace('_', ' '):<17}{plain_types(value)}")


@command.command("retry", cls=Verb)
@click.argument("ids", nargs=-1, type=int, metavar="[ID...]")
@click.option("--reason", metavar="CODE", help="All pages that failed for this reason.")
@click.option("--dry-run", is_flag=True, help="Say how many pages there are, and change nothing.")
@with_session
def retry(session: Session, ids: tuple[int, ...], reason: str | None, *, dry_run: bool) -> int:
    """Parse pages again, after a parser or rule was corrected; then load and publish them."""
    paths = _chosen(session, ids, reason)
    if dry_run:
        put(f"{number(_count(paths, ids, reason), 'page')} would be parsed again.")
        return DONE
    with writer(paths.warehouse, timeout=_lock_seconds(session)) as connection:
        marked = mark_retry(connection, reason=reason, ids=ids)
    say(f"{number(marked, 'page')} to be parsed again")
    return start_flow(session, "retry") if marked else DONE


@command.command("resolve", cls=Verb)
@click.argument("ids", nargs=-1, type=int, metavar="[ID...]")
@click.option("--reason", metavar="CODE", help="All pages that failed for this reason.")
@with_session
def resolve(session: Session, ids: tuple[int, ...], reason: str | None) -> int:
    """Dismiss pages that were rightly rejected; they are no longer listed."""
    paths = _chosen(session, ids, reason)
    with writer(paths.warehouse, timeout=_lock_seconds(session)) as connection:
        gone = dismiss(connection, reason=reason, ids=ids)
    say(f"{number(gone, 'page')} dismissed")
    return start_flow(session, "publish") if gone else DONE


def _chosen(session: Session, ids: tuple[int, ...], reason: str | None) -> Paths:
    """Check which pages a command names, and that there is a warehouse; gives the data directory.

    Raises UsageError unless there are either IDs or a reason, WarehouseMissing when nothing was loaded yet.
    """
    if bool(ids) == bool(reason):
        raise UsageError("Name the pages by their IDs, or all of one reason with --reason.")
    paths = data_paths(session.data)
    if not is_there(paths.warehouse):
        raise WarehouseMissing(paths.warehouse)
    return paths


def _count(paths: Paths, ids: tuple[int, ...], reason: str | None) -> int:
    """Count the open entries that these IDs, or this reason, choose."""
    with reader(paths.news) as connection:
        found = entries(connection, reason=reason)
    return sum(1 for one in found if reason or one.quarantine_id in ids)


def _lock_seconds(session: Session) -> float:
    return load_settings(*configured(session.config)).work.lock_seconds
