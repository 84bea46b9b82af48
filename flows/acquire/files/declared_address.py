"""The address that a page gives itself, for pages that come without one.

Takes the bytes of a page; gives the address in its canonical link, og:url or JSON-LD.  Reads no more of the page.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flows.acquire.web_address import page_address
from parsers import Rejection
from parsers.context import Context
from parsers.decoding.decode import decode, is_html
from parsers.rules import default_rules


def declared_address(body: bytes, media_type: str | None, charset: str | None) -> str | None:
    """An absolute http or https address; None when the page declares none, or its outlet's front page.

    Also None for a page that cannot be read at all: its parser will say why.
    """
    try:
        address = page_address(_declared(body, media_type, charset) or "")
    except Exception:
        return None
    if address is None or not address.startswith(("http://", "https://")):
        return None
    parts = urlsplit(address)
    return address if parts.path not in ("", "/") or parts.query else None


def _declared(body: bytes, media_type: str | None, charset: str | None) -> str | None:
    decoded = decode(body, charset=charset, media_type=media_type)
    if isinstance(decoded, Rejection) or not is_html(decoded, media_type):
        return None
    # Imported here: few pages need it, and it brings all that reads HTML.
    from parsers.html.own_address import own_address

    return own_address(decoded, Context(default_rules()))
