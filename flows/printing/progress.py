"""What a person sees while a flow works: a bar on a terminal, one plain line a step elsewhere.

Everything goes to standard error; standard output belongs to results.  Nothing here decides what is done.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

from flows.printing.terminal_text import guarded, visible

#: Width of the flow's name at the head of a line.
_HEAD = 9


class Bar(Protocol):
    """Where a step says how far it is."""

    def __call__(self, steps: int = 1) -> None:
        """So many more are done."""


def line(flow: str, text: str, *, stream: TextIO | None = None) -> None:
    """One line about one step: the flow's name, then what it did; a line feed in the text makes no second line."""
    target = stream or sys.stderr
    told = f"{flow:<{_HEAD}} {text}".replace("\n", "\\n")
    # Also here: what runs in Prefect's processes, or while a bar is drawn, has a standard error of its own.
    print(visible(told) if target.isatty() else told, file=target, flush=True)


@contextmanager
def bar(flow: str, what: str, total: int | None, *, stream: TextIO | None = None) -> Iterator[Bar]:
    """A progress bar that is gone when its step is done; silent where nobody watches.

    total None: not known beforehand, the bar only counts.
    """
    target = stream or sys.stderr
    if not target.isatty() or total == 0:
        yield _silent
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from flows.printing.rich_console import console

    columns = (
        TextColumn(f"{flow:<{_HEAD}} {{task.description}}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    # Inside, what others print goes through Rich, which would take colours in it for its own.
    with Progress(*columns, console=console(target), transient=True) as progress, guarded():
        task = progress.add_task(what, total=total)

        def advance(steps: int = 1) -> None:
            progress.advance(task, steps)

        yield advance


def _silent(steps: int = 1) -> None:
    pass


def listed(counts: dict[str, int]) -> str:
    """Counts as a person reads them, the largest first: "listing 3, soft_404 1"."""
    return ", ".join(f"{name} {n:,}" for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def number(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 page", "3 pages"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
