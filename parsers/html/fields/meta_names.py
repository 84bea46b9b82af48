"""The names of the meta tags in which pages declare the fields of their article.

Takes the family heads of the rules; gives the names in small letters, the most reliable first.  The fields' own modules
read what stands in the tags.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.rules import Family


@dataclass(frozen=True, slots=True)
class MetaNames:
    """The names of meta tags, by what stands in them."""

    author: tuple[str, ...]
    #: Those in which each author has a tag.
    author_each: frozenset[str]
    published: tuple[str, ...]
    modified: tuple[str, ...]
    section: tuple[str, ...]
    tags: tuple[str, ...]
    #: Further names of the time of publication, and of the last change.
    like_published: tuple[re.Pattern[str], ...]
    like_modified: tuple[re.Pattern[str], ...]


def meta_names(heads: Family) -> MetaNames:
    """The names in the rules."""

    def listed(name: str) -> tuple[str, ...]:
        return tuple(map(str.lower, heads.all_words(f"meta_{name}")))

    def named(rule_id: str) -> tuple[re.Pattern[str], ...]:
        return tuple(rule.pattern for rule in heads.rules if rule.id == rule_id)

    return MetaNames(
        listed("author"),
        frozenset(listed("author_each")),
        listed("published"),
        listed("modified"),
        listed("section"),
        listed("tags"),
        named("meta-published"),
        named("meta-modified"),
    )
