"""Lists the names of the meta tags in which pages declare the fields of their article ("article:published_time").

Takes the rules in config/rules/heads.toml; gives the names in small letters, the most reliable first.  The modules of
the fields read the contents of the tags.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from parsers.rules import FAMILIES_KEPT, Family

#: The most names for which like_published and like_modified remember their answers.
_KEPT: Final = 4096


@dataclass(frozen=True, slots=True)
class MetaNames:
    """The names of meta tags, by the field that they declare."""

    author: tuple[str, ...]
    #: Those of tags with one author each.
    author_each: frozenset[str]
    published: tuple[str, ...]
    modified: tuple[str, ...]
    section: tuple[str, ...]
    tags: tuple[str, ...]
    #: Tell whether a name that is in no list means, by its spelling, the time of publication, or of the last change.
    like_published: Callable[[str], bool]
    like_modified: Callable[[str], bool]
    #: Tells whether a name in scripts, without signs and in small letters, means the time of publication.
    in_scripts: Callable[[str], bool]


@lru_cache(maxsize=FAMILIES_KEPT)
def meta_names(heads: Family) -> MetaNames:
    """Collect the names from `heads`, the rules in config/rules/heads.toml."""

    def listed(name: str) -> tuple[str, ...]:
        return tuple(map(str.lower, heads.all_words(f"meta_{name}")))

    def like(rule_id: str) -> Callable[[str], bool]:
        patterns = [rule.pattern for rule in heads.rules if rule.id == rule_id]
        # The pages of an outlet have the same names.
        return lru_cache(maxsize=_KEPT)(lambda name: any(pattern.search(name) for pattern in patterns))

    return MetaNames(
        listed("author"),
        frozenset(listed("author_each")),
        listed("published"),
        listed("modified"),
        listed("section"),
        listed("tags"),
        like("meta-published"),
        like("meta-modified"),
        like("script-published"),
    )
