"""The versions that a run and its workers must share: those of copydesk, its parsers and the shipped rules.

A worker offers the text of these versions as a resource of Dask, and each batch asks for it.  So the scheduler gives no
page to a worker of another version, even if such a worker joins during a run.  Python's version does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flows.running.run_records import code_version
from parsers import PARSER_VERSION, default_rules

_BEGINS: Final = "copydesk "


def version_here() -> str:
    """Write the versions of this process on one line: "copydesk 0.9.0, parser 0.10.0, rules fbd307d378e21680"."""
    return f"{_BEGINS}{code_version()}, parser {PARSER_VERSION}, rules {default_rules().version}"


def split(workers: Iterable[Mapping[str, Any]], version: str) -> tuple[list[str], dict[str, str]]:
    """Divide workers into those of this version (a list of names) and the others (name -> version).

    For a worker that is not one of copydesk's, the version is "".  `workers`: as Dask's scheduler describes them.
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
    """Write a sentence on the workers of another version, which get no pages.  `others`: as `split` gives them."""
    name, has = next(iter(others.items()))
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    if not has:
        return f"{name}{more} at the scheduler is no worker of copydesk; start `copydesk worker` there."
    return (
        f"The worker {name}{more} has {has}, and this command has {version}; install the same copydesk on all machines"
        " and start their workers again."
    )
