"""Reads the outlet's name and the article's canonical address, both as the page declares them.

Sources of the name: og:site_name, the publisher in JSON-LD, application-name.  Sources of the address: rel=canonical,
og:url, the address in JSON-LD, else the one that the page was fetched from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from parsers.addresses import address_rules, original_address
from parsers.context import Context
from parsers.folding import key
from parsers.html.fields.candidate import Candidate, first
from parsers.html.metadata.values import as_list, raw_text, strings
from parsers.web_links import web_address

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

# Confidences (0 to 1) of the sources, chosen by hand.

#: The name: og:site_name, the publisher in JSON-LD, names of the site's application, and of any outlet in JSON-LD.
_OG_NAME, _PUBLISHER, _APPLICATION, _ANY_OUTLET = 0.95, 0.9, 0.6, 0.5
#: The address: rel=canonical, og:url, JSON-LD, and the one that the page was fetched from.
_CANONICAL, _OG_URL, _JSON_LD_URL, _FETCHED = 0.95, 0.9, 0.7, 0.5
#: Links at the top of a page among which is the one with the outlet's logo; the most words of a name.
_FIRST_LINKS, _NAME_WORDS = 12, 6
_BAR = re.compile(r"\s+[|–—-]\s+")


def read_site_name(meta: Metadata, context: Context) -> Candidate[str] | None:
    """Return the outlet's name; None when the page does not declare it."""
    return first(_names(meta))


def _names(meta: Metadata) -> Iterator[Candidate[str]]:
    """Yield candidates for the outlet's name, the most reliable first."""
    if found := meta.first("og:site_name"):
        yield Candidate(_short(found[1]), "meta", "og:site_name", _OG_NAME)
    for node in (meta.json_ld.article, meta.json_ld.page):
        for name in strings(_resolved(meta, node.get("publisher"))):
            yield Candidate(_short(name), "json_ld", "publisher", _PUBLISHER)
    if found := meta.first("application-name", "apple-mobile-web-app-title", "dc.publisher", "twitter:app:name:iphone"):
        yield Candidate(_short(found[1]), "meta", found[0], _APPLICATION)
    for node in meta.json_ld.nodes:
        if node.get("@type") in ("WebSite", "NewsMediaOrganization", "Organization"):
            for name in strings(node.get("name")):
                yield Candidate(_short(name), "json_ld", f"{node['@type']}.name", _ANY_OUTLET)


def own_keys(meta: Metadata) -> frozenset[str]:
    """Return all names that a page gives its outlet, as keys: in metadata, title, Twitter account.

    A key is a text normalised for comparison (`parsers.folding.key`).
    """
    titled = _BAR.split(meta.title)[1:]
    account = (name.lstrip("@") for name in meta.meta.get("twitter:site", ()))
    return frozenset(map(key, (*(found.value for found in _names(meta)), *titled[-1:], *account))) - {""}


def front_page_names(meta: Metadata, host: str) -> frozenset[str]:
    """Return what the first links to the front page say, as keys: mostly the outlet's name, as text or of its logo."""
    if meta.root is None:
        return frozenset()
    fronts = {"/", f"https://{host}", f"https://{host}/", f"http://{host}/"} if host else {"/"}
    links = (link for link in islice(meta.root.iter("a"), _FIRST_LINKS) if link.get("href") in fronts)
    said = (raw_text(link) or next((image.get("alt", "") for image in link.iter("img")), "") for link in links)
    return frozenset(key(text) for text in said if len(text.split()) <= _NAME_WORDS and key(text))


def _resolved(meta: Metadata, value: object) -> object:
    """Convert a JSON-LD value to a list, with references replaced by the objects that they point to."""
    return [meta.json_ld.resolve(item) for item in as_list(value)]


def _short(name: str) -> str:
    """Remove a slogan from a name: "Harbour Post | News from the coast" becomes "Harbour Post"."""
    return _BAR.split(name)[0]


def read_canonical_url(meta: Metadata, context: Context) -> Candidate[str] | None:
    """Return the article's absolute address; None when the page declares none and was read without one."""
    rules = address_rules(context.rules)
    found = first(_addresses(meta, context))
    return found._replace(value=original_address(found.value, rules)) if found else None


def _addresses(meta: Metadata, context: Context) -> Iterator[Candidate[str]]:
    """Yield candidates for the article's address, the most reliable first."""
    if meta.canonical and _is_no_home_page(meta.canonical, context.url):
        yield Candidate(meta.canonical, "layout", "link rel=canonical", _CANONICAL)
    for content in meta.meta.get("og:url", ())[:1]:
        address = _joined(context.joined_to, content)
        if address and _is_no_home_page(address, context.url):
            yield Candidate(address, "meta", "og:url", _OG_URL)
    if (address := _joined(context.base, meta.json_ld.first("url") or "")) and _is_no_home_page(address, context.url):
        yield Candidate(address, "json_ld", "url", _JSON_LD_URL)
    if address := _joined(None, context.url or ""):
        yield Candidate(address, "layout", "fetched from", _FETCHED)


def _joined(base: str | None, address: str) -> str | None:
    """Resolve an address against `base`; None when the result is no absolute web address."""
    joined = web_address(address, base)
    return joined if joined and "://" in joined else None


def _is_no_home_page(address: str, fetched: str | None) -> bool:
    """Whether an address can be the article's: it is not that of the site's home page.

    Some sites wrongly declare their home page as the address of every page.  `fetched`: the address that was fetched.
    If that is a home page itself, the result is True for any web address.
    """
    try:
        parts = urlsplit(address)
        own = urlsplit(fetched or "")
    except ValueError:
        return False
    return bool(parts.netloc) and (parts.path not in ("", "/") or bool(parts.query) or own.path in ("", "/"))
