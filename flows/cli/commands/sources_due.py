"""copydesk sources due: shows which lists and pages of the followed outlets are requested next, when, and why then."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import click

from flows.acquire.following.upcoming import Upcoming, upcoming
from flows.acquire.memory.hosts import moment_words
from flows.acquire.memory.memory import FOLLOWING, Memory
from flows.acquire.memory.notes import Notes
from flows.cli.commands.session import Session, Verb, put, put_json, say, with_session
from flows.cli.output_rows import write_rows
from flows.config.check_configuration import configured
from flows.config.paths import data_paths
from flows.config.sources import Source, choose, load_sources
from flows.printing.progress import number

_COLUMNS = ("source", "kind", "address", "next", "asked", "every", "failures", "why")


@click.command("due", cls=Verb)
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="Rows of one outlet.")
@with_session
def command(session: Session, names: tuple[str, ...], *, limit: int) -> None:
    """Show which lists and pages are requested next, when, and why then.

    NAME is an outlet of sources.toml; without one, all that are followed.  What is due now is requested by the next
    `copydesk ingest`; `copydesk ingest --now` waits for no time.
    """
    chosen = choose(load_sources(*configured(session.config)), names)
    now = datetime.now(UTC).timestamp()
    archive = data_paths(session.data).archive
    with Memory(archive, read_only=True) if (archive / FOLLOWING).exists() else Memory(None) as memory:
        hosts = memory.rows("hosts", now=now)
        resting = [(row["host"], row["why"]) for row in hosts]
        rests = {row["host"]: row["rests_until"] for row in hosts}
        notes = [(source, Notes(memory, source.name)) for source in chosen]
        rows = [row for one, of in notes for row in upcoming(one, of, now=now, most=limit, rests=rests)]
        waiting = {source.name: _waiting(source, memory) for source in chosen}
    if session.json:
        put_json(
            {"rows": [_plain(row, now) for row in rows], "hosts": [dict(zip(("host", "why"), r)) for r in resting]}
        )
        return
    if not chosen:
        put("No outlet is followed; name some in sources.toml.")
        return
    write_rows(_COLUMNS, [_row(row, now) for row in sorted(rows, key=_order)], "table")
    for told in (*(f"{host}: {why}" for host, why in resting), *filter(None, waiting.values())):
        say(told)


def _waiting(source: Source, memory: Memory) -> str:
    """Write a sentence on the pages of an outlet that are still to be requested; "" when there are none."""
    counts = Notes(memory, source.name).counts()
    told = ", ".join(f"{n:,} {why.replace('_', ' ')}" for why, n in sorted(counts.items()))
    return f"{source.name}: {number(sum(counts.values()), 'page')} still to be requested ({told})." if counts else ""


def _order(row: Upcoming) -> tuple[bool, float]:
    return row.next_at is None, row.next_at or 0.0


def _row(row: Upcoming, now: float) -> tuple[object, ...]:
    return (
        row.source,
        row.kind,
        row.address,
        _next(row, now),
        moment_words(row.asked_at) if row.asked_at is not None else None,
        _span(row.every) if row.every is not None else None,
        row.failures,
        row.why,
    )


def _next(row: Upcoming, now: float) -> str:
    if row.next_at is None:
        return "never"
    return "now" if row.next_at <= now else moment_words(row.next_at)


def _span(seconds: float) -> str:
    """Write a span in its largest unit: 40 s, 25 min, 6.0 h, 1.0 d."""
    for unit, size, form in (("d", 86_400, ".1f"), ("h", 3_600, ".1f"), ("min", 60, ".0f")):
        if seconds >= size:
            return f"{seconds / size:{form}} {unit}"
    return f"{max(0.0, seconds):.0f} s"


def _plain(row: Upcoming, now: float) -> dict[str, object]:
    """Convert one row to JSON types: times in ISO 8601."""
    values = asdict(row)
    for name in ("asked_at", "next_at"):
        if values[name] is not None:
            values[name] = datetime.fromtimestamp(values[name], UTC).isoformat(timespec="seconds")
    return {**values, "due": row.next_at is not None and row.next_at <= now}
