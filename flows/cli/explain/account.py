"""The account of one page: its article, and each segment of the source with its label and reason.

Takes a RawPage and rules; gives plain values that text_output.py, html_output.py and --json show.  Decides
nothing itself: the labels are those the parser gave (`parsers.trace_page`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from parsers import Article, RawPage, Rejection, Rules, TracedLine, trace_page
from parsers.reasons import CUTS, REJECTIONS
from parsers.segments import BLOCK_LABELS

#: What a label does to a line: kept in the body, kept as a field, cut, or outside the article.
KEPT, FIELD, CUT, OUTSIDE = "kept", "field", "cut", "outside"

#: Reasons that move a line into a field instead of losing it.
_TO_FIELD = frozenset(["metadata", "correspondent", "photo_credit"])


@dataclass(frozen=True, slots=True)
class Line:
    """One segment of the page as a person reads it."""

    text: str
    #: kept, field, cut or outside.
    fate: str
    #: The label ("paragraph", "caption", "junk"), or "" outside the article.
    label: str
    #: Why, in words; "" for what is simply kept.
    why: str
    rule: str | None
    locator: str


@dataclass(frozen=True, slots=True)
class Account:
    """A page explained."""

    #: The page as its reader knows it: a path, an address.
    name: str
    result: Article | Rejection
    lines: tuple[Line, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types: source, article (or rejected), fields, lines, merged, counts."""
        return {
            "source": self.name,
            **self.result.to_dict(),
            "lines": [asdict(line) for line in self.lines],
            "merged": merged(self.result),
            "counts": self.counts(),
        }

    def counts(self) -> dict[str, int]:
        """How many segments were kept, became fields, were cut, lie outside."""
        return {fate: sum(line.fate == fate for line in self.lines) for fate in (KEPT, FIELD, CUT, OUTSIDE)}


def account(page: RawPage, *, name: str, rules: Rules) -> Account:
    """Read a page and keep what was decided on the way."""
    trace = trace_page(
        page.body,
        url=page.url,
        media_type=page.media_type,
        charset=page.charset,
        fetched_at=page.fetched_at,
        rules=rules,
    )
    return Account(name, trace.result, tuple(_line(line) for line in trace.lines))


def _line(line: TracedLine) -> Line:
    label = line.label or ""
    if line.label is None and line.reason is None:
        return Line(line.text, OUTSIDE, "", "outside the article", line.rule, line.locator)
    if label in BLOCK_LABELS:
        return Line(line.text, KEPT, label, "", line.rule, line.locator)
    if line.reason is None or line.reason in _TO_FIELD:
        return Line(line.text, FIELD, label, CUTS.get(line.reason or "", ""), line.rule, line.locator)
    return Line(line.text, CUT, line.reason, CUTS.get(line.reason, line.reason), line.rule, line.locator)


def merged(result: Article | Rejection) -> list[dict[str, Any]]:
    """Captions that stood more than once, with every place they stood."""
    if isinstance(result, Rejection):
        return []
    return [
        {"text": caption.text, "occurrences": caption.occurrences, "locators": list(caption.locators)}
        for caption in result.captions
        if caption.occurrences > 1
    ]


def fields(article: Article) -> list[tuple[str, str, str]]:
    """(field, value, how it was found) for every field that has a value, in the order of the contract."""
    shown = [
        "headline", "kicker", "standfirst", "byline", "dateline", "authors", "published_at", "modified_at", "section",
        "tags", "language", "site_name", "canonical_url", "is_accessible_for_free",
    ]  # fmt: skip
    rows = []
    for field in shown:
        value = getattr(article, field)
        if value not in (None, ()):
            text = ", ".join(value) if isinstance(value, tuple) else str(value)
            rows.append((field, text, _how(article, field)))
    return rows


def _how(article: Article, field: str) -> str:
    evidence = article.evidence.get(field)
    if evidence is None:
        return ""
    return f"{evidence.method}{' ' + evidence.rule if evidence.rule else ''}, {evidence.confidence:.2f}"


def rejected_because(rejection: Rejection) -> str:
    """Why a page is no article, in one sentence."""
    meaning = REJECTIONS.get(rejection.reason, rejection.reason)
    return f"Not an article: {meaning} ({rejection.reason}). {rejection.detail}".rstrip()
