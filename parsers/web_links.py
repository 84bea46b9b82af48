"""Addresses that lead somewhere on the web: what may be the address of a picture, an embed or the article itself.

Only http and https do, and what is joined to one of them; "javascript:", "data:", "about:" and all other schemes give
nothing, however they are written.  Takes an address as it stands in a page; fetches nothing.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

_SCHEMES: Final = ("http", "https")
_PLAIN: Final = ("https://", "http://", "/")
#: An address that joining to a base would not change, unless it holds one of these or ends in a part of them.
_WHOLE: Final = re.compile(r"https?://[\w.:-]+(?:[/?#][!-Z^-~]*)?", re.ASCII)
_EMPTY_PARTS: Final = ("?#", ";#", ";?")
#: What browsers overlook wherever it stands in an address.
_OVERLOOKED: Final = dict.fromkeys(map(ord, "\t\r\n"))
#: What stands before the first colon, if no part of a path does.
_BEFORE_COLON: Final = re.compile(r"([^/?#:]*):")
#: Everything that no scheme holds: "java\\tscript:" is meant to be read as one all the same.
_NO_SCHEME: Final = re.compile(r"[^a-z\d+.-]+")


def web_address(address: str, base: str | None = None) -> str | None:
    """An address, joined to that of its page where this is known; None when it does not lead to the web."""
    if is_whole(address):
        return address
    written = address.translate(_OVERLOOKED).strip()
    if written[:1] in ("", "#") or not leads_to_web(written):  # "#" leads to the page itself
        return None
    try:
        joined = urljoin(base if base and leads_to_web(base) else "", written)
        parts = urlsplit(joined)
        return joined if parts.hostname or not (parts.scheme or parts.netloc) else None
    except ValueError:  # "http://[" and the like
        return None


def is_whole(address: str) -> bool:
    """Whether an address is a plain one of the web with its host, as nearly all are."""
    if _WHOLE.fullmatch(address) is None or address[-1] in "?#;":
        return False
    return not any(part in address for part in _EMPTY_PARTS)


def leads_to_web(address: str) -> bool:
    """Whether an address begins like one of the web, or like a path, which takes its scheme from the page."""
    if address.startswith(_PLAIN):
        return True
    named = _BEFORE_COLON.match(address)
    scheme = _NO_SCHEME.sub("", named[1].lower()) if named else ""
    # A scheme begins with a letter: "12:30.jpg" is a path.
    return not scheme[:1].isalpha() or scheme in _SCHEMES
