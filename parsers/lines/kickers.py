"""Tells by its words whether a short line above a headline can be its kicker.

Takes the line and what is known of the page.  Breadcrumbs, addresses, labels of forms, the outlet's own name and links
to the front page are no kickers.
"""

from __future__ import annotations

from parsers.folding import key
from parsers.late_patterns import LatePattern
from parsers.lines.junk import junk_reason
from parsers.rules import Rules

#: A kicker is no longer than this, in characters.
LONGEST = 80
#: An address, the label of a field, or a path of sections.
_ANOTHER = LatePattern(r"\w\.[^\W\d]{2,}|:$|\s[/>›»|]\s.*\s[/>›»|]\s")


def may_be_kicker(text: str, *, language: str | None, own: str, rules: Rules) -> bool:
    """Whether a short line above a headline can be its kicker ("Transport"), by its words.

    `own`: the `key` (`parsers.folding`) of the outlet's name, which is no kicker; "" when that is unknown.
    """
    if not any(ch.isalpha() for ch in text) or key(text) == own or _ANOTHER.search(text):
        return False
    return junk_reason(text, language, rules) is None
