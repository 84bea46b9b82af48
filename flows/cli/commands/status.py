"""copydesk status: shows what the data directory holds, what waits, and the last runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from flows.cli.commands.session import Session, Verb, put, put_json, with_session
from flows.cli.data_status import state
from flows.config.paths import data_paths
from flows.printing.progress import listed, number


@click.command("status", cls=Verb)
@with_session
def command(session: Session) -> None:
    """Show what the data directory holds, what waits, and the last runs.

    Reads copydesk's own records; does not wait for a run or disturb it.  When a part cannot be read, its line says why.
    """
    found = state(data_paths(session.data))
    if session.json:
        put_json(found)
        return
    for head, text in _lines(found):
        put(f"{head:<12} {text}")


def _lines(found: dict[str, Any]) -> list[tuple[str, str]]:
    problems = found["problems"]

    def told(part: str, tell: Callable[[dict[str, Any]], str]) -> tuple[str, str]:
        return part, problems[part] if part in problems else tell(found)

    lines = [
        ("data", found["data"]),
        told("archive", _archive),
        told("staging", _staging),
        told("warehouse", _warehouse),
        told("published", _published),
        told("Prefect", _prefect),
        told("schedules", _schedules),
        told("alerts", _alerts),
    ]
    if "runs" in problems:
        lines.append(("runs", problems["runs"]))
    for run in found["running"]:
        # An import has a step of the same name.
        step = "step " if run["parent"] else ""
        lines.append(("running", f"{step}{run['flow']} since {_time(run['started_at'])} ({run['run_id']})"))
    for run in found["latest_runs"]:
        lines.append((_time(run["started_at"])[5:16], f"{run['flow']:<9}{run['outcome']:<9}{_counts(run)}"))
    return lines


def _archive(found: dict[str, Any]) -> str:
    archive = found["archive"]
    captures = f" ({listed(archive['captures'])})" if archive["captures"] else ""
    kept = f"{number(sum(archive['captures'].values()), 'capture')}{captures}"
    return f"{kept}; {number(archive['files'], 'WARC file')}, {_megabytes(archive['bytes'])}"


def _staging(found: dict[str, Any]) -> str:
    waiting, damaged = found["batches_waiting"], found["batches_damaged"]
    text = f"{number(waiting, 'batch waits', 'batches wait')} to be loaded" if waiting else "nothing waits"
    return text + (f"; {damaged:,} damaged, see `copydesk doctor`" if damaged else "")


def _warehouse(found: dict[str, Any]) -> str:
    if not found["warehouse_bytes"]:
        return "not there yet; `copydesk import` or `copydesk ingest` makes it"
    held = found["warehouse_held_by"]
    return _megabytes(found["warehouse_bytes"]) + (f"; held by {held}: loads wait" if held else "")


def _published(found: dict[str, Any]) -> str:
    shown = found["published"]
    if shown is None:
        return "nothing yet"
    return (
        f"state {shown['state']} of {_time(str(shown['published_at']))}: {number(shown['articles'], 'article')} of"
        f" {number(shown['outlets'], 'outlet')}, {shown['in_quarantine']:,} in quarantine; {_megabytes(shown['bytes'])}"
    )


def _prefect(found: dict[str, Any]) -> str:
    return found["prefect_server"] or "no server; flows run as plain functions"


def _schedules(found: dict[str, Any]) -> str:
    serve = found["serve"]
    if serve is None:
        return "copydesk serve is not running"
    if not serve["alive"]:
        return f"copydesk serve (PID {serve['pid']}) was killed, nothing runs by itself; start it again"
    flows = (f"{flow} next at {_time(at)[5:16]}" for flow, at in serve["next_runs"].items())
    return "; ".join((", ".join(flows) or "about to begin", f"copydesk serve is PID {serve['pid']}"))


def _alerts(found: dict[str, Any]) -> str:
    state = found["alerts"]
    if not state["checked"]:
        return "nobody was told of any yet; `copydesk alerts` looks"
    told = (
        number(state["open"], "alarm is", "alarms are") + " open: `copydesk alerts`" if state["open"] else "none open"
    )
    failing = (f"{way} fails since {_time(one['since'])}: {one['why']}" for way, one in state["failing"].items())
    return "; ".join((told, *failing))


def _counts(run: dict[str, Any]) -> str:
    wanted = ("import_new", "scrape_new", "parse_articles", "parse_rejected", "load_new_articles", "articles", "new")
    told = [f"{name.replace('_', ' ')} {run['counts'][name]:,}" for name in wanted if run["counts"].get(name)]
    return "  ".join([", ".join(told) or "nothing new", *run["messages"][:1]])


def _time(text: str) -> str:
    return text[:19].replace("T", " ")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
