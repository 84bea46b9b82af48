"""Recognises lines below a headline that are no standfirst: notices of the site, addresses, picture credits, junk.

Judges the line by its words alone ("This article is more than 4 years old"); labels nothing.
"""

from __future__ import annotations

import re
from functools import cache

from parsers.captions.photo_credits import is_credit_line
from parsers.lines.junk import junk_reason
from parsers.rules import Family, Rules

_ADDRESS = re.compile(r"\w@[\w-]+\.\w")
#: A credit that is longer than this, in characters, is a sentence.
_CREDIT = 90


def is_notice(text: str, language: str | None, rules: Rules) -> bool:
    """Whether a line is a notice of the site, an e-mail address, a picture credit or junk, and so no standfirst.

    `language`: a BCP 47 code, None when unknown.
    """
    return (
        _notice(rules.family("heads")).search(text) is not None
        or ("@" in text and _ADDRESS.search(text) is not None)
        or junk_reason(text, language, rules) is not None
        or (len(text) <= _CREDIT and is_credit_line(text, language, rules=rules) is not None)
    )


@cache
def _notice(heads: Family) -> re.Pattern[str]:
    """The pattern of the rule "notice"; one that matches nothing when a user's rules have removed it."""
    return next((rule.pattern for rule in heads.rules if rule.id == "notice"), re.compile(r"(?!)"))
