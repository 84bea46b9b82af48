"""Cleans a listed address before it is requested: makes it absolute and removes tracking parameters.

A listed address is one that a feed or sitemap names.  config/rules/tracking.toml lists the parameters (`tracking`).
AMP and mobile addresses are requested as listed; parsers.addresses decides which addresses are the same page.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from parsers.addresses import AddressRules, address_rules, is_tracking, page_key, without_line_ends
from parsers.rules import Family, default_rules

#: Longest address in characters; longer ones are attacks or mistakes, and many servers refuse them.
_MAX_URL_LENGTH: Final = 2_000
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
#: An address that is the same in whatever document it stands; those with ";" are left to the standard library.
_ABSOLUTE: Final = re.compile(r"https?://[^/?#;\\\s]+(?:[/?#][^;]*)?")
_IN_PATH: Final = re.compile(r";([^/;]*)")


def clean_url(url: str, tracking: Family, *, base: str | None = None) -> str | None:
    """Return the address to request for a listed one: absolute, without fragment and tracking parameters.

    "/storm?id=7&utm_source=rss#top" on https://herald.example gives "https://herald.example/storm?id=7".  `tracking`:
    the rules of config/rules/tracking.toml.  `base`: address of the document that lists it, for relative links.  A
    fragment that names the page ("#!...") is kept.  None when the address is too long or is no http or https address.
    """
    text = without_line_ends(url)
    try:
        parts = urlsplit(text if base is None or _ABSOLUTE.fullmatch(text) else urljoin(base, text))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host or len(text) > _MAX_URL_LENGTH:
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    path = _IN_PATH.sub(lambda found: "" if is_tracking(found[1], tracking) else found[0], parts.path)
    page = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit((parts.scheme, netloc, path or "/", _query(parts, tracking), page))


def absolute(url: str, base: str) -> str:
    """Make a listed address absolute; an address with which that fails is returned unchanged.

    `base`: the address of the document that lists it.
    """
    try:
        return url if _ABSOLUTE.fullmatch(url) else urljoin(base, without_line_ends(url))
    except ValueError:
        return url


def _query(parts: SplitResult, tracking: Family) -> str:
    """Return the query without tracking parameters; "&amp;" is read as "&", since some feeds escape it twice."""
    pieces = re.split("([&;])", parts.query.replace("&amp;", "&"))
    kept = [(mark, p) for mark, p in zip(["&", *pieces[1::2]], pieces[::2]) if p and not is_tracking(p, tracking)]
    return "".join(mark + piece for mark, piece in kept)[1:]


def url_key(url: str, rules: AddressRules | None = None) -> str:
    """The key that all addresses of a page share: "http://www.a.example/x/?utm_source=1" gives "a.example/x".

    A text that is no web address is its own key.  `rules`: which parts of an address do not matter; None: the shipped
    rules.
    """
    return page_key(url, rules or address_rules(default_rules())) or url
