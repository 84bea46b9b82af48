"""Reads from one page of an outlet the links to its feeds and sitemaps, and the outlet's name, language and time zone.

A list is a feed or a sitemap.  Takes the bytes of an HTML page; gives the lists that its head declares (link
rel=alternate), links that look like feeds, and title, language and time zone as declared.  A page that cannot be read
gives nothing.  Requests nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

from flows.acquire.discovering.list_hints import Hints
from parsers import Rejection
from parsers.config_files.value_checks import language, usual_spelling, zone
from parsers.decoding.decode import decode
from parsers.html.markup.size_limits import refuse_size
from parsers.html.markup.tree import build

#: Types by which a link in a head declares a feed (RSS Autodiscovery, Atom, JSON Feed), and those of old systems.
_FEED_TYPE: Final = re.compile(
    r"\s*(?:application|text)/(?:(?:x[.-])?(?:rss|atom|rdf)(?:\+xml)?|feed\+json|json|xml)\s*(?:;|\Z)", re.IGNORECASE
)
#: "feed:" before a web address, or "feed://" in place of its scheme.
_FEED_SCHEME: Final = re.compile(r"feed:(?:(?=https?://)|(//)(?!https?://)|//)", re.IGNORECASE)
#: Most characters of the text of a link to a feed; longer ones are headlines.
_TEXT: Final = 80


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may lead to a feed or sitemap: its absolute address, and its title or text."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class SitePage:
    """What one page tells of its outlet: links to feeds and sitemaps, title, language and time zone."""

    #: Feeds that the head declares, in its order.
    declared: tuple[Link, ...] = ()
    #: Links in the page that look like feeds by their address or text, the last first: most stand in the foot.
    linked: tuple[Link, ...] = ()
    #: Sitemaps that the head declares.
    sitemaps: tuple[Link, ...] = ()
    #: What the site calls itself, as declared; and the title of this page.
    name: str | None = None
    title: str | None = None
    language: str | None = None
    timezone: str | None = None


def read_site_page(body: bytes, *, url: str, charset: str | None, hints: Hints) -> SitePage:
    """Read what a page tells of its outlet; return an empty SitePage for a page that cannot be read.

    `url`: of the page, for relative links.  `charset`: as the server declared it.
    """
    decoded = decode(body, charset=charset)
    if isinstance(decoded, Rejection):
        return SitePage()
    page = decoded.text.encode("utf-8", "replace")
    root = refuse_size(page) or build(page)
    if isinstance(root, Rejection):
        return SitePage()
    head = next((node for node in root.iter("title")), None)
    return SitePage(
        declared=_whole(_declared(root, hints), root, url),
        linked=_whole(_linked(root, hints), root, url),
        sitemaps=_whole((Link(_href(n)) for n in root.iter("link") if "sitemap" in _rel(n) and _href(n)), root, url),
        name=_line(_meta(root, "property", "og:site_name") or _meta(root, "name", "application-name")) or None,
        title=_line("".join(map(str, head.itertext()))) or None if head is not None else None,
        language=declared_language(root.get("lang") or _meta(root, "http-equiv", "content-language")),
        timezone=timezone if zone(timezone := _meta(root, "name", "timezone")) is None else None,
    )


def _declared(root: Any, hints: Hints) -> Iterator[Link]:
    """Yield the feeds that the page declares with <link rel="alternate"> or rel="feed", with addresses as written."""
    for node in root.iter("link"):
        href, kind = _href(node), node.get("type") or ""
        if href and is_of_a_feed(_rel(node), kind) and not hints.say("other", "address", href):
            yield Link(href, _line(node.get("title") or ""))


def is_of_a_feed(rel: set[str], kind: str) -> bool:
    """Whether a declared link leads to a feed, by its relations (`rel`) and its media type (`kind`, "" without one)."""
    if not {"alternate", "feed"} & rel:
        return False
    return bool(_FEED_TYPE.match(kind)) or (not kind and "feed" in rel)


def _linked(root: Any, hints: Hints) -> list[Link]:
    """Return the links in the page whose address or text looks like a feed's; the last link of the page comes first."""
    found = []
    for node in root.iter("a"):
        href = _href(node)
        if not href or hints.say("other", "address", href):
            continue
        # The text of a link to a feed is a word or two, or a picture with such a name.
        named = [node.get("title") or "", node.get("aria-label") or "", *(p.get("alt") or "" for p in node.iter("img"))]
        text = _line(" ".join(["".join(node.itertext()), *named]))
        if hints.say("feed", "address", href) or (len(text) <= _TEXT and hints.say("feed", "title", text)):
            found.append(Link(href, text[:_TEXT]))
    return found[::-1]


def _href(node: Any) -> str:
    return without_feed_scheme(str(node.get("href") or "").strip())


def without_feed_scheme(link: str) -> str:
    """Return a link that old systems wrote with the scheme "feed" as the web address that it stands for.

    "feed:https://a.example/rss" gives "https://a.example/rss", "feed://a.example/rss" gives "http://a.example/rss".
    """
    found = _FEED_SCHEME.match(link)
    return link if found is None else ("http://" if found[1] else "") + link[found.end() :]


def _rel(node: Any) -> set[str]:
    return set((node.get("rel") or "").lower().split())


def _whole(links: Iterable[Link], root: Any, url: str) -> tuple[Link, ...]:
    """Return the links with absolute addresses, by the page's <base> if it has one.

    Links that do not lead to a web address are left out.  `url`: of the page.
    """
    base = next((href for node in root.iter("base") if (href := _href(node))), "")
    found = []
    for link in links:
        try:
            found.append(Link(urljoin(urljoin(url, base), link.url), link.title))
        except ValueError:  # "http://[": no address
            continue
    return tuple(link for link in found if link.url.startswith(("http://", "https://")))


def _meta(root: Any, by: str, name: str) -> str:
    found = (node.get("content") for node in root.iter("meta") if (node.get(by) or "").strip().lower() == name)
    return next((value.strip() for value in found if value and value.strip()), "")


def declared_language(said: str | None) -> str | None:
    """Return a declared language as a BCP 47 code: "en_US" gives "en-US"; None for a text without a language code."""
    whole = usual_spelling((said or "").strip())
    return next((code for code in (whole, whole.split("-")[0]) if code and language(code) is None), None)


def _line(text: str) -> str:
    return "".join(c for c in " ".join(text.split()) if c.isprintable())
