"""A Rich console for tables, colours and bars, on which control characters in data have no effect.

On a terminal data is escaped before the layout, so that widths are right, and again when it is written, in case the
first was forgotten.  Square brackets in data are not read as Rich markup.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, TextIO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from flows.printing.terminal_text import raw, visible


class SafeConsole(Console):
    """A Rich console that escapes control characters in text."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Give the segments of a renderable; on a terminal with control characters escaped."""
        watched = self.file.isatty()
        for segment in super().render(renderable, options):
            yield Segment(visible(segment.text), segment.style) if watched and not segment.control else segment


def console(stream: TextIO | None = None, **options: Any) -> SafeConsole:
    """Make a console on a stream.  `stream`: None: standard output.  `options`: of rich.console.Console."""
    return SafeConsole(file=raw(stream or sys.stdout), highlight=False, markup=False, emoji=False, **options)


def data(console: Console, said: str, style: str = "") -> Text:
    """Make Rich text of a piece of data, escaped when the console is a terminal."""
    return Text(visible(said) if console.file.isatty() else said, style=style)
