"""Shows the progress of a flow: a bar on a terminal, and one line for each step.

Writes to standard error; standard output is for results.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final, Protocol, TextIO

from flows.printing import hints, log
from flows.printing.terminal_text import guarded, visible

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn, Task

_MEGABYTE = 1e6
#: Columns for the flow's name at the beginning of a line.
_HEAD = 9
#: Items a second; a slower speed is shown with a digit behind the point.  Chosen by hand.
_FAST = 10


class Bar(Protocol):
    """A function that counts steps as done, on a progress bar or elsewhere."""

    def __call__(self, steps: int = 1) -> None:
        """Count this many more steps."""


def line(flow: str, text: str, *, stream: TextIO | None = None, level: str = "info", run_id: str | None = None) -> None:
    """Print one line: the flow's name, then the text; line feeds in the text are escaped.

    `stream`: None: standard error, and the log file if there is one.  `level`: info, warning or error.  `run_id`: id of
    the run.  Both `level` and `run_id` only appear in JSON.
    """
    text = hints.as_typed(text)
    if stream is None and log.write(flow, text, level=level, run_id=run_id):
        return
    target = stream or sys.stderr
    told = f"{flow:<{_HEAD}} {text}".replace("\n", "\\n")
    # Escaped here, too: in Prefect's processes, and while a bar is drawn, standard error is another stream.
    print(visible(told) if target.isatty() else told, file=target, flush=True)


@contextmanager
def bar(
    flow: str,
    what: str,
    total: int | None,
    *,
    beside: Callable[[], str] | None = None,
    stream: TextIO | None = None,
) -> Iterator[Bar]:
    """A block (`with`) that gets a function which counts steps as done; on a terminal a progress bar shows them.

    `what`: the noun for the steps, such as "pages".  `total`: number of steps; None when it is not known: the bar only
    counts.  `beside`: gives a text to show next to the bar, in place of rate and remaining time; it is called some ten
    times a second, from another thread.
    """
    target = stream or sys.stderr
    if not target.isatty() or total == 0 or log.is_json():
        yield _silent
        return
    with _shared.shown(target, own=stream is not None) as progress:
        task = progress.add_task(what, total=total, flow=flow, beside=beside)

        def advance(steps: int = 1) -> None:
            progress.advance(task, steps)

        try:
            yield advance
        finally:
            if len(progress.tasks) > 1:  # the last one goes with the display
                progress.remove_task(task)


class _Shared:
    """One display for the bars of all flows that run at the same time, one below the other.

    Separate displays would overwrite each other.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._progress: Progress | None = None
        self._last = ExitStack()

    @contextmanager
    def shown(self, target: TextIO, *, own: bool) -> Iterator[Progress]:
        """A block (`with`) that gets the display.

        The first block that needs the display begins it, the last one ends it.  `own`: make a separate display on this
        stream.
        """
        if own:
            with _display(target) as progress:
                yield progress
            return
        with self._lock:
            if not self._users:
                self._progress = self._last.enter_context(_display(target))
            self._users += 1
            assert self._progress is not None
            progress = self._progress
        try:
            yield progress
        finally:
            with self._lock:
                self._users -= 1
                if not self._users:
                    self._last.close()


_shared: Final = _Shared()


@contextmanager
def _display(target: TextIO) -> Iterator[Progress]:
    """A block (`with`) that gets a new display of progress bars on a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from flows.printing.rich_console import console

    columns = (
        TextColumn(f"{{task.fields[flow]:<{_HEAD}}} {{task.description}}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        _rest(),
    )
    # While the bar is shown, other output goes through Rich, which would obey colour codes in it.
    with Progress(*columns, console=console(target), transient=True) as progress, guarded():
        yield progress


def _rest() -> ProgressColumn:
    """Make a column that shows what a bar's `beside` gives; without `beside`, the rate and the remaining time."""
    from rich.progress import TimeRemainingColumn
    from rich.text import Text

    class Rest(TimeRemainingColumn):
        """A column that shows what the bar's `beside` gives, or rate and remaining time."""

        def render(self, task: Task) -> Text:
            """Make the text of the column; called anew each time that it is drawn."""
            beside, speed = task.fields["beside"], task.finished_speed or task.speed
            if beside is not None:
                return Text(beside())
            rate = f"{speed:,.{0 if speed >= _FAST else 1}f}/s " if speed else ""
            return Text(rate) + super().render(task)

    return Rest()


@contextmanager
def growing(flow: str, what: str, size: Callable[[], int], *, stream: TextIO | None = None) -> Iterator[None]:
    """A block (`with`) of work that has no steps to count: shows the size written so far and the time that has passed.

    Only on a terminal.  `what`: the noun for what is written.  `size`: gives the bytes written so far; it is called
    some ten times a second, from another thread.
    """
    target = stream or sys.stderr
    if not target.isatty() or log.is_json():
        yield
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from flows.printing.rich_console import console

    columns = (
        TextColumn(f"{flow:<{_HEAD}} {{task.description}}", markup=False),
        SpinnerColumn(),
        _said(lambda: f"{size() / _MEGABYTE:,.1f} MB"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console(target), transient=True) as progress, guarded():
        progress.add_task(what, total=None)
        yield


def _said(text: Callable[[], str]) -> ProgressColumn:
    """Make a column that calls `text` each time it is shown."""
    from rich.progress import TextColumn
    from rich.text import Text

    class Said(TextColumn):
        """A column that calls `text` each time it is shown."""

        def render(self, task: Task) -> Text:
            """Give the text to show now; called anew each time that the column is drawn."""
            return Text(text())

    return Said("")


def _silent(steps: int = 1) -> None:
    pass


def listed(counts: dict[str, int]) -> str:
    """Write counts as text, the largest first: "listing 3, soft_404 1"."""
    return ", ".join(f"{name} {n:,}" for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def number(count: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: "1 page", "3 pages".  `one`: the singular.  `many`: the plural; None: with "s"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
