"""Whether an element links to another page of the same site, as the title of a teaser does.

Takes elements and `address`, that of the page that is read.  The first link in an element counts, else the link that
encloses it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit


def leads_to_story(node: Any, address: str | None) -> bool:
    """Whether an element, or the link that encloses it, leads to another page of the same site.

    Without an `address` every link to another page counts.  "news.example.com" and "example.com" are one site.
    """
    return is_other_page(_target(node), address)


def lead_to_one_page(nodes: Iterable[Any]) -> bool:
    """Whether all elements have the same link, as a title and the "Read the whole story" below it have.

    True also if none has a link.
    """
    return len(set(map(_target, nodes))) == 1


def _target(node: Any) -> str:
    """Return the address of the first link in an element, else of the link that encloses it; "" without a link."""
    link = next(node.iter("a"), None)
    if link is None:
        link = next(node.iterancestors("a"), None)
    return link.get("href") or "" if link is not None else ""


def is_other_page(href: str, address: str | None) -> bool:
    """Whether `href`, a link as written in the page, leads to another page of the same site."""
    href = href.strip()
    if not href or href.startswith("#"):
        return False
    try:
        target = urldefrag(urljoin(address or "", href)).url
        parts, own = urlsplit(target), urlsplit(address or "").hostname
        host = parts.hostname
    except ValueError:
        return False
    if parts.scheme not in ("", "http", "https") or target == urldefrag(address or "").url:
        return False
    return host is None or own is None or _is_one_site(host, own)


def _is_one_site(one: str, other: str) -> bool:
    """Whether two hosts are one site: the same without "www.", or one is a subdomain of the other."""
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
