"""parse_page: one page in, an Article or a Rejection out.

Decides what kind of page the bytes are and hands them to one of the two front doors, `parsers.html` or
`parsers.text`.  Pure: no network, clock or files; the same bytes and rules give the same article.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from parsers.characters import clean, holds_controls, is_clean, without_controls, without_references
from parsers.context import Context, Locate
from parsers.decoding.decode import Decoded, decode, is_html
from parsers.model import Article, Rejection
from parsers.outgoing import all_text, cleaned
from parsers.rules import Rules, default_rules
from parsers.segments import Labels

#: Readers add hours to the time of the fetch; a clock that says more is broken, and bounds nothing.
_LATEST: Final = datetime(9998, 1, 1, tzinfo=UTC)


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
    Never raises: whatever cannot be read becomes a Rejection with a code of `parsers.reasons`.  An address that is none
    counts as not given.  No string of what comes back holds control characters but tab and line feed, or halves of
    surrogate pairs.
    """
    context = Context(rules if rules is not None else default_rules(), url, fetched_at)
    return _parse(body, media_type, charset, context)


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

    def watch(labels: Labels, locate: Locate) -> None:
        lines[:] = (
            TracedLine(s.text, labels.of[s.index], labels.reasons[s.index], labels.rules[s.index], locate(s))
            for s in labels.segments
        )

    context = Context(rules if rules is not None else default_rules(), url, fetched_at)
    result = _parse(body, media_type, charset, replace(context, watch=watch))
    return cleaned(Trace(result, tuple(lines)))


def _parse(body: bytes, media_type: str | None, charset: str | None, context: Context) -> Article | Rejection:
    try:
        decoded = decode(body, charset=charset, media_type=media_type)
        if isinstance(decoded, Rejection):
            return decoded
        known = replace(context, url=_address(context.url), fetched_at=_moment(context.fetched_at))
        return _read_clean(decoded, media_type, known.for_outlet())
    except Exception as error:  # the contract: no page may stop a run, however it was made
        return cleaned(Rejection("internal_error", f"{type(error).__name__}: {error}"))


def _read_clean(decoded: Decoded, media_type: str | None, context: Context) -> Article | Rejection:
    """What a page holds, its strings clean.

    Hardly any page has control characters in its article, and looking for them in all of its mark-up takes longer than
    in what was read.  Where there are some, the page is read again without them, so that they part no word from its
    copy and no label from what it labels.
    """
    if decoded.holds_null():
        decoded = _without_controls(decoded)
    result = _read(decoded, media_type, context)
    text = all_text(result)
    if is_clean(text):
        return result
    return cleaned(_read(_without_controls(decoded), media_type, context) if holds_controls(text) else result)


def _without_controls(decoded: Decoded) -> Decoded:
    return replace(decoded, page=without_controls(without_references(decoded.text)))


def _address(url: str | None) -> str | None:
    """The address of the page; None for one that cannot be taken apart ("http://[::1")."""
    if not url:
        return None
    address = clean(url).strip()
    try:
        urlsplit(address)
    except ValueError:
        return None
    return address


def _moment(fetched_at: datetime | None) -> datetime | None:
    """The time of the fetch with its zone, which is UTC where none is said."""
    if fetched_at is None:
        return None
    aware = fetched_at if fetched_at.tzinfo else fetched_at.replace(tzinfo=UTC)
    return min(aware, _LATEST)


def _read(decoded: Decoded, media_type: str | None, context: Context) -> Article | Rejection:
    # The front doors are imported when first needed: text users do not pay for lxml and NumPy.
    if is_html(decoded, media_type):
        from parsers.html import read_html

        return read_html(decoded, context)
    from parsers.text import read_text

    return read_text(decoded, context)
