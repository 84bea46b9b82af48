"""Prints the stories that a search found: number, day, outlet and headline of each, and the passage with the words.

On a terminal the words are bold; in a file or pipe the text is plain, and each passage is one line.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from flows.printing.rich_console import console, data
from warehouse.search import Hit
from warehouse.snippets import Mark, marks_in

#: Columns of output in a file or pipe: so many that no line is folded.
_FILE_WIDTH: Final = 10_000
#: Columns by which a passage is indented.
_INDENT: Final = 4


def print_hits(hits: Sequence[Hit], words: Sequence[str], stream: TextIO | None = None) -> None:
    """Print stories in their order.

    `words`: those that were looked for.  `stream`: None: standard output.
    """
    target = stream or sys.stdout
    drawer = console(target, width=None if target.isatty() else _FILE_WIDTH)
    digits = max((len(str(hit.article_id)) for hit in hits), default=0)
    for hit in hits:
        headline = hit.headline or "(without a headline)"
        when = f"{hit.published_at:%Y-%m-%d}" if hit.published_at else " " * len("2026-01-01")
        head = Text().append_text(data(drawer, f"{hit.article_id:>{digits}}  {when}  ", "dim"))
        if hit.source:
            head.append_text(data(drawer, f"{hit.source}  ", "cyan"))
        drawer.print(head.append_text(_marked(drawer, headline, marks_in(headline, words))), soft_wrap=True)
        if hit.snippet:
            shown = _marked(drawer, hit.snippet, hit.marks)
            if target.isatty():
                drawer.print(Padding(shown, (0, 0, 0, _INDENT)))
            else:
                drawer.print(Text(" " * _INDENT).append_text(shown), soft_wrap=True)


def _marked(drawer: Console, said: str, marks: Sequence[Mark]) -> Text:
    """Make a text with the marked places in bold.

    The text is put together piece by piece: escaping the whole text would shift the marks.  `marks`: (start, end) of
    each place in `said`.
    """
    text, done = Text(), 0
    for start, end in marks:
        text.append_text(data(drawer, said[done:start])).append_text(data(drawer, said[start:end], "bold"))
        done = end
    return text.append_text(data(drawer, said[done:]))
