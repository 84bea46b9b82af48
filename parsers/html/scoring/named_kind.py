"""Tells what kind of page an address, the system that made the page, or its declared type names: a forum, a front page.

Takes what the page declares (Metadata), its address and the rules of config/rules/refusals.toml; gives a Rejection, or
None where nothing names a kind.  It reads no text and judges nothing: a page may be an article all the same, and the
caller decides how likely that must be.  The models cannot learn these names, since each is on few pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from parsers.context import Context
from parsers.html.metadata import Metadata
from parsers.html.metadata.values import types
from parsers.lines.refusals import refusal_rules
from parsers.model import Rejection

#: Parts of the paths of stories, before the story's own: years and the names of collections of stories.
_COLLECTIONS: Final = frozenset(
    ("news", "article", "articles", "story", "stories", "blog", "blogs", "post", "posts", *map(str, range(1990, 2100)))
)
#: The fewest hyphens in the last part of such a path, which repeats the words of the headline.  Chosen by hand.
_HYPHENS: Final = 3
#: Kinds of pages that some sites declare as the canonical address of the stories below them.
_FRONTS: Final = frozenset(("home_page", "listing"))
#: Characters of an address, of class names and so on that are searched; hardly any are longer.
_LONGEST: Final = 1_000


def is_story_address(address: str | None) -> bool:
    """Whether an address is built like a story's: "/blog/2024/how-the-ferry-was-lost".

    Its path has a collection of stories or a year, and ends with the words of a headline.
    """
    *above, last = urlsplit((address or "").lower()).path.strip("/").split("/")
    return last.count("-") >= _HYPHENS and not _COLLECTIONS.isdisjoint(above)


def named_kind(meta: Metadata, context: Context) -> Rejection | None:
    """Return the Rejection of a page that is named as another kind of page than an article; None for any other."""
    return _named(_names(meta, context.url or meta.canonical), context)


def named_by_system(meta: Metadata, context: Context) -> Rejection | None:
    """Return the Rejection of a page whose system or declared type names it as another kind; None for any other.

    For pages that show no text: a story's shell may have a front's address, but the software of forums makes forums.
    """
    return _named(_names(meta, None), context)


def _named(names: Iterable[tuple[str, str]], context: Context) -> Rejection | None:
    """Return the Rejection by the first of `names` (see `_names`) that a rule knows; None without one."""
    family = context.rules.family("refusals")
    for part, text in names:
        for rule in refusal_rules(family, part):
            reason = str(rule.data["reason"])
            if part == "path" and reason in _FRONTS and not context.url:
                continue
            if rule.pattern.search(text[:_LONGEST]):
                return Rejection(reason, f"Its {_CALLED[part]} is that of such a page ({rule.id}).")
    return None


#: What a rule's part is called in the sentence of a Rejection.
_CALLED: Final = {
    "path": "address",
    "host": "address",
    "page_class": "system",
    "generator": "system",
    "noscript_id": "system",
    "page_type": "declared type",
}


def _names(meta: Metadata, address: str | None) -> Iterator[tuple[str, str]]:
    """Yield what may name the kind of a page: the part of the rules for it (a key of _CALLED), and the text to search.

    `address`: the page's own, None when unknown.
    """
    parts = urlsplit((address or "").lower())
    # A story whose address got lost on the way was found at the front of its site, but knows its own.
    if parts.netloc and (parts.path.strip("/") or not is_story_address(meta.canonical)):
        yield "path", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        yield "host", parts.netloc
    if meta.root is not None:
        elements = [meta.root, *meta.root.iterchildren("body")]
        names = (element.get(key) or "" for element in elements for key in ("class", "id"))
        yield "page_class", f" {' '.join(' '.join(names).lower().split())} "
        yield "noscript_id", f" {' '.join(element.get('id') or '' for element in meta.root.iter('noscript'))} "
    yield "generator", " ".join(meta.meta.get("generator", ()))
    declared = (*meta.meta.get("og:type", ()), *(name for node in meta.json_ld.nodes for name in types(node)))
    yield "page_type", f" {' '.join(declared)} "
