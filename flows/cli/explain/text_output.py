"""Prints the explanation of a page: fields, captions, correspondents, then each line with its label.

On a terminal that has colours the output is in colours, else it is plain text.
"""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from flows.explain.account import CUT, FIELD, KEPT, OUTSIDE, Account, Line, fields, rejected_because
from flows.printing.rich_console import data
from parsers import Article, Rejection

_STYLES = {KEPT: "", FIELD: "cyan", CUT: "red", OUTSIDE: "dim"}
#: Columns for a label; longer ones are cut.
_LABEL_WIDTH = 14


def print_account(account: Account, console: Console, *, outside: bool = False) -> None:
    """Print an explanation.  `outside`: also print the lines outside the article (menus, footers)."""
    console.print(data(console, account.name, "bold"))
    if isinstance(account.result, Rejection):
        console.print(data(console, rejected_because(account.result), "red"))
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

    def add(name: str, value: str, more: str) -> None:
        table.add_row(data(console, name, "cyan"), data(console, value), data(console, more, "dim"))

    for field, value, how in fields(article):
        add(field, value, how)
    for number, caption in enumerate(article.captions, 1):
        credit = f"  [{caption.credit}]" if caption.credit else ""
        times = f"occurs {caption.occurrences} times, kept once" if caption.occurrences > 1 else ""
        add(f"caption {number}", caption.text + credit, times)
    for number, image in enumerate(article.images, 1):
        if image.credit:
            add(f"picture {number}", f"[{image.credit}]", "without a caption")
    for one in article.correspondents:
        add(one.kind, ", ".join(filter(None, (one.name, one.role, one.outlet, one.location))), one.text)
    console.print(table)


def _show_line(line: Line, console: Console) -> None:
    style = _STYLES[line.fate]
    label = data(console, f"{line.label or line.fate:<{_LABEL_WIDTH}}"[:_LABEL_WIDTH], style or "green")
    console.print(label + data(console, "  ") + data(console, line.text, style), soft_wrap=not console.is_terminal)
    if line.why and line.fate == CUT:
        why = f"{line.why}{f' (rule {line.rule})' if line.rule else ''} · {line.locator}"
        console.print(Padding(data(console, why, "dim"), (0, 0, 0, _LABEL_WIDTH + 2)))
