"""Reads what a page declares about itself: JSON-LD, meta tags, microdata, title, canonical link, time elements.

`read_metadata` takes the parsed tree and gives one Metadata.  It judges nothing: `parsers.html.fields` decides which
of the declared values are right.  The tree is searched with a few of lxml's own filters, since a walk in Python is
slow.

`heads` are the page's meta, script, title, h1, time, base and template elements by their tag.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from lxml.etree import XPath, _Element

from parsers.addresses import address_rules, original_address
from parsers.context import Context
from parsers.html.metadata.json_in_meta import PAGES, SCRIPT, parsely_facts, scripts_in_meta
from parsers.html.metadata.json_ld import JsonLd, read_json_ld
from parsers.html.metadata.values import clean_value, element_text, without_entities
from parsers.web_links import web_address

__all__ = ["Heads", "JsonLd", "Metadata", "Stamp", "find_heads", "read_metadata", "with_base"]

#: Elements by tag.
Heads = dict[str, list[Any]]

#: The most elements of one kind (h1, time, or one microdata property) that are read; pages with more of them list
#: other articles.  Chosen by hand.
_MANY = 40


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time element, or an element with a datePublished or dateModified property."""

    #: The value of its datetime or content attribute; "" without one.
    value: str
    #: Its text as shown on the page.
    text: str
    element: Any


@dataclass(frozen=True, slots=True)
class Metadata:
    """What one page declares about itself."""

    json_ld: JsonLd = field(default_factory=JsonLd)
    #: Meta tags: lower-case name, property, itemprop or http-equiv -> cleaned contents in document order.
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: The page's time elements, in document order.
    times: tuple[Stamp, ...] = ()
    #: Text of the title element.
    title: str = ""
    #: Texts of the h1 elements, in document order.
    h1s: tuple[str, ...] = ()
    #: The lang attribute of the html element (else of body), as declared.
    lang: str | None = None
    #: The absolute address in link rel=canonical.
    canonical: str | None = None
    #: The html element; `items` searches it for microdata.
    root: Any = None
    #: The page's mark-up in UTF-8, in which readers look for names before they search the tree; None when unknown.
    source: bytes | None = field(default=None, repr=False)
    #: Elements by microdata property, in document order; filled in by the first call of `items`.
    properties: dict[str, list[Any]] = field(default_factory=dict)

    def first(self, *names: str) -> tuple[str, str] | None:
        """Return the (name, content) of the first of these meta tags that has content, in the order of `names`.

        None when no tag has any.
        """
        for name in names:
            for content in self.meta.get(name, ()):
                if content:
                    return name, content
        return None

    def items(self, name: str) -> tuple[Any, ...]:
        """Return the first elements (40 at most) with an itemprop attribute of this name, in document order."""
        # Most pages do not have the name, which a search in the mark-up finds out in a quarter of the tree's time.
        if self.root is None or (self.source is not None and name.encode() not in self.source):
            return ()
        if not self.properties:
            self.properties.update(_properties(self.root))
        return tuple(self.properties.get(name, ())[:_MANY])


def _properties(root: _Element) -> dict[str, list[Any]]:
    """Map each microdata property (itemprop) of the page to its elements, in document order.

    The result always has the key "", and so is never empty: an empty one would tell Metadata to search the page again.
    """
    found: dict[str, list[Any]] = {"": []}
    elements: Any = _ITEMS(root)
    for element in elements:
        for name in dict.fromkeys(element.get("itemprop").split()):
            found.setdefault(name, []).append(element)
    return found


#: Finds the elements that have an itemprop, in half the time of testing every element.
_ITEMS = XPath("descendant-or-self::*/@itemprop/..")


def read_metadata(
    root: _Element, context: Context, heads: Heads | None = None, *, source: bytes | None = None
) -> Metadata:
    """Collect everything that a page declares about itself.

    `root`: the `html` element.  `context` (see `with_base`) gives the address to which relative addresses are joined.
    `heads` (the result of `find_heads`) and `source` (the mark-up in UTF-8) save time when the caller already has them.
    """
    heads = heads or find_heads(root)
    meta = _meta(heads["meta"])
    h1s = tuple(filter(None, (element_text(h1) for h1 in heads["h1"][:_MANY])))
    # An iterator, so that the search stops at the canonical link: pages have many link elements, and it comes early.
    canonical = _canonical(root.iter("link"), context.joined_to)
    canonical = original_address(canonical, address_rules(context.rules)) if canonical else None
    addresses = (canonical, context.url, *meta.get("og:url", ()))
    scripts = (script.text or "" for script in heads["script"] if "ld+json" in (script.get("type") or "").lower())
    json_ld = read_json_ld(
        chain(scripts, scripts_in_meta(heads["meta"]) if SCRIPT in meta else ()),
        addresses=filter(None, addresses),
        titles=(*h1s, *meta.get("og:title", ())),
    )
    return Metadata(
        json_ld=json_ld,
        meta=meta,
        times=tuple(
            Stamp(time.get("datetime") or time.get("title") or "", element_text(time), time)
            for time in heads["time"][:_MANY]
        ),
        title=without_entities(element_text(heads["title"][0])) if heads["title"] else "",
        h1s=h1s,
        lang=_lang(root),
        canonical=canonical,
        root=root,
        source=source,
    )


def with_base(heads: Heads, context: Context) -> Context:
    """Add the address of the page's base element to the context, if it has a usable one; else return it unchanged.

    Relative addresses in the page are joined to that address.
    """
    for element in heads["base"]:
        if href := (element.get("href") or "").strip():
            base = web_address(href, context.joined_to)
            return replace(context, base=base) if base and "://" in base else context
    return context


def find_heads(root: _Element) -> Heads:
    """Map the tags meta, script, title, h1, time, base and template to the page's elements, in document order.

    One pass of lxml's own filter finds them all.
    """
    found: Heads = {tag: [] for tag in ("meta", "script", "title", "h1", "time", "base", "template")}
    for element in root.iter(*found):
        found[element.tag].append(element)
    return found


def _meta(elements: Sequence[Any]) -> dict[str, tuple[str, ...]]:
    """Map the name of each meta tag, in small letters, to the contents of the tags with this name.

    Parse.ly's author and day (`parsely_facts`) are among them.
    """
    found: dict[str, tuple[str, ...]] = {}
    for element in elements:
        get = element.get
        # Early Twitter cards used "value" instead of "content", and some archives write all meta tags that way.
        if content := get("content") or get("value"):
            content = clean_value(content)
            # A tag may have both "name" (the site's own key) and "property" (the standard key): both are stored.
            for attribute in _KEYS:
                if key := get(attribute):
                    # Dublin Core's prefix is set off by a full stop in meta names, by a colon in RDFa.
                    key = key.strip().lower()
                    key = key.replace(":", ".", 1) if key.startswith(_DUBLIN_CORE) else key
                    found[key] = (*found[key], content) if key in found else (content,)
    return parsely_facts(elements) | found if PAGES & found.keys() else found


_DUBLIN_CORE = ("dc:", "dcterms:")
_KEYS = ("property", "name", "itemprop", "http-equiv")


def _canonical(links: Iterable[Any], url: str | None) -> str | None:
    """Return the absolute address in the first link element with rel=canonical; None without a usable one.

    `links`: the link elements.  `url`: the address to which a relative one is joined.
    """
    for link in links:
        if "canonical" in (link.get("rel") or "").lower().split() and (href := (link.get("href") or "").strip()):
            return web_address(href, url)
    return None


def _lang(root: _Element) -> str | None:
    """Return the declared language of the html element, else of the body element; None without one."""
    return _own_lang(root) or next(map(_own_lang, root.iterchildren("body")), None)


def _own_lang(element: _Element) -> str | None:
    """Return the language in the lang attributes of one element; None without one."""
    get = element.get
    lang = get("lang") or get("{http://www.w3.org/XML/1998/namespace}lang") or get("xml:lang")
    return str(lang).strip() if lang else None
