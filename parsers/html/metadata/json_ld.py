"""Reads the JSON-LD of a page: all its nodes, and the one that describes the article.

A node is one JSON object.  Takes the texts of the script elements and returns a flat tuple of nodes, however they are
nested: one object, arrays, @graph, several scripts, broken JSON.  References ({"@id": ...}) can be resolved.  Decides
no field's value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from parsers.folding import key
from parsers.html.metadata.repair import load_json
from parsers.html.metadata.values import Node, as_list, first_string, strings, types

#: schema.org types of one piece of journalism or prose, best first.
ARTICLE_TYPES = (
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "SatiricalArticle",
    "LiveBlogPosting",
    "Article",
    "BlogPosting",
    "AdvertiserContentArticle",
    "ScholarlyArticle",
    "MedicalScholarlyArticle",
    "TechArticle",
    "Report",
    "SocialMediaPosting",
    "DiscussionForumPosting",
    "Review",
    "ClaimReview",
    "Recipe",
    "PodcastEpisode",
    "VideoObject",
)
#: schema.org types that describe a page rather than what is written on it.
PAGE_TYPES = frozenset(("WebPage", "ItemPage", "AboutPage", "QAPage", "FAQPage", "MedicalWebPage"))

_RANK = {name: rank for rank, name in enumerate(ARTICLE_TYPES)}
#: Levels of nesting that are searched for nodes; chosen by hand, to bound the work for hostile pages.
_DEPTH = 12


@dataclass(frozen=True, slots=True)
class JsonLd:
    """The JSON-LD of one page; each object in it is a node."""

    #: Independent nodes (at the top level, in @graph, under mainEntity), in order.
    nodes: tuple[Node, ...] = ()
    #: The node that describes the page's article; empty when there is none.
    article: Node = field(default_factory=dict)
    #: The node that describes the page itself (WebPage); empty when there is none.
    page: Node = field(default_factory=dict)
    #: Nodes by @id; filled in when the first reference is resolved.
    by_id: dict[str, Node] = field(default_factory=dict)

    def resolve(self, value: Any) -> Any:
        """Replace a reference ({"@id": ...}) by the node that it points to; any other value stays as it is.

        A reference to a node that the page does not have stays, too.
        """
        # A page with a single node has nothing to refer to.
        if isinstance(value, dict) and "@id" in value and len(value) <= 2 and len(self.nodes) > 1:
            if not self.by_id:
                for node in self.nodes:
                    _index(node, self.by_id, 0)
            return self.by_id.get(str(value["@id"]), value)
        return value

    def first(self, *keys: str) -> str | None:
        """Return the first non-empty string under one of the JSON keys in the article's node, else in the page's.

        None without one.
        """
        for node in (self.article, self.page):
            for name in keys:
                for text in strings(node.get(name)):
                    return text
        return None


def read_json_ld(scripts: Iterable[str], *, addresses: Iterable[str], titles: Iterable[str]) -> JsonLd:
    """Read all JSON-LD of a page from the texts of its script elements.

    Among several articles, the page's own is chosen by `addresses` (the page's URLs) and `titles` (its h1 and
    og:title).
    """
    nodes = tuple(node for script in scripts for node in _standing(load_json(script), 0))
    if not nodes:
        return JsonLd()
    article = _own([node for node in nodes if _rank(node) < len(_RANK)], addresses, titles)
    page: Node = next((node for node in nodes if not PAGE_TYPES.isdisjoint(types(node))), {})
    return JsonLd(nodes, article, page)


def _standing(value: Any, depth: int) -> Iterator[Node]:
    """Yield the nodes that may describe the page or its article: top-level ones, and those of @graph and mainEntity.

    Nodes that are part of another one, such as an image or a live-blog post, are left out.  `value`: decoded JSON.
    `depth`: its level of nesting, which is limited.
    """
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _standing(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed"):
            if isinstance(value.get(key), dict | list):
                yield from _standing(value[key], depth + 1)


def _index(value: Any, by_id: dict[str, Node], depth: int) -> None:
    """Add all nodes in `value` that have an @id to `by_id`; of several with one @id, the node with most JSON keys."""
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            _index(item, by_id, depth + 1)
    elif isinstance(value, dict):
        if "@id" in value and len(value) > len(by_id.get(str(value["@id"]), ("", ""))):
            by_id[str(value["@id"])] = value
        for item in value.values():
            if isinstance(item, dict | list):
                _index(item, by_id, depth + 1)


def _rank(node: Node) -> int:
    """Return how surely the type of a node says that it is an article: 0 is the surest.

    The number is the type's place in ARTICLE_TYPES; of several types, the first place counts.  For a type that is not
    there, it is the number of ARTICLE_TYPES.
    """
    return min((_RANK.get(name, len(_RANK)) for name in types(node)), default=len(_RANK))


def _own(candidates: list[Node], addresses: Iterable[str], titles: Iterable[str]) -> Node:
    """Choose the node of the page's article among `candidates`, the nodes of several articles; {} if there are none.

    The title decides, then the address, then the type.  Related stories share neither title nor address with the page.
    """
    if len(candidates) < 2:
        return candidates[0] if candidates else {}
    said, own = {key(title) for title in titles} - {""}, set(addresses)

    def distance(node: Node) -> tuple[bool, bool, int]:
        named = key(first_string(node.get("headline") or node.get("name"))) in said
        located = any(address in own for address in _addresses(node))
        return not (named or located), not named, _rank(node)

    return min(candidates, key=distance)


def _addresses(node: Node) -> Iterator[str]:
    """Yield the addresses that a node gives for itself; "" where one is missing."""
    for name in ("url", "mainEntityOfPage", "@id"):
        for item in as_list(node.get(name)):
            yield str(item.get("@id", "")) if isinstance(item, dict) else str(item or "")
