"""Recognises lines below a headline that are no standfirst: notices of the site, addresses, picture credits, junk.

Judges the line by its words alone ("This article is more than 4 years old"); labels nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from parsers.captions.photo_credits import is_credit_line
from parsers.lines.junk import junk_reason
from parsers.required_index import SearchedRules, searched_rules
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules

_ADDRESS = re.compile(r"\w@[\w-]+\.\w")
#: A credit that is longer than this, in characters, is a sentence.
_CREDIT = 90
#: The id of the rule in heads.toml for notices of the site.
_NOTICE: Final = "notice"


def is_notice(text: str, language: str | None, rules: Rules) -> bool:
    """Whether a line is a notice of the site, an e-mail address, a picture credit or junk, and so no standfirst.

    `language`: a BCP 47 code, None when unknown.
    """
    return (
        any(rule.pattern.search(text) for rule in _notices(rules.family("heads")).likely(text))
        or ("@" in text and _ADDRESS.search(text) is not None)
        or junk_reason(text, language, rules) is not None
        or (len(text) <= _CREDIT and is_credit_line(text, language, rules=rules) is not None)
    )


@lru_cache(maxsize=FAMILIES_KEPT)
def _notices(heads: Family) -> SearchedRules:
    return searched_rules(searched_patterns(heads))


def searched_patterns(heads: Family) -> Iterator[tuple[Rule, str]]:
    """The rule "notice" with its pattern, which takes long to search paragraphs in; few hold one of its words.

    Nothing when a user's rules have removed it.
    """
    return ((rule, rule.source.expanded()) for rule in heads.rules if rule.id == _NOTICE)
