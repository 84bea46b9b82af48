"""An account of a page for a terminal: fields, captions, correspondents, then each line with its label.

Colours where the terminal has them, plain text elsewhere.
"""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows.explain.account import CUT, FIELD, KEPT, OUTSIDE, Account, Line, fields, rejected_because
from parsers import Article, Rejection

_STYLES = {KEPT: "", FIELD: "cyan", CUT: "red", OUTSIDE: "dim"}
_LABEL_WIDTH = 14


def show(account: Account, console: Console, *, outside: bool = False) -> None:
    """Print an account; outside=True also shows what lies outside the article."""
    console.print(Text(account.name, style="bold"))
    if isinstance(account.result, Rejection):
        console.print(Text(rejected_because(account.result), style="red"))
    else:
        _show_article(account.result, console)
    console.print()
    for line in account.lines:
        if outside or line.fate != OUTSIDE:
            _show_line(line, console)
    counts = account.counts()
    hidden = "" if outside else " (--all shows it)"
    console.print(
        f"\n{counts[KEPT]} kept, {counts[FIELD]} to fields, {counts[CUT]} cut, {counts[OUTSIDE]} outside{hidden}",
        style="dim",
    )


def _show_article(article: Article, console: Console) -> None:
    table = Table.grid(padding=(0, 2))
    for field, value, how in fields(article):
        table.add_row(Text(field, style="cyan"), Text(value), Text(how, style="dim"))
    for number, caption in enumerate(article.captions, 1):
        credit = f"  [{caption.credit}]" if caption.credit else ""
        times = f"stood {caption.occurrences} times, kept once" if caption.occurrences > 1 else ""
        table.add_row(Text(f"caption {number}", style="cyan"), Text(caption.text + credit), Text(times, style="dim"))
    for one in article.correspondents:
        said = [one.name, one.role, one.outlet, one.location]
        table.add_row(Text(one.kind, style="cyan"), Text(", ".join(filter(None, said))), Text(one.text, style="dim"))
    console.print(table)


def _show_line(line: Line, console: Console) -> None:
    style = _STYLES[line.fate]
    label = Text(f"{line.label or line.fate:<{_LABEL_WIDTH}}"[:_LABEL_WIDTH], style=style or "green")
    console.print(label + Text("  ") + Text(line.text, style=style), soft_wrap=not console.is_terminal)
    if line.why and line.fate == CUT:
        why = f"{line.why}{f' (rule {line.rule})' if line.rule else ''} · {line.locator}"
        console.print(Padding(Text(why, style="dim"), (0, 0, 0, _LABEL_WIDTH + 2)))
