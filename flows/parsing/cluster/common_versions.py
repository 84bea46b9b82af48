"""What a driver and its workers must have in common: the versions of copydesk, of its parsers and of the shipped rules.

A worker offers this text as a resource of Dask's, and each batch asks for it.  So the scheduler itself gives no page to
a worker of another version, also to none that joins while a run is at work.  Which Python it is does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flows.running.run_records import code_version
from parsers import PARSER_VERSION, default_rules

_BEGINS: Final = "copydesk "


def version_here() -> str:
    """The versions of this process."""
    return f"{_BEGINS}{code_version()}, parser {PARSER_VERSION}, rules {default_rules().version}"


def split(workers: Iterable[Mapping[str, Any]], version: str) -> tuple[list[str], dict[str, str]]:
    """The names of the workers of this version, and those of the others with their versions; "" where there is none.

    workers: as a scheduler tells them.
    """
    same, others = [], {}
    for worker in workers:
        offered = worker.get("resources", {})
        if version in offered:
            same.append(str(worker["name"]))
        else:
            others[str(worker["name"])] = next((name for name in offered if name.startswith(_BEGINS)), "")
    return same, others


def workers_of_other_versions(others: Mapping[str, str], version: str) -> str:
    """A sentence on the workers of another version, which get no pages."""
    name, has = next(iter(others.items()))
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    if not has:
        return f"{name}{more} at the scheduler is no worker of copydesk; start `copydesk worker` there."
    return (
        f"The worker {name}{more} has {has}, and this command has {version}; install the same copydesk on all machines"
        " and start their workers again."
    )
