"""Addresses of pages: absolute, without what only says how a reader came, and a key by which two of them are the same.

Which parameters those are, config/rules/tracking.toml says.  courlan's cleaning was tried and is not used: it drops
parameters by their beginning ("ga" takes "gallery", "cid" is the article's number on some sites) and follows addresses
inside parameters, which suits a crawler that meets links in the wild but loses articles of a feed.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from parsers.rules import Family

#: Longer ones are attacks or mistakes; browsers and servers stop at about this length, too.
_LONGEST: Final = 2_000
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_INDEX: Final = re.compile(r"/(?:index\.(?:html?|php))?$", re.IGNORECASE)


def clean_url(url: str, tracking: Family, *, base: str | None = None) -> str | None:
    """The address to ask for: absolute, http or https, without fragment and tracking parameters.

    base: the document that names it.  None for what is no address of a page.
    """
    text = "".join(url.split())
    try:
        parts = urlsplit(urljoin(base, text) if base else text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host or len(text) > _LONGEST:
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    return urlunsplit((parts.scheme, netloc, parts.path or "/", _query(parts, tracking), ""))


def _query(parts: SplitResult, tracking: Family) -> str:
    kept = [p for p in parts.query.split("&") if p and not any(rule.pattern.search(p) for rule in tracking.rules)]
    return "&".join(kept)


def url_key(url: str) -> str:
    """What two addresses of the same page have in common: no scheme, no "www.", no slash or index page at the end."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removeprefix("www.")
    path = _INDEX.sub("", parts.path) if not parts.query else parts.path
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{host}{path}?{query}" if query else f"{host}{path}"
