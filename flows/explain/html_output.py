"""Writes the explanation of a page as one HTML page without other files, to open or to attach to a bug report."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from flows.explain.account import Account, Line, fields, rejected_because
from parsers import Article, Rejection

_TEMPLATE = Path(__file__).with_name("page.html")


def render(account: Account) -> str:
    """Write an explanation as HTML, all text escaped."""
    article = account.result
    return Template(_TEMPLATE.read_text("utf-8")).substitute(
        title=escape(account.name),
        head=_rejected(article) if isinstance(article, Rejection) else _fields(article) + _captions(article),
        counts=escape(", ".join(f"{count} {fate}" for fate, count in account.counts().items())),
        lines="\n".join(_line(line) for line in account.lines),
    )


def _rejected(rejection: Rejection) -> str:
    return f'<p class="cut">{escape(rejected_because(rejection))}</p>'


def _fields(article: Article) -> str:
    rows = [_row(field, value, how) for field, value, how in fields(article)]
    for one in article.correspondents:
        said = ", ".join(filter(None, (one.name, one.role, one.outlet, one.location)))
        rows.append(_row(one.kind, said, one.text))
    return f"<table>{''.join(rows)}</table>"


def _captions(article: Article) -> str:
    rows = [_row(f"{c.occurrences} ×", c.text, c.credit or "no credit") for c in article.captions]
    rows += [_row("picture", "without a caption", image.credit) for image in article.images if image.credit]
    return f"<h2>Captions</h2><table>{''.join(rows)}</table>" if rows else ""


def _row(name: str, value: str, how: str) -> str:
    return f"<tr><th>{escape(name)}</th><td dir=auto>{escape(value)}</td><td class=how>{escape(how)}</td></tr>"


def _line(line: Line) -> str:
    why = escape(line.why + (f" (rule {line.rule})" if line.rule else ""))
    return (
        f'<div class="line {line.fate}" title="{escape(line.locator)}"><span class=label>'
        f"{escape(line.label or line.fate)}</span><span class=text dir=auto>{escape(line.text)}</span>"
        f"<span class=how>{why}</span></div>"
    )
