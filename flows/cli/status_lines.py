"""Puts what flows.cli.data_status found into words: the lines of `copydesk status`.

Takes its dictionary and the time; gives pairs of a head and a text.  Reads and prints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from flows.printing.progress import listed, number

#: Counts that a line about a run shows.
_SHOWN: Final = {
    **{name: name.replace("_", " ") for name in ("import_new", "scrape_new", "new", "parse_articles", "articles")},
    **{name: name.replace("_", " ") for name in ("parse_rejected", "rejected", "load_new_articles", "new_articles")},
    **dict.fromkeys(("load_replaced_revisions", "replaced_revisions"), "versions read anew"),
    "published": "states published",
}
#: Seconds without a word from a running run after which its line says so: notes come every two seconds.
_SILENT: Final = 60
_MINUTE: Final = 60
_HOUR: Final = 3600
_DAY: Final = 86_400


def status_lines(found: dict[str, Any], now: datetime) -> list[tuple[str, str]]:
    """Write the lines of the status as (head, text): ("staging", "3 batches wait ...").

    `found`: what `data_status.state` gave.  `now`: with a time zone.
    """
    problems = found["problems"]

    def told(part: str, tell: Callable[[dict[str, Any]], str]) -> tuple[str, str]:
        return part, problems[part] if part in problems else tell(found)

    lines = [
        ("data", found["data"]),
        told("disk", _disk),
        told("archive", _archive),
        told("staging", lambda found: _staging(found, now)),
        told("warehouse", _warehouse),
        told("published", _published),
        told("quarantine", _quarantine),
        told("Prefect", _prefect),
        told("schedules", lambda found: _schedules(found, now)),
        told("alerts", _alerts),
    ]
    if "staging's store" in problems:
        lines.append(("store", problems["staging's store"]))
    if "runs" in problems:
        lines.append(("runs", problems["runs"]))
    lines += [("running", _running(run, now)) for run in found["running"]]
    lines += [("left to do", one["sentence"]) for one in found["left_to_do"]]
    lines += [(clock(run["started_at"])[5:16], _ended(run)) for run in found["latest_runs"]]
    return lines


def _alerts(found: dict[str, Any]) -> str:
    state = found["alerts"]
    if not state["checked"]:
        return "nobody was told of any yet; `copydesk alerts` looks"
    told = (
        number(state["open"], "alarm is", "alarms are") + " open: `copydesk alerts`" if state["open"] else "none open"
    )
    failing = (f"{way} fails since {clock(one['since'])}: {one['why']}" for way, one in state["failing"].items())
    return "; ".join((told, *failing))


def _disk(found: dict[str, Any]) -> str:
    disk = found["disk"]
    taken = sorted(disk["parts"].items(), key=lambda part: -part[1])
    parts = ", ".join(f"{name} {megabytes(size)}" for name, size in taken if size)
    whole = f"{megabytes(sum(disk['parts'].values()))} taken" + (f" ({parts})" if parts else "")
    return f"{whole}; {disk['free'] / 1e9:,.1f} GB free" + (f"; LOW: {disk['low']}" if disk["low"] else "")


def _archive(found: dict[str, Any]) -> str:
    archive = found["archive"]
    captures = f" ({listed(archive['captures'])})" if archive["captures"] else ""
    kept = f"{number(sum(archive['captures'].values()), 'capture')}{captures}"
    text = f"{kept}; {number(archive['files'], 'WARC file')}, {megabytes(archive['bytes'])}"
    if (store := archive["store"]) is not None:
        lacks = f", and lacks {number(store['lacks'], 'closed one')}" if store["lacks"] else ""
        text += f"; {store['address']} has {number(store['files'], 'WARC file')}, {megabytes(store['bytes'])}{lacks}"
    return text


def _staging(found: dict[str, Any], now: datetime) -> str:
    waiting, damaged, since = found["batches_waiting"], found["batches_damaged"], found["batches_waiting_since"]
    stored = found["batches_in_store"]
    text = f"{number(waiting, 'batch waits', 'batches wait')} to be loaded" if waiting else "nothing waits"
    if since:
        text += f" since {clock(since)} ({span(seconds_between(since, now))})"
    if stored:
        more = f"{number(stored, 'batch waits', 'batches wait')} in the store"
        text = f"{text}; {more}" if waiting else more
    return text + (f"; {damaged:,} damaged, see `copydesk doctor`" if damaged else "")


def _warehouse(found: dict[str, Any]) -> str:
    if not found["warehouse_bytes"]:
        return "not there yet; `copydesk import` or `copydesk ingest` makes it"
    held = found["warehouse_held_by"]
    return megabytes(found["warehouse_bytes"]) + (f"; held by {held}: loads wait" if held else "")


def _published(found: dict[str, Any]) -> str:
    shown = found["published"]
    if shown is None:
        return "nothing yet"
    return (
        f"state {shown['state']} of {clock(str(shown['published_at']))}: {number(shown['articles'], 'article')} of"
        f" {number(shown['outlets'], 'outlet')}, {shown['in_quarantine']:,} in quarantine; {megabytes(shown['bytes'])}"
    )


def _quarantine(found: dict[str, Any]) -> str:
    reasons = found["quarantine"]
    return f"{number(sum(reasons.values()), 'page')}: {listed(reasons)}" if reasons else "empty"


def _prefect(found: dict[str, Any]) -> str:
    return found["prefect_server"] or "no server; flows run as plain functions"


def _schedules(found: dict[str, Any], now: datetime) -> str:
    serve = found["serve"]
    if serve is None:
        return "copydesk serve is not running"
    if not serve["alive"]:
        return f"copydesk serve (PID {serve['pid']}) was killed, nothing runs by itself; start it again"
    flows = (f"{flow} next at {clock(at)[5:16]} ({_until(at, now)})" for flow, at in serve["next_runs"].items())
    return "; ".join((", ".join(flows) or "about to begin", f"copydesk serve is PID {serve['pid']}"))


def _until(at: str, now: datetime) -> str:
    ahead = -seconds_between(at, now)
    return f"in {span(ahead)}" if ahead > 0 else "due now"


def _running(run: dict[str, Any], now: datetime) -> str:
    # An import has a step of the same name.
    step = "step " if run["parent"] else ""
    head = f"{step}{run['flow']} since {clock(run['started_at'])} ({run['run_id']})"
    told = ", ".join(_progress(run["progress"], now)) if run["progress"] else ""
    return f"{head}: {told}" if told else head


def _progress(progress: dict[str, Any], now: datetime) -> Iterator[str]:
    done, total = progress["done"], progress["total"]
    whole = f" of {total:,}" if total is not None and total >= done else ""
    yield f"{done:,}{whole} {progress['what']}"
    if progress["rate"]:
        yield f"{progress['rate']:,.1f} a second"
    if progress["seconds_left"]:
        yield f"some {span(progress['seconds_left'])} left"
    silent = seconds_between(progress["at"], now)
    if silent > _SILENT:
        yield f"nothing new for {span(silent)}"


def _ended(run: dict[str, Any]) -> str:
    told = [f"{words} {run['counts'][name]:,}" for name, words in _SHOWN.items() if run["counts"].get(name)]
    # What killed or failed it is the last thing that it said.
    messages = run["messages"][-1:] if run["outcome"] in ("killed", "failed") else run["messages"][:1]
    nothing = {"running": "at work", "killed": "nothing is known of what it did"}.get(run["outcome"], "nothing new")
    counted = [", ".join(told)] if told else [] if messages else [nothing]
    return f"{run['flow']:<9}{run['outcome']:<9}{'  '.join([*counted, *messages])}"


def clock(text: str) -> str:
    """Shorten a time in ISO 8601 to date and time of day, to the second."""
    return text[:19].replace("T", " ")


def seconds_between(earlier: str, now: datetime) -> float:
    """Seconds from a time in ISO 8601 until now; negative when it is still to come."""
    return (now - datetime.fromisoformat(earlier)).total_seconds()


def span(seconds: float) -> str:
    """Say a length of time in the largest fitting unit: "40 s", "12 min", "3.5 h", "2.1 days"."""
    if seconds < 2 * _MINUTE:
        return f"{max(seconds, 0):.0f} s"
    if seconds < 2 * _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.1f} h" if seconds < 2 * _DAY else f"{seconds / _DAY:.1f} days"


def megabytes(size: int) -> str:
    """Write a size in bytes as text in megabytes, for people."""
    return f"{size / 1e6:,.1f} MB"
