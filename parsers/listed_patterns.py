"""Knows the patterns of the rules that the project ships: config/models/required_text.json lists them.

For each pattern the file holds the strings that a text must have for it to match (parsers.required_text), so that these
need not be found out in every process.  `python -m parsers.training.write_required_text` writes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Final

from parsers.rules import Rule, shipped_config

#: The file, in the project's config directory.
READY: Final = "models/required_text.json"


@cache
def strings_of_patterns() -> Mapping[str, list[list[str]]]:
    """Name of a pattern -> its sets of strings: deriving all takes as long as reading ten pages."""
    path = shipped_config() / READY
    found: dict[str, list[list[str]]] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found


def listed_name(pattern: str) -> str:
    """A hash of a pattern, by which the file lists it."""
    return hashlib.sha256(pattern.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_listed(rule: Rule) -> bool:
    """Whether the file lists the pattern of a rule.

    Only patterns that can be used get into it, so that this one need not be compiled to be checked: that takes half a
    second for all of them, and most are only used as parts of larger ones.
    """
    try:
        return listed_name(rule.source.expanded()) in strings_of_patterns()
    except KeyError:  # of a macro that does not exist
        return False
