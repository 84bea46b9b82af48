"""Rich's console for what is laid out for people (tables, colours, bars), with data that cannot draw by itself.

On a terminal data is made visible before it is laid out, so that widths are right, and once more when it is written,
for what was forgotten.  Square brackets in data are no mark-up.
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
    """A console in which only Rich itself can say how things look."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The segments of a renderable; on a terminal the text in them is visible."""
        watched = self.file.isatty()
        for segment in super().render(renderable, options):
            yield Segment(visible(segment.text), segment.style) if watched and not segment.control else segment


def console(stream: TextIO | None = None, **options: Any) -> SafeConsole:
    """A console on a stream, standard output when none is given."""
    return SafeConsole(file=raw(stream or sys.stdout), highlight=False, markup=False, emoji=False, **options)


def data(console: Console, said: str, style: str = "") -> Text:
    """A piece of data to be laid out on a console."""
    return Text(visible(said) if console.file.isatty() else said, style=style)
