"""What a page declares about itself: JSON-LD, meta tags, microdata, title, canonical link, time elements.

read_metadata takes the parsed tree and gives one Metadata; field readers use it to find the matching text in
the page.  A few passes in C, no walk in Python.  It believes nothing: which value is right is the fields' to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml.etree import XPath, _Element

from parsers.context import Context
from parsers.html.metadata.json_ld import JsonLd, read_json_ld
from parsers.html.metadata.values import clean_value, element_text
from parsers.web_links import web_address

__all__ = ["JsonLd", "Metadata", "Stamp", "read_metadata"]

#: Elements that one property may stand in; pages with more list other articles.
_MANY = 40


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time element, or an element with a datePublished or dateModified property."""

    #: Its datetime or content attribute.
    value: str
    #: Its text.
    text: str
    element: Any


@dataclass(frozen=True, slots=True)
class Metadata:
    """What one page declares about itself."""

    json_ld: JsonLd = field(default_factory=JsonLd)
    #: Lower-case name, property or http-equiv -> contents in order, cleaned.
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    times: tuple[Stamp, ...] = ()
    #: Text of the title element.
    title: str = ""
    h1s: tuple[str, ...] = ()
    #: The lang attribute of html (or body), as declared.
    lang: str | None = None
    #: Absolute, from link rel=canonical.
    canonical: str | None = None
    #: The html element, for what is read only when it is asked for.
    root: Any = None
    #: The elements with microdata properties by property, in order; filled in when one is first asked for.
    properties: dict[str, list[Any]] = field(default_factory=dict)

    def first(self, *names: str) -> tuple[str, str] | None:
        """(name, content) of the first meta tag with one of the names and any content, names in order."""
        for name in names:
            for content in self.meta.get(name, ()):
                if content:
                    return name, content
        return None

    def items(self, name: str) -> tuple[Any, ...]:
        """The first elements with a microdata property, in order; looks through the whole page."""
        if self.root is None:
            return ()
        if not self.properties:
            self.properties.update(_properties(self.root))
        return tuple(self.properties.get(name, ())[:_MANY])


def _properties(root: _Element) -> dict[str, list[Any]]:
    """The elements by the properties that they name; an empty one stands for all that name none."""
    found: dict[str, list[Any]] = {"": []}
    elements: Any = _ITEMS(root)
    for element in elements:
        for name in dict.fromkeys(element.get("itemprop").split()):
            found.setdefault(name, []).append(element)
    return found


#: Twice as fast as a test of every element.
_ITEMS = XPath("descendant-or-self::*/@itemprop/..")


def read_metadata(root: _Element, context: Context) -> Metadata:
    """Everything the tree declares; root is the html element of the document."""
    heads = _heads(root)
    meta = _meta(heads["meta"])
    h1s = tuple(filter(None, (element_text(h1) for h1 in heads["h1"][:_MANY])))
    # Pages have many links, and the one that counts is among the first.
    canonical = _canonical(root.iter("link"), context.url)
    addresses = (canonical, context.url, *meta.get("og:url", ()))
    json_ld = read_json_ld(
        (script.text or "" for script in heads["script"] if "ld+json" in (script.get("type") or "").lower()),
        addresses=filter(None, addresses),
        titles=(*h1s, *meta.get("og:title", ())),
    )
    return Metadata(
        json_ld=json_ld,
        meta=meta,
        times=tuple(Stamp(time.get("datetime") or "", element_text(time), time) for time in heads["time"][:_MANY]),
        title=element_text(heads["title"][0]) if heads["title"] else "",
        h1s=h1s,
        lang=_lang(root),
        canonical=canonical,
        root=root,
    )


def _heads(root: _Element) -> dict[str, list[Any]]:
    """The elements that declare something, by tag, in one pass of lxml's own filter."""
    found: dict[str, list[Any]] = {tag: [] for tag in ("meta", "script", "title", "h1", "time")}
    for element in root.iter(*found):
        found[element.tag].append(element)
    return found


def _meta(elements: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for element in elements:
        get = element.get
        # Twitter's first cards had "value" where all others have "content", and some archives write every page so.
        if content := get("content") or get("value"):
            content = clean_value(content)
            # Some templates give both; "name" is then the site's own key and "property" the standard one.
            for attribute in _KEYS:
                if key := get(attribute):
                    key = key.strip().lower()
                    found[key] = (*found[key], content) if key in found else (content,)
    return found


_KEYS = ("property", "name", "itemprop", "http-equiv")


def _canonical(links: Iterable[Any], url: str | None) -> str | None:
    for link in links:
        if "canonical" in (link.get("rel") or "").lower().split() and (href := (link.get("href") or "").strip()):
            return web_address(href, url)
    return None


def _lang(root: _Element) -> str | None:
    """The language of the html element, else of the body."""
    return _own_lang(root) or next(map(_own_lang, root.iterchildren("body")), None)


def _own_lang(element: _Element) -> str | None:
    get = element.get
    lang = get("lang") or get("{http://www.w3.org/XML/1998/namespace}lang") or get("xml:lang")
    return str(lang).strip() if lang else None
