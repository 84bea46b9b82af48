"""Finds the address that a page declares, for pages that are stored without one.

Takes the bytes of a page; gives the address in its canonical link, og:url or JSON-LD.  Parses nothing else.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flows.acquire.web_address import page_address
from parsers import Rejection
from parsers.context import Context
from parsers.decoding.decode import decode, is_html
from parsers.rules import default_rules


def declared_address(body: bytes, media_type: str | None, charset: str | None) -> str | None:
    """Return the absolute http or https address that a page declares; None for a page that declares none.

    None also for the address of a front page.  `media_type`, `charset`: as declared outside the body.  Never raises: a
    page that cannot be decoded gives None, and its parser reports why.
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
    decoded = decode(body, charset=charset)
    if isinstance(decoded, Rejection) or not is_html(decoded, media_type, default_rules()):
        return None
    # Imported here: few pages need it, and it loads the whole HTML parser.
    from parsers.html.own_address import own_address

    return own_address(decoded, Context(default_rules()))
