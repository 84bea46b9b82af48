"""Shows runs in Prefect's dashboard: their names, tags and states, a table of what each did, and events.

Used by flows.running.engine and by the entry points of deployments, inside a Prefect run only; Prefect is imported when
a function is called.  When something cannot be shown the run goes on, and a line says so.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flows.config.paths import data_paths
from flows.errors import CopydeskError, sentence
from flows.printing.progress import line, number
from flows.running.prefect_away import is_away
from flows.running.run_files import OUTCOMES
from flows.running.run_records import RunRecord

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

#: Outcome of a run -> the name of its state in Prefect, where it is not Prefect's own.  Automations use these names.
STATE_NAMES: Final = {"rejected": "RejectedPages", "waiting": "Waiting"}
#: Prefix of the names of events.
_EVENT: Final = "copydesk."
#: Parameters that say what a run is about, in the order in which its name tells them.
_ABOUT: Final = ("sources", "source", "paths", "hosts", "only", "article")
#: Most values of a parameter that a name tells, and most characters of one.
_TOLD: Final = 3
_LENGTH: Final = 40


class RunFailed(CopydeskError):
    """A run could not do all of its work, although no error ended it; its record says what is left."""

    def __init__(self, record: RunRecord) -> None:
        super().__init__(record.messages[-1] if record.messages else f"The flow {record.flow} left some work undone.")
        self.record = record


def run_name(flow: str, parameters: Mapping[str, Any], now: datetime | None = None) -> str:
    """Make the name of a run, with the outlet or files it is about: "scrape herald 2026-05-01 08:00:12".

    The time is that at which it begins, in UTC.
    """
    moment = now or datetime.now(UTC)
    return " ".join([flow, *filter(None, [_about(parameters)]), f"{moment:%Y-%m-%d %H:%M:%S}"])


def _about(parameters: Mapping[str, Any]) -> str:
    """Say what a run is about, for its name: outlets, or names of files; "" without any."""
    for name in _ABOUT:
        if values := _texts(parameters.get(name)):
            shown = [Path(one).name or one if name == "paths" else one for one in values[:_TOLD]]
            more = f" and {len(values) - _TOLD} more" if len(values) > _TOLD else ""
            return ", ".join(one[:_LENGTH] for one in shown) + more
    return ""


def _texts(value: Any) -> list[str]:
    return (
        [value] if isinstance(value, str) and value else [*map(str, value)] if isinstance(value, list | tuple) else []
    )


def tags(flow: str, parameters: Mapping[str, Any]) -> list[str]:
    """List the tags of a run: copydesk, the flow, and the outlets that it was asked for."""
    outlets = [one for name in ("sources", "source") for one in _texts(parameters.get(name))]
    return ["copydesk", flow, *outlets]


def own_name() -> str:
    """Make the name (`run_name`) of the Prefect run that is about to begin, by its flow and parameters."""
    from prefect.runtime import flow_run

    return run_name(str(flow_run.flow_name), flow_run.parameters or {})


def state_of(result: Any) -> Any:
    """Give what a Prefect flow must return so that Prefect shows the right state.

    For a RunRecord that is a state of Prefect: Failed for a run that failed, Completed with a name of its own for a run
    with rejected pages or with batches that wait.  Any other `result` is given unchanged.
    """
    if not isinstance(result, RunRecord):
        return result
    state = final_state(result)
    if state is None:
        return result
    state.data = RunFailed(result) if result.outcome == "failed" else result
    return state


def final_state(record: RunRecord) -> State[Any] | None:
    """Make Prefect's state for the outcome of a run; None for a run that was stopped or killed."""
    from prefect.states import Completed, Failed

    if record.outcome == "failed":
        return Failed(message=_message(record))
    if record.outcome in STATE_NAMES:
        return Completed(name=STATE_NAMES[record.outcome], message=_message(record))
    return Completed(message=_message(record)) if record.outcome == "done" else None


def _message(record: RunRecord) -> str:
    """Write the sentence that Prefect shows with the state of a run."""
    rejected = sum(record.counts.get(name, 0) for name in ("rejected", "parse_rejected", "load_rejected"))
    if record.outcome == "rejected" and rejected:
        return f"{number(rejected, 'page')} rejected; `copydesk quarantine list` says why."
    if record.messages and record.outcome != "done":
        return record.messages[-1]
    meaning = OUTCOMES[record.outcome]
    return f"{meaning[:1].upper()}{meaning[1:]}."


def result_of(state: State[Any]) -> Any:
    """Take the result of a flow's function from the state of its run; raises the function's error."""
    found = state.result(raise_on_failure=False)
    if isinstance(found, RunFailed):
        return found.record
    if isinstance(found, BaseException):
        raise found
    return found


def show_table(record: Any, data: str | None) -> None:
    """Show what a run did as a table among Prefect's artifacts, with a link to the report.

    `record`: of the run; nothing is shown for a step of a run.  `data`: its data directory; None: as without --data.
    Never raises.
    """
    if not isinstance(record, RunRecord) or record.parent is not None or is_away():
        return
    from prefect.artifacts import create_markdown_artifact

    try:
        report = data_paths(Path(data) if data else None).root / "report.html"
        create_markdown_artifact(
            key=f"copydesk-{record.flow}", markdown=_table(record, report), description=f"What {record.run_id} did"
        )
    except Exception as error:  # told: the run has done its work
        line("prefect", f"{record.flow}: its table could not be shown: {sentence(error)}")


def _table(record: RunRecord, report: Path) -> str:
    """Write what a run did as Markdown: its counts as a table, its messages as a list."""
    lines = [f"**{record.flow}** `{record.run_id}`: {record.outcome} ({OUTCOMES[record.outcome]})", ""]
    if record.counts:
        lines += ["| what | how many |", "|---|---:|"]
        lines += [f"| {name.replace('_', ' ')} | {count:,} |" for name, count in record.counts.items()]
        lines.append("")
    lines += [f"- {_plain(message)}" for message in record.messages]
    if report.exists():
        # A browser follows no link from a page to a file; the path can be copied.
        lines += ["", f"[The report]({report.as_uri()}): `{report}`"]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Escape a text so that Markdown shows it as it is: titles of pages may look like markup."""
    return re.sub(r"([\\`*_{}\[\]<>|#!&])", r"\\\1", " ".join(text.split()))


@contextmanager
def tagged(flow: str, parameters: Mapping[str, Any]) -> Iterator[None]:
    """A block (`with`) in which all Prefect runs that begin get the tags of a run."""
    from prefect import tags as prefect_tags

    with prefect_tags(*tags(flow, parameters)):
        yield


def event(kind: str, about: str, said: str, **facts: Any) -> bool:
    """Send an event to Prefect, for its automations; True when it was sent.  Never raises.

    `kind`: what happened: "alarm.begun" makes the event "copydesk.alarm.begun".  `about`: "outlet.herald" makes the
    resource id "copydesk.outlet.herald".  `said`: one sentence.  `facts`: further values, as JSON types.  In a process
    that works without Prefect, sends nothing and does not import Prefect.
    """
    if "prefect" not in sys.modules:
        return False
    try:
        from prefect.events import emit_event

        resource = {"prefect.resource.id": f"{_EVENT}{about}", "prefect.resource.name": about}
        return emit_event(f"{_EVENT}{kind}", resource, payload={"sentence": said, **facts}) is not None
    except Exception as error:  # told: an event is one of several ways to learn of it
        line("prefect", f"the event {kind} about {about} was not sent: {sentence(error)}")
        return False


def ended(record: Any) -> None:
    """Send an event that a run has ended (copydesk.run.done, copydesk.run.rejected, ...).

    For a step of a run, and for another value than a RunRecord, no event is sent.
    """
    if isinstance(record, RunRecord) and record.parent is None:
        facts = {name: value for name, value in asdict(record).items() if name in ("run_id", "counts", "started_at")}
        event(f"run.{record.outcome}", f"flow.{record.flow}", _message(record), **facts)
