"""parse_page: one page in, an Article or a Rejection out.

Decides what kind of page the bytes are and hands them to one of the two front doors, `parsers.html` or
`parsers.text`.  Pure: no network, clock or files; the same bytes and rules give the same article.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from parsers.decode import Decoded, decode, is_html
from parsers.model import Article, Rejection
from parsers.rules import Rules, default_rules
from parsers.segments import Desk, Segment

#: Gives the locator of a segment.
Locate = Callable[[Segment], str]


@dataclass(frozen=True, slots=True)
class Context:
    """What every reader of a page may know besides its segments."""

    rules: Rules
    url: str | None = None
    fetched_at: datetime | None = None
    #: Told of the desk when every segment has its label; how `trace_page` looks over the readers' shoulders.
    watch: Callable[[Desk, Locate], None] | None = None

    def done(self, desk: Desk, locate: Locate) -> None:
        """Each front door calls this once, when its labels are final."""
        if self.watch is not None:
            self.watch(desk, locate)


@dataclass(frozen=True, slots=True)
class TracedLine:
    """One segment of a page with the label it ended with."""

    text: str
    #: A label of `parsers.segments`, or None: it lies outside the article.
    label: str | None
    #: Why it was cut: a code of `parsers.reasons`.
    reason: str | None
    #: Id of the rule that decided.
    rule: str | None
    locator: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of a page, and of every piece of text on it in reading order."""

    result: Article | Rejection
    lines: tuple[TracedLine, ...]


def parse_page(
    body: bytes,
    *,
    url: str | None = None,
    media_type: str | None = None,
    charset: str | None = None,
    fetched_at: datetime | None = None,
    rules: Rules | None = None,
) -> Article | Rejection:
    """Read one raw page.

    body is the page as served (HTML or plain text, any charset); charset is what the server declared.
    fetched_at bounds the dates that are believed.  rules None means the rules that the project ships.
    Never raises: whatever cannot be read becomes a Rejection with a code of `parsers.reasons`.
    """
    return _parse(body, media_type, charset, Context(rules if rules is not None else default_rules(), url, fetched_at))


def trace_page(
    body: bytes,
    *,
    url: str | None = None,
    media_type: str | None = None,
    charset: str | None = None,
    fetched_at: datetime | None = None,
    rules: Rules | None = None,
) -> Trace:
    """`parse_page` with the label of every segment, for people who want to know why a line is gone.

    The article is the same; it takes a little longer.  A page that is rejected before it is read has no lines.
    """
    lines: list[TracedLine] = []

    def watch(desk: Desk, locate: Locate) -> None:
        lines.extend(
            TracedLine(s.text, desk.labels[s.index], desk.reasons[s.index], desk.rules[s.index], locate(s))
            for s in desk.segments
        )

    context = Context(rules if rules is not None else default_rules(), url, fetched_at)
    return Trace(_parse(body, media_type, charset, replace(context, watch=watch)), tuple(lines))


def _parse(body: bytes, media_type: str | None, charset: str | None, context: Context) -> Article | Rejection:
    try:
        decoded = decode(body, charset=charset, media_type=media_type)
        if isinstance(decoded, Rejection):
            return decoded
        return _read(decoded, media_type, context)
    except Exception as error:  # the contract: no page may stop a run, however it was made
        return Rejection("internal_error", f"{type(error).__name__}: {error}")


def _read(decoded: Decoded, media_type: str | None, context: Context) -> Article | Rejection:
    # The front doors are imported when first needed: text users do not pay for lxml and NumPy.
    if is_html(decoded, media_type):
        from parsers.html import read_html

        return read_html(decoded, context)
    from parsers.text import read_text

    return read_text(decoded, context)
