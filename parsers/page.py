"""parse_page: one page in, an Article or a Rejection out.

Decides what kind of page the bytes are and hands them to one of the two front doors, `parsers.html` or
`parsers.text`.  Pure: no network, clock or files; the same bytes and rules give the same article.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from parsers.decode import Decoded, decode, is_html
from parsers.model import Article, Rejection
from parsers.rules import Rules, default_rules


@dataclass(frozen=True, slots=True)
class Context:
    """What every reader of a page may know besides its segments."""

    rules: Rules
    url: str | None = None
    fetched_at: datetime | None = None


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
    context = Context(rules if rules is not None else default_rules(), url, fetched_at)
    try:
        decoded = decode(body, charset=charset, media_type=media_type)
        if isinstance(decoded, Rejection):
            return decoded
        return _read(decoded, media_type, context)
    except Exception as error:  # the contract: no page may stop a run, however it was made
        return Rejection("internal_error", f"{type(error).__name__}: {error}")


def _read(decoded: Decoded, media_type: str | None, context: Context) -> Article | Rejection:
    # The front doors are imported when first needed: text users do not pay for lxml and NumPy.
    if is_html(decoded.text, media_type):
        from parsers.html import read_html

        return read_html(decoded, context)
    from parsers.text import read_text

    return read_text(decoded, context)
