"""The outlet's name and the article's canonical address.

Both come from declarations: og:site_name, the publisher of JSON-LD, application-name; rel=canonical, og:url, the
address of the JSON-LD node, else the address that the page was fetched from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from parsers.context import Context
from parsers.html.fields.candidate import Candidate, first
from parsers.html.metadata.values import strings
from parsers.web_links import web_address

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

_BAR = re.compile(r"\s+[|–—-]\s+")


def read_site_name(meta: Metadata, context: Context) -> Candidate[str] | None:
    """The outlet's name; None when the page does not say it."""
    return first(_names(meta))


def _names(meta: Metadata) -> Iterator[Candidate[str]]:
    if found := meta.first("og:site_name"):
        yield Candidate(_short(found[1]), "meta", "og:site_name", 0.95)
    for node in (meta.json_ld.article, meta.json_ld.page):
        for name in strings(_resolved(meta, node.get("publisher"))):
            yield Candidate(_short(name), "json_ld", "publisher", 0.9)
    if found := meta.first("application-name", "apple-mobile-web-app-title", "dc.publisher", "twitter:app:name:iphone"):
        yield Candidate(_short(found[1]), "meta", found[0], 0.6)
    for node in meta.json_ld.nodes:
        if node.get("@type") in ("WebSite", "NewsMediaOrganization", "Organization"):
            for name in strings(node.get("name")):
                yield Candidate(_short(name), "json_ld", f"{node['@type']}.name", 0.5)


def _resolved(meta: Metadata, value: object) -> object:
    values = value if isinstance(value, list) else [value]
    return [meta.json_ld.resolve(item) for item in values]


def _short(name: str) -> str:
    """ "Harbour Post | News from the coast" -> "Harbour Post"."""
    return _BAR.split(name)[0]


def read_canonical_url(meta: Metadata, context: Context) -> Candidate[str] | None:
    """The article's address, absolute; None when neither the page nor the fetch gives one."""
    return first(_addresses(meta, context))


def _addresses(meta: Metadata, context: Context) -> Iterator[Candidate[str]]:
    if meta.canonical and _deep(meta.canonical, context.url):
        yield Candidate(meta.canonical, "layout", "link rel=canonical", 0.95)
    for content in meta.meta.get("og:url", ())[:1]:
        address = _joined(context.url, content)
        if address and _deep(address, context.url):
            yield Candidate(address, "meta", "og:url", 0.9)
    if (address := _joined(None, meta.json_ld.first("url") or "")) and _deep(address, context.url):
        yield Candidate(address, "json_ld", "url", 0.7)
    if address := _joined(None, context.url or ""):
        yield Candidate(address, "layout", "fetched from", 0.5)


def _joined(base: str | None, address: str) -> str | None:
    """An address of the web with its host; None for all others."""
    joined = web_address(address, base)
    return joined if joined and "://" in joined else None


def _deep(address: str, fetched: str | None) -> bool:
    """Whether an address names a page, where a home page is declared for every page of some sites."""
    try:
        parts = urlsplit(address)
        own = urlsplit(fetched or "")
    except ValueError:
        return False
    return bool(parts.netloc) and (parts.path not in ("", "/") or bool(parts.query) or own.path in ("", "/"))
