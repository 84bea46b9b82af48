"""parse_page: takes one page, gives an Article or a Rejection.

Decides whether the bytes are HTML or plain text and passes them to `parsers.html` or `parsers.text`.  It uses no
network, clock or files; the same bytes and rules always give the same article.  `context` (Context) holds the rules,
the page's address and the time of the fetch; `decoded` (Decoded) is the page's text and its charset.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from parsers.addresses import address_rules, original_address
from parsers.characters import clean, holds_controls, is_clean, without_controls, without_references
from parsers.context import Context, Locate
from parsers.decoding.decode import Decoded, decode, is_html
from parsers.model import Article, Rejection
from parsers.outgoing import all_text, cleaned
from parsers.rules import Rules, default_rules
from parsers.segments import Labels

#: The latest time of a fetch that is used, since readers add hours to it; a later one comes from a broken clock.
_LATEST: Final = datetime(9998, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TracedLine:
    """One segment of a page with its final label."""

    text: str
    #: A label of `parsers.segments`; None when it is outside the article.
    label: str | None
    #: Why it was cut: a code of `parsers.reasons`; None when it was kept.
    reason: str | None
    #: Id of the rule that decided the label, if any.
    rule: str | None
    locator: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The result for a page, and every piece of text on it with its label, in reading order."""

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
    """Parse one raw page to an Article, or to a Rejection with a code of `parsers.reasons`.

    `body`: the page as served (HTML or plain text, any charset).  `url`: its address (an invalid one is ignored).
    `media_type` and `charset`: what the server declared.  `fetched_at`: when the page was fetched; later dates on it
    are ignored.  `rules`: None means those that the project ships.  Never raises: a page that cannot be read gives a
    Rejection.  No string in the result holds control characters (except tab and line feed) or lone surrogates.
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
    """Parse a page like `parse_page`, and also give the label of every segment, to find out why a line was cut.

    The arguments and the article are the same; it takes a little longer.  A page that is rejected before it is divided
    into segments has no lines.
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
    """Parse a page with the rules for its outlet; an error of the parser gives a Rejection ("internal_error"), too."""
    try:
        with _collector_off():
            decoded = decode(body, charset=charset)
            if isinstance(decoded, Rejection):
                return decoded
            known = replace(_at_its_address(context), fetched_at=_moment(context.fetched_at))
            return _read_clean(decoded, media_type, known.for_outlet())
    except Exception as error:  # the contract: no page may stop a run, however it was made
        return cleaned(Rejection("internal_error", f"{type(error).__name__}: {error}"))


@contextmanager
def _collector_off() -> Iterator[None]:
    """A block (`with`) in which Python's garbage collector is off; at the end it is as it was before.

    The collector looks for objects that refer to each other in a circle.  Readers make no such objects, and the search
    takes 4 % of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_clean(decoded: Decoded, media_type: str | None, context: Context) -> Article | Rejection:
    """Parse a decoded page to a result whose strings hold no control characters.

    The page is parsed as it is, and only the result is searched for control characters: that is faster than searching
    the page, and hardly any article has some.  If the result has some, the page is parsed again without them, because
    they may have hidden that a text is repeated or that a line is a credit.
    """
    if decoded.holds_null():
        decoded = _without_controls(decoded)
    result, text = _read(decoded, media_type, context)
    if is_clean(text):
        return result
    return cleaned(_read(_without_controls(decoded), media_type, context)[0] if holds_controls(text) else result)


def _without_controls(decoded: Decoded) -> Decoded:
    """Remove control characters from the page, also those written as references ("&#8;")."""
    return replace(decoded, page=without_controls(without_references(decoded.text)))


def _at_its_address(context: Context) -> Context:
    """Give the context the cleaned address of the page; for a copy in a cache or a web archive that of the original.

    Outlet, section and day are told by the original's address, while links are joined to that of the copy.
    """
    url = _address(context.url)
    original = original_address(url, address_rules(context.rules)) if url else None
    return replace(context, url=original, base=url if original != url else None)


def _address(url: str | None) -> str | None:
    """Clean the address of the page; None for one that cannot be split into its parts ("http://[::1") and for ""."""
    if not url:
        return None
    address = clean(url).strip()
    try:
        urlsplit(address)
    except ValueError:
        return None
    return address


def _moment(fetched_at: datetime | None) -> datetime | None:
    """Give the time of the fetch its zone (UTC if it has none); a time after _LATEST becomes _LATEST."""
    if fetched_at is None:
        return None
    aware = fetched_at if fetched_at.tzinfo else fetched_at.replace(tzinfo=UTC)
    return min(aware, _LATEST)


def _read(decoded: Decoded, media_type: str | None, context: Context) -> tuple[Article | Rejection, str]:
    """Read a decoded page; gives its result, and all strings in the result as one text, to search for controls."""
    # Imported here so that pages of plain text are parsed without loading lxml and NumPy.
    if is_html(decoded, media_type, context.rules):
        from parsers.html import read_html

        return read_html(decoded, context)
    from parsers.text import read_text

    result = read_text(decoded, context)
    return result, all_text(result)
