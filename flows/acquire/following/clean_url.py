"""Cleans the address to request: absolute, and without parameters that only track a visitor.

config/rules/tracking.toml lists these parameters.  Other forms of a page (AMP, mobile) are asked for as they
are listed; when two addresses are the same page, parsers.addresses says.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from parsers.addresses import AddressRules, address_rules, is_tracking, page_key, without_line_ends
from parsers.rules import Family, default_rules

#: Longest address in characters; longer ones are attacks or mistakes, and many servers refuse them.
_LONGEST: Final = 2_000
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_IN_PATH: Final = re.compile(r";([^/;]*)")


def clean_url(url: str, tracking: Family, *, base: str | None = None) -> str | None:
    """The address to ask for: absolute, http or https, without fragment and tracking parameters.

    base: the document that names it.  None when it is not the address of a page.  A fragment that names the page ("#!")
    stays.
    """
    text = without_line_ends(url)
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
    path = _IN_PATH.sub(lambda found: "" if is_tracking(found[1], tracking) else found[0], parts.path)
    page = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit((parts.scheme, netloc, path or "/", _query(parts, tracking), page))


def _query(parts: SplitResult, tracking: Family) -> str:
    """The query without tracking parameters; "&amp;" is read as "&", which some feeds escape twice."""
    pieces = re.split("([&;])", parts.query.replace("&amp;", "&"))
    kept = [(mark, p) for mark, p in zip(["&", *pieces[1::2]], pieces[::2]) if p and not is_tracking(p, tracking)]
    return "".join(mark + piece for mark, piece in kept)[1:]


def url_key(url: str, rules: AddressRules | None = None) -> str:
    """The key that all addresses of a page share; the address itself when it is not a web address.

    rules: what an address is; None: as the project ships it.
    """
    return page_key(url, rules or address_rules(default_rules())) or url
