"""Accepts only addresses on the web, for pictures, embeds and the article itself.

Takes an address as written in a page; gives it as an absolute http or https address, or None for "javascript:",
"data:", "about:" and all other schemes, however they are spelt.  Nothing is fetched.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

_SCHEMES: Final = ("http", "https")
#: Beginnings of addresses that certainly lead to the web.
_PLAIN: Final = ("https://", "http://", "/")
#: A complete address.  urljoin would not change it, unless it has one of _EMPTY_PARTS or ends in "?", "#" or ";".
_WHOLE: Final = re.compile(r"https?://[\w.:-]+(?:[/?#][!-Z^-~]*)?", re.ASCII)
_EMPTY_PARTS: Final = ("?#", ";#", ";?")
#: Characters that browsers ignore anywhere in an address.
_OVERLOOKED: Final = dict.fromkeys(map(ord, "\t\r\n"))
#: The text before the first colon, if it is not part of a path.
_BEFORE_COLON: Final = re.compile(r"([^/?#:]*):")
#: Characters that a scheme cannot contain; they are removed, since "java\\tscript:" is a disguised scheme.
_NO_SCHEME: Final = re.compile(r"[^a-z\d+.-]+")


def web_address(address: str, base: str | None = None) -> str | None:
    """Make an absolute http or https address of an address as written in a page; None when it does not lead to the web.

    `base`: the page's own address, to which a relative one is joined.
    """
    if is_whole(address):
        return address
    written = address.translate(_OVERLOOKED).strip()
    if written[:1] in ("", "#") or not leads_to_web(written):  # "#..." is a place in the page itself.
        return None
    try:
        joined = urljoin(base if base and leads_to_web(base) else "", written)
        parts = urlsplit(joined)
        return joined if parts.hostname or not (parts.scheme or parts.netloc) else None
    except ValueError:  # As for "http://[".
        return None


def is_whole(address: str) -> bool:
    """A quick test: whether an address is a complete web address that needs no joining, as nearly all are."""
    if _WHOLE.fullmatch(address) is None or address[-1] in "?#;":
        return False
    return not any(part in address for part in _EMPTY_PARTS)


def leads_to_web(address: str) -> bool:
    """Whether an address has the scheme http or https, or none, as a relative one; others ("data:") are refused."""
    if address.startswith(_PLAIN):
        return True
    named = _BEFORE_COLON.match(address)
    scheme = _NO_SCHEME.sub("", named[1].lower()) if named else ""
    # A scheme begins with a letter, so "12:30.jpg" is a path.
    return not scheme[:1].isalpha() or scheme in _SCHEMES
