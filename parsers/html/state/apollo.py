"""Follows the references of Apollo's cache, in which every object is stored once, under its own JSON key.

Another object refers to it by {"__ref": KEY}, or {"type": "id", "id": KEY} in older versions.  Takes the data of a
script; gives the function that follows a reference in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from parsers.html.state.container import itself

#: Keys under which a page's data holds the cache, as Apollo's own documentation and adapters name it.
_CACHES: Final = ("apolloState", "__APOLLO_STATE__", "apollo", "initialApolloState", "apolloCache", "defaultClient")
#: Levels below the top at which the cache is looked for, and the most objects of a level that are looked at.
_DEPTH: Final = 4
_MOST: Final = 200


def with_references(value: Any) -> Callable[[Any], Any]:
    """Make the function that turns a reference into the object that it means, and returns any other value unchanged.

    `value`: the decoded data of one script.
    """
    caches = [cache for cache in _caches(value) if isinstance(cache, dict)]
    if not caches:
        return itself

    def follow(item: Any) -> Any:
        name = _reference(item)
        if name is None:
            return item
        return next((cache[name] for cache in caches if name in cache), item)

    return follow


def _reference(item: Any) -> str | None:
    """Return the JSON key in a reference: "Story:7" for {"__ref": "Story:7"}; None for a value that is no reference."""
    if not isinstance(item, dict) or len(item) > len(("type", "generated", "id", "typename")):
        return None
    name = item.get("__ref") or (item.get("id") if item.get("type") == "id" else None)
    return name if isinstance(name, str) else None


def _caches(value: Any) -> list[Any]:
    """Find the caches in the data of a script: the data itself, or the objects under one of the usual JSON keys."""
    found, level = [value] if isinstance(value, dict) and "ROOT_QUERY" in value else [], [value]
    for _ in range(_DEPTH):
        dicts = [item for item in level[:_MOST] if isinstance(item, dict)]
        found += [item[name] for item in dicts for name in _CACHES if isinstance(item.get(name), dict)]
        level = [part for item in dicts for part in item.values()]
    return found
