"""Makes the explanation of one page: its article, and each line of the source with its label and reason.

A label says what a line is ("paragraph", "caption", "junk"); a locator says where it stands (an XPath, or line
numbers).  Takes a RawPage and rules; gives values that text_output.py, html_output.py and --json show.  The labels come
from the parser (`parsers.trace_page`); nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flows.parsing.fallback.fallback_body import BECAME_FIELD, REPLACED
from parsers import Article, RawPage, Rejection, Rules, TracedLine, trace_page
from parsers.reasons import CUTS, REJECTIONS
from parsers.segments import BLOCK_LABELS

#: What becomes of a line: kept in the body, used for a field, cut, or outside the article.
KEPT, FIELD, CUT, OUTSIDE = "kept", "field", "cut", "outside"

#: The part of a locator that names the enclosing table.
_TABLE = re.compile(r".*/table(\[\d+\])?(?=/)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: its text, what became of it, and why."""

    text: str
    #: kept, field, cut or outside.
    fate: str
    #: The label ("paragraph", "caption", "junk"), or "" outside the article.
    label: str
    #: Why, in words; "" for a line that is kept in the body.
    why: str
    rule: str | None
    locator: str


@dataclass(frozen=True, slots=True)
class Account:
    """How one page was read: the article or rejection, and what became of each line."""

    #: Path or address of the page.
    name: str
    result: Article | Rejection
    lines: tuple[Line, ...]

    def to_dict(self) -> dict[str, Any]:
        """Convert to JSON types: source, the fields of the article or "rejected", lines, merged, counts."""
        return {
            "source": self.name,
            **self.result.to_dict(),
            "lines": [asdict(line) for line in self.lines],
            "merged": merged(self.result),
            "counts": self.counts(),
        }

    def counts(self) -> dict[str, int]:
        """Count the lines that were kept in the body, became fields, were cut, or lie outside the article."""
        return {fate: sum(line.fate == fate for line in self.lines) for fate in (KEPT, FIELD, CUT, OUTSIDE)}


def account(page: RawPage, *, name: str, rules: Rules) -> Account:
    """Parse a page and explain each line.  `name`: path or address to show."""
    trace = trace_page(
        page.body,
        url=page.url,
        media_type=page.media_type,
        charset=page.charset,
        fetched_at=page.fetched_at,
        rules=rules,
    )
    return Account(name, trace.result, tuple(_line(line) for line in trace.lines))


def with_replaced_body(told: Account, article: Article) -> Account:
    """Change the explanation of a page whose body was replaced by that of the user's program.

    `told`: the explanation by the parsers alone.  `article`: with the new body.  Lines that only the parsers' body has
    are now shown as cut.  Lines that the parsers had cut and the new body has are shown as kept.  Lines that only the
    new body has come last.
    """
    replaced = {(cut.text, cut.locator) for cut in article.dropped if cut.reason == REPLACED}
    replaced.update(_lines_of_tables(told, replaced))
    back = {block.locator: block.kind for block in article.blocks if block.locator}
    lines = tuple(_as_replaced(line, replaced, back) for line in told.lines)
    shown = {line.locator for line in lines if line.fate == KEPT}
    program = article.evidence["blocks"].rule
    more = (block for block in article.blocks if not block.locator or block.locator not in shown)
    added = (Line(block.text, KEPT, block.kind, "given by the program", program, block.locator) for block in more)
    return Account(told.name, article, (*lines, *added))


def _lines_of_tables(told: Account, replaced: Container[tuple[str, str]]) -> set[tuple[str, str]]:
    """Find each line of a table that the new body lacks, as (text, locator).

    `replaced`: (text, locator) of the blocks that the new body lacks.  A table is one block but has a line for each
    row: `replaced` names only the block.
    """
    blocks = told.result.blocks if isinstance(told.result, Article) else ()
    tables = {_table(block.locator) for block in blocks if block.rows and (block.text, block.locator) in replaced}
    return {(line.text, line.locator) for line in told.lines if _table(line.locator) in tables - {None}}


def _table(locator: str) -> str | None:
    """Cut a line's locator down to the part that names its table; None for a line outside of tables."""
    found = _TABLE.match(locator)
    return found and found[0]


def _as_replaced(line: Line, replaced: Container[tuple[str, str]], back: Mapping[str, str]) -> Line:
    """Say anew what became of a line: cut when its text was replaced, kept when the new body has it again.

    `replaced`: (text, locator) of the lines that the new body lacks.  `back`: locator -> kind of each block of the new
    body.
    """
    if line.fate == KEPT and (line.text, line.locator) in replaced:
        return Line(line.text, CUT, REPLACED, CUTS[REPLACED], line.rule, line.locator)
    if line.fate == CUT and line.locator in back:
        return Line(line.text, KEPT, back[line.locator], "", line.rule, line.locator)
    return line


def _line(line: TracedLine) -> Line:
    """Make a Line of a line that the parsers traced: what became of it, and why, in words."""
    label = line.label or ""
    if line.label is None and line.reason is None:
        return Line(line.text, OUTSIDE, "", "outside the article", line.rule, line.locator)
    if label in BLOCK_LABELS:
        return Line(line.text, KEPT, label, "", line.rule, line.locator)
    if line.reason is None or line.reason in BECAME_FIELD:
        return Line(line.text, FIELD, label, CUTS.get(line.reason or "", ""), line.rule, line.locator)
    return Line(line.text, CUT, line.reason, CUTS.get(line.reason, line.reason), line.rule, line.locator)


def merged(result: Article | Rejection) -> list[dict[str, Any]]:
    """Describe the captions that occur more than once on the page, as dictionaries: text, occurrences, locators."""
    if isinstance(result, Rejection):
        return []
    return [
        {"text": caption.text, "occurrences": caption.occurrences, "locators": list(caption.locators)}
        for caption in result.captions
        if caption.occurrences > 1
    ]


def fields(article: Article) -> list[tuple[str, str, str]]:
    """List (field, value, how it was found) for every field of an article that has a value, in a fixed order."""
    shown = [
        "headline", "kicker", "standfirst", "byline", "dateline", "authors", "published_at", "modified_at", "section",
        "tags", "language", "site_name", "canonical_url", "is_accessible_for_free", "quality",
    ]  # fmt: skip
    rows = []
    for field in shown:
        value = getattr(article, field)
        if value not in (None, ()):
            text = ", ".join(value) if isinstance(value, tuple) else str(value)
            rows.append((field, text, _how(article, field)))
    return rows


def _how(article: Article, field: str) -> str:
    """Say how a field was found: method, rule, and confidence from 0 to 1; "" when that is not known."""
    evidence = article.evidence.get(field)
    if evidence is None:
        return ""
    return f"{evidence.method}{' ' + evidence.rule if evidence.rule else ''}, {evidence.confidence:.2f}"


def rejected_because(rejection: Rejection) -> str:
    """Say in one sentence for people why a page was rejected."""
    meaning = REJECTIONS.get(rejection.reason, rejection.reason)
    return f"Not an article: {meaning} ({rejection.reason}). {rejection.detail}".rstrip()
